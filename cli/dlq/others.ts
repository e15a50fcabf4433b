import { listed, truncate, visible } from "../terminal";
import type { MessageFacts } from "./deadLetterQueue";
import type { Selection } from "./select";

const keys = ["reason", "event", "widget"] as const;

/** Longer values are compared by their beginning. */
const MAX_VALUE = 100;

/** The messages that a selection has left out: they tell a filter that nothing can match from a queue that is empty. */
export class Others {
  private readonly values = {
    reason: new Set<string>(),
    event: new Set<string>(),
    widget: new Set<string>(),
  };

  add(message: MessageFacts): void {
    for (const key of keys) this.values[key].add(truncate(message[key], MAX_VALUE));
  }

  /** For a selection that has taken no message: what it wants that no message has, and what they have. */
  hint(selection: Pick<Selection, (typeof keys)[number]>): string | undefined {
    const lines = keys.flatMap((key) => {
      const known = [...this.values[key]];
      const wanted = truncate(selection[key] ?? "", MAX_VALUE);
      if (selection[key] === undefined || known.length === 0 || known.includes(wanted)) return [];
      return [`No message has the ${key} ${shown(wanted)}. Theirs: ${listed(known.map(shown))}.\n`];
    });
    return lines.length === 0 ? undefined : lines.join("");
  }
}

function shown(value: string): string {
  return value === "" ? "(none)" : visible(value);
}
