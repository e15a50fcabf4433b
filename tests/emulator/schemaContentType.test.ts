import { catalog, conversion, type ApiResponse } from "./support/client";
import { useEmulator, useSchema } from "./support/emulator";
import { eventMappings, title } from "./support/objects";

const xed = "application/vnd.adobe.xed+json";

/** Content types in a reference to a schema, and whether they name a form and a version of it. */
const contentTypes: readonly (readonly [contentType: unknown, isValid: boolean])[] = [
  [`${xed};version=1`, true],
  [`${xed}; version=1.0`, true],
  ["application/vnd.adobe.xed-full+json;version=1", true],
  ["1.0", true],
  [`${xed};version=2`, false],
  [`${xed};version=1.7`, false],
  [xed, false],
  ["application/json", false],
  ["application/vnd.adobe.xyz+json;version=1", false],
  [7, false],
  ["", false],
];

describe("the content type in a reference to a schema", () => {
  const client = useEmulator();
  const shared = useSchema(client);

  const makeDataset = (schemaRef: object): Promise<ApiResponse> =>
    client.call("POST", `${catalog}/dataSets`, { body: { name: title("Dataset"), schemaRef } });

  it.each(contentTypes)("%j of a dataset is valid: %j", async (contentType, isValid) => {
    const { status } = await makeDataset({ id: shared.schemaId, contentType });
    expect(status).toBe(isValid ? 201 : 400);
  });

  it("a dataset must have one", async () => {
    expect((await makeDataset({ id: shared.schemaId })).status).toBe(400);
  });

  it.each(
    contentTypes.filter(([contentType]) => typeof contentType === "string" && contentType !== ""),
  )("%j of a mapping set is valid: %j", async (contentType, isValid) => {
    const body = {
      outputSchema: { schemaRef: { id: shared.schemaId, contentType } },
      mappings: eventMappings,
    };
    const { status } = await client.call("POST", `${conversion}/mappingSets`, { body });
    expect(status).toBe(isValid ? 200 : 400);
  });
});
