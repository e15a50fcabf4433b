import { readFile } from "node:fs/promises";
import path from "node:path";

import type { AdobeClient } from "../../adobe/client";
import type { RegistryResource } from "../../adobe/client/schemaRegistry";
import { isRelational } from "../../adobe/provider/xdm/relationalForm";

/** Ids by kind of object, each list sorted. */
export type ResourceIds = Readonly<Record<string, readonly string[]>>;

function sorted(ids: readonly string[]) {
  return [...ids].sort();
}

/** The resource type of each type of descriptor that a schema has. */
const descriptorTypes = {
  "xdm:descriptorIdentity": "xdm:IdentityDescriptor",
  "xdm:descriptorReferenceIdentity": "xdm:ReferenceIdentityDescriptor",
  "xdm:descriptorRelationship": "xdm:RelationshipDescriptor",
  "xdm:alternateDisplayInfo": "xdm:DisplayInfoDescriptor",
  "xdm:descriptorDeprecated": "xdm:DeprecationDescriptor",
  "xdm:descriptorPrimaryKey": "xdm:PrimaryKeyDescriptor",
  "xdm:descriptorVersion": "xdm:VersionDescriptor",
  "xdm:descriptorTimestamp": "xdm:TimestampDescriptor",
};

/** Everything of our kinds there is in the sandbox. */
export async function atAdobe({
  registry,
  identity,
  catalog,
  dataPrep,
  flows,
  mergePolicies,
  policies,
  segments,
  computed,
  keyPairs,
  queryTemplates,
  querySchedules,
}: AdobeClient): Promise<ResourceIds> {
  const schemas = await registry.findAll("schemas");
  const whole = await Promise.all(schemas.map(({ $id }) => registry.get("schemas", $id)));
  const idsOf = (isWanted: (one: RegistryResource) => boolean) =>
    sorted(whole.flatMap((one) => (one !== undefined && isWanted(one) ? [one.$id] : [])));
  const groups = await registry.findAll("fieldgroups");
  const descriptorsOf = async (owners: readonly { readonly $id: string }[]) =>
    (await Promise.all(owners.map(({ $id }) => registry.descriptorsOf($id)))).flat();
  const described = await descriptorsOf(schemas);
  const namespaces = (await identity.list()).filter(({ custom }) => custom === true);
  const kinds = ["connections", "sourceConnections", "targetConnections", "flows"] as const;
  const [connections, sources, targets, dataflows] = await Promise.all(
    kinds.map(async (kind) => sorted((await flows.findAll(kind)).map(({ id }) => id))),
  );
  return {
    "xdm:DataType": sorted((await registry.findAll("datatypes")).map(({ $id }) => $id)),
    "xdm:Class": sorted((await registry.findAll("classes")).map(({ $id }) => $id)),
    "xdm:FieldGroup": sorted(groups.map(({ $id }) => $id)),
    "xdm:Schema": idsOf((one) => !isRelational(one)),
    "xdm:RelationalSchema": idsOf(isRelational),
    ...Object.fromEntries(
      Object.entries(descriptorTypes).map(([type, kind]) => [
        kind,
        sorted(described.filter((one) => one["@type"] === type).map((one) => one["@id"])),
      ]),
    ),
    "xdm:LabelDescriptor": sorted((await descriptorsOf(groups)).map((one) => one["@id"])),
    "identity:Namespace": sorted(namespaces.map(({ id }) => String(id))),
    "catalog:Dataset": sorted((await catalog.findAll()).map(({ id }) => id)),
    "profile:MergePolicy": sorted(
      // Adobe's own is the default.
      (await mergePolicies.findAll()).filter((one) => !one.isDefault).map(({ id }) => id),
    ),
    "profile:SegmentDefinition": sorted((await segments.findAll()).map(({ id }) => id)),
    "profile:ComputedAttribute": sorted((await computed.findAll()).map(({ id }) => id)),
    "query:Template": sorted((await queryTemplates.findAll()).map(({ id }) => id)),
    "policy:MarketingAction": sorted(
      (await policies.findActions()).map(({ name }) => `custom/${name}`),
    ),
    "policy:GovernancePolicy": sorted((await policies.findPolicies()).map(({ id }) => id)),
    "query:Schedule": sorted((await querySchedules.findAll()).map(({ id }) => id)),
    "dataprep:MappingSet": sorted((await dataPrep.findAll()).map(({ id }) => id)),
    "flow:KeyPair": sorted((await keyPairs.findAll()).map(({ id }) => id)),
    "flow:Connection": connections ?? [],
    "flow:SourceConnection": sources ?? [],
    "flow:TargetConnection": targets ?? [],
    "flow:Dataflow": dataflows ?? [],
  };
}

