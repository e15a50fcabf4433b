import { spawn, type ChildProcess } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import {
  adminSecretVariable,
  EmulatorClient,
  emulatorCredentials,
  startEmulator,
} from "../../emulator";
import { chatlioAep } from "../support/programs";

const secret = "a-secret-for-this-test";

/** Starts `chatlio-aep emulator` and gives what it says first. */
async function start(...args: string[]): Promise<{ child: ChildProcess; said: string }> {
  return startWith(secret, ...args);
}

async function startWith(
  adminSecret: string,
  ...args: string[]
): Promise<{ child: ChildProcess; said: string }> {
  const child = spawn(process.execPath, [...chatlioAep, "emulator", ...args], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, [adminSecretVariable]: adminSecret },
  });
  const said = await new Promise<string>((resolve) => {
    child.stdout.once("data", (chunk: Buffer) => resolve(chunk.toString()));
    child.stderr.once("data", (chunk: Buffer) => resolve(chunk.toString()));
  });
  return { child, said };
}

/** Expects one line, and the exit code of a wrong command line. */
async function rejects(args: readonly string[], message: string): Promise<void> {
  const { child, said } = await start(...args);
  const ended = once(child, "exit");
  expect(said).toContain(message);
  expect(said.trim().split("\n")).toHaveLength(1);
  expect((await ended)[0]).toBe(2);
}

jest.setTimeout(30_000);

