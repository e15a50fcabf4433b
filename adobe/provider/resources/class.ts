import * as z from "zod";

import type { Definition } from "../lifecycle/definition";
import {
  behaviorOf,
  classBody,
  classChanges,
  classFields,
  inexpressibleInClass,
} from "../xdm/classForm";
import { contentTypes } from "../xdm/contentTypes";
import { fieldHolder, holderInputs } from "./fieldHolder";
import type { HolderInputs, HolderOutputs } from "./fieldHolder";

const inputs = z.strictObject({
  ...holderInputs,
  behavior: z
    .string()
    .regex(/^https:\/\/ns\.adobe\.com\/xdm\/data\/\S+$/, {
      error:
        "must be the $id of a behavior, as https://ns.adobe.com/xdm/data/record or https://ns.adobe.com/xdm/data/time-series; correct it",
    })
    .describe(
      "`$id` of the behavior: `https://ns.adobe.com/xdm/data/record` for attributes, `https://ns.adobe.com/xdm/data/time-series` for events.",
    ),
  properties: holderInputs.properties.describe(
    "Fields by name, placed below the organization's tenant namespace. Names: letters, digits, `-` and `_`, not starting with `_`.",
  ),
});

const outputs = z.object({
  altId: z.string().describe("`_<tenant>.classes.<hex>`."),
  version: z.string().describe("`major.minor`, given by the registry."),
  fields: z
    .record(z.string(), z.string())
    .describe("Type by path, as `_tenant.shop.id` → `string`. Known at preview."),
});

const displayName = "class";

export const classDefinition: Definition<HolderInputs, HolderOutputs> = {
  token: "adobe-aep:xdm:Class",
  description:
    "A class of the tenant container: what records of a kind of thing have in common, such as shops. Schemas are made of it and of field groups for it. An update changes what the program changed. Fields that the program does not have stay at Adobe. What no program can write stays too, and an import names it by its path.",
  displayName,
  inputs,
  outputs,
  importId:
    "`$id`, as `https://ns.adobe.com/acme/classes/1f…`, or `meta:altId`, as `_acme.classes.1f…`",
  example: `const shop = new aep.xdm.Class("shop", {
  behavior: "https://ns.adobe.com/xdm/data/record",
  properties: {
    shop: {
      type: "object",
      properties: { id: { type: "string" }, city: { type: "string" } },
    },
  },
});
const shops = new aep.xdm.Schema("shops", { class: shop.id, fieldGroups: [] });`,
  replaces: { behavior: "a class has one behavior for ever" },
  ...fieldHolder({
    kind: "classes",
    displayName,
    async body(wanted, { sandbox, signal }) {
      const namespace = await sandbox.tenantNamespace(signal);
      return classBody(wanted, wanted.behavior ?? "", namespace);
    },
    fields: classFields,
    others: (found) => ({ behavior: behaviorOf(found) }),
    changes: classChanges,
    inexpressible: inexpressibleInClass,
    types: ({ properties }) => contentTypes({ properties }),
  }),
};
