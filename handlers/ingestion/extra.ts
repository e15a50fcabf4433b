import { toJson, type JsonObject } from "../shared/json";
import { wellFormedJson } from "../shared/wellFormed";

/** Characters of the extra fields as JSON. */
const MAX_CHARACTERS = 8_192;

/**
 * The extra fields as one JSON object of limited length. Keeps the smallest entries, so that one huge
 * unknown field does not push out the others.
 */
export function extraJson(extra: JsonObject): {
  readonly json?: string;
  readonly truncatedCharacters: number;
} {
  const entries = Object.entries(extra)
    .map(
      ([key, value]) => `${wellFormedJson(JSON.stringify(key))}:${wellFormedJson(toJson(value))}`,
    )
    .sort((a, b) => a.length - b.length);
  const kept: string[] = [];
  let length = 1;
  let truncatedCharacters = 0;
  for (const entry of entries) {
    const longer = length + entry.length + 1;
    if (longer > MAX_CHARACTERS) truncatedCharacters += entry.length;
    else {
      kept.push(entry);
      length = longer;
    }
  }
  return kept.length === 0
    ? { truncatedCharacters }
    : { json: `{${kept.join(",")}}`, truncatedCharacters };
}