describe("chatlio-aep emulator", () => {
  it.each(["SIGINT", "SIGTERM"] as const)(
    "prints its URL, responds, and stops cleanly on %s",
    async (signal) => {
      const { child, said } = await start("--port", "0", "--assume", "mapping-delete=405");
      const url = /^AEP emulator: (http:\/\/127\.0\.0\.1:\d+)\n$/u.exec(said)?.[1] ?? "";
      const client = await EmulatorClient.attach(url, { adminSecret: secret });
      expect(await client.assumptions()).toMatchObject({ "mapping-delete": "405" });
      const ended = once(child, "exit");
      child.kill(signal);
      expect(await ended).toEqual([0, null]);
    },
  );

  it("prints its addresses as JSON with --json", async () => {
    const known = await start("--port", "0", "--json");
    expect(JSON.parse(known.said)).toEqual({
      url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/) as string,
    });
    known.child.kill();
    const { child, said } = await startWith("", "--port", "0", "--json");
    const { pageUrl, url } = JSON.parse(said) as { pageUrl: string; url: string };
    expect(pageUrl).toMatch(/#secret=[\w-]{43}$/);
    expect(pageUrl.startsWith(`${url}/`)).toBe(true);
    child.kill();
  });

  it("prints its page's URL with a random secret unless the user has set one", async () => {
    const secrets = new Set<string>();
    for (let runs = 0; runs < 2; runs += 1) {
      const { child, said } = await startWith("", "--port", "0");
      const printed =
        /^AEP emulator: (?<url>http:\/\/127\.0\.0\.1:\d+)\nIts page: \k<url>\/#secret=(?<secret>[\w-]{43})\n$/u;
      const { url = "", secret: adminSecret = "" } = printed.exec(said)?.groups ?? {};
      await EmulatorClient.attach(url, { adminSecret });
      await expect(EmulatorClient.attach(url, { adminSecret: secret })).rejects.toThrow(
        "Send the admin secret of this run in the header x-emulator-secret",
      );
      secrets.add(adminSecret);
      child.kill();
    }
    expect(secrets.size).toBe(2);
  });

  it.each(["short", "with a space in the middle", "not-ascii-äöüäöüäöü"])(
    "rejects the admin secret %j",
    async (bad) => {
      const { child, said } = await startWith(bad, "--port", "0");
      const ended = once(child, "exit");
      expect(said).toBe(
        "The admin secret (AEP_EMULATOR_SECRET, or the option adminSecret) must have at least 16 characters, all of them printable ASCII without spaces.\n",
      );
      expect((await ended)[0]).toBe(2);
    },
  );

  it("ends with the npx that started it, which does not pass on signals", async () => {
    // As npx does: another process in between, and no more than its environment to be known by.
    const between = spawn(
      process.execPath,
      [
        "-e",
        'require("child_process").spawn(process.execPath, process.argv.slice(1), { stdio: "inherit" })',
        "--",
        ...[...chatlioAep, "emulator", "--port", "0"],
      ],
      { stdio: ["ignore", "pipe", "inherit"], env: { ...process.env, npm_command: "exec" } },
    );
    const [said] = (await once(between.stdout, "data")) as [Buffer];
    expect(said.toString()).toContain("AEP emulator: ");
    // The emulator holds the other end until it has ended.
    const closed = once(between.stdout, "close");
    between.kill("SIGKILL");
    await closed;
  });

  it("finds its state again after it was killed", async () => {
    const directory = await mkdtemp(path.join(tmpdir(), "aep-kill-"));
    const { default: fetch } = await import("node-fetch");
    const { orgId, clientId, clientSecret, scopes, sandbox } = emulatorCredentials;
    const namespaces = async (said: string, more: object = {}): Promise<unknown> => {
      const url = said.replace("AEP emulator: ", "").trim();
      const body = new URLSearchParams({
        grant_type: "client_credentials",
        client_id: clientId,
        client_secret: clientSecret,
        scope: scopes,
      });
      const token = (await (
        await fetch(`${url}/ims/token/v3`, { method: "POST", body })
      ).json()) as {
        access_token: string;
      };
      const response = await fetch(`${url}/data/core/idnamespace/identities`, {
        headers: {
          authorization: `Bearer ${token.access_token}`,
          "x-api-key": clientId,
          "x-gw-ims-org-id": orgId,
          "x-sandbox-name": sandbox,
          "content-type": "application/json",
        },
        ...more,
      });
      return response.json();
    };
    try {
      const first = await start("--port", "0", "--data", directory);
      const body = JSON.stringify({ name: "Kept", code: "Kept", idType: "Device" });
      await namespaces(first.said, { method: "POST", body });
      const killed = once(first.child, "exit");
      first.child.kill("SIGKILL");
      await killed;
      const second = await start("--port", "0", "--data", directory);
      expect(await namespaces(second.said)).toContainEqual(
        expect.objectContaining({ code: "Kept" }),
      );
      const ended = once(second.child, "exit");
      second.child.kill();
      await ended;
    } finally {
      await rm(directory, { recursive: true });
    }
  });

  it.each([
    [["--port", "x"], "must be a whole number"],
    [["--port", "99999"], "must be at most 65535"],
    [["--inlet-rate", "-1"], "at least 0"],
    [["--sandbox", "Bad Name"], "lower-case letters"],
    [["--sandbox", "dev"], "There is already a sandbox with this name"],
    [["--data", "/dev/null/x", "--port", "0"], "The data directory /dev/null/x cannot be used"],
    [["--nothing"], "unknown option '--nothing'"],
    [["--assume", "mapping-delete"], "Write name=value"],
    [["--port", "0", "--assume", "nothing=1"], "Unknown assumption `nothing`"],
  ])("ends with 2 and says in one line what is wrong with %j", async (args, message) => {
    await rejects(args, message);
  });

  it("says which process uses the data directory, or that its state is damaged", async () => {
    const directory = await mkdtemp(path.join(tmpdir(), "aep-lock-"));
    try {
      const first = await start("--port", "0", "--data", directory);
      const args = ["--port", "0", "--data", directory];
      await rejects(args, `is in use by process ${first.child.pid}. End that emulator`);
      const ended = once(first.child, "exit");
      first.child.kill();
      await ended;
      await writeFile(path.join(directory, "data.mdb"), randomBytes(100_000));
      await rejects(args, "is damaged and cannot be read");
    } finally {
      await rm(directory, { recursive: true });
    }
  });

  it("says what to do when the port is in use", async () => {
    const taken = await startEmulator();
    try {
      await rejects(["--port", new URL(taken.url).port], "is in use. Use another port, or 0");
    } finally {
      await taken.close();
    }
  });
});
