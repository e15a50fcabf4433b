import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";

const repository = path.join(__dirname, "../..");

/** Runs JavaScript as Pulumi runs the program, in a folder of the project; what it printed, from JSON. */
async function run(script: string, folder = "infra"): Promise<unknown> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ["--require=chatlio-aep/late-modules", "--require=tsx/cjs", "-e", script],
    { cwd: path.join(repository, folder) },
  );
  return JSON.parse(stdout);
}

const loaded = `Object.keys(require.cache).flatMap(
  (file) => /node_modules.(typescript|@npmcli.arborist|@opentelemetry.sdk-trace-node)./.exec(file)?.[1] ?? [],
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
