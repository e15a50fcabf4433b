import type { JsonObject } from "../../common/json";
import { authSpec, draft, secret, text, type Entry } from "./specParts";

/** A part of Adobe's catalog: sources that are tables, of databases and CRMs. */

/**
 * A table, as a source. The reference's sample of a connection spec prints it for Microsoft Dynamics, with `columns` among
 * what is required; a request in help/sources/tutorials/api/filter.md has none.
 */
const table = {
  name: "Tabular",
  type: "Tabular",
  spec: {
    ...draft,
    properties: {
      tableName: text,
      columns: {
        type: "array",
        items: {
          type: "object",
          properties: {
            name: text,
            type: text,
            meta: { type: "object", properties: { originalType: text } },
          },
          required: ["name", "type", "meta"],
        },
      },
    },
    required: ["tableName"],
  },
};

function connectionString(name: string, type: string): JsonObject {
  return authSpec(name, type, { connectionString: secret });
}

/** Sources. Older editions of the guides print the specs of MySQL, PostgreSQL and Salesforce; all print requests. */
export const tableSources: readonly Entry[] = [
  {
    id: "26d738e0-8963-47ea-aadf-c60de735468a",
    name: "mysql",
    label: "MySQL",
    provider: "batch",
    category: "Databases",
    authSpec: [connectionString("Connection String Based Authentication", "connectionStringAuth")],
    sourceSpec: table,
  },
  {
    id: "74a1c565-4e59-48d7-9d67-7c03b8a13137",
    name: "postgre-sql",
    label: "PostgreSQL",
    provider: "batch",
    category: "Databases",
    authSpec: [connectionString("Connection String Based Authentication", "connectionStringAuth")],
    sourceSpec: table,
  },
  {
    id: "b2e08744-4f1a-40ce-af30-7abac3e23cf3",
    name: "snowflake",
    label: "Snowflake",
    provider: "batch",
    category: "Databases",
    authSpec: [connectionString("ConnectionString", "ConnectionString")],
    sourceSpec: table,
  },
  {
    id: "cfc0fee1-7dc0-40ef-b73e-d8b134c436f5",
    name: "salesforce",
    label: "Salesforce",
    provider: "batch",
    category: "CRM",
    authSpec: [
      authSpec(
        "Basic Authentication",
        "Basic_Authentication",
        { environmentUrl: text, username: text, password: secret, securityToken: secret },
        ["username", "password", "securityToken"],
      ),
      authSpec("OAuth2 Client Credential", "OAuth2ClientCredential", {
        environmentUrl: text,
        clientId: text,
        clientSecret: secret,
        apiVersion: text,
      }),
    ],
    sourceSpec: table,
  },
  {
    id: "38ad80fe-8b06-4938-94f4-d4ee80266b07",
    name: "dynamics-online",
    label: "Microsoft Dynamics",
    provider: "batch",
    category: "CRM",
    authSpec: [
      authSpec("Basic Authentication for Dynamics-Online", "BasicAuthentication", {
        serviceUri: text,
        username: text,
        password: secret,
      }),
    ],
    sourceSpec: table,
  },
];

/** What the flow spec `CRMToAEP` takes, by the guides to databases and CRMs. */
export const tableSourceIds = [
  "3416976c-a9ca-4bba-901a-1f08f66978ff",
  "38ad80fe-8b06-4938-94f4-d4ee80266b07",
  "d771e9c1-4f26-40dc-8617-ce58c4b53702",
  "3c9b37f8-13a6-43d8-bad3-b863b941fedd",
  "cc6a4487-9e91-433e-a3a3-9cf6626c1806",
  "3000eb99-cd47-43f3-827c-43caf170f015",
  "26d738e0-8963-47ea-aadf-c60de735468a",
  "74a1c565-4e59-48d7-9d67-7c03b8a13137",
  "cfc0fee1-7dc0-40ef-b73e-d8b134c436f5",
  "4f63aa36-bd48-4e33-bb83-49fbcd11c708",
  "cb66ab34-8619-49cb-96d1-39b37ede86ea",
  "eb13cb25-47ab-407f-ba89-c0125281c563",
  "1f372ff9-38a4-4492-96f5-b9a4e4bd00ec",
  "37b6bf40-d318-4655-90be-5cd6f65d334b",
  "a49bcc7d-8038-43af-b1e4-5a7a089a7d79",
  "221c7626-58f6-4eec-8ee2-042b0226f03b",
  "a8b6a1a4-5735-42b4-952c-85dce0ac38b5",
  "6a8d82bc-1caf-45d1-908d-cadabc9d63a6",
  "aac9bbd4-6c01-46ce-b47e-51c6f0f6db3f",
  "8e6b41a8-d998-4545-ad7d-c6a9fff406c3",
  "ecde33f2-c56f-46cc-bdea-ad151c16cd69",
  "102706fb-a5cd-42ee-afe0-bc42f017ff43",
  "09182899-b429-40c9-a15a-bf3ddbc8ced7",
  "0479cc14-7651-4354-b233-7480606c2ac3",
  "d6b52d86-f0f8-475f-89d4-ce54c8527328",
  "a8f4d393-1a6b-43f3-931f-91a16ed857f4",
  "1fe283f6-9bec-11ea-bb37-0242ac130002",
  "fcad62f3-09b0-41d3-be11-449d5a621b69",
  "ea1c2a08-b722-11eb-8529-0242ac130003",
  "35d6c4d8-c9a9-11eb-b8bc-0242ac130003",
  "ff4274f2-c9a9-11eb-b8bc-0242ac130003",
  "ba5126ec-c9ac-11eb-b8bc-0242ac130003",
  "b2e08744-4f1a-40ce-af30-7abac3e23cf3",
  "929e4450-0237-4ed2-9404-b7e1e0a00309",
  "2acf109f-9b66-4d5e-bc18-ebb2adcff8d5",
  "2fa8af9c-2d1a-43ea-a253-f00a00c74412",
];

/** The transformation that makes a dataflow take only the rows that are new by a column. */
export const copy = {
  name: "Copy",
  spec: {
    ...draft,
    properties: {
      deltaColumn: {
        type: "object",
        properties: { name: text, dateFormat: text, timezone: text },
        required: ["name"],
      },
    },
    required: ["deltaColumn"],
  },
};
