import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";

import { credentials } from "@grpc/grpc-js";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";

import { VERSION } from "../../adobe/provider/version";

const executable = path.join(__dirname, "../../adobe/plugin/pulumi-resource-adobe-aep");

/** Starts the provider as a plugin; its process, and the version that it tells by gRPC. */
async function start(input: "pipe" | "ignore") {
  const child = spawn(executable, [], { stdio: [input, "pipe", "inherit"] });
  const [port] = (await once(createInterface({ input: child.stdout as Readable }), "line")) as [
    string,
  ];
  const client = new ResourceProviderClient(`127.0.0.1:${port}`, credentials.createInsecure());
  try {
    const version = await new Promise<string>((resolve, reject) => {
      client.getPluginInfo(new Empty(), (error, info) =>
        error === null ? resolve(info.getVersion()) : reject(error),
      );
    });
    return { child, version };
  } finally {
    client.close();
  }
}

test("a plugin ends with the pipe that the engine holds", async () => {
  const { child, version } = await start("pipe");
  expect(version).toBe(VERSION);
  const ended = once(child, "exit");
  child.stdin?.end();
  expect(await ended).toEqual([0, null]);
});

test("a plugin that a language host starts without a pipe serves until it is ended", async () => {
  const { child, version } = await start("ignore");
  expect(version).toBe(VERSION);
  const ended = once(child, "exit");
  child.kill();
  expect(await ended).toEqual([0, null]);
});
