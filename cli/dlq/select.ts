import type { DlqMessage } from "./deadLetterQueue";

/** Which messages a command applies to. A message must match all that is given; nothing given is all. */
export interface Selection {
  readonly ids: readonly string[];
  readonly reason?: string;
  readonly event?: string;
  readonly widget?: string;
}

export function isSelected(message: DlqMessage, { ids, ...wanted }: Selection): boolean {
  if (ids.length > 0 && !ids.includes(message.id)) return false;
  return (["reason", "event", "widget"] as const).every(
    (key) => wanted[key] === undefined || message[key] === wanted[key],
  );
}
