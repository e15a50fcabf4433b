import { assumptions, type AssumptionName } from "../../emulator/assumptions";
import { coveringArray, deviations } from "../support/coveringArray";
import { sample } from "../support/full";
import { runAgainstEmulator } from "./emulated";

/** Assumptions that can be observed at a streaming endpoint, or in what happens to accepted messages. */
const observable: readonly AssumptionName[] = [
  "inlet-url-survives",
  "inlet-deleted-flow",
  "inlet-disabled-flow",
  "inlet-without-flow-id",
  "inlet-bad-token",
  "raw-batch",
  "batch-item-status",
  "empty-values",
  "future-timestamp",
  "flow-delete",
  "token-expires-in",
];

const rows = coveringArray({
  source: ["chatlio", "http-api"],
  switchedOff: ["no", "yes"],
  ...Object.fromEntries(observable.map((name) => [name, assumptions[name].values])),
});

// Adobe's documents leave some behavior open, and the emulator can assume either. Every pair of two
// assumptions occurs in one of these rows.
describe("the relay keeps its promises under every pair of assumptions", () => {
  it.each(sample(rows, 3).map((row) => [deviations(row, rows[0]), row] as const))(
    "%s",
    async (_name, { source = "", switchedOff, ...assume }) => {
      const result = await runAgainstEmulator({
        source: source === "chatlio" ? source : "http-api",
        assume,
        drainMinutes: 1,
        switchedOff: switchedOff === "yes",
      });
      const { totals, lost, rejected, wrongIds } = result;
      // Events are lost only while somebody has disabled the dataflow and AEP does not say so.
      const silentlyDropped = switchedOff === "yes" && assume["inlet-disabled-flow"] === "200";
      expect([...new Set(rejected.values())]).toEqual(
        silentlyDropped ? ["The dataflow is disabled."] : [],
      );
      expect(lost.filter((event) => !rejected.has(event))).toEqual([]);
      expect(lost.length > 0).toBe(silentlyDropped);
      expect(totals.answered202).toBeGreaterThan(100);
      expect({ duplicates: totals.unexplainedDuplicates, wrongIds }).toEqual({
        duplicates: 0,
        wrongIds: 0,
      });
      expect(result.fired).not.toContain(0);
    },
  );
});

describe("a dataflow that is deleted while an invocation still uses it", () => {
  it.each([
    ["loses no event when it is drained first", 1, false],
    ["loses the requests of that invocation when it is not drained", 0, true],
  ])("%s", async (_name, drainMinutes, loses) => {
    const { lost } = await runAgainstEmulator({
      source: "chatlio",
      assume: { "inlet-deleted-flow": "200" },
      drainMinutes,
      switchedOff: false,
    });
    expect(lost.length > 0).toBe(loses);
  });
});
