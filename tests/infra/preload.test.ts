import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";

const repository = path.join(__dirname, "../..");

/** Runs JavaScript as Pulumi runs the program, in a folder of the project; what it printed, from JSON. */
async function run(
  script: string,
  folder = "infra",
  environment: Record<string, string> = {},
): Promise<unknown> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ["--require=chatlio-aep/preload", "--require=tsx/cjs", "-e", script],
    { cwd: path.join(repository, folder), env: { ...process.env, ...environment } },
  );
  return JSON.parse(stdout);
}

const loaded = `Object.keys(require.cache).flatMap(
  (file) => /node_modules.(typescript|@npmcli.arborist|@opentelemetry.sdk-trace-node|@pulumi.pulumi.automation)./.exec(file)?.[1] ?? [],
)`;

// Pulumi's own language host starts Node in the project's folder or in the program's.
test.each([".", "infra"])("Pulumi's SDK loads nothing late from %s", async (folder) => {
  const script = `require("@pulumi/pulumi"); require("@pulumi/pulumi/cmd/run/tracing");
    console.log(JSON.stringify(${loaded}))`;
  expect(await run(script, folder)).toEqual([]);
});

test("a module is loaded when something of it is used, and whole", async () => {
  const script = `const pulumi = require("@pulumi/pulumi");
    const late = require("typescript");
    pulumi.runtime.serializeFunction((x) => x + 1).then(({ text }) => console.log(JSON.stringify({
      text: text.includes("x + 1"), loaded: ${loaded}.includes("typescript"),
      names: "createProgram" in late, same: late.version === require("typescript/package.json").version })))`;
  expect(await run(script)).toEqual({ text: true, loaded: true, names: true, same: true });
});

test.each([
  ["left out", {}, false],
  ["kept when promises are debugged", { PULUMI_DEBUG_PROMISE_LEAKS: "1" }, true],
])("stacks of the SDK's promises are %s", async (_case, environment, kept) => {
  const script = `const pulumi = require("@pulumi/pulumi");
    const { debuggablePromise } = require("@pulumi/pulumi/runtime/debuggable");
    const promise = Promise.resolve(1);
    debuggablePromise(promise, "context");
    console.log(JSON.stringify([promise._debugCtx, /\\n +at /.test(promise._debugStackTrace), /\\n +at /.test(new Error("later").stack)]))`;
  expect(await run(script, "infra", environment)).toEqual(["context", kept, true]);
});

// Node.js 20 did not end when it colored such a stack.
test("an error from an apply is shown with its place in the TypeScript", async () => {
  const directory = await mkdtemp(path.join(tmpdir(), "stack-traces-"));
  const program = path.join(directory, "program.ts");
  await writeFile(
    program,
    `import type * as pulumi from "@pulumi/pulumi";
export const failing = (sdk: typeof pulumi) =>
  sdk.output(1).apply(() => {
    throw new Error("no such dataset");
  });`,
  );
  try {
    const script = `require("source-map-support/register"); // as @pulumi/pulumi/cmd/run does
      const { defaultErrorMessage } = require("@pulumi/pulumi/cmd/run/error");
      let shown;
      process.on("unhandledRejection", (error) => (shown ??= defaultErrorMessage(error)));
      process.on("exit", () => console.log(JSON.stringify(shown)));
      require(${JSON.stringify(program)}).failing(require("@pulumi/pulumi"));`;
    const shown = String(await run(script));
    expect(shown).toContain("Error: no such dataset");
    expect(shown).toContain("program.ts:4:11");
    expect(shown).toMatch(/@pulumi.output\.ts/);
  } finally {
    await rm(directory, { recursive: true });
  }
});
