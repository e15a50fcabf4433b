import fc from "fast-check";

import type { AdobeClient } from "../../../adobe/client";
import type { Json } from "../../../adobe/client/json";
import { EVENT_CLASS } from "./programs";
import { registryFields } from "./xdmFields";

/** Names that break a program which does not expect them. */
const hostileNames = [
  "class", "default", "aep", 'a "quoted" name', "it's `back${ticked}`", "two\nlines", "*/ comment //", "Événement",
  "聊天", "2024 events", "__proto__", "constructor", "\u202eright to left", "line\u2028separator", "<script>",
  "Chat-Rows", "chat rows", "CHAT ROWS", "🙂", "x".repeat(80),
]; // prettier-ignore

const name = fc.oneof(
  fc.constantFrom(...hostileNames),
  fc.string({ unit: "grapheme", minLength: 1 }),
);

const spec = fc.record({
  types: fc.array(registryFields, { minLength: 2, maxLength: 4 }),
  groups: fc.array(registryFields, { minLength: 3, maxLength: 6 }),
  // Unique also with a digit behind them.
  names: fc.uniqueArray(name, { minLength: 40, maxLength: 40 }),
  choices: fc.array(fc.nat(), { minLength: 40, maxLength: 40 }),
});

/** Fills a sandbox at random: the same for the same seed. Titles are unique, as Adobe wants them. */
export async function fillAtRandom(ui: AdobeClient, seed: number): Promise<void> {
  const [random] = fc.sample(spec, { seed, numRuns: 1 });
  if (random === undefined) throw new Error("no sample");
  let named = 0;
  const next = () => `${random.names[named % random.names.length] ?? ""} ${named++ % 3}`;
  let chosen = 0;
  const pick = <T>(all: readonly T[]): T => {
    const choice = random.choices[chosen++ % random.choices.length] ?? 0;
    return all[choice % all.length] as T;
  };

  const typeIds: string[] = [];
  for (const properties of random.types) {
    const refs = typeIds.length === 0 ? {} : { other: { type: "object", $ref: pick(typeIds) } };
    const body = { type: "object", title: next(), properties: { ...properties, ...refs } };
    typeIds.push((await ui.registry.create("datatypes", body)).$id);
  }
  const own = await ui.registry.create("classes", {
    title: next(),
    type: "object",
    "meta:extends": ["https://ns.adobe.com/xdm/data/record"],
    allOf: [
      { $ref: "https://ns.adobe.com/xdm/data/record" },
      { $ref: "#/definitions/customFields" },
    ],
    definitions: definitions({ owner: { type: "string" } }),
  });
  const classes = [EVENT_CLASS, own.$id];
  const groupIds: [id: string, of: string][] = [];
  for (const properties of random.groups) {
    const of = pick(classes);
    const made = await ui.registry.create("fieldgroups", {
      type: "object",
      title: next(),
      description: pick(["", "A description", "with \u2028 separator"]),
      "meta:intendedToExtend": [of],
      definitions: definitions({
        ...properties,
        kind: { type: "string" },
        of: { type: "object", $ref: pick(typeIds) },
      }),
      allOf: [{ $ref: "#/definitions/customFields" }],
    });
    groupIds.push([made.$id, of]);
  }
  for (const [group, of] of groupIds) {
    const schema = await ui.registry.create("schemas", {
      type: "object",
      title: next(),
      allOf: [{ $ref: of }, { $ref: group }],
    });
    const field = {
      "xdm:sourceSchema": schema.$id,
      "xdm:sourceVersion": 1,
      "xdm:sourceProperty": "/_localtenant/kind",
    };
    await ui.registry.createDescriptor({
      ...field,
      "@type": "xdm:alternateDisplayInfo",
      "xdm:title": { en_us: next() },
    });
    if (pick([true, false])) {
      await ui.registry.createDescriptor({
        ...field,
        "@type": "xdm:descriptorIdentity",
        "xdm:namespace": "Email",
        "xdm:property": "xdm:code",
        "xdm:isPrimary": false,
      });
    }
    await ui.catalog.create({
      name: next(),
      schemaRef: { id: schema.$id, contentType: "application/vnd.adobe.xed-full+json;version=1" },
    });
  }
}

function definitions(properties: Json): Json {
  return {
    customFields: {
      type: "object",
      properties: { _localtenant: { type: "object", properties } },
    },
  };
}
