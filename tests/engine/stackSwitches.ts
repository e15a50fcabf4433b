import { assumptions } from "../../emulator";
import { coveringArray, deviations, withEachValue } from "../support/coveringArray";
import { sample } from "../support/full";
import { postAll, run, startLocal } from "./stackSupport";

/** Questions that this stack never puts: what it does is the same under either answer. */
const notMet = new Set([
  "batch-item-status", // no message of a batch is refused here
  "descriptor-put", // a change of a descriptor replaces it
  "flow-runs", // nobody asks for runs
  "flow-sandbox-header", // always sent
  "inlet-without-flow-id", // always sent
  "mapping-preview", // nobody asks for one
  "mapping-tags", // names are made, which takes no mark
  "raw-batch", // raw events are posted one by one
  "registry-accept", // always right
  "union-without-identity", // a primary identity is always there
]);

/** Questions that relay and inlet put, beside the stack's own choices: every two answers meet. */
const relays = new Set([
  "empty-values", "flow-inlet-url", "future-timestamp", "inlet-bad-token", "token-expires-in",
  "unknown-xdm-fields",
]); // prettier-ignore

const questions = Object.entries(assumptions).filter(([name]) => !notMet.has(name));
const answersOf = (entries: typeof questions) =>
  Object.fromEntries(entries.map(([name, { values }]) => [name, values]));

/**
 * The other questions are the provider's alone: every two answers to those meet in
 * provider/switches.ts, and each answer comes up here.
 */
const allRows = withEachValue(
  coveringArray({
    source: ["chatlio", "http-api"],
    profile: ["false", "true"],
    ...answersOf(questions.filter(([name]) => relays.has(name))),
  }),
  answersOf(questions.filter(([name]) => !relays.has(name))),
);

/** Each row is a stack of its own: `npm test` takes four of them, `npm run test:full` all. */
const rows = sample(allRows, 4);

/**
 * The whole stack, whatever the answers to the open questions: where Adobe's documents leave two
 * answers open, the emulator gives either.
 *
 * @param part - of the rows: `0` or `1`, so that two workers share them.
 */
export function stackHoldsUnderTheSwitches(part: 0 | 1): void {
  // A whole stack on a busy machine: what hangs is ended here.
  jest.setTimeout(600_000);

  const mine = rows.filter((_, index) => index % 2 === part);
  test.each(mine.map((row) => [deviations(row, rows[0]), row] as const))(
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
}
