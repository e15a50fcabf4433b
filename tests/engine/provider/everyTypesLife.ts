import type { AdobeClient } from "../../../adobe/client";
import type { Json } from "../../../adobe/client/json";
import { CONTENT_TYPE } from "../../../adobe/provider/resources/common";
import type { StateResource } from "./harness";
import { policiesLife } from "./policiesLife";

type Diff = Readonly<Record<string, string>>;

/** What is expected of one resource of the program of all types. */
export interface Life {
  /** How a changed `text` shows; nothing: it has nothing that changes in place. */
  readonly update?: Diff;
  /** What somebody does to it in Adobe's UI, and how the next preview shows it. */
  readonly drift?: {
    readonly happens: (ui: AdobeClient, resources: StateResource) => Promise<unknown>;
    readonly shows: Diff;
  };
  /** Somebody deletes it in Adobe's UI; nothing: Adobe does not let them. In the order it goes. */
  readonly isDeletedInUi?: (ui: AdobeClient, id: string) => Promise<unknown>;
  /** What of `other` shows as the reason for a new object; nothing: nothing makes a new one. */
  readonly replace?: Diff;
  /** Further ids that it can be imported by. */
  readonly aliases?: (resources: StateResource) => string[];
  /** After a delete. Left out where Adobe cannot delete it, or is told by another of these. */
  readonly isGone?: (ui: AdobeClient, id: string) => Promise<boolean>;
  /** What destroy says of it when it must stay. */
  readonly stays?: string;
}

const described: Diff = { description: "add" };
function renamed(key: "name" | "title"): Diff {
  return { [key]: "update" };
}
type FlowKind = Parameters<AdobeClient["flows"]["get"]>[0];

/** What connections and dataflows have in common. */
export function flowObject(kind: FlowKind) {
  return {
    drift: {
      happens: async ({ flows }: AdobeClient, { id }: StateResource) => {
        const { etag = "" } = (await flows.get(kind, id)) ?? {};
        await flows.patch(
          kind,
          id,
          [{ op: "replace", path: "/name", value: `by hand ${id}` }],
          etag,
        );
      },
      shows: renamed("name"),
    },
    isDeletedInUi: ({ flows }: AdobeClient, id: string) => flows.delete(kind, id),
    isGone: async ({ flows }: AdobeClient, id: string) => (await flows.get(kind, id)) === undefined,
  };
}

/** What all descriptors have in common. */
const descriptor = {
  isDeletedInUi: ({ registry }: AdobeClient, id: string) => registry.deleteDescriptor(id),
  isGone: async ({ registry }: AdobeClient, id: string) =>
    (await registry.getDescriptor(id)) === undefined,
};

/** What somebody changes of a descriptor. */
function rewritten(change: Json) {
  return async ({ registry }: AdobeClient, { id }: StateResource) => {
    const now = await registry.getDescriptor(id);
    await registry.replaceDescriptor(id, { ...now, ...change });
  };
}

/** What both relational schemas have in common. */
const relational: Life = {
  update: described,
  drift: {
    happens: ({ registry }, { id }) =>
      registry.patch("schemas", id, [
        { op: "replace", path: "/definitions/customFields/properties/id/title", value: "By hand" },
      ]),
    shows: { "properties.id.title": "update" },
  },
  isDeletedInUi: ({ registry }, id) => registry.delete("schemas", id),
  aliases: ({ outputs }) => [String(outputs["altId"])],
};

