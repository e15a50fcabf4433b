/** Where a stack keeps messages, by the name in the report. */
export type PlaceName = "deadLetterQueue" | "deadLetterCopies" | "dropped" | "archive" | "links";

/** What a look at a place found. */
export interface Look {
  /** Messages that were read. A message of which a bucket has several versions counts once for each. */
  searched: number;
  /** Those of the person. */
  found: number;
  removed: number;
}

/** What could not be removed. */
export interface Left {
  readonly place: PlaceName;
  readonly key: string;
  readonly reason: string;
}

/** How a place is looked at. */
export interface Visit {
  /** Whether a message is the person's. */
  readonly isTheirs: (text: string, place: PlaceName) => boolean;
  /** Whether those are removed. */
  readonly remove: boolean;
  readonly left: Left[];
}

export type Place = (visit: Visit) => Promise<Look>;

/** Why AWS denied the work; undefined when it was done. */
export async function failureOf(work: () => Promise<unknown>): Promise<string | undefined> {
  try {
    await work();
    return undefined;
  } catch (error) {
    if (error instanceof Error && /^AccessDenied(?:Exception)?$/.test(error.name))
      return "access-denied: an object lock, or a permission is missing";
    throw error;
  }
}
