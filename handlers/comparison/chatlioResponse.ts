import { isObject } from "../shared/json";

/** A conversation that is going on at Chatlio. */
export interface Conversation {
  /** As webhooks have it in `conversationUUID`. */
  readonly id: string;
  /** In milliseconds since 1970. Left out when Chatlio does not say. */
  readonly startedAt?: number;
}

/** Levels of the response that are looked through. */
const MAX_DEPTH = 5;

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Keys in which a conversation may have its id, in lower case and without `_`. Those of the webhooks come first. */
const idKeys = ["conversationuuid", "conversationid", "uuid", "id"];

const startKeys = [
  ...["conversationstartedat", "startedat", "conversationcreatedat", "createdat"],
  ...["starttime", "started", "created"],
];

const nextKeys = ["next", "nexturl", "nextpage", "nextpageurl"];

/**
 * The conversations in a response of Chatlio: the entries of any of its lists that have an id. Undefined: there is no list,
 * or one of which no entry has an id.
 */
export function conversationsIn(response: unknown): readonly Conversation[] | undefined {
  const found: Conversation[] = [];
  const lists = { all: 0, withEntries: 0 };
  const look = (value: unknown, depth: number): void => {
    if (depth > MAX_DEPTH) return;
    if (Array.isArray(value)) {
      lists.all += 1;
      if (value.length > 0) lists.withEntries += 1;
      for (const entry of value as readonly unknown[]) {
        const conversation = isObject(entry) ? conversationOf(entry) : undefined;
        if (conversation === undefined) look(entry, depth + 1);
        else found.push(conversation);
      }
    } else if (isObject(value)) {
      for (const part of Object.values(value)) look(part, depth + 1);
    }
  };
  look(response, 0);
  const isRead = found.length > 0 || (lists.all > 0 && lists.withEntries === 0);
  return isRead ? found : undefined;
}

/** The value of the first of these keys that an object has, however the key is spelled. */
function valueOf(object: Readonly<Record<string, unknown>>, keys: readonly string[]): unknown {
  const byKey = new Map(
    Object.entries(object).map(([key, value]) => [key.toLowerCase().replaceAll("_", ""), value]),
  );
  return keys.map((key) => byKey.get(key)).find((value) => value !== undefined && value !== null);
}

function conversationOf(entry: Readonly<Record<string, unknown>>): Conversation | undefined {
  const id = valueOf(entry, idKeys);
  if (typeof id !== "string" || !uuid.test(id)) return undefined;
  const startedAt = timeOf(valueOf(entry, startKeys));
  return { id: id.toLowerCase(), ...(startedAt !== undefined && { startedAt }) };
}

/** Seconds since 1970 have ten digits, milliseconds thirteen. */
const FIRST_MS = 1e11;

function timeOf(value: unknown): number | undefined {
  if (typeof value !== "string" && typeof value !== "number") return undefined;
  const time =
    typeof value === "string" && !/^\d+(\.\d+)?$/.test(value) ? Date.parse(value) : Number(value);
  if (!Number.isFinite(time) || time <= 0) return undefined;
  return time < FIRST_MS ? time * 1_000 : time;
}

/**
 * Where the list goes on, when the response says so: in its body, or in the header `Link` (RFC 8288). Chatlio's documents
 * do not mention pages.
 */
export function nextPageIn(response: unknown, link: string | null): string | undefined {
  const [, linked] = /<([^>]*)>\s*;[^,]*\brel="?next\b/.exec(link ?? "") ?? [];
  if (linked !== undefined) return linked;
  if (!isObject(response)) return undefined;
  const links = valueOf(response, ["links", "paging", "pagination"]);
  const [own, inLinks] = [response, isObject(links) ? links : {}].map((object) =>
    valueOf(object, nextKeys),
  );
  return [own, inLinks].find(
    (value): value is string => typeof value === "string" && /^(https?:|\/|\?)/.test(value),
  );
}
