import * as z from "zod";

import { isProfile } from "../../client/catalog";
import type { FunctionDefinition } from "../lifecycle/function";
import { only } from "../lifecycle/function";
import { withoutTag } from "../lifecycle/ownershipTag";

const args = z
  .strictObject({
    name: z.string().min(1).optional().describe("Its exact name. Give this or `id`."),
    id: z.string().min(1).optional().describe("Its id, 24 hex digits."),
  })
  .refine(({ name, id }) => (name === undefined) !== (id === undefined), {
    error: "give either name or id",
    path: ["id"],
  });

const result = z.object({
  id: z.string().describe("Its id."),
  name: z.string().describe("Its name."),
  description: z.string().describe("Its description, empty when it has none."),
  schemaId: z.string().describe("`$id` of the schema of its rows."),
  profile: z.boolean().describe("Whether it feeds Real-Time Customer Profile."),
});

export const getDataset: FunctionDefinition<z.infer<typeof args>, z.infer<typeof result>> = {
  token: "adobe-aep:catalog:getDataset",
  description:
    "Looks up a dataset that somebody else owns. Calls Adobe once at every preview and update.",
  args,
  result,
  example: `const dataset = aep.catalog.getDatasetOutput({ name: "Web events" });
new aep.flow.TargetConnection("lake", { datasetId: dataset.id, schemaId: dataset.schemaId });`,

  async run({ name, id }, { client }, signal) {
    const found =
      id === undefined
        ? await client.catalog.findByName(name ?? "", { signal })
        : [await client.catalog.get(id, { signal })].filter((one) => one !== undefined);
    const dataset = only(
      found,
      id === undefined ? `dataset called "${name ?? ""}"` : `dataset ${id}`,
    );
    return {
      id: dataset.id,
      name: dataset.name,
      description: withoutTag(dataset.description) ?? "",
      schemaId: dataset.schemaRef?.id ?? "",
      profile: isProfile(dataset),
    };
  },
};
