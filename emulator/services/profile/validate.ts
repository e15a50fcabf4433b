import { typed } from "../../common/fields";
import { arrayOf, isObject, objectOf, stringOf, type JsonObject } from "../../common/json";
import type { MergePolicy } from "../../state/entities";
import type { Organization } from "../../state/organization";
import type { Sandbox } from "../../state/sandbox";
import { findResource } from "../schemaRegistry/library";
import { profileError, profileErrors } from "./errors";

const graphTypes = ["none", "pdg"];
const mergeTypes = ["timestampOrdered", "dataSetPrecedence"];

/** What a caller may set of a merge policy. */
export type MergePolicyInput = Omit<MergePolicy, "id" | "version" | "updated">;

/** Finds the sandbox of the `x-sandbox-name` header. */
export function profileSandbox(organization: Organization, name: string | undefined): Sandbox {
  if (name === undefined) throw profileError(profileErrors.sandboxMissing, "Send x-sandbox-name.");
  const sandbox = organization.sandbox(name);
  if (sandbox !== undefined) return sandbox;
  throw profileError(profileErrors.sandboxUnknown, `There is no sandbox ${name}.`);
}

function invalid(detail: string) {
  return profileError(profileErrors.invalid, detail);
}

/** Keys that Profile writes itself; the guide's PUT sends them back, and they count for nothing. */
const types = {
  name: "text",
  schema: "object",
  identityGraph: "object",
  attributeMerge: "object",
} as const;

/** The merge policy in a request's body. Throws 400 with the first thing that is wrong with it. */
export function validMergePolicy(sandbox: Sandbox, body: unknown): MergePolicyInput {
  const sent = typed(body, types, invalid);
  const missing = ["schema", "identityGraph", "attributeMerge"].find((key) => !(key in sent));
  if (missing !== undefined) throw invalid(`\`${missing}\` is required.`);
  return {
    name: stringOf(sent["name"]) ?? "",
    schemaName: validClass(sandbox, objectOf(sent["schema"])["name"]),
    identityGraph: oneOf("identityGraph.type", graphTypes, objectOf(sent["identityGraph"])["type"]),
    attributeMerge: validMerge(sandbox, objectOf(sent["attributeMerge"])),
    isDefault: flag("default", sent["default"]),
    isActiveOnEdge: flag("isActiveOnEdge", sent["isActiveOnEdge"]),
  };
}

function oneOf(name: string, values: readonly string[], value: unknown): string {
  const found = values.find((one) => one === value);
  if (found !== undefined) return found;
  throw invalid(`\`${name}\` must be one of ${values.join(", ")}.`);
}

/** The guide's PATCH has a boolean as text. */
function flag(name: string, value: unknown): boolean {
  if (value === undefined || value === false || value === "false") return false;
  if (value === true || value === "true") return true;
  throw invalid(`\`${name}\` must be a boolean.`);
}

function validClass(sandbox: Sandbox, name: unknown): string {
  const text = stringOf(name);
  if (text === undefined) throw invalid("`schema.name` is required.");
  const found = findResource(sandbox, text);
  if (found?.type === "classes" && found.altId === text) return text;
  throw profileError(profileErrors.unknownClass, `There is no class ${text}.`);
}

function validMerge(sandbox: Sandbox, sent: JsonObject): MergePolicy["attributeMerge"] {
  const type = oneOf("attributeMerge.type", mergeTypes, sent["type"]);
  if (type !== "dataSetPrecedence") return { type };
  const order = arrayOf(sent["order"]);
  if (order.length === 0) throw invalid("`attributeMerge.order` is required.");
  return { type, order: order.map((id) => validDataset(sandbox, id)) };
}

function validDataset(sandbox: Sandbox, id: unknown): string {
  const text = stringOf(id);
  if (text !== undefined && sandbox.datasets.get(text) !== undefined) return text;
  throw profileError(profileErrors.unknownDataset, `There is no dataset ${JSON.stringify(id)}.`);
}

/** The paths that a PATCH may have, and where the value belongs. */
const patchPaths: Readonly<Record<string, readonly [key: string, inner?: string]>> = {
  "/name": ["name"],
  "/identityGraph.type": ["identityGraph", "type"],
  "/attributeMerge.type": ["attributeMerge", "type"],
  "/schema.name": ["schema", "name"],
  "/version": ["version"],
  "/default": ["default"],
  "/isActiveOnEdge": ["isActiveOnEdge"],
};

/** The body that a PATCH makes of the policy: the reference sends a list of operations, the guide one. */
export function patchedBody(now: JsonObject, patch: unknown): JsonObject {
  const operations = Array.isArray(patch) ? arrayOf(patch) : [patch];
  if (operations.length === 0) throw profileError(profileErrors.badPatch, "There is no operation.");
  return operations.reduce<JsonObject>((body, one) => applied(body, one), now);
}

function applied(body: JsonObject, operation: unknown): JsonObject {
  const { op, path, value } = objectOf(operation);
  const at = Object.entries(patchPaths).find(([known]) => known === path)?.[1];
  if (op !== "add" || at === undefined || value === undefined) {
    throw profileError(
      profileErrors.badPatch,
      `An operation is \`add\` with a value and one of the paths ${Object.keys(patchPaths).join(", ")}.`,
    );
  }
  const [key, inner] = at;
  return {
    ...body,
    [key]: inner === undefined ? value : { ...objectOf(body[key]), [inner]: value },
  };
}

/** The ids that a bulk-get requests. */
export function bulkIds(body: unknown): string[] {
  const ids = isObject(body) ? body["ids"] : undefined;
  const texts = arrayOf(ids).map((one) => stringOf(objectOf(one)["id"]));
  if (Array.isArray(ids) && texts.every((id) => id !== undefined)) return texts;
  throw profileError(profileErrors.badBulk, "Send `ids`, a list of objects with `id`.");
}
