import fc from "fast-check";

import type { AdobeClient } from "../../../adobe/client";
import type { Json } from "../../../adobe/client/json";
import { specs } from "../../../adobe/sdk/specs";
import { startHarness } from "../support/harness";
import type { Harness } from "../support/harness";

/** A lookup by name finds the object whatever its name is: else the provider would make it a second time. */
let harness: Harness;
let schemaRef: Json;
beforeAll(async () => {
  harness = await startHarness();
  const ref = { $ref: "https://ns.adobe.com/xdm/context/profile" };
  const schema = await harness.ui.registry.create("schemas", {
    type: "object",
    title: "Rows",
    allOf: [ref],
  });
  const contentType = "application/vnd.adobe.xed-full+json;version=1";
  schemaRef = { id: schema.$id, contentType };
});
afterAll(() => harness.close());

const sign = fc.constantFrom(",", "!", "<", ">", "=", "~", '"', "*", "?", " ", "&", "%", "a", "é");
const hostile = fc
  .array(sign, { minLength: 1, maxLength: 6 })
  .map((signs) => signs.join(""))
  .filter((name) => name.trim() !== "");

const kinds: Readonly<
  Record<
    string,
    {
      readonly make: (ui: AdobeClient, name: string) => Promise<unknown>;
      readonly find: (ui: AdobeClient, name: string) => Promise<readonly unknown[]>;
    }
  >
> = {
  "field groups": {
    make: (ui, title) =>
      ui.registry.create("fieldgroups", {
        type: "object",
        title,
        "meta:intendedToExtend": ["https://ns.adobe.com/xdm/context/profile"],
        definitions: {},
        allOf: [],
      }),
    find: (ui, title) => ui.registry.findByTitle("fieldgroups", title),
  },
  "source connections": {
    make: (ui, name) =>
      ui.flows.create("sourceConnections", { name, connectionSpec: specs.profileStore }),
    find: (ui, name) => ui.flows.findByName("sourceConnections", name),
  },
  "mapping sets": {
    make: (ui, name) =>
      ui.dataPrep.create({
        name,
        outputSchema: { schemaRef },
        mappings: [{ sourceType: "STATIC", source: "a", destination: "_id" }],
      }),
    find: (ui, name) => ui.dataPrep.findByName(name),
  },
  datasets: {
    make: (ui, name) => ui.catalog.create({ name, schemaRef }),
    find: (ui, name) => ui.catalog.findByName(name),
  },
};

test.each(Object.entries(kinds))("%s with any name", async (_, { make, find }) => {
  const names = fc.uniqueArray(hostile, { minLength: 4, maxLength: 6 });
  const made = new Set<string>();
  await fc.assert(
    fc.asyncProperty(names, async (all) => {
      const news = all.filter((name) => !made.has(name));
      for (const name of news) {
        await make(harness.ui, name);
        made.add(name);
      }
      for (const name of all) expect(await find(harness.ui, name)).toHaveLength(1);
    }),
    { numRuns: 4 },
  );
});
