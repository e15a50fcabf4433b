import type { Json } from "../../../adobe/client/json";
import { flowCases } from "./flowsByHand";
import { policyCases } from "./policiesByHand";
import { profileCases } from "./profileByHand";
import { EVENT_CLASS } from "./programs";
import { queryCases } from "./queryByHand";
import { at, labels, ofTenant, registry, registryCases, text } from "./registryByHand";
import type { Case } from "./registryByHand";

const WEB = "https://ns.adobe.com/xdm/context/experienceevent-web";
export const cases: readonly Case[] = [
  ...registryCases,
  ...flowCases,
  {
    type: "xdm:FieldGroup",
    id: "https://ns.adobe.com/acme/mixins/1f",
    object: {
      ...registry("mixins"),
      "meta:intendedToExtend": [EVENT_CLASS],
      "meta:extends": [WEB],
      definitions: {
        customFields: {
          type: "object",
          properties: {
            ...ofTenant({ id: text(), tier: { $ref: "https://ns.adobe.com/acme/datatypes/1" } }),
            // Custom fields inside Adobe's own.
            web: { type: "object", properties: ofTenant({ score: text() }) },
            productListItems: {
              type: "array",
              items: { type: "object", properties: ofTenant({ color: text() }) },
            },
          },
        },
        more: { type: "object", properties: ofTenant({ second: { type: "integer" } }) },
      },
      allOf: [
        { $ref: WEB },
        { $ref: "#/definitions/customFields" },
        { $ref: "#/definitions/more" },
      ],
    },
    changes: [
      ...labels("title"),
      [
        "properties",
        { id: { type: "string", title: "Changed" }, second: { type: "integer" } },
        ({ definitions }) => {
          const changed = structuredClone(definitions) as Json;
          at(changed, "customFields.properties._acme.properties.id")["title"] = "Changed";
          return { definitions: changed };
        },
      ],
    ],
  },
  {
    type: "xdm:LabelDescriptor",
    id: "f3a1dfa38a4871cf4442a33074c1f9406a593407",
    object: {
      "@id": "f3a1dfa38a4871cf4442a33074c1f9406a593407",
      "@type": "xdm:descriptorLabel",
      "xdm:sourceSchema": "https://ns.adobe.com/acme/mixins/1f",
      "xdm:sourceVersion": 1,
      "xdm:sourceProperty": "/_acme/id",
      "xdm:labels": ["core/I1"],
      imsOrg: "1@AdobeOrg",
      version: "1",
      "meta:containerId": "tenant",
      "meta:registryMetadata": { "repo:createdDate": 1 },
    },
    changes: [
      ["labels", ["core/I1", "custom/own"], () => ({ "xdm:labels": ["core/I1", "custom/own"] })],
    ],
  },
  {
    type: "xdm:Schema",
    id: "https://ns.adobe.com/acme/schemas/1f",
    object: {
      ...registry("schemas"),
      "meta:class": EVENT_CLASS,
      "meta:immutableTags": ["union"],
      allOf: [
        { $ref: EVENT_CLASS, type: "object" },
        { $ref: WEB, "meta:refProperty": "/web/webReferrer" },
      ],
    },
    changes: [
      ...labels("title"),
      [
        "fieldGroups",
        [
          { ref: WEB, refProperty: ["web.webReferrer"] },
          { ref: "https://ns.adobe.com/acme/mixins/2" },
        ],
        ({ allOf }) => ({
          allOf: [...(allOf as unknown[]), { $ref: "https://ns.adobe.com/acme/mixins/2" }],
        }),
      ],
      [
        "fieldGroups",
        [{ ref: WEB, refProperty: ["web.webReferrer", "web.name"] }],
        ({ allOf }) => {
          const [itsClass, web] = allOf as Json[];
          const both = ["/web/webReferrer", "/web/name"];
          return { allOf: [itsClass, { ...web, "meta:refProperty": both }] };
        },
      ],
    ],
  },
  {
    type: "identity:Namespace",
    id: "7",
    object: {
      id: 7,
      code: "shopper",
      name: "By hand",
      idType: "COOKIE",
      description: "first",
      status: "ACTIVE",
      custom: true,
      createTime: 1,
      updateTime: 1,
    },
    changes: labels(),
  },
  ...profileCases,
  ...queryCases,
  {
    type: "sandboxes:Sandbox",
    identifying: ["type"],
    id: "by-hand",
    object: {
      id: "d290f1ee-6c54-4b01-90e6-d701748f0851",
      name: "by-hand",
      title: "By hand",
      state: "active",
      type: "development",
      region: "VA7",
      isDefault: false,
      eTag: 1,
      createdDate: "2026-01-01 00:00:00",
    },
    changes: [["title", "Another", () => ({ title: "Another" })]],
  },
  ...policyCases,
  {
    type: "catalog:Dataset",
    id: "5f00",
    object: {
      id: "5f00",
      name: "By hand",
      description: "first",
      created: 1,
      tags: { "adobe/pqs/table": ["by_hand"], "their/own~tag": ["a", "b"] },
      schemaRef: { id: "https://ns.adobe.com/acme/schemas/1f", contentType: "application/json" },
      enableErrorDiagnostics: true,
      extensions: { adobe_lakeHouse: { rowExpiration: { ttlValue: "P90D" } } },
    },
    changes: [
      ...labels(),
      ["errorDiagnostics", false, () => ({ enableErrorDiagnostics: false })],
      [
        "profile",
        true,
        ({ tags }) => ({
          tags: {
            ...(tags as Json),
            unifiedProfile: ["enabled:true"],
            unifiedIdentity: ["enabled:true"],
          },
        }),
      ],
      [
        "retentionDays",
        40,
        ({ extensions }) => {
          const changed = structuredClone(extensions) as Json;
          at(changed, "adobe_lakeHouse.rowExpiration")["ttlValue"] = "P40D";
          return { extensions: changed };
        },
      ],
    ],
    // Catalog's tags are lists of texts and nothing else.
    closed: ["tags"],
  },
  {
    type: "dataprep:MappingSet",
    id: "6f",
    object: {
      id: "6f",
      version: 3,
      status: "PUBLISHED",
      name: "By hand",
      outputSchema: {
        schemaRef: {
          id: "https://ns.adobe.com/acme/schemas/1f",
          contentType: "application/vnd.adobe.xed+json;version=1.0",
        },
      },
      mappings: [
        { sourceType: "ATTRIBUTE", source: "a", destination: "_acme.a", identity: true },
        { sourceType: "text/x.future", source: "c", destination: "_acme.c" },
        { sourceType: "EXPRESSION", source: "now()", destination: "timestamp" },
      ],
    },
    changes: [
      ["name", "Another", ({ version }) => ({ name: "Another", version: Number(version) + 1 })],
      [
        "mappings",
        [
          { sourceType: "ATTRIBUTE", source: "b", destination: "_tenant.a" },
          { sourceType: "STATIC", source: "c", destination: "_tenant.c" },
          { sourceType: "EXPRESSION", source: "now()", destination: "timestamp" },
        ],
        ({ mappings, version }) => {
          const [first, ...others] = mappings as Json[];
          return { mappings: [{ ...first, source: "b" }, ...others], version: Number(version) + 1 };
        },
      ],
    ],
  },
];
