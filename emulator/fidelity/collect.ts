import { switches, type SwitchName } from "../assumptions";
import type { ErrorKind } from "../common/apiError";
import type { Behaviour, Grade } from "../common/behaviour";
import type { Service } from "../common/service";
import { gatewayErrors } from "../server/gateway";

/** One behaviour with the place it belongs to. */
export interface GradedBehaviour extends Behaviour {
  readonly service: string;
  /** `GET /path` of a route, the code of an error, or `rule` for what belongs to neither. */
  readonly what: string;
}

export interface Fidelity {
  readonly counts: Readonly<Record<Grade, number>>;
  readonly behaviours: readonly GradedBehaviour[];
  readonly switches: readonly {
    readonly name: SwitchName;
    readonly values: readonly string[];
    readonly question: string;
    readonly source: string;
  }[];
}

const codeOf = ({ status, code }: ErrorKind): string => `${status} ${code}`.trim();

const ofService = (service: Service): GradedBehaviour[] => [
  ...service.routes.map(({ method, path, about }) => ({
    service: service.name,
    what: `${method} ${service.base}${path}`,
    ...about,
  })),
  ...Object.values(service.errors).map((kind) => ({
    service: service.name,
    what: codeOf(kind),
    ...kind.about,
  })),
  ...(service.notes ?? []).map((about) => ({ service: service.name, what: "rule", ...about })),
];

/** Everything the given services do, with grade and source, and the open questions. */
export const collectFidelity = (services: readonly Service[]): Fidelity => {
  const gateway = Object.values(gatewayErrors).map((kind) => ({
    service: "Gateway",
    what: codeOf(kind),
    ...kind.about,
  }));
  const behaviours = [...gateway, ...services.flatMap(ofService)];
  const count = (grade: Grade): number => behaviours.filter((one) => one.grade === grade).length;
  return {
    counts: {
      documented: count("documented"),
      "seen in Adobe's client": count("seen in Adobe's client"),
      assumed: count("assumed"),
    },
    behaviours,
    switches: Object.entries(switches).map(([name, { values, question, source }]) => ({
      name: name as SwitchName,
      values,
      question,
      source,
    })),
  };
};
