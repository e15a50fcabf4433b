import type { AdobeClient } from "../../../../adobe/client";
import type { Json } from "../../../../adobe/client/json";
import { EVENT_CLASS } from "../programs";
import { registryFields } from "../xdmFields";
import type { Draw } from "./draw";

const TENANT = "_localtenant";
const PROFILE_CLASS = "https://ns.adobe.com/xdm/context/profile";
const RECORD = "https://ns.adobe.com/xdm/data/record";
const TIME_SERIES = "https://ns.adobe.com/xdm/data/time-series";
const RELATIONAL = "https://ns.adobe.com/xdm/data/adhoc-v2";

/** Standard groups, and objects in them that may have the tenant's fields. */
const standardGroups = [
  {
    id: "https://ns.adobe.com/xdm/context/experienceevent-web",
    of: EVENT_CLASS,
    places: ["web", "web.webPageDetails", "web.webReferrer"],
  },
  {
    id: "https://ns.adobe.com/xdm/context/experienceevent-commerce",
    of: EVENT_CLASS,
    places: ["commerce", "commerce.order", "productListItems[*]"],
  },
  {
    id: "https://ns.adobe.com/xdm/context/profile-personal-details",
    of: PROFILE_CLASS,
    places: ["person", "homeAddress"],
  },
];

/** What no program can write, with a word of the path by which it is to be named. */
const lost: readonly (readonly [field: Json, said: string])[] = [
  [{ lostExamples: { type: "string", examples: ["x"] } }, "lostExamples"],
  [{ lostWidth: { type: "string", "meta:xdmType": "binary" } }, "lostWidth"],
  [
    { lostMap: { type: "object", additionalProperties: { type: "string", examples: ["x"] } } },
    "lostMap",
  ],
  [{ lostKey: { type: "array", items: { type: "string", "xdm:note": "x" } } }, "lostKey"],
];

/** An object of a random sandbox that has what no program can write. */
export interface Said {
  readonly id: string;
  /** What the comment above the resource has to say. */
  readonly text: string;
}

/** A schema of a random sandbox, and fields that every one of them has. */
export interface MadeSchema {
  readonly id: string;
  readonly groupId: string;
  /** Class of its field group. */
  readonly of: string;
}

interface Fields {
  readonly properties: Json;
  readonly said: readonly string[];
}

function fields(draw: Draw, more: Json = {}): Fields {
  const properties = draw.of(registryFields);
  const [extra, said] = draw.pick(lost);
  return draw.chance(0.25)
    ? { properties: { ...properties, ...extra, ...more }, said: [said] }
    : { properties: { ...properties, ...more }, said: [] };
}

function object(properties: Json, required: readonly string[] = []): Json {
  return { type: "object", properties, ...(required.length === 0 ? {} : { required }) };
}

/** With the tenant's object inside, some of whose fields may be required. */
function ofTenant(draw: Draw, properties: Json): Json {
  const required = Object.keys(properties).filter(() => draw.chance(0.3));
  return object({ [TENANT]: object(properties, required) }, required.length === 0 ? [] : [TENANT]);
}

/** `web.webPageDetails` and `productListItems[*]`, with this at the end. */
function nested(place: string, inner: Json): Json {
  const [first = "", ...rest] = place.split(".");
  const below = rest.length === 0 ? inner : object(nested(rest.join("."), inner));
  const name = first.replace("[*]", "");
  return { [name]: first.endsWith("[*]") ? { type: "array", items: below } : below };
}

/** A standard group as a whole, or single fields of it, in the two forms of Adobe's tutorial. */
function references(draw: Draw, { id: $ref, places }: (typeof standardGroups)[number]): Json[] {
  // Adobe's Personal Contact Details have no `person`, although custom fields may extend it there.
  const own = places.filter((one) => one !== "person" && draw.chance(0.4));
  const pointers = own.map((one) => `/${one.replaceAll(".", "/")}`);
  if (pointers.length === 0) return [{ $ref }];
  return draw.chance(0.5)
    ? pointers.map((one) => ({ $ref, "meta:refProperty": one }))
    : [{ $ref, "meta:refProperty": pointers }];
}

