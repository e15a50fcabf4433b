import { daily, destinations, incremental, runDestination } from "../support/destinations";
import type { DestinationName } from "../support/destinations";
import type { Harness } from "../support/harness";
import { isOfFlows, testInterruptions } from "../support/interruption";
import type { Scenario } from "../support/interruption";
import type { Run } from "../support/miniEngine";

/**
 * The provider process is cut off from Adobe at a request of the create or change of a destination, before or after
 * Adobe has done the work. Another process then runs the same program again. With TEST_FULL=1 at every request, otherwise
 * at a sample of them.
 */
interface Shape {
  readonly kind: DestinationName;
  /** The program names every object itself. */
  readonly named?: boolean;
  readonly audiences?: readonly string[];
  readonly isIncremental?: boolean;
  readonly path?: string;
}

const TWO = ["one", "two"];

function program({ kind, named = false, audiences = TWO, isIncremental, path }: Shape) {
  const isFiles = kind === "Amazon S3";
  return (run: Run) =>
    runDestination(run, kind, {
      audiences,
      attributes: ["person.name.lastName"],
      settings: isFiles ? (isIncremental === true ? incremental : daily) : {},
      ...(path === undefined ? {} : { target: { [isFiles ? "path" : "stream"]: path } }),
      name: named ? "Export" : undefined,
    });
}

type Selectors = Readonly<
  Record<string, { readonly selectors: readonly { readonly value: Record<string, unknown> }[] }>
>;

/** What the sandbox has of the destination. */
async function lookAt({ harness }: { readonly harness: Harness }) {
  const { flows, segments } = harness.ui;
  const [bases, sources, targets, dataflows, audiences] = await Promise.all([
    flows.findAll("connections"),
    flows.findAll("sourceConnections"),
    flows.findAll("targetConnections"),
    flows.findAll("flows"),
    segments.findAll(),
  ]);
  const [transformation] = dataflows[0]?.["transformations"] as readonly { params: Selectors }[];
  const selected = (key: string) =>
    (transformation?.params[key]?.selectors ?? []).map(({ value }) => value);
  return {
    counts: [bases, sources, targets, dataflows].map((all) => all.length),
    audiences: audiences.length,
    // Of each audience that is there, once.
    exported: selected("segmentSelectors").filter(({ id }) =>
      audiences.some((one) => one.id === id),
    ).length,
    modes: [...new Set(selected("segmentSelectors").map(({ exportMode }) => exportMode))],
    attributes: selected("profileSelectors").map(({ path }) => path),
    params: targets[0]?.["params"],
  };
}

const kinds = Object.keys(destinations) as DestinationName[];
const runs = kinds.flatMap((kind): Scenario<Shape>[] => [
  [`the create of ${kind}`, undefined, { kind }],
  [`the create of ${kind} whose objects are named`, undefined, { kind, named: true }],
  [
    `a change of ${kind}`,
    { kind },
    { kind, audiences: ["two", "three", "four"], isIncremental: true, path: "other" },
  ],
]);

testInterruptions({
  scenarios: runs,
  program,
  at: isOfFlows,
  look: lookAt,
  expected: ({ audiences = TWO, kind, isIncremental, path }) => {
    const isFiles = kind === "Amazon S3";
    const settings = isIncremental === true ? incremental : daily;
    const changed = path === undefined ? {} : { [isFiles ? "path" : "stream"]: path };
    return {
      counts: [1, 1, 1, 1],
      audiences: audiences.length,
      exported: audiences.length,
      modes: [isFiles ? settings.exportMode : undefined],
      attributes: ["person.name.lastName"],
      params: { ...destinations[kind].target.params, ...changed },
    };
  },
});
