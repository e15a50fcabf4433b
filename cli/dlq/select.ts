import type { DlqMessage } from "./deadLetterQueue";

/** Which dead letters a command is about; all that is given must fit, and nothing given is all. */
export interface Selection {
  /** Their ids. */
  readonly ids: readonly string[];
  readonly reason?: string;
  readonly event?: string;
  readonly widget?: string;
}

/** Whether a letter is meant. */
export function isSelected(letter: DlqMessage, { ids, ...wanted }: Selection): boolean {
  if (ids.length > 0 && !ids.includes(letter.id)) return false;
  return (["reason", "event", "widget"] as const).every(
    (key) => wanted[key] === undefined || letter[key] === wanted[key],
  );
}
