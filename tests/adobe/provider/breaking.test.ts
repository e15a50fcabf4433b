import { UNKNOWN } from "../../../provider-sdk";
import { checkHarness, group } from "../support/checkHarness";
import { chatFields } from "../support/programs";

const { failures } = checkHarness();

const schemaId = "https://ns.adobe.com/localtenant/schemas/1";

describe("breaking changes are rejected unless they are allowed", () => {
  const chat = (change: object, more = {}) => ({
    chat: { ...chatFields.chat, properties: { ...chatFields.chat.properties, ...change }, ...more },
  });
  const oldInputs = group(chatFields);
  test.each([
    [
      "retyped",
      { email: { type: "integer" } },
      "properties.chat.properties.email.type",
      /from string to integer/,
    ],
    [
      "another format",
      { startedAt: { type: "string" } },
      "properties.chat.properties.startedAt.format",
      /from date-time to none/,
    ],
  ])("%s", async (_, change, property, reason) => {
    const properties = chat(change);
    expect(await failures("xdm:FieldGroup", group(properties), oldInputs)).toEqual({
      [property]: expect.stringMatching(reason) as string,
    });
    expect(
      await failures("xdm:FieldGroup", group(properties, { allowBreaking: true }), oldInputs),
    ).toEqual({});
  });

  const address = "https://ns.adobe.com/xdm/common/address";
  const grown = {
    office: { type: "object", ref: address },
    labels: { type: "object", additionalProperties: { type: "string" } },
    big: { type: "integer", xdmType: "long" },
  };
  test.each([
    [
      "another data type",
      { office: { type: "object", ref: `${address}2` } },
      "office.ref",
      /address2/,
    ],
    [
      "other values of a map",
      { labels: { type: "object", additionalProperties: { type: "integer" } } },
      "labels.additionalProperties.type",
      /from string to integer/,
    ],
    [
      "fields in place of a map",
      { labels: { type: "object", properties: { a: { type: "string" } } } },
      "labels.additionalProperties",
      /replace each other/,
    ],
    ["another width", { big: { type: "integer", xdmType: "byte" } }, "big.xdmType", /to byte/],
  ])("%s", async (_, change, property, reason) => {
    const inWeb = { standardProperties: { web: grown } };
    const changed = { standardProperties: { web: { ...grown, ...change } } };
    expect(await failures("xdm:FieldGroup", group({ ...grown, ...change }), group(grown))).toEqual({
      [`properties.${property}`]: expect.stringMatching(reason) as string,
    });
    expect(
      await failures("xdm:FieldGroup", group(chatFields, changed), group(chatFields, inWeb)),
    ).toEqual({ [`standardProperties.web.${property}`]: expect.stringMatching(reason) as string });
  });

  test("additions are allowed", async () => {
    const properties = chat(
      {
        more: { type: "string" },
        email: { type: "string", title: "Mail", deprecated: true },
        mood: { type: "string", enum: ["good", "bad", "ugly"] },
      },
      { required: ["email"] },
    );
    expect(await failures("xdm:FieldGroup", group(properties), oldInputs)).toEqual({});
  });

  test("in the elements of a list", async () => {
    const text = (type: string) => ({
      messages: { type: "array", items: { type: "object", properties: { text: { type } } } },
    });
    expect(await failures("xdm:FieldGroup", group(text("integer")), group(text("string")))).toEqual(
      {
        "properties.messages.items.properties.text.type": expect.stringMatching(
          /from string to integer/,
        ) as string,
      },
    );
  });

  test("next to values that are not known yet", async () => {
    const now = chat({ mood: UNKNOWN, score: { type: "integer", minimum: UNKNOWN, maximum: 5 } });
    expect(await failures("xdm:FieldGroup", group({ ...now, more: UNKNOWN }), oldInputs)).toEqual(
      {},
    );
    expect(await failures("xdm:FieldGroup", group(UNKNOWN), oldInputs)).toEqual({});
  });

  test("another pattern", async () => {
    const text = (pattern: string) => group({ text: { type: "string", pattern } });
    expect(await failures("xdm:FieldGroup", text("^b"), text("^a"))).toEqual({
      "properties.text.pattern": expect.stringMatching(/from \^a to \^b.*allowBreaking/) as string,
    });
  });

  test("Profile switched off", async () => {
    const dataset = { name: "D", schemaId, profile: true };
    expect(await failures("catalog:Dataset", { ...dataset, profile: false }, dataset)).toEqual({
      profile: expect.stringContaining("for ever") as string,
    });
    expect(await failures("catalog:Dataset", { name: "D", schemaId }, dataset)).toEqual({
      profile: expect.stringContaining("Set it back to true") as string,
    });
  });
});