/** Data types, in the forms that API and UI make. @returns ids */
export async function makeDataTypes(ui: AdobeClient, draw: Draw, said: Said[]): Promise<string[]> {
  const ids: string[] = [];
  const count = 2 + draw.below(3);
  for (let made = 0; made < count; made++) {
    const other = ids.length === 0 ? {} : { other: { type: "object", $ref: draw.pick(ids) } };
    const own = fields(draw, other);
    const required = Object.keys(own.properties).filter(() => draw.chance(0.3));
    const content = object(own.properties, required);
    const { $id } = await ui.registry.create("datatypes", {
      ...draw.maybe({ description: "A description" }),
      title: draw.name(),
      ...(draw.chance(0.5)
        ? content
        : {
            type: "object",
            definitions: { customFields: content },
            allOf: [{ $ref: "#/definitions/customFields", type: "object" }],
          }),
    });
    for (const text of own.said) said.push({ id: $id, text });
    ids.push($id);
  }
  return ids;
}

/** Classes of the organization. @returns ids */
export async function makeClasses(ui: AdobeClient, draw: Draw): Promise<string[]> {
  const ids: string[] = [];
  for (const behavior of [RECORD, TIME_SERIES].filter(() => draw.chance(0.7))) {
    const own = draw.of(registryFields);
    const { $id } = await ui.registry.create("classes", {
      ...draw.maybe({ description: "A description" }),
      title: draw.name(),
      type: "object",
      "meta:extends": [behavior],
      definitions: { customFields: ofTenant(draw, { ...own, owner: { type: "string" } }) },
      allOf: [{ $ref: behavior }, { $ref: "#/definitions/customFields" }],
    });
    ids.push($id);
  }
  return ids;
}

function without(definitions: Json, keys: readonly string[]): Json {
  return Object.fromEntries(Object.entries(definitions).filter(([key]) => !keys.includes(key)));
}

/** A field group with its schema. */
export async function makeSchema(
  ui: AdobeClient,
  draw: Draw,
  given: { readonly of: string; readonly typeIds: readonly string[]; readonly said: Said[] },
): Promise<MadeSchema> {
  const { of, typeIds, said } = given;
  const own = fields(draw, {
    kind: { type: "string" },
    at: { type: "string", format: "date-time" },
    other: { type: "string" },
    of: { type: "object", $ref: draw.pick(typeIds) },
    list: { type: "array", items: { type: "object", $ref: draw.pick(typeIds) } },
  });
  const extended = standardGroups.filter((one) => one.of === of && draw.chance(0.5));
  const places = extended.flatMap((one) => one.places).filter(() => draw.chance(0.4));
  const below = places.map((place) => {
    const properties = draw.of(registryFields);
    const isRequired = draw.chance(0.4);
    const name = Object.keys(properties)[0] ?? "";
    const top = place.split(".")[0]?.replace("[*]", "") ?? "";
    const inner = object(
      { [TENANT]: object(properties, isRequired ? [name] : []) },
      isRequired ? [TENANT] : [],
    );
    const isAlways = isRequired && draw.chance(0.5);
    return { inner: object(nested(place, inner), isAlways ? [top] : []) };
  });
  const definitions = {
    customFields: ofTenant(draw, own.properties),
    ...Object.fromEntries(below.map(({ inner }, index) => [`below${index}`, inner])),
  };
  // As Adobe's own groups of a CSV template are.
  const inline = Object.keys(definitions).filter(
    (key) => key !== "customFields" && draw.chance(0.3),
  );
  const isExtended = extended.length > 0 && draw.chance(0.7);
  const group = await ui.registry.create("fieldgroups", {
    type: "object",
    title: draw.name(),
    description: draw.pick(["", "A description", "with \u2028 separator"]),
    "meta:intendedToExtend": [of],
    ...(isExtended ? { "meta:extends": extended.map(({ id }) => id) } : {}),
    definitions: without(definitions, inline),
    allOf: [
      ...(isExtended ? extended.flatMap((one) => references(draw, one)) : []),
      ...Object.entries<Json>(definitions).map(([key, one]) =>
        inline.includes(key) ? one : { $ref: `#/definitions/${key}` },
      ),
    ],
  });
  for (const text of own.said) said.push({ id: group.$id, text });
  const refs: Json[] = [of, group.$id].map(($ref) => ({ $ref }));
  for (const one of isExtended ? [] : extended) refs.push(...references(draw, one));
  const schema = await ui.registry.create("schemas", {
    type: "object",
    title: draw.name(),
    ...draw.maybe({ description: "A description" }),
    allOf: refs,
  });
  return { id: schema.$id, groupId: group.$id, of };
}

