import { readFile } from "node:fs/promises";
import path from "node:path";

import type { AdobeClient } from "../../adobe/client";

/** Ids by kind of object, each list sorted. */
export type ResourceIds = Readonly<Record<string, readonly string[]>>;

function sorted(ids: readonly string[]) {
  return [...ids].sort();
}

/** Everything of our kinds there is in the sandbox. */
export async function atAdobe({
  registry,
  identity,
  catalog,
  dataPrep,
  flows,
}: AdobeClient): Promise<ResourceIds> {
  const schemas = await registry.findAll("schemas");
  const groups = await registry.findAll("fieldgroups");
  const descriptorsOf = async (owners: readonly { readonly $id: string }[]) =>
    (await Promise.all(owners.map(({ $id }) => registry.descriptorsOf($id)))).flat();
  const namespaces = (await identity.list()).filter(({ custom }) => custom === true);
  const kinds = ["connections", "sourceConnections", "targetConnections", "flows"] as const;
  const [connections, sources, targets, dataflows] = await Promise.all(
    kinds.map(async (kind) => sorted((await flows.findAll(kind)).map(({ id }) => id))),
  );
  return {
    "xdm:FieldGroup": sorted(groups.map(({ $id }) => $id)),
    "xdm:Schema": sorted(schemas.map(({ $id }) => $id)),
    "xdm:IdentityDescriptor": sorted((await descriptorsOf(schemas)).map((one) => one["@id"])),
    "xdm:LabelDescriptor": sorted((await descriptorsOf(groups)).map((one) => one["@id"])),
    "identity:Namespace": sorted(namespaces.map(({ id }) => String(id))),
    "catalog:Dataset": sorted((await catalog.findAll()).map(({ id }) => id)),
    "dataprep:MappingSet": sorted((await dataPrep.findAll()).map(({ id }) => id)),
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

/** How many of each kind the program makes. */
export const ONE_OF_EACH: Readonly<Record<string, number>> = {
  "xdm:FieldGroup": 1,
  "xdm:Schema": 1,
  "xdm:IdentityDescriptor": 1,
  "xdm:LabelDescriptor": 1,
  "identity:Namespace": 1,
  "catalog:Dataset": 1,
  "dataprep:MappingSet": 1,
  "flow:Connection": 1,
  "flow:SourceConnection": 2, // the program has two
  "flow:TargetConnection": 1,
  "flow:Dataflow": 1,
};

/** What is not as it should be, kind by kind; empty: exactly one object of each, the one in the state. */
export function faultsOf(adobe: ResourceIds, state: ResourceIds): string[] {
  return Object.entries(ONE_OF_EACH).flatMap(([kind, wanted]) => {
    const [there = [], known = []] = [adobe[kind], state[kind]];
    if (there.length === wanted && there.join() === known.join()) return [];
    return [
      `${kind}: at Adobe ${there.join(", ") || "none"}; in the state ${known.join(", ") || "none"}`,
    ];
  });
}
