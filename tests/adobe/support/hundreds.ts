import { Limiter } from "../../../adobe/client";
import type { Properties } from "../../../provider-sdk";
import {
  computedProgram, keyPairProgram, makeAll, namespaceProgram, scheduleProgram, segmentProgram, templateProgram,
} from "./programs"; // prettier-ignore
import type { TestProvider } from "./provider";
import { up, urnOf } from "./stack";
import type { Deployed } from "./stack";

/** Operations at a time, as `pulumi up --parallel` has them on a machine with four cores or more. */
const PARALLEL = 16;

/** Runs them as the engine does: a limited number at a time. */
export function inParallel<T>(tasks: readonly (() => Promise<T>)[], most = PARALLEL): Promise<T[]> {
  const limiter = new Limiter(most);
  return Promise.all(tasks.map((task) => limiter.run(task)));
}

/** A resource type whose objects are found in a whole list, with its program for each of several resources. */
export interface Listed {
  readonly type: string;
  readonly list: string;
  readonly program: (name: string) => Properties;
}

const QUERY = "/data/foundation/query";

/** The types for which Adobe's list has no filter by name. */
export const listedTypes: readonly Listed[] = [
  {
    type: "identity:Namespace",
    list: "/data/core/idnamespace/identities",
    program: (name) => ({ ...namespaceProgram, code: name, name }),
  },
  {
    type: "profile:MergePolicy",
    list: "/data/core/ups/config/mergePolicies",
    program: () => ({ identityGraph: "pdg", attributeMerge: { type: "timestampOrdered" } }),
  },
  {
    type: "profile:SegmentDefinition",
    list: "/data/core/ups/segment/definitions",
    program: () => segmentProgram,
  },
  {
    type: "profile:ComputedAttribute",
    list: "/data/core/ca/attributes",
    program: (name) => ({ ...computedProgram, name }),
  },
  { type: "query:Template", list: `${QUERY}/query-templates`, program: () => templateProgram },
  {
    type: "query:Schedule",
    list: `${QUERY}/schedules`,
    program: (name) => ({ ...scheduleProgram, name }),
  },
  {
    type: "policy:GovernancePolicy",
    list: "/data/foundation/dulepolicy/policies/custom",
    program: () => ({
      marketingActionRefs: ["core/exportToThirdParty"],
      deny: { label: "C2" },
    }),
  },
  {
    type: "flow:KeyPair",
    list: "/data/foundation/connectors/encryption/keys",
    program: () => keyPairProgram,
  },
];

/**
 * How many requests some work took. What depends on how long Adobe takes is left out: looks at dataflows and schedules,
 * which it changes by and by, and deletes that it rejects until it has released an object.
 */
export function countRequests(
  requests: readonly { readonly method: string; readonly path: string; readonly status: number }[],
): number {
  return requests.filter(({ method, path, status }) => {
    const isLook = method === "GET" && /\/(flows|schedules)\/[^/?]+$/.test(path);
    const isWait = method === "DELETE" && status >= 400 && status < 500;
    return !isLook && !isWait;
  }).length;
}

/** How many there are: whole pipelines of eight resources, and what stands alone. */
export interface Size {
  readonly pipelines: number;
  /** Of each of {@link listedTypes} but the last, which came after the numbers in docs/provider/README.md. */
  readonly each: number;
  readonly actions: number;
}
export const fiveHundred: Size = { pipelines: 25, each: 40, actions: 20 };
export const oneHundred: Size = { pipelines: 5, each: 8, actions: 4 };

/** `name0`, `name1` and so on. */
export function named(count: number, name: string): string[] {
  return Array.from({ length: count }, (_, index) => `${name}${index}`);
}

/** The programs of what stands alone, by URN. */
export function programsAlone({
  each,
  actions: count,
}: Size): [urn: string, program: Properties][] {
  const listed = listedTypes
    .slice(0, -1)
    .flatMap(({ type, program }) =>
      named(each, "one").map((name): [string, Properties] => [urnOf(type, name), program(name)]),
    );
  const actions = named(count, "action").map((name): [string, Properties] => [
    urnOf("policy:MarketingAction", name),
    { name },
  ]);
  return [...listed, ...actions];
}

/** Resources of all services, many of them at a time; those that depend on each other in one group, in order. */
export function makeHundreds(provider: TestProvider, size: Size): Promise<Deployed[][]> {
  const pipelines = named(size.pipelines, "chat").map((name) => async () => {
    const whole = await makeAll(provider, name);
    return Object.values<Deployed>({ ...whole });
  });
  const alone = programsAlone(size).map(([urn, program]) => async () => [
    await up(provider, urn, program),
  ]);
  return inParallel([...pipelines, ...alone]);
}
