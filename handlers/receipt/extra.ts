import { toJson, wellFormed, type JsonObject } from "../shared/json";

/** Characters that the extra fields may have as JSON. */
const MAX_CHARACTERS = 8_192;

/**
 * The extra fields as one JSON object of limited length. The smallest entries are kept, so that one
 * huge unknown field does not push out the others.
 */
export function extraJson(extra: JsonObject): { readonly json?: string; readonly cut: number } {
  const entries = Object.entries(extra)
    .map(([key, value]) => wellFormed(`${JSON.stringify(key)}:${toJson(value)}`))
    .sort((a, b) => a.length - b.length);
  const kept: string[] = [];
  let length = 2;
  let cut = 0;
  for (const entry of entries) {
    if (length + entry.length + 1 > MAX_CHARACTERS) cut += entry.length;
    else {
      kept.push(entry);
      length += entry.length + 1;
    }
  }
  return kept.length === 0 ? { cut } : { json: `{${kept.join(",")}}`, cut };
}
