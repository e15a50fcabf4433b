import { execFile } from "node:child_process";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";

import { VERSION } from "../../../adobe/provider/version";
import { ensureToolchain } from "../../../local/toolchain";
import { packProvider } from "../../../scripts/packProvider";
import { makeExecutable, platformName } from "../../../scripts/providerExecutable";
import { runWritten, writtenCommands } from "../../support/writtenCommands";

const run = promisify(execFile);

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), "executable-"));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

test("the engine runs the plugin from its executable's archive where there is no Node.js", async () => {
  const downloadUrl = "github://api.github.com/acme/chatlio-aep";
  const { archive } = await packProvider({ executable: true, downloadUrl });
  const { pulumi } = await ensureToolchain({ ministack: false });
  const env = {
    PATH: `${pulumi}:/bin:/usr/bin`,
    HOME: directory,
    PULUMI_HOME: path.join(directory, "home"),
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
  };
  // As the page has it, but that the archive is there already.
  const [, install = ""] = writtenCommands(
    "docs/provider/installing.md",
    "npm run provider:package -- --executable",
  ).split("\n");
  const written = install.replaceAll("<version>", VERSION).replace("linux-amd64", platformName());
  const cwd = path.join(__dirname, "../../..");
  await runWritten(written, { cwd, env });
  expect(path.join(cwd, written.split(" ").at(-1) ?? "")).toBe(archive);

  const { stdout } = await run(
    path.join(pulumi, "pulumi"),
    ["package", "get-schema", "adobe-aep"],
    { cwd: directory, env: { ...env, PATH: directory }, maxBuffer: 2 ** 26 },
  );
  expect(JSON.parse(stdout)).toMatchObject({
    version: VERSION,
    pluginDownloadURL: downloadUrl,
    repository: "https://github.com/acme/chatlio-aep",
  });
});

test("a Node.js that cannot hold a program is named, and nothing is made", async () => {
  const made = await mkdtemp(path.join(directory, "made-"));
  const node = path.join(directory, "node");
  await writeFile(node, "a small file that loads a library");
  await expect(makeExecutable("provider.cjs", path.join(made, "file"), node)).rejects.toThrow(
    `${node} cannot hold a program`,
  );
  expect(await readdir(made)).toEqual([]);
});
