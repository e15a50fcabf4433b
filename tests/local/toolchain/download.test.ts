import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import fs from "node:fs/promises";
import http from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";

import type { ToolchainContext } from "../../../local/toolchain/context";
import { downloadEngine } from "../../../local/toolchain/download";
import { ensureEngine, PULUMI_VERSION } from "../../../local/toolchain/engine";
import { releaseSums } from "../../../local/toolchain/releaseSums";
import { createMachine, fakeGo, type Machine } from "./machine";

const platform = `${process.platform}-${process.arch}`;

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

  /** The machine, where this is the content that is pinned for its platform. */
  function expecting(archive: Buffer): ToolchainContext {
    const sum = createHash("sha256").update(archive).digest("hex");
    return { ...machine.context, releaseSums: { [PULUMI_VERSION]: { [platform]: sum } } };
  }

  test("is unpacked into the cache with its language host, and requested once", async () => {
    const archive = await release(PULUMI_VERSION);
    respond = (_, response) => {
      response.setHeader("content-length", archive.length);
      response.end(archive);
    };
    const context = expecting(archive);
    const engine = await ensureEngine(context);
    expect(engine).toMatchObject({ version: PULUMI_VERSION, source: "download" });
    const names = await fs.readdir(path.dirname(engine.file));
    expect(names).toEqual(["pulumi", "pulumi-language-nodejs"]);
    await expect(ensureEngine(context)).resolves.toMatchObject({ source: "cache" });
    expect(requested).toEqual([`/releases/pulumi-v${PULUMI_VERSION}-${platform}.tar.gz`]);
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
      `pulumi-v${PULUMI_VERSION}-${platform}.tar.gz was changed on its way: its SHA-256 is `,
    ],
  ])("that %s is replaced by the build", async (_, reply, reason) => {
    respond = (_request, response) => {
      reply(response);
    };
    await machine.install("go", fakeGo());
    await expect(ensureEngine(machine.context)).resolves.toMatchObject({ source: "build" });
    expect(machine.shown).toContainEqual(expect.stringContaining(`skipped ${reason}`));
  });

  test("that differs from the pinned content in one byte is not unpacked", async () => {
    const archive = await release(PULUMI_VERSION);
    const context = expecting(archive);
    const changed = Buffer.from(archive);
    changed[4] = (changed[4] ?? 0) ^ 1; // the time in the header of gzip: still the same files
    respond = (_, response) => response.end(changed);
    await machine.install("go", fakeGo());
    await expect(ensureEngine(context)).resolves.toMatchObject({ source: "build" });
    const cached = path.join(machine.context.cache, `engine-${PULUMI_VERSION}-${platform}`);
    await expect(fs.readdir(cached)).resolves.toEqual(["pulumi"]);
    await expect(fs.readdir(path.join(machine.context.cache, "unfinished"))).resolves.toEqual([]);
  });

  test("that is pinned but has a link in it is not unpacked", async () => {
    const archive = await release(PULUMI_VERSION);
    const directory = path.join(machine.directory, "release");
    await fs.symlink("/etc", path.join(directory, "pulumi/etc"));
    const linked = execFileSync("tar", ["-cz", "-C", directory, "pulumi"]);
    expect(linked.equals(archive)).toBe(false);
    respond = (_, response) => response.end(linked);
    const failure = await ensureEngine(expecting(linked)).catch(String);
    expect(failure).toContain(`its entry "pulumi/etc" is a SymbolicLink, not a file`);
  });

  test.each([
    [3, "download"],
    [4, "build"],
  ])("is followed through %i redirects by the %s", async (redirects, source) => {
    const archive = await release(PULUMI_VERSION);
    respond = ({ url = "" }, response) => {
      const hops = Number(url.split("?hops=")[1] ?? 0);
      if (hops === redirects) response.end(archive);
      else response.writeHead(302, { location: `/elsewhere?hops=${hops + 1}` }).end();
    };
    await machine.install("go", fakeGo());
    await expect(ensureEngine(expecting(archive))).resolves.toMatchObject({ source });
    expect(requested).toHaveLength(4);
  });

  test("is not requested when no content is pinned for the version or the platform", async () => {
    await machine.install("go", fakeGo());
    const context = { ...machine.context, releaseSums: { [PULUMI_VERSION]: { "sunos-x64": "" } } };
    await expect(ensureEngine(context)).resolves.toMatchObject({ source: "build" });
    expect(machine.shown).toContainEqual(
      `skipped no SHA-256 is known for Pulumi ${PULUMI_VERSION} on ${platform} (local/toolchain/releaseSums.ts)`,
    );
    expect(requested).toEqual([]);
  });

  test("of the pinned version has its content pinned for each platform", () => {
    const sums = releaseSums[PULUMI_VERSION] ?? {};
    expect(Object.keys(sums).sort()).toEqual([
      "darwin-arm64",
      "darwin-x64",
      "linux-arm64",
      "linux-x64",
    ]);
    for (const sum of Object.values(sums)) expect(sum).toMatch(/^[0-9a-f]{64}$/);
  });

  test.each([
    ["does not respond", 5_000, () => undefined],
    [
      "goes silent half-way",
      20_000,
      (response: http.ServerResponse) => void response.writeHead(200).write("half"),
    ],
  ])("that %s ends in time", async (_, patience, reply) => {
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
});
