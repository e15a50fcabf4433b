import type { Leaf } from "./leaves";

/** How a message was found. */
export interface Way {
  /**
   * Fields of a message that have what was searched for, by their names in the event or in the webhook's body. Names only: a
   * report has no values.
   */
  readonly fields: readonly string[];
  /** `chat`: not the message itself has them, but others of the same chat. */
  readonly through: "message" | "chat";
}

/** Where a body that is not JSON has it. */
export const UNREADABLE = "text that is not JSON";

/** Where the command line has it. */
export const COMMAND_LINE = "command line";

/** A name that says nothing of anybody: sites may use addresses and numbers as names of traits. */
const plain = /^(?!.*\d{3})[\p{L}\p{N}_ -]{1,40}$/u;

/** The place of a value, without the names that may be somebody's. */
export function fieldOf({ isName, path }: Pick<Leaf, "isName" | "path">): string {
  // The relay's own message has the event in its body.
  const inner = path[0] === "body" && path.length > 1 ? path.slice(1) : path;
  const parts = (isName ? inner.slice(0, -1) : inner).map((part) =>
    plain.test(part) ? part : "…",
  );
  const place = parts.join(".");
  return isName ? `name in ${place === "" ? "the body" : place}` : place;
}

/** How many messages were found in a way. */
export type Ways = readonly (Way & { readonly messages: number })[];

/** Counts the messages of each way, the most frequent first. */
export function countWays(ways: readonly Way[]): Ways {
  const counts = new Map<string, Way & { messages: number }>();
  for (const way of ways) {
    const key = JSON.stringify([way.through, way.fields]);
    const { messages } = counts.get(key) ?? { messages: 0 };
    counts.set(key, { ...way, messages: messages + 1 });
  }
  return [...counts.values()].sort((one, other) => other.messages - one.messages);
}

/** How often each name is there, the most frequent first. */
export function countNames(names: readonly string[]): Readonly<Record<string, number>> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return Object.fromEntries([...counts].sort(([, one], [, other]) => other - one));
}
