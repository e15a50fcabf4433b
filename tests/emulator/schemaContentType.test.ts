import { emulatorCredentials } from "../../emulator";
import { catalog, conversion, flowservice } from "./support/client";
import { useEmulator, useSchema } from "./support/emulator";
import {
  eventMappings,
  lakeSpec,
  makeDataset,
  makeHttpApiFlow,
  makeMapping,
  title,
} from "./support/objects";

const xed = "application/vnd.adobe.xed+json";

/** Content types in a reference to a schema, and whether they name a form and a version of it. */
const contentTypes: readonly (readonly [contentType: unknown, isValid: boolean])[] = [
  [`${xed};version=1`, true],
  [`${xed}; version=1.0`, true],
  ["application/vnd.adobe.xed-full+json;version=1", true],
  ["1.0", true],
  [`${xed};version=2`, false],
  [`${xed};version=1.7`, false],
  [`${xed};version=99`, false],
  [xed, false],
  ["application/json", false],
  ["application/vnd.adobe.xyz+json;version=1", false],
  [5, false],
  ["", false],
  [null, false],
  [[], false],
  [{}, false],
];

type Place = readonly [
  place: string,
  isRequired: boolean,
  send: (contentType: unknown) => Promise<number>,
];

describe("the content type in a reference to a schema", () => {
  const client = useEmulator();
  const shared = useSchema(client);

  const send = async (method: string, path: string, body: object): Promise<number> =>
    (await client.call(method, path, { body })).status;

  const mappingSet = (contentType: unknown): object => ({
    outputSchema: { schemaRef: { id: shared.schemaId, contentType } },
    mappings: eventMappings,
  });

  const target = (datasetId: string, version: unknown): object => ({
    name: title("Target"),
    connectionSpec: lakeSpec,
    data: { format: "json", schema: { id: shared.schemaId, version } },
    params: { dataSetId: datasetId },
  });

  const message = async (header: object, meta: object): Promise<number> => {
    const datasetId = await makeDataset(client, shared.schemaId);
    const { inlet } = await makeHttpApiFlow(client, datasetId);
    const { schemaId: id } = shared;
    const { status } = await client.bare("POST", inlet, {
      body: {
        header: {
          schemaRef: { id, ...header },
          datasetId,
          imsOrgId: emulatorCredentials.orgId,
        },
        body: { xdmMeta: { schemaRef: { id, ...meta } }, xdmEntity: { _id: "a" } },
      },
      headers: { authorization: `Bearer ${await client.token()}` },
    });
    return status;
  };

  const inMappingSet = (
    what: string,
    partOf: (id: string, contentType: unknown) => object,
  ): readonly Place[] => {
    const body = (contentType: unknown): object => ({
      ...mappingSet(`${xed};version=1`),
      ...partOf(shared.schemaId, contentType),
    });
    return [
      [
        `${what}, in a new mapping set`,
        false,
        (contentType) => send("POST", `${conversion}/mappingSets`, body(contentType)),
      ],
      [
        `${what}, in a replaced mapping set`,
        false,
        async (contentType) => {
          const id = await makeMapping(client, shared.schemaId, eventMappings);
          return send("PUT", `${conversion}/mappingSets/${id}`, body(contentType));
        },
      ],
      [
        `${what}, in a mapping set to try out`,
        false,
        (contentType) => send("POST", `${conversion}/mappingSets/validate`, body(contentType)),
      ],
      [
        `${what}, in a mapping set to preview`,
        false,
        (contentType) =>
          send("POST", `${conversion}/mappingSets/preview`, {
            mappingSet: body(contentType),
            data: {},
          }),
      ],
    ];
  };

  /** Every request that names a schema with a content type: the status without one, and how to send it. */
  const places: readonly Place[] = [
    [
      "a new dataset",
      true,
      (contentType) =>
        send("POST", `${catalog}/dataSets`, {
          name: title("Dataset"),
          schemaRef: { id: shared.schemaId, contentType },
        }),
    ],
    [
      "a changed dataset",
      true,
      async (contentType) =>
        send("PATCH", `${catalog}/dataSets/${await makeDataset(client, shared.schemaId)}`, {
          schemaRef: { id: shared.schemaId, contentType },
        }),
    ],
    [
      "a new mapping set",
      true,
      (contentType) => send("POST", `${conversion}/mappingSets`, mappingSet(contentType)),
    ],
    [
      "a replaced mapping set",
      true,
      async (contentType) => {
        const id = await makeMapping(client, shared.schemaId, eventMappings);
        return send("PUT", `${conversion}/mappingSets/${id}`, mappingSet(contentType));
      },
    ],
    [
      "a mapping set to try out",
      true,
      (contentType) => send("POST", `${conversion}/mappingSets/validate`, mappingSet(contentType)),
    ],
    ...inMappingSet("an input schema", (id, contentType) => ({
      inputSchema: { schemaRef: { id, contentType } },
    })),
    ...inMappingSet("the older vocabulary's reference next to a newer one", (id, contentType) => ({
      schemaRef: { id, contentType },
    })),
    ...inMappingSet("the older vocabulary's id and version", (id, contentType) => ({
      outputSchema: undefined,
      xdmSchema: id,
      xdmVersion: contentType,
    })),
    [
      "a new target connection",
      false,
      async (version) =>
        send(
          "POST",
          `${flowservice}/targetConnections`,
          target(await makeDataset(client, shared.schemaId), version),
        ),
    ],
    [
      "a message's header",
      false,
      (contentType) => message({ contentType }, { contentType: `${xed};version=1` }),
    ],
    ["a message's xdmMeta", false, (contentType) => message({}, { contentType })],
  ];

  it.each(places)("of %s is checked", async (_place, isRequired, sendTo) => {
    const expected = [...contentTypes, [undefined, !isRequired] as const];
    const seen: (readonly [unknown, boolean])[] = [];
    for (const [contentType] of expected) {
      const status = await sendTo(contentType);
      expect(status).toBeLessThan(500);
      seen.push([contentType, status < 400]);
    }
    expect(seen).toEqual(expected);
  });
});
