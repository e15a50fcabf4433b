import { PersonSearch } from "../../../cli/forget/personSearch";
import { receiverSettingsOf } from "../../handlers/support/settings";
import { addDead, email, isFound, isNamed, stackOfEachTest, textOf, unreadable } from "./support";

const stack = stackOfEachTest();

/** Values that many messages share, and that name nobody. */
const missing = [
  "",
  " ",
  "0",
  "-",
  "null",
  "undefined",
  "anonymous",
  "{null}",
  "00000000",
  "00000000-0000-0000-0000-000000000000",
  "ffffffff-ffff-ffff-ffff-ffffffffffff",
];

test.each(["", "0", "00000000-0000-0000-0000-000000000000"])(
  "the id %j of a chat is nobody's: only the person's own messages are removed",
  async (conversationUUID) => {
    const bodies = [
      { visitor: { email: "bob@example.org" } },
      { textBody: "…" },
      { conversationUUID: null },
    ];
    const others = bodies.flatMap((body) => {
      const json = { conversationUUID, ...body };
      return [unreadable(JSON.stringify(json)), textOf("visitor-unanswered", json)];
    });
    addDead(stack.aws, "m-0", unreadable(JSON.stringify({ conversationUUID, visitor: { email } })));
    for (const [index, text] of others.entries()) addDead(stack.aws, `m-${index + 1}`, text);
    const { status, stderr } = await stack.run(["forget", "--email", email, "--yes"]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stack.aws.messages.map(({ body }) => body)).toEqual(others);
  },
);

test.each([...missing, "1234567"])("the id %j of a chat is not learned", (conversationUUID) => {
  const person = { emails: [email], visitors: [], customers: [] };
  const search = new PersonSearch(person, receiverSettingsOf());
  const named = unreadable(JSON.stringify({ conversationUUID, visitor: { email } }));
  expect([isNamed(search, named), ...search.conversations.keys()]).toEqual([true]);
});

test.each(missing)("%j as the value that is searched for finds nobody", (value) => {
  const settings = receiverSettingsOf();
  const json = {
    visitor: { UUID: value, email: value, identUserId: value, identTraits: { customerId: value } },
  };
  const texts = [
    textOf("visitor-unanswered", json),
    unreadable(JSON.stringify(json)),
    unreadable(`id=${value}&visitorKey=uuid:${value}, it says undefined`),
  ];
  const found = ["", "uuid:", "conversation:"].flatMap((kind) => {
    const person = { emails: [value], visitors: [`${kind}${value}`], customers: [value] };
    const search = new PersonSearch(person, settings);
    return [...texts.filter((text) => isFound(search, text)), ...search.conversations.keys()];
  });
  expect(found).toEqual([]);
});

test.each([
  ["--visitor", "undefined"],
  ["--visitor", "00000000-0000-0000-0000-000000000000"],
  ["--visitor", "conversation:0"],
  ["--visitor", "uuid:anonymous"],
  ["--visitor", "uuid:5f0c2b1"],
  ["--customer", "0"],
  ["--customer", "null"],
  ["--customer", "{undefined}"],
])("%s %s is a wrong command line", async (option, value) => {
  addDead(stack.aws, "m-1", textOf("visitor-unanswered", { visitor: { identUserId: value } }));
  const { status, stderr } = await stack.run(["forget", option, value, "--yes"]);
  expect(status).toBe(2);
  expect(stderr).toContain(`${option} is nobody's id`);
  expect(stderr).not.toContain(value);
  expect(stack.aws.messages).toHaveLength(1);
});

test("a customer id in braces is somebody's", () => {
  const search = new PersonSearch(
    { emails: [], visitors: [], customers: ["{5f0c2b1e-7a44}"] },
    receiverSettingsOf(),
  );
  const named = textOf("visitor-unanswered", { visitor: { identUserId: "{5f0c2b1e-7a44}" } });
  expect(isFound(search, named)).toBe(true);
});
