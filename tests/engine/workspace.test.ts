import path from "node:path";
import { CommandError } from "@pulumi/pulumi/automation";
import { createStack, type LocalStack, type StackOptions } from "../../local/workspace";

const workDir = path.join(__dirname, "fixtures/greeting");

describe("a stack in its own backend", () => {
  let stack: LocalStack | undefined;
  const create = async (options: Partial<StackOptions> = {}) =>
    (stack = await createStack({ workDir, ...options }));

  afterEach(async () => {
    await stack?.close();
    stack = undefined;
  });

  test("runs a TypeScript program through up, preview, refresh and destroy", async () => {
    const local = await create({
      config: { "greeting:name": "engine", "greeting:token": { value: "s3cret", secret: true } },
    });

    const up = await local.up();
    expect(up.outputs["greeting"]?.value).toBe("hello engine");
    expect(up.outputs["projectAndStack"]?.value).toBe("greeting/local");
    expect(up.outputs["token"]).toEqual({ value: "s3cret", secret: true });
    expect(up.summary.resourceChanges).toEqual({ create: 2 });
    // No warning of a language host in the wrong place, or anything else to explain.
    expect(up.stdout + up.stderr).not.toMatch(/warning/i);

    const preview = await local.preview({ expectNoChanges: true });
    expect(preview.changeSummary).toEqual({ same: 2 });
    await local.refresh();
    const destroyed = await local.destroy();
    expect(destroyed.summary.resourceChanges).toEqual({ delete: 2 });
  });

  test("takes the config of the stack's own file, and lists by path", async () => {
    const local = await create({
      stackName: "named",
      config: { "greeting:tokens[0]": "first", "greeting:tokens[1]": "second" },
    });
    const up = await local.up();
    expect(up.outputs["greeting"]?.value).toBe("hello file");
    expect(up.outputs["tokens"]).toEqual({ value: ["first", "second"], secret: true });
  });

  test("shows the program's own error without a stack trace", async () => {
    const local = await create({ config: { "greeting:name": "nobody" } });
    const failure = await local.up().catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(CommandError);
    expect(String(failure)).toContain("There is nobody to greet.");
    expect(String(failure)).not.toMatch(/\n\s+at /);
  });

  test("two stacks at once know nothing of each other", async () => {
    const [one, two] = await Promise.all(
      ["one", "two"].map((name) => createStack({ workDir, config: { "greeting:name": name } })),
    );
    try {
      const ups = await Promise.all([one?.up(), two?.up()]);
      expect(ups.map((up) => up?.outputs["greeting"]?.value as unknown)).toEqual([
        "hello one",
        "hello two",
      ]);
    } finally {
      await one?.close();
      await two?.close();
    }
  });
});
