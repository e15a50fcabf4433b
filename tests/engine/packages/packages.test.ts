import { spawn } from "node:child_process";
import { once } from "node:events";
import { copyFile, readFile } from "node:fs/promises";
import path from "node:path";
import { createInterface } from "node:readline";

import fetch from "node-fetch";
import ts from "typescript";

import { emulatorCredentials } from "../../../emulator";
import { packProvider } from "../../../scripts/packProvider";
import { runWritten, writtenCommands } from "../../support/writtenCommands";
import { startHarness } from "../provider/harness";
import { closeAll } from "../support/closeAll";
import { installedConsumer } from "./packages";
import type { Consumer } from "./packages";

/**
 * The packed archives in the hands of a user: installed into an empty project, used from plain
 * JavaScript and from TypeScript, without tsx and without anything of this repository.
 */
let consumer: Consumer;
beforeAll(async () => {
  consumer = await installedConsumer();
});
afterAll(() => closeAll(consumer));

test("an archive holds what is built, a README and the license, and nothing else", () => {
  const others = consumer.archives.flatMap(({ name, files }) =>
    files
      .map((file) => file.path)
      .filter((file) => !/^dist\/.*(\.js|\.d\.ts)$|^dist\/(page|ui)\/[^/]+$/.test(file))
      .map((file) => `${name}/${file}`),
  );
  const always = ["LICENSE", "README.md", "package.json"];
  expect(others).toEqual(
    consumer.archives.flatMap(({ name }) => always.map((file) => `${name}/${file}`)),
  );
});

test("an archive describes the types that a user can import, and no others", () => {
  const types = consumer.archives.flatMap(({ name, files }) =>
    files.filter((file) => file.path.endsWith(".d.ts")).map((file) => `${name}/${file.path}`),
  );
  expect(types).toContain("@chatlio-aep/emulator/dist/options.d.ts");
  expect(types).toContain("@chatlio-aep/adobe-aep/dist/client/flowService.d.ts");
  // What is behind an HTTP request, in the plugin, or behind a class of the SDK.
  expect(types.filter((file) => /\/(services|server|resources|lifecycle)\//.test(file))).toEqual(
    [],
  );
});

test("a program in plain JavaScript uses emulator and HTTP client", async () => {
  const printed = await consumer.node("useEmulator.mjs");
  expect(JSON.parse(printed)).toEqual({ sandbox: "dev", page: 200 });
});

test("the emulator's command serves until it is stopped", async () => {
  const command = path.join(consumer.directory, "node_modules/.bin/aep-emulator");
  const child = spawn(command, ["--port", "0"], { stdio: ["ignore", "pipe", "inherit"] });
  const exited = once(child, "exit");
  const [line] = (await once(createInterface(child.stdout), "line")) as [string];
  const url = line.replace("AEP emulator: ", "");
  expect((await fetch(`${url}/_emulator/health`)).status).toBe(200);
  child.kill("SIGTERM");
  expect(await exited).toEqual([0, null]);
});

test("a strict TypeScript program compiles with moduleResolution nodenext", async () => {
  const tsc = require.resolve("typescript/bin/tsc");
  await expect(consumer.node(tsc, "--project", "tsconfig.nodenext.json")).resolves.toBe("");
});

test.each(["node10", "node16", "nodenext", "bundler"])(
  "TypeScript finds classes and client with moduleResolution %s",
  (moduleResolution) => {
    const { options } = ts.convertCompilerOptionsFromJson({ moduleResolution }, "");
    const from = path.join(consumer.directory, "index.ts");
    const found = (name: string) =>
      ts.resolveModuleName(name, from, options, ts.sys).resolvedModule?.resolvedFileName;
    const installed = path.join(consumer.directory, "node_modules/@chatlio-aep/adobe-aep/dist");
    expect(found("@chatlio-aep/adobe-aep")).toBe(path.join(installed, "sdk/index.d.ts"));
    expect(found("@chatlio-aep/adobe-aep/client")).toBe(path.join(installed, "client/index.d.ts"));
  },
);

test.each(["emulator", "provider-sdk"])(
  "in the repository an import of %s leads to its sources, although dist is there",
  (workspace) => {
    const options = { moduleResolution: ts.ModuleResolutionKind.Bundler };
    const { resolvedModule } = ts.resolveModuleName(
      `../../../${workspace}`,
      __filename,
      options,
      ts.sys,
    );
    const sources = path.join(__dirname, "../../..", workspace, "index.ts");
    expect(resolvedModule?.resolvedFileName).toBe(sources);
    expect(require.resolve(`../../../${workspace}`)).toBe(sources);
  },
);

test("a program under the engine uses the classes with the plugin installed from its archive, and a provider of its own", async () => {
  const { archive, version } = await packProvider();
  const harness = await startHarness({ workDir: consumer.directory });
  try {
    const { directory: cwd, environment } = harness.stack;
    await copyFile(archive, path.join(cwd, path.basename(archive)));
    const { clientId, clientSecret, orgId } = emulatorCredentials;
    const commands = writtenCommands("adobe/README.md", "pulumi plugin install")
      .replaceAll("<version>", version)
      .replace("0123456789ABCDEF01234567@AdobeOrg", orgId)
      .replace("…", clientId);
    const env = { ...process.env, ...environment };
    await runWritten(commands, { cwd, env, input: `${clientSecret}\n` });
    await harness.stack.up();
    const outputs = await harness.stack.outputs();
    expect(outputs["namespaceId"]?.value).toMatch(/^\d+$/);
    expect(outputs["sandboxType"]?.value).toBe("development");
    const written = await readFile(path.join(consumer.directory, "greeting.txt"), "utf8");
    expect(written).toBe(`Namespace ${String(outputs["namespaceId"]?.value)}`);
    await harness.stack.preview({ expectNoChanges: true });
    await harness.stack.destroy();
    await expect(readFile(path.join(consumer.directory, "greeting.txt"))).rejects.toThrow("ENOENT");
  } finally {
    await harness.close();
  }
});