/** By `<type> <name>`; in the order in which they have to be deleted: dependents first. */
export const everyTypesLife: Readonly<Record<string, Life>> = {
  "flow:Dataflow chat": {
    ...flowObject("flows"),
    update: { ...described, "mapping.version": "update" },
    // The mapping set's edit made a new version, and its undoing a third, to which the dataflow goes.
    drift: {
      happens: ({ flows }, { id }) => flows.setEnabled(id, false),
      shows: { enabled: "update", "mapping.version": "update" },
    },
    replace: { "sourceConnectionIds[0]": "update-replace" },
  },
  "flow:TargetConnection lake": {
    ...flowObject("targetConnections"),
    update: described,
    replace: { datasetId: "update-replace", schemaId: "update-replace" },
  },
  "flow:SourceConnection chatlio": {
    ...flowObject("sourceConnections"),
    update: described,
    replace: { providerId: "update-replace" },
  },
  "flow:SourceConnection http": {
    ...flowObject("sourceConnections"),
    update: described,
    replace: { baseConnectionId: "update-replace" },
  },
  "flow:Connection inlet": {
    ...flowObject("connections"),
    update: described,
    replace: { "auth.params.dataType": "update-replace" },
  },
  "dataprep:MappingSet chat": {
    update: { "mappings[1].source": "update" },
    drift: {
      happens: async ({ dataPrep }, { id, outputs }) => {
        const version = Number(outputs["version"]);
        const { name, schemaId, mappings } = (await dataPrep.get(id, version)) ?? {};
        await dataPrep.replace(id, {
          id,
          name,
          outputSchema: { schemaRef: { id: schemaId, contentType: CONTENT_TYPE } },
          mappings: mappings?.map((one) =>
            one.destination.endsWith(".mood") ? { ...one, source: "by hand" } : one,
          ),
        });
      },
      shows: { "mappings[1].source": "update" },
    },
    isDeletedInUi: ({ dataPrep }, id) => dataPrep.delete(id),
    replace: { schemaId: "update-replace" },
    aliases: ({ id, outputs }) => [`${id}@${String(outputs["version"])}`],
    isGone: async ({ dataPrep }, id) => (await dataPrep.get(id, undefined)) === undefined,
  },
  "sandboxes:Sandbox acme": {
    update: renamed("title"),
    drift: {
      happens: ({ sandboxes }, { id }) => sandboxes.rename(id, "renamed by hand"),
      shows: renamed("title"),
    },
    replace: { name: "update-replace" },
    isGone: async ({ sandboxes }, id) => (await sandboxes.get(id))?.state === "deleted",
  },
  "profile:MergePolicy chat": {
    update: { identityGraph: "update" },
    drift: {
      happens: async ({ mergePolicies }, { id }) => {
        const { whole = {} } = (await mergePolicies.get(id)) ?? {};
        await mergePolicies.replace(id, { ...whole, name: "renamed by hand" });
      },
      shows: renamed("name"),
    },
    isDeletedInUi: ({ mergePolicies }, id) => mergePolicies.delete(id),
    replace: { class: "update-replace" },
    isGone: async ({ mergePolicies }, id) => (await mergePolicies.get(id)) === undefined,
  },
  "profile:SegmentDefinition chat": {
    update: described,
    drift: {
      happens: async ({ segments }, { id }) => {
        const { whole = {} } = (await segments.get(id)) ?? {};
        await segments.replace(id, { ...whole, name: "renamed by hand" });
      },
      shows: renamed("name"),
    },
    isDeletedInUi: ({ segments }, id) => segments.delete(id),
    replace: { class: "update-replace", mergePolicyId: "update" },
    isGone: async ({ segments }, id) => (await segments.get(id)) === undefined,
  },
  "profile:ComputedAttribute chats": {
    update: described,
    drift: {
      happens: ({ computed }, { id }) => computed.change(id, { keepCurrent: true }),
      shows: { keepCurrent: "update" },
    },
    isDeletedInUi: ({ computed }, id) => computed.delete(id),
    replace: { name: "update-replace" },
    isGone: async ({ computed }, id) => (await computed.get(id)) === undefined,
  },
  "query:Schedule chats": {
    update: { schedule: "update" },
    drift: { happens: ({ querySchedules }, { id }) => querySchedules.setState(id, false), shows: { enabled: "update" } }, // prettier-ignore
    isDeletedInUi: ({ querySchedules }, id) =>
      querySchedules.setState(id, false).then(() => querySchedules.delete(id)),
    replace: { startDate: "update-replace" },
    isGone: async ({ querySchedules }, id) => (await querySchedules.get(id)) === undefined,
  },
  "query:Template chats": {
    update: { "queryParameters.mood": "update" },
    drift: {
      happens: async ({ queryTemplates }, { id }) => {
        const { whole = {} } = (await queryTemplates.get(id)) ?? {};
        await queryTemplates.replace(id, { ...whole, name: "renamed by hand" });
      },
      shows: renamed("name"),
    },
    isDeletedInUi: ({ queryTemplates }, id) => queryTemplates.delete(id),
    isGone: async ({ queryTemplates }, id) => (await queryTemplates.get(id)) === undefined,
  },
  ...policiesLife,
  "catalog:Dataset chat": {
    update: { ...described, "labels[1]": "add" },
    drift: {
      happens: ({ catalog }, { id }) => catalog.update(id, { name: "renamed by hand" }),
      shows: renamed("name"),
    },
    isDeletedInUi: ({ catalog }, id) => catalog.delete(id),
    replace: { schemaId: "update-replace" },
    isGone: async ({ catalog }, id) => (await catalog.get(id)) === undefined,
  },
  "xdm:ProfileUnion chat": {
    replace: { schemaId: "update-replace" },
    stays: "stays in the union of Real-Time Customer Profile",
  },
  "xdm:DeprecationDescriptor email": {
    ...descriptor,
    replace: { schemaId: "update-replace" },
  },
  "xdm:DisplayInfoDescriptor email": {
    ...descriptor,
    update: { "titles.en_us": "update" },
    drift: {
      happens: rewritten({ "xdm:title": { en_us: "By hand" } }),
      shows: { "titles.en_us": "update" },
    },
    replace: { schemaId: "update-replace" },
  },
  "xdm:RelationshipDescriptor email": {
    ...descriptor,
    update: { sourceToDestinationTitle: "add" },
    drift: {
      happens: rewritten({ "xdm:sourceToDestinationTitle": "By hand" }),
      shows: { sourceToDestinationTitle: "update" },
    },
    replace: { schemaId: "update-replace", destinationSchemaId: "update-replace" },
  },
  "xdm:ReferenceIdentityDescriptor email": {
    ...descriptor,
    update: { namespace: "update" },
    drift: {
      happens: rewritten({ "xdm:identityNamespace": "Phone" }),
      shows: { namespace: "update" },
    },
    replace: { schemaId: "update-replace" },
  },
  "xdm:IdentityDescriptor visitor": {
    ...descriptor,
    replace: { schemaId: "update-replace", namespace: "update-replace" },
  },
  "xdm:LabelDescriptor mood": {
    ...descriptor,
    update: { "labels[1]": "add" },
    drift: {
      happens: rewritten({ "xdm:labels": ["core/C5"] }),
      shows: { "labels[0]": "add" },
    },
    replace: { ownerId: "update-replace" },
  },
  "xdm:PrimaryKeyDescriptor orders": {
    ...descriptor,
    replace: { schemaId: "update-replace" },
  },
  "xdm:VersionDescriptor orders": {
    ...descriptor,
    replace: { schemaId: "update-replace" },
  },
  "xdm:TimestampDescriptor visits": {
    ...descriptor,
    replace: { property: "update-replace" },
  },
  "xdm:RelationalSchema orders": {
    ...relational,
    replace: { behavior: "update-replace" },
    isGone: async ({ registry }, id) => (await registry.get("schemas", id)) === undefined,
  },
  "xdm:RelationalSchema visits": relational,
  "identity:Namespace visitor": {
    update: described,
    drift: {
      happens: ({ identity }, { id, inputs }) =>
        identity.replace(Number(id), {
          ...(inputs as { code: string; idType: string; description: string }),
          name: "renamed by hand",
        }),
      shows: renamed("name"),
    },
    replace: { code: "update-replace" },
    aliases: ({ inputs }) => [String(inputs["code"])],
    stays: "identity namespace otherVisitor",
  },
  "xdm:Schema chat": {
    update: described,
    drift: {
      happens: ({ registry }, { id }) =>
        registry.patch("schemas", id, [{ op: "replace", path: "/title", value: "By hand" }]),
      shows: renamed("title"),
    },
    replace: { class: "update-replace" },
    aliases: ({ outputs }) => [String(outputs["altId"])],
    stays: "is in the union of Real-Time Customer Profile, which Adobe never undoes",
  },
  "xdm:FieldGroup chat": {
    update: described,
    drift: {
      happens: ({ registry }, { id, outputs }) =>
        registry.patch("fieldgroups", id, [
          {
            op: "replace",
            path: `/definitions/customFields/properties/${String(outputs["tenantNamespace"])}/properties/chat/properties/email/title`,
            value: "By hand",
          },
        ]),
      shows: { "properties.chat.properties.email.title": "update" },
    },
    replace: { "intendedToExtend[0]": "update-replace" },
    aliases: ({ outputs }) => [String(outputs["altId"])],
    stays: "a schema that stays there uses it",
  },
  "xdm:DataType visit": {
    update: described,
    drift: {
      happens: ({ registry }, { id }) =>
        registry.patch("datatypes", id, [
          { op: "replace", path: "/properties/page/title", value: "By hand" },
        ]),
      shows: { "properties.page.title": "update" },
    },
    aliases: ({ outputs }) => [String(outputs["altId"])],
    stays: "what stays there uses it",
  },
  "xdm:Class shop": {
    update: described,
    drift: {
      happens: ({ registry }, { id, outputs }) =>
        registry.patch("classes", id, [
          {
            op: "replace",
            path: `/definitions/customFields/properties/_${tenantOf(outputs)}/properties/shop/title`,
            value: "By hand",
          },
        ]),
      shows: { "properties.shop.title": "update" },
    },
    isDeletedInUi: ({ registry }, id) => registry.delete("classes", id),
    replace: { behavior: "update-replace" },
    aliases: ({ outputs }) => [String(outputs["altId"])],
    isGone: async ({ registry }, id) => (await registry.get("classes", id)) === undefined,
  },
};

/** `acme` of `_acme.classes.1f…`. */
function tenantOf(outputs: StateResource["outputs"]): string {
  return /^_([^.]+)\./.exec(String(outputs["altId"]))?.[1] ?? "";
}
