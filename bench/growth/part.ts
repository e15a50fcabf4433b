import type { Machine } from "../machine";
import type { Series } from "./series";
import type { TranscriptOutcome } from "./transcripts";

/** What one part of the measurement has found. */
export interface Part {
  readonly series: readonly Series[];
  /** What becomes of transcripts. */
  readonly outcomes?: readonly TranscriptOutcome[];
}

/** A part as `npm run growth -- --save` keeps it. */
export interface SavedPart extends Part {
  /** Day of the measurement, as `2026-11-29`. */
  readonly date: string;
  readonly machine: Machine;
}
