import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout } from "node:timers/promises";

import { environmentOf as environmentOfProvider } from "../../../adobe/provider/lifecycle/config";
import { environmentOf } from "../../../adobe/sdk/configuration";
import { explained, probe } from "../../../cli/probe/actions";
import { DisturbedError } from "../../../cli/probe/api";
import { EmulatorClient, emulatorCredentials } from "../../../emulator";
import { chatlioAep } from "../../support/programs";
import { writePulumi } from "../support";
import { allObjects } from "./objects";
import { sandbox, settingsFor } from "./simulated";

/** Of the emulator that is started as a process. */
const adminSecret = "secret-of-the-probe-tests";

let emulator: EmulatorClient;
let directory: string;

beforeEach(async () => {
  emulator = await EmulatorClient.start({ sandboxes: [sandbox], settleMs: 40 });
  directory = mkdtempSync(path.join(tmpdir(), "probe-"));
});
afterEach(() => emulator.close());

/** The variables with which the provider reaches the emulator. */
function environment(more: Readonly<Record<string, string>> = {}): Record<string, string> {
  return {
    PATH: `${directory}:${process.env["PATH"] ?? ""}`,
    AEP_ORG_ID: emulatorCredentials.orgId,
    AEP_CLIENT_ID: emulatorCredentials.clientId,
    AEP_CLIENT_SECRET: emulatorCredentials.clientSecret,
    AEP_IMS_URL: emulator.url,
    AEP_PLATFORM_URL: emulator.url,
    AEP_EMULATOR_SECRET: adminSecret,
    ...more,
  };
}

function start(...args: readonly string[]): ChildProcess {
  return spawn(process.execPath, [...chatlioAep, ...args], { cwd: directory, env: environment() });
}

/** Waits until a process has made many objects, and begun to change them. */
async function isAtWork(child: ChildProcess): Promise<void> {
  const before = (await emulator.requests()).length;
  for (;;) {
    const sent = (await emulator.requests()).slice(before);
    if (sent.filter(({ method }) => method === "POST").length >= 40) return;
    if (child.exitCode !== null) throw new Error("It ended before it had made 40 objects.");
    await setTimeout(50);
  }
}

/** Runs the command with a `pulumi` that runs this script, and without variables; what it says. */
async function withPulumi(script: string, ...args: readonly string[]): Promise<string> {
  writePulumi(directory, script);
  const { PATH = "" } = environment();
  const child = spawn(process.execPath, [...chatlioAep, "probe", ...args], {
    cwd: directory,
    env: { PATH },
  });
  let said = "";
  child.stderr.on("data", (chunk: Buffer) => (said += String(chunk)));
  expect(await once(child, "exit")).toEqual([2, null]);
  return said;
}

describe("chatlio-aep probe", () => {
  it("writes a report from which the emulator takes its assumptions, and leaves nothing behind", async () => {
    const before = await allObjects(emulator);
    const child = start("probe", "--sandbox", sandbox);
    const ended = once(child, "exit");
    let said = "";
    child.stderr?.on("data", (chunk: Buffer) => (said += String(chunk)));
    expect(await ended).toEqual([0, null]);
    // Progress is for a terminal.
    expect(said).toMatch(/^Deleted \d+ objects\.\n(Adobe did not let .*\n)?$/);
    expect(await allObjects(emulator)).toEqual(before);
    const [json = "", text = ""] = readdirSync(directory).sort();
    expect([json, text]).toEqual([
      expect.stringMatching(/^probe-\d{4}-\d\d-\d\d\.json$/),
      json.replace(".json", ".md"),
    ]);
    expect(readFileSync(path.join(directory, text), "utf8")).toContain(
      "## Left behind\n\nNothing.",
    );

    const options = ["--port", "0", "--assume", "mapping-delete=403"];
    const next = start("emulator", "--assume-from", json, ...options);
    const [line] = (await once(next.stdout ?? next, "data")) as [Buffer];
    const url = /http:\S+/.exec(String(line))?.[0] ?? "";
    const assumed = await new EmulatorClient(url, { adminSecret }).assumptions();
    const { findings } = JSON.parse(readFileSync(path.join(directory, json), "utf8")) as {
      findings: readonly { assumption: string; value?: string }[];
    };
    const found = findings.flatMap(({ assumption, value }) =>
      value === undefined ? [] : [[assumption, value] as const],
    );
    expect(assumed).toMatchObject({ ...Object.fromEntries(found), "mapping-delete": "403" });
    const stopped = once(next, "exit");
    next.kill("SIGTERM");
    await stopped;
  });

  it("cleans up on SIGTERM, and after a run that SIGKILL has ended", async () => {
    const before = await allObjects(emulator);
    const killed = start("probe", "--sandbox", sandbox);
    const ended = once(killed, "exit");
    await isAtWork(killed);
    killed.kill("SIGKILL");
    await ended;
    expect(await allObjects(emulator)).not.toEqual(before);

    const stopped = start("probe", "--sandbox", sandbox);
    const exit = once(stopped, "exit");
    await isAtWork(stopped);
    stopped.kill("SIGTERM");
    expect(await exit).toEqual([130, null]);
    expect(await allObjects(emulator)).toEqual(before);
    expect(readdirSync(directory)).toEqual([]);
  });
});

