import { UNKNOWN } from "../../../provider-sdk";
import { checkHarness, group } from "../support/checkHarness";
import { EVENT_CLASS, chatFields } from "../support/programs";

const { failures } = checkHarness();

const schemaId = "https://ns.adobe.com/localtenant/schemas/1";

describe("breaking changes are rejected unless they are allowed", () => {
  const chat = (change: object, more = {}) => ({
    chat: { ...chatFields.chat, properties: { ...chatFields.chat.properties, ...change }, ...more },
  });
  const oldInputs = group(chatFields);
  test.each([
    [
      "removed",
      { email: undefined },
      "properties.chat.properties.email",
      /is removed.*deprecated: true/,
    ],
    [
      "retyped",
      { email: { type: "integer" } },
      "properties.chat.properties.email.type",
      /from string to integer/,
    ],
    [
      "moved",
      { email: undefined, who: { type: "object", properties: { email: { type: "string" } } } },
      "properties.chat.properties.email",
      /is moved to chat.who.email/,
    ],
    [
      "fewer values",
      { mood: { type: "string", enum: ["good"] } },
      "properties.chat.properties.mood.enum",
      /"bad" is no longer allowed/,
    ],
    [
      "a smaller range",
      { score: { type: "integer", minimum: 1, maximum: 10 } },
      "properties.chat.properties.score.minimum",
      /narrowed from 0 to 1/,
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

  test("what only adds is allowed", async () => {
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

  test("moved up, and not to where one of the name already was", async () => {
    const inner = { type: "object", properties: { id: { type: "string" } } };
    const before = { a: { ...inner, properties: { ...inner.properties, b: inner } }, c: inner };
    const removed = { a: { type: "object", properties: { b: inner } }, c: inner };
    expect(await failures("xdm:FieldGroup", group(removed), group(before))).toEqual({
      "properties.a.properties.id": expect.stringContaining("is removed") as string,
    });
    const moved = { ...removed, id: { type: "string" } };
    expect(await failures("xdm:FieldGroup", group(moved), group(before))).toEqual({
      "properties.a.properties.id": expect.stringContaining("is moved to id") as string,
    });
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

  test("next to what is not known yet", async () => {
    const now = chat({ mood: UNKNOWN, score: { type: "integer", minimum: UNKNOWN, maximum: 5 } });
    expect(await failures("xdm:FieldGroup", group({ ...now, more: UNKNOWN }), oldInputs)).toEqual({
      "properties.chat.properties.score.maximum": expect.stringContaining("10 to 5") as string,
    });
    expect(await failures("xdm:FieldGroup", group(UNKNOWN), oldInputs)).toEqual({});
  });

  test.each(["pattern", "minLength", "maxLength"])("a %s where there was none", async (key) => {
    const limit = key === "pattern" ? "^a" : 5;
    const properties = chat({ email: { type: "string", title: "E-mail", [key]: limit } });
    const found = await failures("xdm:FieldGroup", group(properties), oldInputs);
    expect(Object.keys(found)).toEqual([`properties.chat.properties.email.${key}`]);
    expect(Object.values(found)[0]).toContain("allowBreaking");
  });

  test("a field group taken from a schema, Profile switched off", async () => {
    const one = {
      title: "S",
      class: EVENT_CLASS,
      fieldGroups: [{ ref: "https://ns.adobe.com/a/mixins/1" }],
    };
    expect(await failures("xdm:Schema", { ...one, fieldGroups: [] }, one)).toEqual({
      fieldGroups: expect.stringContaining("allowBreaking") as string,
    });
    const dataset = { name: "D", schemaId, profile: true };
    expect(await failures("catalog:Dataset", { ...dataset, profile: false }, dataset)).toEqual({
      profile: expect.stringContaining("for ever") as string,
    });
    expect(await failures("catalog:Dataset", { name: "D", schemaId }, dataset)).toEqual({
      profile: expect.stringContaining("Set it back to true") as string,
    });
  });
});
