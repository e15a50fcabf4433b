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
 * An item of the table of links as text to search: the link, and whatever else the item has, as another release may have
 * written or somebody by hand. Where it does not say its chat, its key does.
 */
export function linkText(item: Readonly<Record<string, AttributeValue>>): string {
  const chat = item[KEY]?.S?.replace(/^[^/]*\//, "");
  return toJson({
    ...(chat !== undefined && { conversationId: chat }),
    ...objectOf(item),
    ...readItem(item),
  });
}
