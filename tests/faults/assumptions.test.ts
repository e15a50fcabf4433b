import { assumptions, type AssumptionName } from "../../emulator/assumptions";
import { coveringArray, deviations } from "../support/coveringArray";
import { runAgainstEmulator } from "./emulated";

/** The open questions whose answers can be seen at an inlet, or in what becomes of what it took. */
const atInlets: readonly AssumptionName[] = [
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
  ...Object.fromEntries(atInlets.map((name) => [name, assumptions[name].values])),
});

// Where Adobe's documents leave two answers open, the emulator gives either. Every two answers to
// two questions meet in one of these rows.
describe("the relay keeps its promises, whatever the answers to the open questions", () => {
  it.each(rows.map((row) => [deviations(row, rows[0]), row] as const))(
    "%s",
    async (_name, { source = "", switchedOff, ...assume }) => {
      const result = await runAgainstEmulator({
        source: source === "chatlio" ? source : "http-api",
        assume,
        drainMinutes: 1,
        switchedOff: switchedOff === "yes",
      });
      const { totals, lost, rejected, wrongIds } = result;
      // Only where a person has switched the dataflow off, and AEP does not say so, are events lost.
      const unheard = switchedOff === "yes" && assume["inlet-disabled-flow"] === "200";
      expect([...new Set(rejected.values())]).toEqual(unheard ? ["The dataflow is disabled."] : []);
      expect(lost.filter((event) => !rejected.has(event))).toEqual([]);
      expect(lost.length > 0).toBe(unheard);
      expect(totals.answered202).toBeGreaterThan(100);
      expect({ duplicates: totals.unexplainedDuplicates, wrongIds }).toEqual({
        duplicates: 0,
        wrongIds: 0,
      });
      expect(result.fired).not.toContain(0);
    },
  );
});

describe("a dataflow that goes while a run of the forwarder knows no other", () => {
  it.each([
    ["loses nothing when it is drained first", 1, false],
    ["loses what the run posts when it is not", 0, true],
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
