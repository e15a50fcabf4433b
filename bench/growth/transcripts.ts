import { rm, writeFile } from "node:fs/promises";
import path from "node:path";

import { temporaryDirectory } from "../../local/process/temporary";
import { transcriptOf } from "../relay/payloads";
import { resultOf } from "./child";
import type { Part } from "./part";
import type { TranscriptCost } from "./transcriptCase";

/** 1 KB to 5 MB. The last two are both truncated. */
const SIZES = [1_000, 10_000, 100_000, 1_000_000, 2_500_000, 5_000_000] as const;

/** Escaped as JSON, it is more than Lambda takes. */
const TOO_LARGE = 6_500_000;

const script = path.join(__dirname, "transcriptCase.ts");

/** With these, nothing has to be collected while one transcript is received, and that is seen as memory in use. */
const uncollected = [
  "--expose-gc",
  "--min-semi-space-size=1024",
  "--max-semi-space-size=1024",
  "--max-old-space-size=3072",
];

const policies = {
  keep: "everything kept",
  hash: "every category hashed, text and traits searched",
} as const;

type Policy = keyof typeof policies;

/** What happens to a transcript of a size. */
export interface TranscriptOutcome extends TranscriptCost {
  readonly policy: Policy;
  readonly bytes: number;
}

/** All sizes in one process, smallest first. */
async function measure(policy: Policy): Promise<TranscriptOutcome[]> {
  const bodies = [...SIZES, TOO_LARGE].map((size) => transcriptOf(size).body);
  const directory = await temporaryDirectory("growth");
  try {
    const files = bodies.map((_, index) => path.join(directory, `${index}.json`));
    await Promise.all(bodies.map((body, index) => writeFile(files[index] as string, body)));
    const costs = await resultOf<TranscriptCost[]>(script, ["cpu", policy, ...files]);
    const args = ["allocated", policy, ...files];
    const memory = await resultOf<TranscriptCost[]>(script, args, uncollected);
    return costs.map((cost, index) => ({
      ...cost,
      allocated: memory[index]?.allocated ?? 0,
      policy,
      bytes: Buffer.byteLength(bodies[index] ?? ""),
    }));
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** Transcripts of growing size through the receiver's handler. */
export async function measureTranscripts(): Promise<Part> {
  const outcomes: TranscriptOutcome[] = [];
  for (const policy of Object.keys(policies) as Policy[]) outcomes.push(...(await measure(policy)));
  const series = (Object.keys(policies) as Policy[]).flatMap((policy) => {
    const own = outcomes.filter((each) => each.policy === policy && each.bytes < TOO_LARGE * 0.9);
    const points = (of: "cpu" | "allocated") =>
      own.map((each) => ({ size: each.bytes, value: each[of] }));
    const what = policies[policy];
    return [
      { what: `${what}: CPU`, unit: "µs" as const, base: 0, points: points("cpu") },
      {
        what: `${what}: memory allocated`,
        unit: "bytes" as const,
        base: 0,
        points: points("allocated"),
      },
    ];
  });
  return { series, outcomes };
}
