import type { Json } from "../../../adobe/client/json";
import type { Case } from "./registryByHand";

/** Query templates and schedules, as Adobe shows them. */
export const queryCases: readonly Case[] = [
  // As the reference shows it, and as the guide does.
  ...[{ queryParameters: { page: "shop", least: 5 } }, {}].map((parameters): Case => ({
    type: "query:Template",
    identifying: ["sql", "queryParameters"],
    id: "f7cb5155-29da-4b95-8131-8c5deadfbe7f",
    object: {
      id: "f7cb5155-29da-4b95-8131-8c5deadfbe7f",
      name: "By hand",
      sql: "SELECT * FROM visits WHERE page = '$page' LIMIT $least",
      ...parameters,
      updated: "2019-11-21T21:50:01.469Z",
      userId: "A@techacct.adobe.com",
      created: "2019-11-21T21:50:01.469Z",
    },
    changes: [
      ["name", "Another", () => ({ name: "Another" })],
      ["sql", "SELECT $page, $least", () => ({ sql: "SELECT $page, $least" })],
      ...("queryParameters" in parameters
        ? ([
            [
              "queryParameters",
              { page: "home", least: "5" },
              () => ({ queryParameters: { page: "home", least: 5 } }),
            ],
          ] as const)
        : []),
    ],
  })),
  // As newer editions of the guide to encrypted files show it, and as older ones do.
  ...[{ name: "By hand", keyType: "ENCRYPTION" }, {}].map((newer): Case => ({
    type: "flow:KeyPair",
    identifying: ["publicKeyId"],
    id: "311ef6f8-9bcd-48cf-a9e9-d12c45fb7a17",
    object: {
      encryptionAlgorithm: "GPG",
      publicKeyId: "311ef6f8-9bcd-48cf-a9e9-d12c45fb7a17",
      publicKey: "bVFFTkJHQg==",
      expiryTime: "1684843168",
      ...newer,
    },
    // Nothing of it can be changed.
    changes: [],
  })),
  {
    type: "query:Schedule",
    identifying: ["query", "schedule", "state"],
    id: "e95186d65a28abf00a495d82_28e74200-e3de-11e9-8f5d-7f27416c5f0d_sample",
    object: {
      id: "e95186d65a28abf00a495d82_28e74200-e3de-11e9-8f5d-7f27416c5f0d_sample",
      state: "ENABLED",
      query: { dbName: "prod:all", sql: "SELECT 1", name: "By hand", description: "first" },
      updatedUserId: "A@techacct.adobe.com",
      version: 2,
      updated: "1578523458919",
      schedule: { schedule: "30 * * * *", startDate: "2020-01-08T12:30:00.000Z", maxActiveRuns: 1 },
      userId: "A@techacct.adobe.com",
      created: "1578523458919",
    },
    changes: [
      [
        "schedule",
        "@hourly",
        ({ schedule }) => ({ schedule: { ...(schedule as Json), schedule: "@hourly" } }),
      ],
      ["enabled", false, () => ({ state: "DISABLED" })],
    ],
  },
];