/** Descriptors of all kinds that a schema with a class can have. Those of its first identity come first. */
export async function describe(
  ui: AdobeClient,
  draw: Draw,
  given: {
    readonly schema: MadeSchema;
    readonly others: readonly MadeSchema[];
    readonly namespaces: readonly string[];
    readonly joins: boolean;
  },
): Promise<void> {
  const { schema, others, namespaces, joins } = given;
  const source = (property: string) => ({
    "xdm:sourceSchema": schema.id,
    "xdm:sourceVersion": 1,
    "xdm:sourceProperty": `/${TENANT}/${property}`,
  });
  const make = (type: string, body: Json) =>
    ui.registry.createDescriptor({ "@type": type, ...body });
  const identity = (property: string, namespace: string, isPrimary: boolean) =>
    make("xdm:descriptorIdentity", {
      ...source(property),
      "xdm:namespace": namespace,
      "xdm:property": "xdm:code",
      "xdm:isPrimary": isPrimary,
    });
  if (joins) {
    await identity("kind", draw.pick(namespaces), true);
    const union = { op: "add", path: "/meta:immutableTags", value: ["union"] };
    await ui.registry.patch("schemas", schema.id, [union]);
  } else if (draw.chance(0.5)) await identity("kind", draw.pick(namespaces), draw.chance(0.5));
  if (draw.chance(0.6)) {
    await make("xdm:alternateDisplayInfo", {
      ...source(draw.pick(["other", "kind"])),
      "xdm:title": { en_us: draw.name(), ...draw.maybe({ de_de: draw.name() }) },
      ...draw.maybe({
        "xdm:description": { en_us: draw.name() },
        "meta:enum": { a: "A", "b c": draw.name() },
      }),
    });
  }
  if (draw.chance(0.5)) await make("xdm:descriptorDeprecated", source("at"));
  if (draw.chance(0.5)) {
    await make("xdm:descriptorLabel", {
      ...source(draw.pick(["kind", "other", "at"])),
      "xdm:sourceSchema": draw.pick([schema.id, schema.groupId]),
      "xdm:labels": draw.pick([["core/C2"], ["core/I1", "core/S1", "core/C12"]]),
    });
  }
  const [other] = others;
  if (other === undefined || !draw.chance(0.6)) return;
  const cardinality = draw.pick(["1:1", "M:1", "M:0", "1:0"]);
  await (draw.chance(0.5)
    ? make("xdm:descriptorOneToOne", {
        ...source("other"),
        "xdm:destinationSchema": other.id,
        "xdm:destinationVersion": 1,
        ...draw.maybe({ "xdm:destinationProperty": `/${TENANT}/kind` }),
      })
    : make("xdm:descriptorRelationship", {
        ...source("other"),
        "xdm:destinationSchema": other.id,
        "xdm:destinationVersion": 1,
        "xdm:destinationProperty": `/${TENANT}/kind`,
        "xdm:cardinality": cardinality,
        ...draw.maybe({
          "xdm:sourceToDestinationTitle": draw.name(),
          "xdm:destinationToSourceTitle": draw.name(),
        }),
      }));
  await make("xdm:descriptorReferenceIdentity", {
    ...source("other"),
    "xdm:identityNamespace": draw.pick(namespaces),
  });
}

/** A relational schema with the descriptors that only such a one has. @returns its id */
export async function makeRelational(ui: AdobeClient, draw: Draw): Promise<string> {
  const isEvents = draw.chance(0.5);
  const keys = ["id", "at", "revision"];
  const properties = {
    ...draw.of(registryFields),
    id: { type: "string", minLength: 1 },
    at: { type: "string", format: "date-time" },
    revision: { type: "integer" },
    note: { type: "string" },
  };
  const name = draw.pick(["customFields", "shop_orders"]);
  const { $id } = await ui.registry.create("schemas", {
    type: "object",
    title: draw.name(),
    ...draw.maybe({ description: "A description" }),
    "meta:extends": [RELATIONAL],
    "meta:behaviorType": isEvents ? "time-series" : "record",
    definitions: { [name]: object(properties, keys) },
    allOf: [{ $ref: `#/definitions/${name}`, "meta:xdmType": "object" }],
  });
  const source = (property: string | readonly string[]) => ({
    "xdm:sourceSchema": $id,
    "xdm:sourceVersion": 1,
    "xdm:sourceProperty": property,
  });
  const of = (type: string, property: string | readonly string[]) =>
    ui.registry.createDescriptor({ "@type": type, ...source(property) });
  const key = isEvents ? ["/id", "/at"] : draw.pick(["/id", ["/id"]]);
  await of("xdm:descriptorPrimaryKey", key);
  await of("xdm:descriptorVersion", "/revision");
  if (isEvents) await of("xdm:descriptorTimestamp", "/at");
  return $id;
}
