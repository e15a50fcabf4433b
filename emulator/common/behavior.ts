/** How far a behavior of the emulator can be relied on as being Adobe's. */
export type Grade = "documented" | "seen in Adobe's client" | "assumed";

/** One thing the emulator does, and why it is believed that Adobe does it so. */
export interface Behavior {
  readonly grade: Grade;
  /** Adobe's guide, API reference or client; for an assumption what it rests on. */
  readonly source: string;
  /** What is done, in one sentence. */
  readonly says: string;
  /** The switch that gives the other answer, where the documents leave two open. */
  readonly assumption?: string;
}

/** Adobe's documents say so. */
export const documented = (source: string, says: string): Behavior => ({
  grade: "documented",
  source,
  says,
});

/** Adobe's own Python client (aepp) relies on it, no document says it. */
export const seenInClient = (source: string, says: string): Behavior => ({
  grade: "seen in Adobe's client",
  source,
  says,
});

/** Nobody says it: the likeliest answer, with what the guess rests on and the switch that changes it. */
export const assumed = (source: string, says: string, assumption?: string): Behavior => ({
  grade: "assumed",
  source,
  says,
  ...(assumption === undefined ? {} : { assumption }),
});
