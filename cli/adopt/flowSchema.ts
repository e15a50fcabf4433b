import type { AdobeClient } from "../../adobe/client";
import { isProfile } from "../../adobe/client/catalog";
import { refsOf } from "../../adobe/client/schemaRegistry";
import { classRef } from "../../handlers/model";
import { visible } from "../terminal";
import { UsageError } from "../userError";
import type { HandMadeFlow } from "./flow";

/** Whose schema and dataset of a dataflow are from now on. */
export interface Ownership {
  /** Ids of what the stack takes; undefined: all of it stays somebody else's. */
  readonly ids?: { readonly fieldGroup: string; readonly schema: string; readonly dataset: string };
  /** Why the stack does not take it, as a sentence. */
  readonly reason?: string;
  /** Whether the dataset feeds Real-Time Customer Profile. */
  readonly profile: boolean;
}

/**
 * Decides whether a stack may own schema, field group and dataset of a dataflow: only when nothing but the dataset
 * uses them, and when they have the form that the program gives them.
 *
 * @param kept - why they stay somebody else's in any case, as a sentence; undefined: it depends on them
 * @throws UsageError when dataset or schema are not there, or are of a kind that no row fits
 */
export async function ownershipOf(
  client: AdobeClient,
  { datasetId, schemaId }: HandMadeFlow,
  kept: string | undefined,
): Promise<Ownership> {
  const [dataset, schema] = await Promise.all([
    client.catalog.get(datasetId),
    client.registry.get("schemas", schemaId),
  ]);
  if (dataset === undefined || schema === undefined) {
    const what = dataset === undefined ? `dataset ${datasetId}` : `schema ${schemaId}`;
    throw new UsageError(
      `Adobe has no ${what}, which the dataflow writes to, or the credential may not see it. Check the credential's role.`,
    );
  }
  if (!refsOf(schema).includes(classRef))
    throw new UsageError(
      `The schema ${visible(schema.title)} is not of the class XDM ExperienceEvent (${classRef}), so the dataflow cannot be adopted.`,
    );
  const profile = isProfile(dataset);
  if (kept !== undefined) return { profile, reason: kept };
  if (profile)
    return {
      profile,
      reason: "The dataset is enabled for Profile, so the schema's identities are somebody else's.",
    };
  // `https://ns.adobe.com/acme/mixins/…`. Adobe's own have another first part.
  const ofOrganization = `${schema.$id.split("/schemas/")[0] ?? ""}/mixins/`;
  const groups = refsOf(schema).filter((ref) => ref.startsWith(ofOrganization));
  const [fieldGroup] = groups;
  if (fieldGroup === undefined || groups.length > 1)
    return {
      profile,
      reason: `The schema has ${groups.length === 0 ? "no field group" : `${groups.length} field groups`} of your organization, and the program has one.`,
    };
  const others = await otherUsers(client, { dataset: datasetId, fieldGroup, schema: schema.$id });
  if (others !== undefined) return { profile, reason: others };
  return { profile, ids: { fieldGroup, schema: schema.$id, dataset: datasetId } };
}

/** Who else uses the schema or its field group, as a sentence; undefined: nobody. */
async function otherUsers(
  { catalog, registry }: AdobeClient,
  ids: NonNullable<Ownership["ids"]>,
): Promise<string | undefined> {
  const other = (await catalog.findAll()).find(
    ({ id, schemaRef }) => id !== ids.dataset && schemaRef?.id === ids.schema,
  );
  if (other !== undefined) return `The dataset ${visible(other.name)} has the same schema.`;
  const listed = await registry.findAll("schemas");
  const schemas = await Promise.all(
    listed.filter(({ $id }) => $id !== ids.schema).map(({ $id }) => registry.get("schemas", $id)),
  );
  const user = schemas.find((one) => one !== undefined && refsOf(one).includes(ids.fieldGroup));
  return user && `The schema ${visible(user.title)} has the same field group.`;
}
