import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";

import { createClient } from "../../adobe/client";
import { emulatorCredentials, startEmulator, type Emulator } from "../../emulator";
import { EmulatorClient, type DatasetRows, type Row } from "../../emulator/client";
import { events, eventSlugs } from "../../handlers/model";
import { deliver, readPayloads } from "../../local/demo/webhooks";
import { startServices, type Services } from "../../local/services";
import { repository } from "../../local/toolchain/context";
import { createStack, type LocalStack } from "../../local/workspace";
import { startFaultProxy, type FaultProxy } from "../adobe/support/faultProxy";
import { haveEnded, killEngine } from "../crash/processes";
import { atAdobe, countsOfDirect } from "../crash/resourceCount";
import { lateOptions } from "../support/slowPlatform";
import { run, runToFailure, type Urls } from "./stackSupport";
import { closeAll } from "./support/closeAll";

// A whole stack on a busy machine takes minutes; what hangs ends here.
jest.setTimeout(600_000);

/** Nothing that could reach AWS, whatever the machine has. */
const noAws = Object.fromEntries(
  ["AWS_REGION", "AWS_DEFAULT_REGION", "AWS_PROFILE", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"]
    .concat("AWS_ENDPOINT_URL")
    .map((name) => [name, ""]),
);

let emulator: Emulator;
let proxy: FaultProxy;
let services: Services;
let stack: LocalStack;
let client: EmulatorClient;

beforeAll(async () => {
  emulator = await startEmulator(lateOptions);
  proxy = await startFaultProxy(emulator.url);
  services = await startServices({ aepUrl: emulator.url, ministack: false });
  client = new EmulatorClient(emulator.url, emulator);
  stack = await createStack({
    workDir: repository,
    stackName: "direct",
    services,
    // AWS's plugin does not exist: whoever needed it would fail. Only the smoke test uses the other.
    stubs: ["command"],
    env: { ...noAws, AEP_PLATFORM_URL: proxy.url },
    config: {
      "chatlio-aep:mode": "direct",
      "chatlio-aep:protectData": "false",
      "chatlio-aep:delivery.drainTime": "0s",
    },
  });
});

afterAll(() => closeAll(stack, services, proxy, emulator));

/** How many objects of each kind there are at Adobe. */
async function counts() {
  const ui = createClient({
    ...emulatorCredentials,
    imsUrl: emulator.url,
    platformUrl: emulator.url,
  });
  const found = Object.entries(await atAdobe(ui)).map(([kind, ids]) => [kind, ids.length]);
  ui.close();
  return Object.fromEntries(found) as Record<string, number>;
}

async function output<T>(name: string): Promise<T> {
  return (await stack.outputs())[name]?.value as T;
}

/** Posts the payloads of some events to the direct URLs, as Chatlio does; their rows. */
async function post(...slugs: readonly string[]): Promise<readonly Row[]> {
  const payloads = await readPayloads(path.join(__dirname, "../fixtures/payloads"), slugs);
  const urls = (await output<Urls>("webhookUrls"))["main"] ?? {};
  const datasetId = await output<string>("datasetId");
  const delivered = await deliver(payloads, urls, datasetId, client, () => undefined);
  return delivered.map(({ row }) => row);
}

/** A value below the tenant's namespace. */
function at(row: Row | undefined, place: string): unknown {
  return `_localtenant.chatlio.${place}`
    .split(".")
    .reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], row);
}

const perEvent = events.length;

