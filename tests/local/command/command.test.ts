import { commandStub } from "../../../local/command/definition";
import { UNKNOWN, type Context, type Properties } from "../../../provider-sdk";

const token = "command:local:Command";

function setUp() {
  const type = commandStub().resource(token);
  if (type === undefined) throw new Error("no Command");
  const lines: string[] = [];
  const context: Context = {
    urn: `urn:pulumi:test::test::${token}::it`,
    type: token,
    name: "it",
    signal: new AbortController().signal,
    timeoutSeconds: undefined,
    log: (_severity, message) => lines.push(message),
  };
  const create = (inputs: Properties) => type.create({ inputs, preview: false }, context);
  return { type, context, lines, create };
}

test("runs the command with its environment and input, and shows its output", async () => {
  const { create, lines } = setUp();
  const { outputs } = await create({
    create: "cat; printf '%s\\n' \"$NAME\"",
    stdin: "in:",
    environment: { NAME: "value" },
  });
  expect(outputs).toMatchObject({ stdout: "in:value", stderr: "" });
  expect(lines).toEqual(["in:value"]);
});

test("fails with the command's output, and without its environment", async () => {
  const { create } = setUp();
  const inputs = { create: "echo broken >&2; exit 3", environment: { TOKEN: "hidden-value" } };
  const failure = await create(inputs).catch((error: unknown) => error as Error);
  expect(failure).toBeInstanceOf(Error);
  expect((failure as Error).message).toMatch(/^exit status 3: .*broken$/s);
  expect((failure as Error).message).not.toContain("hidden-value");
});

test("is replaced by its triggers, and run again by any other change", async () => {
  const { type, context } = setUp();
  const old = { create: "true", triggers: ["a"], environment: { URL: "1" } };
  const diff = async (news: Properties) =>
    (
      await type.diff(
        { id: "x", oldInputs: old, oldOutputs: old, newInputs: news, ignoreChanges: [] },
        context,
      )
    ).changes;
  expect(await diff(old)).toEqual({});
  expect(await diff({ ...old, triggers: ["b"] })).toEqual({ triggers: "update-replace" });
  expect(await diff({ ...old, environment: { URL: "2" } })).toEqual({ environment: "update" });
});

test("an update runs `update`, else `create`, with the previous output", async () => {
  const { type, context } = setUp();
  const oldOutputs = { stdout: "before", stderr: "" };
  const update = (news: Properties) =>
    type.update({ id: "x", oldInputs: {}, oldOutputs, newInputs: news, preview: false }, context);
  expect(await update({ create: 'echo "$PULUMI_COMMAND_STDOUT, then"' })).toMatchObject({
    stdout: "before, then",
  });
  expect(await update({ create: "exit 1", update: "echo updated" })).toMatchObject({
    stdout: "updated",
  });
});

test("a preview runs nothing", async () => {
  const { type, context } = setUp();
  const made = await type.create({ inputs: { create: "exit 1" }, preview: true }, context);
  expect(made.outputs).toEqual({ create: "exit 1", stdout: UNKNOWN, stderr: UNKNOWN });
});

test("rejects inputs that it would ignore", async () => {
  const { type, context } = setUp();
  const { failures } = await type.check(
    { oldInputs: {}, newInputs: { assetPaths: ["*"] } },
    context,
  );
  expect(failures.map(({ property }) => property)).toEqual(["assetPaths"]);
});

test("a deleted command runs `delete`, if it has one", async () => {
  const { type, context, lines } = setUp();
  await type.delete({ id: "x", outputs: { create: "exit 1" }, inputs: {} }, context);
  await type.delete({ id: "x", outputs: { delete: "echo gone" }, inputs: {} }, context);
  expect(lines).toEqual(["gone"]);
});
