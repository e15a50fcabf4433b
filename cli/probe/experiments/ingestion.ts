import type { ProbeContext } from "../context";
import { experiment } from "../experiment";
import { openPipeline } from "../fixtures";
import { listAt } from "../json";
import { errorCodes, outcomeOf, sendRaw, type Outcome, type RecordName } from "../records";

function becomesOf(name: RecordName) {
  return (context: ProbeContext) => outcomeOf(context, name);
}

/** Judges by what became of a record. */
function byOutcome<Value extends string>(row: Value, failed: Value) {
  return (outcome: Outcome | undefined): Value | undefined =>
    outcome === undefined ? undefined : outcome.is === "row" ? row : failed;
}

/** Sends raw data to a dataflow, and lists its runs. */
async function runsOf(context: ProbeContext) {
  const { flow, inletUrl } = await openPipeline(context);
  const sent = await sendRaw(context, inletUrl, flow.id);
  const listed = async () => {
    const { body } = await context.api.send({
      method: "GET",
      path: "/data/foundation/flowservice/runs",
      query: { property: `flowId==${flow.id}` },
    });
    return listAt(body, "items").length;
  };
  const before = await listed();
  if (sent.status >= 300 || before > 0) return { runs: before, isProcessed: false };
  // Without a run, only what was sent in another way shows that records are processed by now.
  const outcome = await outcomeOf(context, "valid");
  return { runs: await listed(), isProcessed: outcome !== undefined };
}

/** What becomes of records. These wait the longest, so they run after all others. */
export const ingestionExperiments = [
  experiment("flow-runs", runsOf, ({ runs, isProcessed }) => {
    if (runs > 0) return "yes";
    return isProcessed ? "no" : undefined;
  }),
  experiment("unknown-xdm-fields", becomesOf("unknown"), byOutcome("dropped", "refused")),
  experiment("empty-values", becomesOf("empty"), byOutcome("accepted", "rejected")),
  experiment("future-timestamp", becomesOf("future"), byOutcome("accepted", "rejected")),
  experiment(
    "streaming-codes",
    async (context) => {
      const outcome = await outcomeOf(context, "incomplete");
      if (outcome?.is !== "failed" || outcome.batchId === undefined) return [];
      return errorCodes(context, outcome.batchId);
    },
    (codes) => {
      if (codes.includes("DCVS-1111-400")) return "notebook";
      return codes.includes("DCVS-1106-400") ? "lab" : undefined;
    },
  ),
];
