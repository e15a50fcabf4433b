import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import os from "node:os";
import path from "node:path";
import { text } from "node:stream/consumers";
import { promisify } from "node:util";

import { ingest } from "../../../handlers/ingestion/ingest";
import { events, eventSlugs } from "../../../handlers/model";
import { startAwsServer, type AwsServer } from "../../handlers/support/awsServer";
import { factsOf } from "../../handlers/support/ingested";
import { receiverSettingsOf } from "../../handlers/support/settings";
import { runInProcess } from "../inProcess";
import { runCommand, writePulumi } from "../support";

const token = "t0ken-of-this-test-with-thirty-two-bytes-x";

let aws: AwsServer;
let bin: string;
let chatlio: Server;
let received: { readonly url: string; readonly body: string }[];

beforeEach(async () => {
  aws = await startAwsServer();
  bin = mkdtempSync(path.join(os.tmpdir(), "pulumi-"));
  received = [];
  chatlio = createServer((request, response) => {
    void text(request).then((body) => {
      received.push({ url: request.url ?? "", body });
      response.end();
    });
  });
  await new Promise<void>((resolve) => chatlio.listen(0, "127.0.0.1", resolve));
});
afterEach(async () => {
  rmSync(bin, { recursive: true });
  await new Promise((resolve) => chatlio.close(resolve));
  await aws.close();
});

function urlsOf(...widgets: string[]) {
  const { port } = chatlio.address() as AddressInfo;
  const urlOf = (widget: string, slug: string) =>
    `http://127.0.0.1:${String(port)}/${widget}/${slug}?token=${token}`;
  return Object.fromEntries(
    widgets.map((widget) => [
      widget,
      Object.fromEntries(eventSlugs.map((slug) => [slug, urlOf(widget, slug)])),
    ]),
  );
}

function stubOutputs(outputs: unknown): void {
  writePulumi(bin, `echo '${JSON.stringify(outputs).replaceAll("'", `'\\''`)}'`);
}

function webhooks(...args: string[]) {
  return runInProcess({ aws, bin }, ["webhooks", ...args]);
}

test("lists each webhook by Chatlio's name, without the token", async () => {
  stubOutputs({ webhookUrls: urlsOf("main", "shop") });
  const { status, stdout, stderr } = await webhooks();
  expect([status, stderr]).toEqual([0, ""]);
  for (const { chatlioName, slug } of events) {
    expect(stdout.split(`${chatlioName}\n`)).toHaveLength(3);
    expect(stdout).toMatch(new RegExp(`^  http://\\S+/shop/${slug}\\?token=\\*{4}$`, "m"));
  }
  expect(stdout).not.toContain(token);
  expect(stdout).toMatch(/^Widget shop$/m);
});

test("the commands that --show prints send samples that the relay accepts, marked synthetic", async () => {
  stubOutputs({ webhookUrls: urlsOf("main") });
  const { stdout } = await webhooks("--show", "--json");
  const listed = JSON.parse(stdout) as { event: string; url: string; curl: string }[];
  expect(listed.map(({ event }) => event)).toEqual(eventSlugs);
  for (const { event, curl, url } of listed) {
    await promisify(execFile)("sh", ["-c", curl]);
    const sent = received.pop();
    expect(url).toContain(`/main/${event}?token=${token}`);
    expect(sent?.url).toBe(`/main/${event}?token=${token}&synthetic=true`);
    const body = Buffer.from(sent?.body ?? "");
    expect(ingest(body, factsOf(event), receiverSettingsOf()).kind).toBe("accepted");
  }
});

test("names both URLs while Chatlio's dashboard changes from one mode to the other", async () => {
  stubOutputs({ webhookUrls: urlsOf("main"), directWebhookUrls: urlsOf("main") });
  const { stdout } = await webhooks("--event", "feedback-left");
  expect(stdout.match(/^Widget .*/gm)).toEqual(["Widget main", "Widget main, directly to Adobe"]);
  const { stdout: json } = await webhooks("--event", "feedback-left", "--json");
  expect(JSON.parse(json)).toMatchObject([{ event: "feedback-left" }, { direct: true }]);
});

test.each<[string, number, unknown, string[], RegExp]>([
  ["a stack that is not deployed", 1, {}, [], /no valid output webhookUrls\. Deploy it/],
  [
    "a URL that would end the quotes of a command",
    1,
    { webhookUrls: { main: { "feedback-left": "https://a.example/'; echo" } } },
    ["--show"],
    /no valid output webhookUrls/,
  ],
  [
    "an unknown widget",
    2,
    { webhookUrls: { main: { "feedback-left": "https://a.example/b" } } },
    ["--widget=shop"],
    /There is no widget shop\. The stack's widgets: main\./,
  ],
])("rejects %s in one message", async (_what, code, outputs, args, message) => {
  stubOutputs(outputs);
  const { status, stdout, stderr } = await webhooks(...args);
  expect([status, stdout]).toEqual([code, ""]);
  expect(stderr).toMatch(message);
  expect(stderr).not.toMatch(/\n\s+at /);
});

test("rejects an unknown event in one message", async () => {
  const command = ["webhooks", "--event=feedback"];
  const { status, stdout, stderr } = await runCommand({ aws, bin }, command);
  expect([status, stdout]).toEqual([2, ""]);
  expect(stderr).toMatch(/Allowed choices are conversation-started/);
  expect(stderr).not.toMatch(/\n\s+at /);
});
