import * as z from "zod";

import type { Definition } from "../lifecycle/definition";
import { topFieldTypes } from "../xdm/contentTypes";
import {
  dataTypeBody,
  dataTypeChanges,
  dataTypeFields,
  inexpressibleInDataType,
} from "../xdm/dataTypeForm";
import { fieldHolder, holderInputs } from "./fieldHolder";
import type { HolderInputs, HolderOutputs } from "./fieldHolder";

const outputs = z.object({
  altId: z.string().describe("`_<tenant>.datatypes.<hex>`."),
  version: z.string().describe("`major.minor`, given by the registry."),
  fields: z
    .record(z.string(), z.string())
    .describe("Type by path within the data type, as `geo.lat` → `number`. Known at preview."),
});

const displayName = "data type";

export const dataType: Definition<HolderInputs, HolderOutputs> = {
  token: "adobe-aep:xdm:DataType",
  description:
    "A data type of the tenant container: fields that several field groups use, each as an object (`ref`). An update changes what the program changed. Fields that the program does not have stay at Adobe. What no program can write stays too, and an import names it by its path.",
  displayName,
  inputs: z.strictObject(holderInputs),
  outputs,
  importId:
    "`$id`, as `https://ns.adobe.com/acme/datatypes/1f…`, or `meta:altId`, as `_acme.datatypes.1f…`",
  example: `const visit = new aep.xdm.DataType("visit", {
  properties: {
    page: { type: "string", format: "uri", title: "Page" },
    startedAt: { type: "string", format: "date-time" },
  },
  required: ["page"],
});
new aep.xdm.FieldGroup("chat", {
  intendedToExtend: ["https://ns.adobe.com/xdm/context/experienceevent"],
  properties: {
    lastVisit: { type: "object", ref: visit.id },
    visits: { type: "array", items: { type: "object", ref: visit.id } },
  },
});`,
  replaces: {},
  ...fieldHolder({
    kind: "datatypes",
    displayName,
    body: (wanted) => dataTypeBody(wanted),
    fields: dataTypeFields,
    others: () => ({}),
    changes: dataTypeChanges,
    inexpressible: inexpressibleInDataType,
    types: ({ properties }) => topFieldTypes(properties),
  }),
};
