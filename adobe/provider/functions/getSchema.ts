import * as z from "zod";

import type { FunctionDefinition } from "../lifecycle/function";
import { only } from "../lifecycle/function";
import { registryFieldTypes } from "../xdm/fieldPaths";
import { namespaceOf } from "../xdm/registryForm";

const args = z
  .strictObject({
    title: z.string().min(1).optional().describe("Its exact title. Give this or `id`."),
    id: z.string().min(1).optional().describe("Its `$id` or `meta:altId`."),
  })
  .refine(({ title, id }) => (title === undefined) !== (id === undefined), {
    error: "give either title or id",
    path: ["id"],
  });

const result = z.object({
  id: z.string().describe("`$id`."),
  altId: z.string().describe("`_<tenant>.schemas.<hex>`."),
  title: z.string().describe("Its title."),
  version: z.string().describe("`major.minor`."),
  class: z.string().describe("`$id` of its class."),
  tenantNamespace: z.string().describe("The organization's field namespace, as `_acme`."),
  fields: z
    .record(z.string(), z.string())
    .describe("Type by path of all of its fields, to give to a mapping set or descriptor."),
});

export const getSchema: FunctionDefinition<z.infer<typeof args>, z.infer<typeof result>> = {
  token: "adobe-aep:xdm:getSchema",
  description:
    "Looks up a schema that somebody else owns. Calls Adobe at every preview and update: one call by id, two by title.",
  args,
  result,
  example: `const schema = aep.xdm.getSchemaOutput({ title: "Web events" });
const dataset = new aep.catalog.Dataset("chat", { schemaId: schema.id });`,

  async run({ title, id }, { client }, signal) {
    const options = { signal };
    const wanted =
      id ??
      only(
        (await client.registry.findByTitle("schemas", title ?? "", options)).map((one) => ({
          id: one.$id,
        })),
        `schema called "${title ?? ""}"`,
      ).id;
    const found = await client.registry.getResolved("schemas", wanted, options);
    if (found === undefined) only([], `schema ${wanted}`);
    const schema = found as NonNullable<typeof found>;
    const tenantNamespace = namespaceOf(schema);
    return {
      id: schema.$id,
      altId: schema["meta:altId"],
      title: schema.title,
      version: schema.version ?? "",
      class: typeof schema["meta:class"] === "string" ? schema["meta:class"] : "",
      tenantNamespace,
      fields: registryFieldTypes(schema["properties"], tenantNamespace),
    };
  },
};
