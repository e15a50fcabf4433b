import { AUTHORS_NAME, type Leaf } from "./leaves";

/** What the site passes on, in a webhook's body and in the relay's event. */
const siteObjects = /^(?:identTraits|visitorTraits|traits|identities)$/;
/** What people write may name others. */
const words = /^(?:message$|text$|textBody$|htmlBody$|transcript|extraData$)/;

/** Where a path comes to what the site passes on; -1 when it does not. */
export function siteIndex(path: readonly string[]): number {
  return path.findIndex((part) => siteObjects.test(part));
}

/**
 * Where a path comes to fields that nobody knows: those of a body that the relay does not read as an event, and what an event has beyond the
 * documented ones. -1 when it does not.
 */
export function unknownIndex(path: readonly string[], isEvent: boolean): number {
  if (isEvent) return path[0] === "body" && path[1] === "relayExtra" ? 2 : -1;
  return siteIndex(path) < 0 ? 0 : -1;
}

/** The names above what the site passes on. Below it, a name says nothing of who has written the value. */
export function aboveSite(path: readonly string[]): readonly string[] {
  const at = siteIndex(path);
  return at < 0 ? path : path.slice(0, at);
}

function areWords(names: readonly string[]): boolean {
  return names.some((name) => words.test(name));
}

/** Whether a value is an agent's, who is not the visitor. */
export function isOfAgent(
  { author, path }: Pick<Leaf, "author" | "path">,
  names: readonly string[] = path,
): boolean {
  const isAuthor = author === "agent" && names.includes(AUTHORS_NAME);
  return isAuthor || names.some((name) => name.startsWith("agent"));
}

/** Whether a value is what somebody has written, or the author of it where nobody knows who that is. */
export function isWritten({ author, path }: Pick<Leaf, "author" | "path">): boolean {
  const names = aboveSite(path);
  return areWords(names) || (author !== "visitor" && names.includes(AUTHORS_NAME));
}

/**
 * Whether somebody has written the JSON that a value is in: whoever pastes JSON with an id into a chat is not the one whose
 * id it is. An object below such a name is the sender's own.
 */
export function isPasted({ path, textAt }: Pick<Leaf, "path" | "textAt">): boolean {
  return areWords(aboveSite(path).slice(0, textAt));
}
