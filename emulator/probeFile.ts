import { readFileSync } from "node:fs";

import * as z from "zod";

import { assumptions, resolveAssumptions } from "./assumptions";
import { entryOf } from "./common/json";
import type { EmulatorDelays, EmulatorOptions } from "./options";

const milliseconds = z.int().min(0).max(86_400_000);

/** One request of the probe and Adobe's response. */
const request = z.strictObject({
  method: z.string().max(10),
  path: z.string().max(200),
  status: z.int().min(100).max(599),
  code: z.string().max(40).optional(),
});

const finding = z.strictObject({
  assumption: z.string().max(60),
  /** `unclear`: what it saw does not show which of the values it is, or nothing was seen in time. */
  result: z.enum(["found", "unclear", "not-tried"]),
  value: z.string().max(60).optional(),
  /** Why there is no value. */
  reason: z.string().max(300).optional(),
  requests: z.array(request).max(2000),
});

/** What `chatlio-aep probe` writes: how one organization behaves, with nothing in it that tells which one. */
export const probeFile = z.strictObject({
  format: z.literal("chatlio-aep probe"),
  version: z.literal(1),
  /** The version of chatlio-aep. */
  program: z.string().max(40),
  date: z.iso.date(),
  /** Whose host got the requests: `other` is an emulator, or a proxy that hides who responds. Reports of 0.1.0 may lack it. */
  host: z.enum(["adobe", "other"]).optional(),
  findings: z.array(finding).max(500),
  /** What takes time, in milliseconds. A delay that was not seen is absent. */
  delaysMs: z.strictObject({
    objectVisible: milliseconds.optional(),
    flowEnabled: milliseconds.optional(),
    inletUrl: milliseconds.optional(),
    rowVisible: milliseconds.optional(),
    unionSpread: milliseconds.optional(),
    referenceReleased: milliseconds.optional(),
    deleteFinal: milliseconds.optional(),
  }),
  /** How long a response took, in milliseconds: what takes less time counts as at once. */
  responseMs: milliseconds.optional(),
  /** How many objects of each kind Adobe did not let the probe delete. */
  left: z.record(z.string().max(40), z.int().min(1)),
  /** Set when the probe could not look whether anything is left. */
  leftUnknown: z.literal(true).optional(),
});

export type ProbeFile = z.output<typeof probeFile>;

/** The file cannot be used. The message is for the user. */
export class ProbeFileError extends Error {
  override readonly name = "ProbeFileError";
}

/**
 * The options with which an emulator behaves as the probed organization does.
 *
 * @throws ProbeFileError, in one line, when the file cannot be read, is damaged or is something else
 */
export function readProbeFile(file: string): EmulatorOptions {
  const read = probeFile.safeParse(parse(file));
  if (!read.success) {
    const [issue] = read.error.issues;
    const where =
      issue === undefined || issue.path.length === 0 ? "" : ` (${issue.path.join(".")})`;
    throw new ProbeFileError(
      `${file} is not a file that \`chatlio-aep probe\` has written${where}. Give the path of its probe-<date>.json.`,
    );
  }
  return optionsOf(read.data, file);
}

function parse(file: string): unknown {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    const { code = "unknown error" } = error as NodeJS.ErrnoException;
    throw new ProbeFileError(
      `Cannot read ${file} (${code}). Give the path of a probe-<date>.json.`,
    );
  }
  try {
    return JSON.parse(text);
  } catch {
    throw new ProbeFileError(`${file} is not JSON: it is damaged, or not a file of the probe.`);
  }
}

function optionsOf({ findings, delaysMs }: ProbeFile, file: string): EmulatorOptions {
  const assume: Record<string, string> = {};
  for (const { assumption, value } of findings) {
    if (value === undefined) continue;
    if (entryOf<unknown>(assumptions, assumption) === undefined) {
      throw new ProbeFileError(
        `${file} has an assumption \`${assumption}\`, which this version does not know. Use the version that wrote it.`,
      );
    }
    assume[assumption] = value;
  }
  try {
    resolveAssumptions(assume);
  } catch (error) {
    throw new ProbeFileError(`${file}: ${(error as Error).message}`);
  }
  const delays: { -readonly [Name in keyof EmulatorDelays]?: number } = {};
  if (delaysMs.objectVisible !== undefined) delays.visibleMs = delaysMs.objectVisible;
  if (delaysMs.unionSpread !== undefined) delays.unionMs = delaysMs.unionSpread;
  if (delaysMs.referenceReleased !== undefined) delays.releaseMs = delaysMs.referenceReleased;
  if (delaysMs.inletUrl !== undefined) delays.inletMs = delaysMs.inletUrl;
  if (delaysMs.deleteFinal !== undefined) delays.deleteMs = delaysMs.deleteFinal;
  return { assume, delays, settleMs: delaysMs.flowEnabled, ingestMs: delaysMs.rowVisible };
}
