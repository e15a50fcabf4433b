import {
  arrayOf,
  entryOf,
  isObject,
  type JsonObject,
  objectOf,
  stringOf,
  textOf,
} from "../../common/json";
import type { Sandbox } from "../../state/sandbox";
import { composedById } from "./compose";

/** Made-up values by format; a plain string is called after its field. */
const byFormat: Readonly<Record<string, string>> = {
  "date-time": "2026-01-01T00:00:00.000Z",
  date: "2026-01-01",
  ipv4: "203.0.113.7",
  ipv6: "2001:db8::7",
  uri: "https://ns.adobe.com/sample",
  "uri-reference": "https://ns.adobe.com/sample",
};

/** A record with a made-up value in every field of the schema, by the names of standard XDM (`@id`, `xdm:web`). */
export function sampleRecord(sandbox: Sandbox, schemaId: string): unknown {
  return sampleOf(composedById(sandbox, schemaId)?.schema ?? {}, "record");
}

function sampleOf(field: JsonObject, name: string): unknown {
  const [first] = arrayOf(field["enum"]);
  if (first !== undefined) return first;
  switch (field["type"]) {
    case "object":
      return isObject(field["additionalProperties"])
        ? { key: sampleOf(field["additionalProperties"], name) }
        : Object.fromEntries(
            Object.entries(objectOf(field["properties"])).map(([key, inner]) => [
              stringOf(objectOf(inner)["meta:xdmField"]) ?? key,
              sampleOf(objectOf(inner), key),
            ]),
          );
    case "array":
      return [sampleOf(objectOf(field["items"]), name)];
    case "integer":
    case "number":
      return typeof field["minimum"] === "number" ? field["minimum"] : 1;
    case "boolean":
      return true;
    default:
      return entryOf(byFormat, textOf(field["format"])) ?? `Sample ${name}`;
  }
}
