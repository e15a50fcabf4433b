import * as z from "zod";

import { plain } from "../../client/text";
import type { Definition } from "../lifecycle/definition";
import { topFieldTypes } from "../xdm/contentTypes";
import { dataTypeChanges, dataTypeFields } from "../xdm/dataTypeForm";
import {
  behaviorTypeOf,
  inexpressibleInRelational,
  isRelational,
  relationalBody,
} from "../xdm/relationalForm";
import { fieldHolder, holderInputs } from "./fieldHolder";
import type { HolderInputs, HolderOutputs } from "./fieldHolder";
import { listSchemas } from "./registryLookup";

const inputs = z.strictObject({
  ...holderInputs,
  behavior: z
    .enum(["record", "time-series"])
    .meta({
      id: "RelationalBehavior",
      description: "What the records of a relational schema are.",
      values: {
        record: "Things, with a state that changes.",
        "time-series": "Events, each at a time.",
      },
    })
    .optional()
    .describe("`record` for things, `time-series` for events. Default `record`."),
  required: holderInputs.required.describe(
    "Names of `properties` that every record must have. The fields of the primary key, the version and the timestamp must be among them.",
  ),
});

const outputs = z.object({
  altId: z.string().describe("`_<tenant>.schemas.<hex>`."),
  version: z.string().describe("`major.minor`, given by the registry."),
  fields: z
    .record(z.string(), z.string())
    .describe("Type by path, as `orderId` → `string`. Known at preview."),
});

const displayName = "relational schema";

export const relationalSchema: Definition<HolderInputs, HolderOutputs> = {
  token: "adobe-aep:xdm:RelationalSchema",
  description:
    "A relational schema (also called model-based), which is a table with fields of its own, below no tenant namespace, without class and field groups. Data Mirror and Orchestrated campaigns use it; an organization without their licenses cannot make one. It needs a `PrimaryKeyDescriptor` and a `VersionDescriptor`, one for events a `TimestampDescriptor` too: give a dataset of it `dependsOn` them. It cannot join the union of Real-Time Customer Profile. An update changes what the program changed. Fields that the program does not have stay at Adobe. What no program can write stays too, and an import names it by its path.",
  displayName,
  inputs,
  outputs,
  importId:
    "`$id`, as `https://ns.adobe.com/acme/schemas/1f…`, or `meta:altId`, as `_acme.schemas.1f…`",
  example: `const orders = new aep.xdm.RelationalSchema("orders", {
  properties: {
    orderId: { type: "string", title: "Order" },
    customer: { type: "string" },
    changedAt: { type: "string", format: "date-time" },
  },
  required: ["orderId", "changedAt"],
});
const table = { schemaId: orders.id, fields: orders.fields };
const key = new aep.xdm.PrimaryKeyDescriptor("order", { ...table, properties: ["orderId"] });
const version = new aep.xdm.VersionDescriptor("order", { ...table, property: "changedAt" });
const described = { dependsOn: [key, version] };
new aep.catalog.Dataset("orders", { schemaId: orders.id }, described);`,
  replaces: { behavior: "a relational schema has one behavior for ever" },
  defaults: { behavior: "record" },
  ...fieldHolder({
    kind: "schemas",
    displayName,
    body: (wanted) => relationalBody(wanted, wanted.behavior ?? "record"),
    fields: dataTypeFields,
    others: (found, last) => ({ behavior: behaviorTypeOf(found, last?.behavior) }),
    changes: dataTypeChanges,
    inexpressible: inexpressibleInRelational,
    types: ({ properties }) => topFieldTypes(properties),
    check(found) {
      if (isRelational(found)) return;
      throw new Error(
        `the schema ${found.$id} ("${plain(found.title)}") has a class and is not relational; import it as adobe-aep:xdm:Schema, or give this one another title`,
      );
    },
  }),
  list: (operation) => listSchemas(operation, isRelational),
};
