import { conversationKey } from "../../handlers/ingestion/visitorKey";
import { fields, IDENTITIES } from "../../handlers/model";
import { isObject, type Json } from "../../handlers/shared/json";
import type { ExportedMessage } from "./collected";

/** Values that the person's rows have in the fields that are, or can be, identities at Adobe, by the path of the field. */
export type RowIdentities = Readonly<Record<string, readonly string[]>>;

function pairsOf(data: Json): readonly (readonly [string, Json | undefined])[] {
  if (!isObject(data)) return [];
  const { conversationId: chat, identities = {}, visitorEmail, visitorKey, visitorUuid } = data;
  const ofSite = isObject(identities) ? Object.entries(identities) : [];
  const key = fields.visitorKey.xdm;
  return [
    [key, visitorKey],
    // A link has no key.
    [key, typeof visitorUuid === "string" ? `uuid:${visitorUuid}` : undefined],
    // A transcript may have gone out before its visitor was known.
    [key, typeof chat === "string" ? conversationKey(chat) : undefined],
    [fields.visitorEmail.xdm, visitorEmail],
    ...ofSite.map(([field, value]) => [`${IDENTITIES}.${field}`, value] as const),
  ];
}

/** The values for a request to Adobe's Privacy Service: once the person is removed here, nobody can tell them. */
export function rowIdentities(messages: readonly ExportedMessage[]): RowIdentities {
  const found = new Map<string, Set<string>>();
  for (const { data } of messages)
    for (const [path, value] of pairsOf(data as Json))
      if (typeof value === "string") found.set(path, (found.get(path) ?? new Set()).add(value));
  return Object.fromEntries([...found].map(([path, values]) => [path, [...values].sort()]));
}
