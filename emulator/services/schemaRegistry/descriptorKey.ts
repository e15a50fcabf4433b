import { objectOf, own, stringOf, textOf, type JsonObject } from "../../common/json";
import type { Call } from "../../common/service";
import type { Namespace } from "../../state/entities";
import type { Organization } from "../../state/organization";
import type { Sandbox } from "../../state/sandbox";
import { composedById } from "./compose";
import { findResource } from "./library";

/** A field of a schema, and its path with the names that records have. */
export interface Located {
  readonly field: JsonObject;
  readonly path: string;
}

/**
 * Finds the field that a descriptor names. The names of standard XDM (`/xdm:eventType`) and the mark of a list's items
 * (`/_tenant/list[*]/id`) lead to the same field as the plain names.
 */
export function locate(sandbox: Sandbox, schemaId: string, path: string): Located | undefined {
  const keys = path.slice(1).replaceAll("[*]", "").split("/");
  return keys.reduce<Located | undefined>(
    (found, key) => (found === undefined ? undefined : inner(found, key)),
    { field: composedById(sandbox, schemaId)?.schema ?? {}, path: "" },
  );
}

function inner({ field, path }: Located, key: string): Located | undefined {
  const properties = objectOf(field["properties"] ?? objectOf(field["items"])["properties"]);
  const name =
    own(properties, key) === undefined
      ? Object.keys(properties).find((one) => objectOf(properties[one])["meta:xdmField"] === key)
      : key;
  if (name === undefined) return undefined;
  return { field: objectOf(properties[name]), path: `${path}/${name}` };
}

/** A namespace by its number, or by its code in any case. */
export function findNamespace(
  { namespaces }: Organization,
  given: unknown,
  byId: boolean,
): Namespace | undefined {
  const text = textOf(given).toLowerCase();
  return namespaces
    .values()
    .find(({ id, code }) => (byId ? String(id) : code.toLowerCase()) === text);
}

/**
 * What makes two descriptors the same one, as a text: type, schemas, fields and namespace. Different spellings of one
 * schema, field or namespace give the same text.
 */
export function descriptorKey({ organization, sandbox }: Call, body: JsonObject): string {
  const schemaOf = (given: unknown): string =>
    findResource(sandbox, textOf(given))?.$id ?? textOf(given);
  const source = schemaOf(body["xdm:sourceSchema"]);
  const fields = [body["xdm:sourceProperty"]].flat().map((given) => {
    const path = stringOf(given) ?? "";
    return locate(sandbox, source, path)?.path ?? path;
  });
  const namespaceOf = (given: unknown, byId: boolean): unknown =>
    findNamespace(organization, given, byId)?.id ?? given;
  return JSON.stringify(
    [
      body["@type"],
      source,
      fields,
      namespaceOf(body["xdm:namespace"], body["xdm:property"] === "xdm:id"),
      namespaceOf(body["xdm:identityNamespace"], false),
      body["xdm:destinationSchema"] === undefined ? null : schemaOf(body["xdm:destinationSchema"]),
    ].map((part) => part ?? null),
  );
}
