import { markdownTable } from "../../emulator/common/markdownTable";
import type { TranscriptOutcome } from "./transcripts";

const headings = ["Bytes", "Status", "Messages left out", "Peak of the process"];

const policies = { keep: "everything kept", hash: "every category hashed" } as const;

function rowOf(outcome: TranscriptOutcome): readonly string[] {
  const { bytes, fieldsCut, messagesCut, peak, policy, status } = outcome;
  return [
    policies[policy],
    bytes.toLocaleString("en-US"),
    String(status),
    messagesCut.toLocaleString("en-US"),
    `${Math.round(peak / 1e6)} MB`,
    fieldsCut.map((field) => `\`${field}\``).join(", "),
  ];
}

/** What becomes of a transcript by its size. */
export function outcomesTable(outcomes: readonly TranscriptOutcome[]): string {
  const table = markdownTable(["Privacy", ...headings, "Fields shortened"], outcomes.map(rowOf), {
    right: headings,
  });
  return `What becomes of them: a row may have 990,000 bytes. Of a longer transcript the texts go first, then the oldest messages,
and the row says what was left out. A request that Lambda does not take (6 MB, with quotes and line ends
escaped) gets a 413, and nothing of it is kept.

${table}`;
}
