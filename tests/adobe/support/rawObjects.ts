import { isObject } from "../../../adobe/client/json";
import type { Json } from "../../../adobe/client/json";
import { own } from "../../../adobe/client/own";
import { withoutTag } from "../../../adobe/provider/lifecycle/ownershipTag";
import { EmulatorClient } from "../../../emulator";
import {
  catalog,
  computed,
  conversion,
  identities,
  mergePolicies,
  policyService,
  querySchedules,
  queryTemplates,
  segments,
} from "../../emulator/support/client";
import type { Harness } from "./harness";

const registryKinds = {
  "xdm:DataType": "datatypes",
  "xdm:Class": "classes",
  "xdm:FieldGroup": "fieldgroups",
  "xdm:Schema": "schemas",
  "xdm:RelationalSchema": "schemas",
  "xdm:ProfileUnion": "schemas",
} as const;

const flowKinds = {
  "flow:Connection": "connections",
  "flow:SourceConnection": "sourceConnections",
  "flow:TargetConnection": "targetConnections",
  "flow:Dataflow": "flows",
} as const;

const paths: Readonly<Record<string, string>> = {
  "identity:Namespace": `${identities}/`,
  "catalog:Dataset": `${catalog}/dataSets/`,
  "dataprep:MappingSet": `${conversion}/mappingSets/`,
  "profile:MergePolicy": `${mergePolicies}/`,
  "profile:SegmentDefinition": `${segments}/`,
  "profile:ComputedAttribute": `${computed}/`,
  "flow:KeyPair": "/data/foundation/connectors/encryption/keys/",
  "query:Template": `${queryTemplates}/`,
  "query:Schedule": `${querySchedules}/`,
  "policy:MarketingAction": `${policyService}/marketingActions/`,
  "policy:GovernancePolicy": `${policyService}/policies/custom/`,
};

/** An object as Adobe shows it. */
export async function rawObject(
  { url, ui }: Pick<Harness, "url" | "ui">,
  type: string,
  id: string,
): Promise<Json> {
  const kind = own(registryKinds, type);
  const flow = own(flowKinds, type);
  const path = paths[type];
  const found =
    kind !== undefined
      ? await ui.registry.getResolved(kind, id)
      : flow !== undefined
        ? await ui.flows.get(flow, id)
        : path === undefined
          ? await ui.registry.getDescriptor(id)
          : await read(`${url}${path}${id}`);
  if (found === undefined) throw new Error(`${type} ${id} is gone`);
  // Its keys are others each time it is made.
  if (type === "flow:KeyPair") return { ...found, publicKey: undefined };
  return (type === "catalog:Dataset" ? found[id] : found) as Json;
}

async function read(url: string): Promise<Json> {
  const headers = await new EmulatorClient(new URL(url).origin).headers();
  const response = await fetch(url, { headers });
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  return (await response.json()) as Json;
}

/** Keys that Adobe's services write themselves, and those by which they tell objects and versions of them apart. */
const written =
  /^(_links|_etag|etag|eTag|[$@]?id|meta:altId|meta:registryMetadata|refs|version|(created|updated|modified).*|(create|update|creation|lastEvaluation)[A-Z].*|userId|viewId|publicKeyId|expiryTime|inletUrl|lastOperation|asOf|sandbox.*|.*AtTime)$/;

/** Lists of which services and provider do not keep the order. */
const unordered = new Set(["mappings", "required", "allOf", "meta:extends", "selectors"]);

/** Paths of what one object has and the other has not, but for what their services write themselves. */
export function lostIn(before: unknown, after: unknown): string[][] {
  return lost(chosen(before), chosen(after), []);
}

function lost(before: unknown, after: unknown, at: readonly string[]): string[][] {
  if (Array.isArray(before) && Array.isArray(after)) {
    return before.flatMap((one, index) => lost(one, after[index], [...at, "*"]));
  }
  if (isObject(before) && isObject(after)) {
    return Object.entries(before).flatMap(([key, one]) => lost(one, after[key], [...at, key]));
  }
  return isSame(before, after) ? [] : [[...at]];
}

/** What somebody has chosen of an object, in an order that does not depend on the rest. */
function chosen(value: unknown, of = ""): unknown {
  if (Array.isArray(value)) {
    // Catalog writes the day on which Profile was enabled next to the tag.
    const all = value.filter((one) => !String(one).startsWith("enabledAt:"));
    const inner = all.map((one) => chosen(one));
    return unordered.has(of) ? inner.toSorted(byText) : inner;
  }
  if (!isObject(value)) return value;
  const kept = Object.entries(value).filter(([key]) => !written.test(key));
  return Object.fromEntries(kept.map(([key, one]) => [key, chosen(one, key)]));
}

/** A text may have an ownership tag at its end, a number may be its text, and one path is a list of one. */
function isSame(before: unknown, after: unknown): boolean {
  if (Array.isArray(after) && after.length === 1) return isSame(before, after[0]);
  if (typeof before === "number" && typeof after === "string") return String(before) === after;
  if (typeof before !== "string" || typeof after !== "string") return before === after;
  return (withoutTag(after) ?? "") === before;
}

function byText(one: unknown, other: unknown): number {
  return JSON.stringify(one).localeCompare(JSON.stringify(other));
}
