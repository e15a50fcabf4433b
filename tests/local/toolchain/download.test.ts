import { execFileSync } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs/promises";
import http from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";

import { downloadEngine, releasePlatform } from "../../../local/toolchain/download";
import { ensureEngine, PULUMI_VERSION } from "../../../local/toolchain/engine";
import { createMachine, fakeGo, type Machine } from "./machine";

describe("the official download", () => {
  let machine: Machine;
  let server: http.Server;
  let respond: http.RequestListener;
  let requested: (string | undefined)[];

  beforeEach(async () => {
    requested = [];
    server = http.createServer((request, response) => {
      requested.push(request.url);
      respond(request, response);
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    machine = await createMachine({ releases: `http://127.0.0.1:${port}/releases` });
  });

  afterEach(async () => {
    jest.useRealTimers();
    server.closeAllConnections();
    server.close();
    await machine.remove();
  });

  /** A release as Pulumi packs it: one directory with the engine and its language hosts. */
  async function release(version: string): Promise<Buffer> {
    const directory = path.join(machine.directory, "release");
    await fs.mkdir(path.join(directory, "pulumi"), { recursive: true });
    for (const name of ["pulumi", "pulumi-language-nodejs"]) {
      await fs.writeFile(path.join(directory, "pulumi", name), `#!/bin/sh\necho v${version}\n`, {
        mode: 0o755,
      });
    }
    return execFileSync("tar", ["-cz", "-C", directory, "pulumi"]);
  }

  test("is unpacked into the cache with its language host, and requested once", async () => {
    const archive = await release(PULUMI_VERSION);
    respond = (_, response) => {
      response.setHeader("content-length", archive.length);
      response.end(archive);
    };
    const engine = await ensureEngine(machine.context);
    expect(engine).toMatchObject({ version: PULUMI_VERSION, source: "download" });
    const names = await fs.readdir(path.dirname(engine.file));
    expect(names).toEqual(["pulumi", "pulumi-language-nodejs"]);
    await expect(ensureEngine(machine.context)).resolves.toMatchObject({ source: "cache" });
    expect(requested).toEqual([
      `/releases/pulumi-v${PULUMI_VERSION}-${releasePlatform() ?? "none"}.tar.gz`,
    ]);
    expect(machine.shown).toContainEqual(expect.stringMatching(/^downloaded \d+ of \d+ MB$/));
  });

  test.each([
    [
      "is rejected",
      (response: http.ServerResponse) => response.writeHead(403).end(),
      "the download site responded with 403",
    ],
    [
      "breaks off",
      (response: http.ServerResponse) => {
        response.setHeader("content-length", 1000);
        response.write("half");
        response.destroy();
      },
      "the download site is not reachable",
    ],
    [
      "is something else",
      (response: http.ServerResponse) => response.end("<html>Log in to the network</html>"),
      "the archive cannot be unpacked",
    ],
  ])("that %s gives way to the build", async (_, reply, reason) => {
    respond = (_request, response) => {
      reply(response);
    };
    await machine.install("go", fakeGo());
    await expect(ensureEngine(machine.context)).resolves.toMatchObject({ source: "build" });
    expect(machine.shown).toContainEqual(expect.stringContaining(`skipped ${reason}`));
  });

  test.each([
    ["does not respond", 5_000, () => undefined],
    [
      "goes silent half-way",
      20_000,
      (response: http.ServerResponse) => void response.writeHead(200).write("half"),
    ],
  ])("that %s is given up in time", async (_, patience, reply) => {
    jest.useFakeTimers({ doNotFake: ["nextTick", "setImmediate", "queueMicrotask"] });
    const directory = path.join(machine.directory, "download");
    await fs.mkdir(directory);
    const received = new Promise<void>((resolve) => {
      respond = (_request, response) => {
        reply(response);
        resolve();
      };
    });
    const half = new Promise<void>((resolve) => {
      const task = machine.context.progress.start("test");
      const result = downloadEngine(machine.context, PULUMI_VERSION, directory, {
        ...task,
        update: () => resolve(),
      });
      outcome = result;
    });
    await received;
    if (patience > 5_000) await half;
    jest.advanceTimersByTime(patience - 1);
    jest.advanceTimersByTime(1);
    await expect(outcome).resolves.toBe("the download site does not respond");
  });
  let outcome: Promise<string | undefined>;

  test("knows the systems Pulumi has releases for", () => {
    expect(releasePlatform("darwin", "arm64")).toBe("darwin-arm64");
    expect(releasePlatform("sunos", "x64")).toBeUndefined();
  });
});
