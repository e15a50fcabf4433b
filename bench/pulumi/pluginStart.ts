import { spawn } from "node:child_process";
import { rm, writeFile } from "node:fs/promises";
import path from "node:path";

import { build } from "esbuild";

import { temporaryDirectory } from "../../local/process/temporary";
import { bundleProvider } from "../../scripts/bundleProvider";
import { makeExecutable } from "../../scripts/providerExecutable";
import type { Benchmark } from "../benchmark";
import { compared } from "../support/paired";

/** A server of gRPC without a service, which prints its port as a plugin does. */
const emptyServer = `
const { Server, ServerCredentials } = require("@grpc/grpc-js");
const server = new Server();
server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) => {
  if (error) throw error;
  process.stdout.write(port + "\\n");
});
`;

/** Microseconds from the start of the process to the line with its port. */
function startTime(command: string, ...args: readonly string[]): Promise<number> {
  const begin = performance.now();
  const child = spawn(command, args, { stdio: ["ignore", "pipe", "inherit"] });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`The plugin ended with code ${code}.`)));
    child.stdout.once("data", () => {
      const taken = (performance.now() - begin) * 1000;
      child.removeAllListeners("exit");
      child.once("exit", () => resolve(taken));
      child.kill("SIGKILL");
    });
  });
}

/** Both in turn, in a directory of their own, in which `prepare` makes them. */
async function comparedStarts(
  pairs: number,
  prepare: (directory: string) => Promise<{ ours: readonly string[]; rival: readonly string[] }>,
) {
  const directory = await temporaryDirectory("bench-plugin");
  try {
    await bundleProvider(directory);
    const { ours, rival } = await prepare(directory);
    const start = ([command = "", ...args]: readonly string[]) => startTime(command, ...args);
    const measured = [];
    for (let pair = 0; pair < pairs; pair++)
      measured.push({ ours: await start(ours), rival: await start(rival) });
    return compared(measured);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

function scriptIn(directory: string): readonly [string, string] {
  return [process.execPath, path.join(directory, "provider.cjs")];
}

export const pluginStart: Benchmark = {
  name: "plugin-start",
  part: "Pulumi",
  what: "provider: process until it serves",
  against: "an empty gRPC server",
  time: "wall",
  run: (pairs) =>
    comparedStarts(pairs, async (directory) => {
      const source = path.join(directory, "empty.ts");
      const empty = path.join(directory, "empty.cjs");
      await writeFile(source, emptyServer);
      await build({
        entryPoints: [source],
        outfile: empty,
        bundle: true,
        platform: "node",
        format: "cjs",
        absWorkingDir: path.join(__dirname, "../.."),
        nodePaths: [path.join(__dirname, "../../node_modules")],
        logLevel: "error",
      });
      return { ours: scriptIn(directory), rival: [process.execPath, empty] };
    }),
};

export const executableStart: Benchmark = {
  name: "executable-start",
  part: "Pulumi",
  what: "provider with Node.js in one file: process until it serves",
  against: "the provider as a script",
  time: "wall",
  run: (pairs) =>
    comparedStarts(pairs, async (directory) => {
      const ours = path.join(directory, "executable");
      const rival = scriptIn(directory);
      await makeExecutable(rival[1], ours);
      return { ours: [ours], rival };
    }),
};
