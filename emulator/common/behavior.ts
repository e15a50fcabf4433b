/** How sure it is that Adobe behaves as the emulator does. */
export type Grade =
  "documented" | "seen in Adobe's client" | "seen by others at AEP" | "reported to us" | "assumed";

/** The grades from the surest to the least sure. */
export const grades: readonly Grade[] = [
  "documented",
  "seen in Adobe's client",
  "seen by others at AEP",
  "reported to us",
  "assumed",
];

/** One thing the emulator does, and the reason to believe that Adobe does the same. */
export interface Behavior {
  readonly grade: Grade;
  /** Adobe's guide, API reference or client, or who saw it; for an assumption its reason. */
  readonly source: string;
  /** What the emulator does, in one sentence. */
  readonly says: string;
  /** The assumption that changes it, where the documents leave more than one reading. */
  readonly assumption?: string;
}

/** A behavior that Adobe's documents describe. */
export function documented(source: string, says: string): Behavior {
  return {
    grade: "documented",
    source,
    says,
  };
}

/** A behavior that Adobe's own Python client (aepp) relies on and no document describes. */
export function seenInClient(source: string, says: string, assumption?: string): Behavior {
  return {
    grade: "seen in Adobe's client",
    source,
    says,
    ...(assumption === undefined ? {} : { assumption }),
  };
}

/**
 * A behavior that somebody met at the real platform and wrote down: an assertion of a lab, a response in a
 * question, a workaround in a script. Second-hand, so the source names who.
 */
export function seenByOthers(source: string, says: string, assumption?: string): Behavior {
  return {
    grade: "seen by others at AEP",
    source,
    says,
    ...(assumption === undefined ? {} : { assumption }),
  };
}

/**
 * A behavior of the real platform that this project was told about, or that a public request relies on whose response
 * nobody wrote down. Nothing public is known to show it.
 */
export function reported(source: string, says: string, assumption?: string): Behavior {
  return {
    grade: "reported to us",
    source,
    says,
    ...(assumption === undefined ? {} : { assumption }),
  };
}

/** A behavior that is nowhere described: the likeliest one, with the reason and the assumption that changes it. */
export function assumed(source: string, says: string, assumption?: string): Behavior {
  return {
    grade: "assumed",
    source,
    says,
    ...(assumption === undefined ? {} : { assumption }),
  };
}