/** Everything the state holds, what is still to be deleted too. */
export async function inState(backend: string): Promise<ResourceIds> {
  const file = path.join(backend, ".pulumi/stacks/crash/dev.json");
  const { checkpoint } = JSON.parse(await readFile(file, "utf8")) as {
    checkpoint: { latest: { resources: { type: string; id: string }[] } };
  };
  const found: Record<string, string[]> = {};
  for (const { type, id } of checkpoint.latest.resources) {
    // The union is the schema once more.
    if (!type.startsWith("adobe-aep:") || type === "adobe-aep:xdm:ProfileUnion") continue;
    (found[type.slice("adobe-aep:".length)] ??= []).push(id);
  }
  return Object.fromEntries(Object.entries(found).map(([kind, ids]) => [kind, sorted(ids)]));
}

/** How many objects of each kind a program makes. */
export type Counts = Readonly<Record<string, number>>;

/** The program with one resource of each type. */
export const ONE_OF_EACH: Counts = {
  "xdm:DataType": 1,
  "xdm:Class": 1,
  "xdm:FieldGroup": 1,
  "xdm:Schema": 1,
  "xdm:IdentityDescriptor": 1,
  "xdm:LabelDescriptor": 1,
  "xdm:ReferenceIdentityDescriptor": 1,
  "xdm:RelationshipDescriptor": 1,
  "xdm:DisplayInfoDescriptor": 1,
  "xdm:DeprecationDescriptor": 1,
  "xdm:RelationalSchema": 2, // the program has two
  "xdm:PrimaryKeyDescriptor": 1,
  "xdm:VersionDescriptor": 1,
  "xdm:TimestampDescriptor": 1,
  "identity:Namespace": 1,
  "catalog:Dataset": 1,
  "profile:MergePolicy": 1,
  "profile:SegmentDefinition": 1,
  "profile:ComputedAttribute": 1,
  "query:Template": 1,
  "policy:MarketingAction": 1,
  "policy:GovernancePolicy": 1,
  "query:Schedule": 1,
  "dataprep:MappingSet": 1,
  "flow:KeyPair": 1,
  "flow:Connection": 1,
  "flow:SourceConnection": 2, // the program has two
  "flow:TargetConnection": 1,
  "flow:Dataflow": 1,
};

/**
 * This project's program in direct mode.
 *
 * @param webhooks - pairs of widget and event
 * @param descriptors - of the schema's identities
 */
export function countsOfDirect(webhooks: number, descriptors: number): Counts {
  return {
    ...ONE_OF_EACH,
    "xdm:IdentityDescriptor": descriptors,
    "identity:Namespace": 0,
    "xdm:LabelDescriptor": 0,
    "xdm:DataType": 0,
    "xdm:Class": 0,
    "xdm:ReferenceIdentityDescriptor": 0,
    "xdm:RelationshipDescriptor": 0,
    "xdm:DisplayInfoDescriptor": 0,
    "xdm:DeprecationDescriptor": 0,
    "profile:MergePolicy": 0,
    "profile:SegmentDefinition": 0,
    "profile:ComputedAttribute": 0,
    "query:Template": 0,
    "policy:MarketingAction": 0,
    "policy:GovernancePolicy": 0,
    "query:Schedule": 0,
    "xdm:RelationalSchema": 0,
    "xdm:PrimaryKeyDescriptor": 0,
    "xdm:VersionDescriptor": 0,
    "xdm:TimestampDescriptor": 0,
    "flow:KeyPair": 0,
    "flow:Connection": 0,
    "dataprep:MappingSet": webhooks,
    "flow:SourceConnection": webhooks,
    "flow:TargetConnection": webhooks,
    "flow:Dataflow": webhooks,
  };
}

/** What is not as it should be, kind by kind; empty: so many objects of each, those in the state. */
export function faultsOf(adobe: ResourceIds, state: ResourceIds, counts: Counts): string[] {
  return Object.entries(counts).flatMap(([kind, wanted]) => {
    const [there = [], known = []] = [adobe[kind], state[kind]];
    if (there.length === wanted && there.join() === known.join()) return [];
    return [
      `${kind}: at Adobe ${there.join(", ") || "none"}; in the state ${known.join(", ") || "none"}`,
    ];
  });
}
