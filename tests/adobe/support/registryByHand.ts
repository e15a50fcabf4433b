import type { Json } from "../../../adobe/client/json";

const RECORD = "https://ns.adobe.com/xdm/data/record";

export function registry(kind: string): Json {
  return {
    $id: `https://ns.adobe.com/acme/${kind}/1f`,
    "meta:altId": `_acme.${kind}.1f`,
    "meta:tenantNamespace": "_acme",
    title: "By hand",
    description: "first",
    version: "1.0",
  };
}

export function text(): Json {
  return { type: "string", title: "Text", "meta:xdmType": "string" };
}

export function ofTenant(properties: Json): Json {
  return { _acme: { type: "object", properties } };
}

export function labels(place = "name"): Case["changes"] {
  return [
    [place, "Another", () => ({ [place]: "Another" })],
    ["description", "second", () => ({ description: "second" })],
  ];
}

export function at(object: Json, path: string): Json {
  return path.split(".").reduce<Json>((inner, key) => inner[key] as Json, object);
}

function descriptor(type: string, more: Json): Json {
  return {
    "@id": "6a1c",
    "@type": type,
    "xdm:sourceSchema": "https://ns.adobe.com/acme/schemas/1f",
    "xdm:sourceVersion": 1,
    "xdm:sourceProperty": "/_acme/id",
    ...more,
  };
}

/** An object of one type, and what a program changes of it. */
export interface Case {
  readonly type: string;
  readonly object: Json;
  readonly id: string;
  /** The input that changes, and where its new value is at Adobe. */
  readonly changes: readonly (readonly [
    input: string,
    value: unknown,
    place: (object: Json) => Json,
  ])[];
  /** Objects whose form the service checks: nothing grows in them. */
  readonly closed?: readonly string[];
  /** Keys without which the object is of another type, or nothing. */
  readonly identifying?: readonly string[];
}

/** Data types, classes, relational schemas and descriptors. */
export const registryCases: readonly Case[] = [
  {
    type: "xdm:DataType",
    id: "https://ns.adobe.com/acme/datatypes/1f",
    object: { ...registry("datatypes"), type: "object", properties: { page: text() } },
    changes: [
      ...labels("title"),
      [
        "properties",
        { page: { type: "string", title: "Changed" } },
        ({ properties }) => {
          const changed = structuredClone(properties) as Json;
          at(changed, "page")["title"] = "Changed";
          return { properties: changed };
        },
      ],
    ],
  },
  {
    type: "xdm:DataType",
    id: "https://ns.adobe.com/acme/datatypes/1f",
    // As Adobe's UI makes it.
    object: {
      ...registry("datatypes"),
      definitions: { customFields: { type: "object", properties: { page: text() } } },
      allOf: [{ $ref: "#/definitions/customFields" }],
    },
    changes: [
      [
        "properties",
        { page: { type: "string", title: "Changed" } },
        ({ definitions }) => {
          const changed = structuredClone(definitions) as Json;
          at(changed, "customFields.properties.page")["title"] = "Changed";
          return { definitions: changed };
        },
      ],
    ],
  },
  {
    type: "xdm:Class",
    id: "https://ns.adobe.com/acme/classes/1f",
    object: {
      ...registry("classes"),
      "meta:extends": [RECORD],
      definitions: { shop: { type: "object", properties: ofTenant({ id: text() }) } },
      allOf: [{ $ref: RECORD }, { $ref: "#/definitions/shop" }],
    },
    changes: [
      ...labels("title"),
      [
        "properties",
        { id: { type: "string", title: "Changed" } },
        ({ definitions }) => {
          const changed = structuredClone(definitions) as Json;
          at(changed, "shop.properties._acme.properties.id")["title"] = "Changed";
          return { definitions: changed };
        },
      ],
    ],
  },
  {
    type: "xdm:RelationalSchema",
    id: "https://ns.adobe.com/acme/schemas/1f",
    identifying: ["meta:extends"],
    object: {
      ...registry("schemas"),
      type: "object",
      "meta:extends": ["https://ns.adobe.com/xdm/data/adhoc-v2"],
      "meta:behaviorType": "record",
      // As Adobe's UI calls it.
      definitions: {
        shop_orders: { type: "object", properties: { id: text() }, required: ["id"] },
        more: { type: "object", properties: { note: text() } },
      },
      allOf: [{ $ref: "#/definitions/shop_orders" }, { $ref: "#/definitions/more" }],
    },
    changes: [
      ...labels("title"),
      [
        "properties",
        { id: { type: "string", title: "Changed" }, note: { type: "string", title: "Text" } },
        ({ definitions }) => {
          const changed = structuredClone(definitions) as Json;
          at(changed, "shop_orders.properties.id")["title"] = "Changed";
          return { definitions: changed };
        },
      ],
    ],
  },
  {
    type: "xdm:ReferenceIdentityDescriptor",
    id: "6a1c",
    object: descriptor("xdm:descriptorReferenceIdentity", { "xdm:identityNamespace": "Email" }),
    changes: [["namespace", "Phone", () => ({ "xdm:identityNamespace": "Phone" })]],
  },
  {
    type: "xdm:DisplayInfoDescriptor",
    id: "6a1c",
    object: descriptor("xdm:alternateDisplayInfo", {
      "xdm:title": { en_us: "By hand" },
      "xdm:description": { en_us: "first" },
      "meta:enum": { one: "One" },
    }),
    changes: [
      [
        "titles",
        { en_us: "Another" },
        (object) => ({ "xdm:title": { ...at(object, "xdm:title"), en_us: "Another" } }),
      ],
      ["suggestedValues", { two: "Two" }, () => ({ "meta:enum": { two: "Two" } })],
    ],
    // Whatever grows in these is one text more, which the program removes.
    closed: ["xdm:title", "xdm:description", "meta:enum"],
  },
  {
    type: "xdm:RelationshipDescriptor",
    id: "6a1c",
    object: descriptor("xdm:descriptorRelationship", {
      "xdm:destinationSchema": "https://ns.adobe.com/acme/schemas/2",
      "xdm:destinationVersion": 1,
      "xdm:destinationProperty": "/_acme/key",
      "xdm:cardinality": "M:1",
      "xdm:sourceToDestinationTitle": "first",
    }),
    changes: [
      ["sourceToDestinationTitle", "second", () => ({ "xdm:sourceToDestinationTitle": "second" })],
      ["destinationProperty", "_tenant.id", () => ({ "xdm:destinationProperty": "/_acme/id" })],
    ],
  },
];
