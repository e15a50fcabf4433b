import { conversion, type ApiResponse } from "../../support/client";
import { useEmulator, useSchema } from "../../support/emulator";
import { contentType, tenant } from "../../support/objects";

describe("Data Prep's conversion", () => {
  const client = useEmulator();
  const shared = useSchema(client);

  const body = (mappings: readonly object[]): object => ({
    outputSchema: { schemaRef: { id: shared.schemaId, contentType } },
    mappings,
  });

  const map = async (destination: string, value: unknown): Promise<unknown> => {
    const { body: response }: ApiResponse = await client.call(
      "POST",
      `${conversion}/mappingSets/preview`,
      {
        body: {
          data: [{ value }],
          mappingSet: body([
            {
              sourceType: "ATTRIBUTE",
              source: "value",
              destination: `${tenant}.chat.${destination}`,
            },
          ]),
        },
      },
    );
    return response[0].data[tenant]?.chat[destination];
  };

  it.each([
    ["message", 5, "5"],
    ["message", true, "true"],
    ["message", { a: 1 }, undefined],
    ["count", "42", 42],
    ["count", "4.2", undefined],
    ["count", "x", undefined],
    ["good", "yes", true],
    ["good", "OFF", false],
    ["good", "perhaps", undefined],
    ["at", "2020-01-02T03:04:05.678Z", "2020-01-02T03:04:05.678Z"],
    ["at", "2020-01-02T03:04:05.678+02:00", "2020-01-02T01:04:05.678Z"],
    ["at", "2020-01-02", "2020-01-02T00:00:00.000Z"],
    ["at", "2016-02-07T11:02:17.839766-08:00", undefined],
    ["at", "2018-05-19T18:14:32.000026941+02:00", undefined],
    ["message", null, undefined],
    ["lines", [{ text: "a", n: "1", more: 2 }], [{ text: "a", n: 1 }]],
    ["lines", "no list", undefined],
  ])("to %s of %j gives %j", async (destination, value, expected) => {
    expect(await map(destination, value)).toEqual(expected);
  });

  it("maps lists of objects entry by entry", async () => {
    const { body: response } = await client.call("POST", `${conversion}/mappingSets/preview`, {
      body: {
        data: [{ messages: [{ t: "one", i: 1 }, { i: 2 }, { t: "three" }] }],
        mappingSet: body([
          {
            sourceType: "ATTRIBUTE",
            source: "messages[*].t",
            destination: `${tenant}.chat.lines[*].text`,
          },
          {
            sourceType: "ATTRIBUTE",
            source: "messages[*].i",
            destination: `${tenant}.chat.lines[*].n`,
          },
        ]),
      },
    });
    expect(response[0].data[tenant].chat.lines).toEqual([
      { text: "one", n: 1 },
      { n: 2 },
      { text: "three" },
    ]);
  });
});
