import type { AttributeValue } from "@aws-sdk/client-dynamodb";

import { KEY } from "../../handlers/links/settings";
import { readItem } from "../../handlers/links/table";
import { toJson, type Json } from "../../handlers/shared/json";

/** A value of DynamoDB as JSON: a link has only texts, and an item of another release may have anything. */
function jsonOf({
  L: list,
  M: map,
  N: digits,
  NS: numbers,
  S: text,
  SS: texts,
}: AttributeValue): Json {
  if (map !== undefined) return objectOf(map);
  if (list !== undefined) return list.map(jsonOf);
  return text ?? digits ?? texts ?? numbers ?? null;
}

function objectOf(item: Readonly<Record<string, AttributeValue>>): Record<string, Json> {
  return Object.fromEntries(Object.entries(item).map(([name, value]) => [name, jsonOf(value)]));
}

/**
 * An item of the table of links as text to search. One that is no link, as another release may have written or somebody by
 * hand, is searched as it is, with the chat that its key names.
 */
export function linkText(item: Readonly<Record<string, AttributeValue>>): string {
  const link = readItem(item);
  if (link !== undefined) return toJson(link);
  const chat = item[KEY]?.S?.replace(/^[^/]*\//, "");
  return toJson({ ...(chat !== undefined && { conversationId: chat }), ...objectOf(item) });
}