describe("chatlio-aep probe rejects", () => {
  const options = (more: object = {}) => ({ cwd: directory, out: directory, sandbox, ...more });

  it("missing credentials, each with the variable to set", async () => {
    await expect(probe(options(), {})).rejects.toThrow(
      [
        "adobe-aep:orgId is missing. Give --stack, or set AEP_ORG_ID.",
        "adobe-aep:clientId is missing. Give --stack, or set AEP_CLIENT_ID.",
        "adobe-aep:clientSecret is missing. Give --stack, or set AEP_CLIENT_SECRET.",
      ].join("\n"),
    );
  });

  it("a wrong secret", async () => {
    const wrong = environment({ AEP_CLIENT_SECRET: "wrong" });
    await expect(probe(options(), wrong)).rejects.toThrow(/401 invalid_client.*Check clientId/);
  });

  it("a sandbox that the credential may not use, with those that it may", async () => {
    const run = probe(options({ sandbox: "nowhere" }), environment());
    await expect(run).rejects.toThrow(
      `The credential may not use a sandbox nowhere. It may use: prod, dev, ${sandbox}.`,
    );
  });

  it("a sandbox for production, unless the user says so", async () => {
    const run = probe(options({ sandbox: "prod" }), environment());
    await expect(run).rejects.toThrow(/prod is not of type development.*--yes-production/);
    expect((await emulator.requests()).filter(({ method }) => method !== "GET")).toHaveLength(1);
  });

  it("a stack that does not exist", async () => {
    const script = "echo \"error: no stack named 'nowhere' found\" >&2; exit 255";
    expect(await withPulumi(script, "-s", "nowhere")).toBe(
      "Pulumi cannot read the stack's configuration: error: no stack named 'nowhere' found\n",
    );
  });

  it("a credential without the permission to see what is there", async () => {
    await emulator.injectFault({
      match: { path: "*/flowservice/flows" },
      do: { status: 403, body: { type: "https://ns.adobe.com/aep/errors/FLOW-2120-403" } },
    });
    await expect(probe(options(), environment())).rejects.toThrow(
      /Adobe rejected a list of dataflows \(403 FLOW-2120-403\)\. Check the credential's role/,
    );
  });

  it("a directory in which it cannot write, before it has made anything", async () => {
    const out = path.join(directory, "missing");
    await expect(probe(options({ out }), environment())).rejects.toThrow(/ENOENT.*--out/);
    expect(await emulator.requests()).toEqual([]);
  });
});

test("says that the platform cannot be reached, and not that a role is missing", () => {
  const error = explained(
    settingsFor("http://127.0.0.1:9"),
    new DisturbedError("GET /data/foundation/sandbox-management/: no response"),
  );
  expect(error).toMatchObject({
    name: "UserError",
    message:
      "Cannot reach http://127.0.0.1:9 (GET /data/foundation/sandbox-management/: no response). Check network, proxy and the platform's URL (adobe-aep:platformUrl, AEP_PLATFORM_URL), then run the probe again.",
  });
});

test("the settings have the provider's variables", () => {
  expect(environmentOfProvider).toMatchObject(environmentOf);
});

it("takes the credential from the stack, and another sandbox from the command line", async () => {
  const configuration = {
    "adobe-aep:orgId": { value: emulatorCredentials.orgId, secret: false },
    "adobe-aep:clientId": { value: emulatorCredentials.clientId, secret: false },
    "adobe-aep:clientSecret": { value: emulatorCredentials.clientSecret, secret: true },
    "adobe-aep:sandbox": { value: "prod", secret: false },
    "adobe-aep:imsUrl": { value: emulator.url, secret: false },
    "adobe-aep:platformUrl": { value: emulator.url, secret: false },
  };
  const script = `echo '${JSON.stringify(configuration)}'`;
  expect(await withPulumi(script, "--stack", "dev")).toMatch(/^The sandbox prod is not of type/);
  expect(await withPulumi(script, "--stack", "dev", "--sandbox", "nowhere")).toMatch(
    /^The credential may not use a sandbox nowhere\./,
  );
});
