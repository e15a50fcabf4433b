import { isObject } from "../../client/json";
import type { Json } from "../../client/json";
import { listed } from "../../client/text";
import type { Operation } from "../lifecycle/definition";
import { nearNames } from "../lifecycle/nearNames";
import { pathText } from "../lifecycle/paths";
import { hasUnknown, isUnknown } from "../lifecycle/unknown";
import { joinFieldTypes, registryFieldTypes, suggestions, typeAt } from "../xdm/fieldPaths";
import type { FieldTypes } from "../xdm/fieldPaths";
import { TENANT } from "../xdm/tenant";
import type { GroupInputs } from "./groupVerification";
import { permitted } from "./permitted";
import { isOfTenant, resolved } from "./registryIds";

/** Most field groups of Adobe's that are read for an object that several of them have. */
const MAX_READ = 12;

type Group = Pick<
  GroupInputs,
  "intendedToExtend" | "extendedGroups" | "extendedFields" | "standardProperties"
>;

/**
 * Looks up the standard objects that get fields: Adobe takes custom fields outside the tenant's namespace only inside
 * objects of its own ("Namespace validation error" in its guide on errors of the Schema Registry). The definitions of the
 * class and of the field groups that the group extends are read first, and only where they do not have an object, those
 * of Adobe's field groups that may have it.
 *
 * @param was - the group so far: what stays is not looked up
 */
export async function verifyStandardPaths(
  group: Group,
  was: Pick<Group, "standardProperties"> | undefined,
  scope: Operation,
): Promise<void> {
  const { standardProperties = {} } = group;
  if (isUnknown(standardProperties)) return;
  const before = isUnknown(was?.standardProperties) ? {} : (was?.standardProperties ?? {});
  const added = Object.keys(standardProperties).filter((path) => !Object.hasOwn(before, path));
  if (added.length === 0) return;
  const near = await permitted(() => fieldsNear(group, scope));
  if (near === undefined) return;
  for (const path of added) {
    if (isObjectAt(near, path)) continue;
    const all = await permitted(() => fieldsOfAll(near, path, scope));
    if (all === undefined || isObjectAt(all, path)) continue;
    throw new Error(`${pathText(["standardProperties", path])}: ${faultOf(all, path)}`);
  }
}

function isObjectAt(fields: FieldTypes, path: string): boolean {
  return ["object", "any"].includes(typeAt(fields, path) ?? "");
}

function faultOf(fields: FieldTypes, path: string): string {
  const type = typeAt(fields, path);
  if (type === "array")
    return `"${path}" is a list; write ${path}[*], which stands for its elements`;
  if (type !== undefined)
    return `"${path}" is a field of the type ${type}, and only objects can get fields; give the object around it, or one next to it`;
  const objects = Object.fromEntries(
    Object.entries(fields).filter(([, one]) => one === "object" || one === "any"),
  );
  const likely = suggestions(objects, path);
  const tops = Object.keys(objects).filter((one) => !one.includes("."));
  const meant =
    likely.length > 0
      ? likely
      : nearNames(
          path.split(".")[0] ?? "",
          tops.map((name) => ({ name })),
        );
  const hint = meant.length === 0 ? "" : `. Did you mean ${listed(meant, " or ")}?`;
  return `Adobe's field groups have no object "${path}"; correct it, or place the fields in properties${hint}`;
}

/** The fields of the class and of the field groups that the group extends. */
async function fieldsNear(group: Group, scope: Operation): Promise<FieldTypes> {
  const { intendedToExtend, extendedGroups = [], extendedFields = [] } = group;
  const groups = isUnknown(extendedGroups) ? [] : extendedGroups;
  const single = isUnknown(extendedFields) ? [] : extendedFields.filter((one) => !isUnknown(one));
  const classes = isUnknown(intendedToExtend) ? [] : intendedToExtend;
  const wanted = [
    ...classes.map((id) => ["classes", id] as const),
    ...[...groups, ...single.map(({ ref }) => ref)].map((id) => ["fieldgroups", id] as const),
  ];
  const parts = wanted
    .filter(([, id]) => !hasUnknown(id))
    .map(async ([kind, id]) => {
      const found = await resolved(kind, id, scope);
      const namespace = isOfTenant(id) ? await scope.sandbox.tenantNamespace(scope.signal) : TENANT;
      return registryFieldTypes(found?.["properties"], namespace);
    });
  return joinFieldTypes(await Promise.all(parts));
}

/**
 * With them, the fields of all field groups of Adobe's that have an object of the path's first name. Undefined: these
 * are too many to read.
 */
async function fieldsOfAll(
  near: FieldTypes,
  path: string,
  scope: Operation,
): Promise<FieldTypes | undefined> {
  const tops = await topsOfAdobes(scope);
  const first = (path.split(".")[0] ?? "").replace("[*]", "");
  const ids = tops.get(first) ?? [];
  if (ids.length > MAX_READ) return undefined;
  const read = ids.map(async (id) => {
    const found = await resolved("fieldgroups", id, scope);
    return registryFieldTypes(found?.["properties"], TENANT);
  });
  const names = Object.fromEntries([...tops.keys()].map((name) => [name, "object"]));
  return joinFieldTypes([names, near, ...(await Promise.all(read))]);
}

/** `$id`s of Adobe's field groups by the names of their outermost fields. */
function topsOfAdobes({ sandbox, signal }: Operation): Promise<Map<string, string[]>> {
  return sandbox.readOnce("adobes/tops", async () => {
    const tops = new Map<string, string[]>();
    for (const group of await sandbox.client.registry.findAdobesWhole("fieldgroups", { signal })) {
      for (const name of new Set(topNames(group))) {
        tops.set(name, [...(tops.get(name) ?? []), String(group["$id"])]);
      }
    }
    return tops;
  });
}

/** Names of the outermost fields that a field group has itself, and not by extending another. */
function topNames({ properties, definitions, allOf }: Json): string[] {
  const parts = [
    { properties },
    ...Object.values(isObject(definitions) ? definitions : {}),
    ...(Array.isArray(allOf) ? (allOf as unknown[]) : []),
  ];
  return parts.flatMap((part) => {
    const fields = isObject(part) ? part["properties"] : undefined;
    return Object.keys(isObject(fields) ? fields : {}).map((name) => name.replace(/^xdm:/, ""));
  });
}
