import { assumptions } from "../../emulator";
import { coveringArray, deviations, withEachValue } from "../support/coveringArray";
import { sample } from "../support/full";
import { postAll, run, startLocal } from "./stackSupport";

/** Assumptions that make no difference to this stack. */
const notMet = new Set([
  "batch-item-status", // no message of a batch is rejected here
  "dataset-state", // nobody reads it
  "descriptor-put", // a change of an identity replaces it
  "draft-flow-connections", // no dataflow is a draft
  "flow-runs", // nobody lists runs
  "flow-sandbox-header", // always sent
  "inlet-without-flow-id", // always sent
  "label-owner", // the stack labels fields of its field group
  "mapping-preview", // nobody requests one
  "mapping-tags", // auto-names need no ownership tag
  "raw-batch", // raw events are posted one by one
  "registry-accept", // always right
  "union-without-identity", // a primary identity is always there
]);

/** Assumptions that matter to the relay, in addition to the stack's own settings: every two values meet. */
const relays = new Set([
  "empty-values", "flow-inlet-url", "future-timestamp", "inlet-bad-token", "token-expires-in",
  "unknown-xdm-fields",
]); // prettier-ignore

const relevant = Object.entries(assumptions).filter(([name]) => !notMet.has(name));
function valuesOf(entries: typeof relevant) {
  return Object.fromEntries(entries.map(([name, { values }]) => [name, values]));
}

/**
 * The other assumptions matter to the provider alone: every two of their values meet in
 * provider/assumptions.ts, and each value occurs here.
 */
const allRows = withEachValue(
  coveringArray({
    source: ["chatlio", "http-api"],
    profile: ["false", "true"],
    ...valuesOf(relevant.filter(([name]) => relays.has(name))),
  }),
  valuesOf(relevant.filter(([name]) => !relays.has(name))),
);

/** Each row is a stack of its own: `npm run test:engine` takes one far from the defaults, `npm run test:full` all. */
const rows = sample([...allRows].reverse(), 1);

// A whole stack on a busy machine takes minutes; what hangs ends here.
jest.setTimeout(600_000);

// The whole stack under every assumption: where Adobe's documents allow two readings, the emulator can behave
// either way.
test.each(rows.map((row) => [deviations(row, allRows[0]), row] as const))(
  "the stack holds under %s",
  async (_name, { source = "", profile = "", ...assume }) => {
    const local = await startLocal({
      emulator: { assume, settleMs: 200 },
      config: {
        "chatlio-aep:source": source,
        "chatlio-aep:profile": profile,
        "chatlio-aep:smokeTest": "false",
      },
    });
    try {
      await run(local.stack, "up");
      const delivered = await postAll(local);
      expect(new Set(delivered.map(({ row }) => row["eventType"])).size).toBe(5);
      // Nothing has drifted, and nothing is to do.
      expect((await run(local.stack, "preview", { refresh: true })).steps).toEqual([]);
      await run(local.stack, "destroy");
    } finally {
      await local.close();
    }
  },
);
