import type { ApiError, ErrorKind } from "../../emulator/common/apiError";
import { madeUpHeader } from "../../emulator/common/apiError";
import { gatewayError, gatewayErrors } from "../../emulator/server/gateway";
import { adobeServices } from "../../emulator/services";
import { catalogError } from "../../emulator/services/catalog/errors";
import { dataPrepError } from "../../emulator/services/dataPrep/errors";
import { flowError } from "../../emulator/services/flowService/errors";
import { identityError } from "../../emulator/services/identity/errors";
import { sandboxError } from "../../emulator/services/sandboxes/errors";
import { descriptorError, registryError } from "../../emulator/services/schemaRegistry/errors";
import { catalog, registry } from "./support/client";
import { useEmulator } from "./support/emulator";

/** Codes that stand in a document of Adobe's (RFC 6749 for IMS), or that people saw, by the part of the emulator. */
const known: Readonly<Record<string, readonly string[]>> = {
  Gateway: "403010 401013 403000 403003 400003 403025".split(" "),
  IMS: "invalid_request unsupported_grant_type invalid_client invalid_scope".split(" "),
  "Schema Registry": [
    ..."1006-400 1007-400 1008-400 1009-400 1007-406 1010-404 1012-404 1021-400 1413-400".split(
      " ",
    ),
    ..."1521-400 1526-400 1527-400 1528-400".split(" "),
    // Seen by others.
    ..."1500-400 1536-400 1600-400 1810-400 1811-400 1816-400 4000-400".split(" "),
  ]
    .map((code) => `XDM-${code}`)
    .concat("NotAcceptableError"),
  // Seen by others.
  Sandbox: ["SMS-2010-403"],
  "Identity Service": "NAMESPACE_NOT_FOUND INTEGRATION_CODE_EXISTS INVALID_REQUEST_PARAMS".split(
    " ",
  ),
  // The gateway's form, whose code is the status.
  "Data Hygiene": ["400", "404"],
  "Observability Insights": ["INSGHT-1000-400", "INSGHT-1003-401"],
  "Flow Service": [
    ..."1100-400 1101-404 1401-400 1402-400 1403-400 1404-412 1405-400 1410-400 1411-400".split(
      " ",
    ),
    ..."1412-400 1413-400 1414-400 1415-400 1416-400 1417-400 1418-400 1419-400 1420-400".split(
      " ",
    ),
    ..."1421-400 1422-400 1425-400 1433-400 1434-400 1436-400 1439-404 1440-400 1443-400".split(
      " ",
    ),
    ..."1447-400 1448-400 1450-400 1451-400 1452-400 1453-400 1455-400 1457-400 1458-400".split(
      " ",
    ),
    ..."2100-404 2105-400 2110-400 2111-403".split(" "),
  ].map((code) => `FLOW-${code}`),
};

const kinds: readonly (readonly [service: string, name: string, kind: ErrorKind])[] = [
  ...Object.entries(gatewayErrors).map(([name, kind]) => ["Gateway", name, kind] as const),
  ...adobeServices.flatMap(({ name: service, errors }) =>
    Object.entries(errors).map(([name, kind]) => [service, name, kind] as const),
  ),
];

/** How each part with made-up codes builds a response. */
const builders: Readonly<Record<string, readonly ((kind: ErrorKind) => ApiError)[]>> = {
  Gateway: [gatewayError],
  "Schema Registry": [
    (kind) => registryError(kind, "detail"),
    (kind) => descriptorError(kind, "reason"),
  ],
  Catalog: [(kind) => catalogError(kind, "detail")],
  "Data Prep": [(kind) => dataPrepError(kind, "detail")],
  "Flow Service": [(kind) => flowError(kind, "detail")],
  "Identity Service": [(kind) => identityError(kind, "detail")],
  Sandbox: [(kind) => sandboxError(kind, "detail")],
};

describe("error codes that the emulator has made up", () => {
  it.each(kinds)("are marked, and no others: %s %s", (service, _name, { code, madeUp }) => {
    const isKnown = code === "" || known[service]?.includes(code) === true;
    expect({ code, isMarked: madeUp === true }).toEqual({ code, isMarked: !isKnown });
  });

  it.each(kinds.filter(([, , { madeUp }]) => madeUp === true))(
    "say so in the response: %s %s",
    (service, _name, kind) => {
      const built = (builders[service] ?? []).map((build) => build(kind).headers[madeUpHeader]);
      expect(built.length > 0 && built.every((value) => value === "code")).toBe(true);
    },
  );

  const client = useEmulator();

  it.each([
    ["made up", `${catalog}/dataSets/none`, 404, "code"],
    ["documented", `${registry}/tenant/schemas`, 400, undefined],
  ])("reach the caller: a code that is %s", async (_what, path, status, header) => {
    const response = await client.call("GET", path);
    expect([response.status, response.headers[madeUpHeader]]).toEqual([status, header]);
  });
});
