import { toJson, type JsonObject } from "../shared/json";

/** Characters that the extra fields may have as JSON. */
const MAX_CHARACTERS = 8_192;

/**
 * The extra fields as one JSON object of limited length. The smallest entries are kept, so that one
 * huge unknown field does not push out the others.
 */
export function extraJson(extra: JsonObject): { readonly json?: string; readonly cut: number } {
  const entries = Object.entries(extra)
    .map(([key, value]) => `${JSON.stringify(key)}:${toJson(value)}`)
    .sort((a, b) => a.length - b.length);
  const kept: string[] = [];
  let length = 1;
  let cut = 0;
  for (const entry of entries) {
    const longer = length + entry.length + 1;
    if (longer > MAX_CHARACTERS) cut += entry.length;
    else {
      kept.push(entry);
      length = longer;
    }
  }
  return kept.length === 0 ? { cut } : { json: `{${kept.join(",")}}`, cut };
}
