import { assumptions, type AssumptionName } from "../assumptions";
import type { Assumption } from "../assumptions/assumption";
import type { ErrorKind } from "../common/apiError";
import { grades, type Behavior, type Grade } from "../common/behavior";
import type { JsonObject } from "../common/json";
import type { Service } from "../common/service";
import { gatewayErrors } from "../server/gateway";

/** A behavior of a service. */
export interface GradedBehavior extends Behavior {
  readonly service: string;
  /** `GET /path` of a route, the code of an error, or `rule` for what belongs to neither. */
  readonly what: string;
}

export interface Fidelity {
  readonly counts: Readonly<Record<Grade, number>>;
  readonly behaviors: readonly GradedBehavior[];
  readonly assumptions: readonly {
    readonly name: AssumptionName;
    readonly values: readonly string[];
    readonly question: string;
    readonly source: string;
    readonly probe: Assumption["probe"];
  }[];
}

function codeOf({ status, code }: ErrorKind): string {
  return `${status} ${code}`.trim();
}

function ofService(service: Service): GradedBehavior[] {
  return [
    ...service.routes.map(({ method, path, behavior }) => ({
      service: service.name,
      what: `${method} ${service.base}${path}`,
      ...behavior,
    })),
    ...Object.values(service.errors).map((kind) => ({
      service: service.name,
      what: codeOf(kind),
      ...kind.behavior,
    })),
    ...(service.notes ?? []).map((behavior) => ({
      service: service.name,
      what: "rule",
      ...behavior,
    })),
  ];
}

/** All behaviors of the gateway and the given services, and the assumptions that can be changed. */
export function collectFidelity(services: readonly Service[]): Fidelity {
  const gateway = Object.values(gatewayErrors).map((kind) => ({
    service: "Gateway",
    what: codeOf(kind),
    ...kind.behavior,
  }));
  const behaviors = [...gateway, ...services.flatMap(ofService)];
  const count = (grade: Grade): number => behaviors.filter((one) => one.grade === grade).length;
  return {
    counts: Object.fromEntries(grades.map((grade) => [grade, count(grade)])) as Fidelity["counts"],
    behaviors,
    assumptions: Object.entries(assumptions).map(([name, { values, question, source, probe }]) => ({
      name: name as AssumptionName,
      values,
      question,
      source,
      probe,
    })),
  };
}

/** The list as `GET /_emulator/fidelity` returns it. Its keys are older than the names in the code. */
export function fidelityResponse({ counts, behaviors, assumptions: all }: Fidelity): JsonObject {
  return {
    counts,
    behaviours: behaviors,
    switches: all,
  };
}
