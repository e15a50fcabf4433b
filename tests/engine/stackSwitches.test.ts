import { switches } from "../../local/aep";
import { coveringArray, deviations } from "../support/coveringArray";
import { postAll, run, startLocal } from "./stackSupport";

// A whole stack on a busy machine: what hangs is ended here.
jest.setTimeout(600_000);

/** Questions that this stack never puts: what it does is the same under either answer. */
const notMet = new Set([
  "batch-item-status", // no message of a batch is refused here
  "descriptor-put", // a change of a descriptor replaces it
  "flow-runs", // nobody asks for runs
  "flow-sandbox-header", // always sent
  "inlet-without-flow-id", // always sent
  "mapping-tags", // names are made, which takes no mark
  "mapping-preview", // nobody asks for one
  "raw-batch", // raw events are posted one by one
  "registry-accept", // always right
  "union-without-identity", // a primary identity is always there
]);

const rows = coveringArray({
  source: ["chatlio", "http-api"],
  profile: ["false", "true"],
  ...Object.fromEntries(
    Object.entries(switches)
      .filter(([name]) => !notMet.has(name))
      .map(([name, { values }]) => [name, values]),
  ),
});

// Where Adobe's documents leave two answers open, the emulator gives either. Every two answers to
// two questions meet in one of these rows.
describe("the stack holds, whatever the answers to the open questions", () => {
  it.each(rows.map((row) => [deviations(row, rows[0]), row] as const))(
    "%s",
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
});