describe("a stack in direct mode, without AWS", () => {
  it("is completed by the next up when the first is killed, with one object of each", async () => {
    let below: ReturnType<typeof killEngine> = [];
    // In the middle: some of the dataflows exist.
    let flows = 0;
    proxy.armFor(
      ({ method, path: at }) =>
        method === "POST" && at.endsWith("/flows") && ++flows === 3 ? "after" : undefined,
      () => (below = killEngine()),
    );
    await runToFailure(stack, "up");
    await haveEnded(below);
    proxy.revive();
    await stack.cancel();
    await run(stack, "up");
    expect(await counts()).toEqual(countsOfDirect(perEvent, 1));
  });

  it("waits for objects that Adobe does not know yet", async () => {
    const early = (await client.requests()).filter(
      ({ path: at, status }) => status === 404 && at.startsWith("/data/foundation/"),
    );
    expect(early.length).toBeGreaterThan(0);
  });

  it("makes a row of each webhook, and tells the events apart by the URL", async () => {
    const rows = await post(...eventSlugs);
    expect(rows.map((row) => row["eventType"])).toEqual(events.map(({ eventType }) => eventType));
    expect(new Set(rows.map((row) => row["_id"])).size).toBe(perEvent);
    expect(rows.map((row) => at(row, "widget"))).toEqual(rows.map(() => "main"));
    expect(at(rows[4], "transcript.messageCount")).toBe(4);
  });

  it("takes a payload that is posted as docs/chatlio.md says", async () => {
    const page = await readFile(path.join(repository, "docs/chatlio.md"), "utf8");
    const [, block = ""] = /^ *```sh\n( *url=[^]*?)^ *```/m.exec(page) ?? [];
    const datasetId = await output<string>("datasetId");
    const before = (await client.rows(datasetId)).rows.length;
    const { stdout } = await promisify(execFile)(
      "bash",
      ["-euo", "pipefail", "-c", block.replace("@tests/", `@${repository}/tests/`)],
      { cwd: stack.directory, env: { ...process.env, ...stack.environment } },
    );
    expect(JSON.parse(stdout)).toHaveProperty("xactionId");
    const find = ({ rows }: DatasetRows) => rows.at(before);
    const row = await client.waitForRows(datasetId, find, { what: "the row" });
    expect(row["eventType"]).toBe("chatlio.feedbackLeft");
  });

  it("shows no changes afterwards, and none after a refresh", async () => {
    const before = (await client.requests()).length;
    const { steps, messages } = await run(stack, "preview");
    expect(steps).toEqual([]);
    expect(messages.join("\n")).not.toContain("changes in place");
    // What the killed update had requested may have been made twice: only that is looked up.
    const sent = (await client.requests())
      .slice(before)
      .map(({ method, path }) => `${method} ${path}`);
    const lookups =
      /^(POST .ims.token|GET .data.foundation.flowservice.(flows|\w+Connections|connections)$)/;
    expect(sent.filter((request) => !lookups.test(request))).toEqual([]);
    await run(stack, "refresh");
    expect((await run(stack, "preview")).steps).toEqual([]);
  });

  it("changes what a row holds in place, so that no URL has to be pasted again", async () => {
    const urls = await output<Urls>("webhookUrls");
    await stack.setConfig("chatlio-aep:privacy.email", { value: "drop" }, true);
    const { steps, messages } = await run(stack, "up");
    // The descriptor of the email address goes, as in relay mode.
    expect(steps.filter((step) => !step.startsWith("update direct-main-"))).toEqual([
      "delete platform-identity-email",
    ]);
    expect(messages.join("\n")).toContain("Personal data may still be in the fields of text");
    expect(messages.join("\n")).toContain(
      "The mapping of main/conversation-started, main/visitor-unanswered, main/feedback-left, main/offline-message, main/transcript-exported changes in place.",
    );
    expect(await output<Urls>("webhookUrls")).toEqual(urls);
    const [row] = await post("feedback-left");
    expect([at(row, "visitor.name"), at(row, "visitor.email")]).toEqual([
      "Maria Keller",
      undefined,
    ]);
  });

  it("tests each webhook at the end of an update, which fails when one does not carry", async () => {
    const set = (key: string, value: string) => stack.setConfig(key, { value }, true);
    await set("chatlio-aep:delivery.settleTime", "0s");
    await set("chatlio-aep:smokeTest", "true");
    const first = await run(stack, "up");
    expect(first.steps.filter((step) => step.startsWith("create smoke"))).toEqual([
      "create smoke-test",
      "create smoke-test-post",
    ]);
    expect(first.messages.join("\n")).toContain("5 of 5 arrived");
    expect((await run(stack, "preview")).steps).toEqual([]);

    // A mapping changes in place, and so the test runs again.
    const url = (await output<Urls>("webhookUrls"))["main"]?.["feedback-left"] ?? "";
    const { pathname } = new URL(url);
    await client.injectFault({ match: { method: "POST", path: pathname }, do: { status: 400 } });
    await set("chatlio-aep:privacy.ip", "drop");
    const failed = await runToFailure(stack, "up");
    expect(failed).toContain("The smoke test failed: 4 of 5 arrived.");
    expect(failed).toContain("main/feedback-left: Adobe's streaming endpoint responded with 400\n");
    expect(failed).not.toContain(pathname);

    await client.clearFaults();
    const { messages } = await run(stack, "up");
    expect(messages.join("\n")).toContain("5 of 5 arrived");
  });

  it("says at preview that another sandbox replaces the dataflows, also when their mapping changes", async () => {
    await stack.setConfig("adobe-aep:sandbox", { value: "prod" });
    await stack.setConfig("chatlio-aep:privacy.email", { value: "keep" }, true);
    const { steps, messages } = await run(stack, "preview");
    expect(steps).toContain("replace direct-main-feedback-left-flow");
    const text = messages.join("\n");
    expect(text).toContain(
      "The dataflow of main/conversation-started, main/visitor-unanswered, main/feedback-left, main/offline-message, main/transcript-exported is replaced",
    );
    expect(text).not.toContain("changes in place");
    await stack.setConfig("adobe-aep:sandbox", { value: "dev" });
  });

  it("leaves nothing at Adobe when it is destroyed", async () => {
    await run(stack, "destroy");
    expect(Object.values(await counts()).filter((count) => count > 0)).toEqual([]);
  });
});
