import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import os from "node:os";
import path from "node:path";
import { json, text } from "node:stream/consumers";

import { eventSlugs } from "../../../handlers/model";
import { bundle } from "../../../infra/bundle";
import { startAwsServer, type AwsServer } from "../../handlers/support/awsServer";
import { startInlet, status, type Inlet } from "../../handlers/support/inlet";
import { dangers, hostile } from "../../support/terminalDangers";
import { addOperator, type Operated } from "../operatorServer";
import { environmentOf } from "../support";

jest.setTimeout(60_000);

const token = "Zm9yLXRlc3RzLW9ubHktMzItYnl0ZXMtb2YtcmFuZG9t";
const names = ["receiver", "forwarder"] as const;
const [receiverArn, forwarderArn] = names.map(
  (name) => `arn:aws:lambda:eu-west-1:123456789012:function:${name}`,
);

let aws: AwsServer;
let operated: Operated;
let relay: Server;
let inlet: Inlet;
/** The bodies that the relay got, by webhook. */
let got: { readonly slug: string; readonly body: unknown; readonly isBeforeTheWait: boolean }[];
/** What the test has printed on standard error so far. */
let printed: string;
/** The status of the relay's response to the webhook, given how often it was posted to before. */
let statusOf: (slug: string, before: number) => number;
let isDelivered: boolean;

beforeEach(async () => {
  aws = await startAwsServer();
  operated = addOperator(aws);
  inlet = await startInlet();
  [got, printed, statusOf, isDelivered] = [[], "", () => 202, true];
  relay = createServer((request, response) => {
    void json(request).then((body) => {
      const { pathname, searchParams } = new URL(request.url ?? "", "http://relay");
      const slug = pathname.split("/").at(-1) ?? "";
      const before = got.filter((one) => one.slug === slug).length;
      const isBeforeTheWait = !printed.includes("Waiting until");
      if (searchParams.get("synthetic") === "true") got.push({ slug, body, isBeforeTheWait });
      response.statusCode = statusOf(slug, before);
      response.end(
        response.statusCode === 202
          ? JSON.stringify({ status: "accepted", id: accept() })
          : JSON.stringify({ status: hostile }),
      );
    });
  });
  await new Promise<void>((resolve) => relay.listen(0, "127.0.0.1", resolve));
});
afterEach(async () => {
  relay.closeAllConnections();
  await Promise.all([aws.close(), inlet.close(), new Promise((resolve) => relay.close(resolve))]);
});

/** Logs as the functions do. */
function accept(): string {
  const [id, requestId] = [randomUUID(), randomUUID()];
  const line = { timestamp: new Date().toISOString(), requestId, id };
  operated.lines.push({ ...line, group: "/aws/lambda/receiver", message: "accepted" });
  const group = "/aws/lambda/forwarder";
  operated.lines.push(
    isDelivered
      ? { ...line, group, message: "delivered", lagMs: 1_234 }
      : { timestamp: line.timestamp, requestId, group, message: "retry", reason: "inlet-busy" },
  );
  return id;
}

const settled = "2026-01-01T00:00:00.000Z";

function relayOutputs(slugs: readonly string[] = eventSlugs): object {
  const { port } = relay.address() as AddressInfo;
  const url = (slug: string) => `http://127.0.0.1:${port}/chatlio/main/${slug}?token=${token}`;
  return {
    webhookUrls: { main: Object.fromEntries(slugs.map((slug) => [slug, url(slug)])) },
    settledAt: settled,
    receiverFunctionArn: receiverArn,
    forwarderFunctionArn: forwarderArn,
  };
}

function directOutputs(settledAt = settled): object {
  const url = `${inlet.url}/collection/${token}?x-adobe-flow-id=flow-1`;
  return { webhookUrls: { main: { "feedback-left": url } }, settledAt };
}

/**
 * Runs before the test in its process: a clock that is as late as its waits have lasted. A wait ends when the test has
 * said what it waits for; the file then has the time.
 */
const ownClock = `{
  const [{ now }, { stderr }] = [Date, process];
  let ahead = 0;
  Date.now = () => now() + ahead;
  let told;
  const isTold = new Promise((resolve) => (told = resolve));
  const write = stderr.write;
  stderr.write = (chunk, ...others) => {
    if (String(chunk).startsWith("Waiting until")) told();
    return write.call(stderr, chunk, ...others);
  };
  require("node:timers/promises").setTimeout = async (ms) => {
    await isTold;
    ahead += ms;
    require("node:fs").writeFileSync(process.env.WAITED_UNTIL, String(Date.now()));
  };
}
`;

/** Runs the test as Pulumi does: what it printed, and its exit code. */
async function smokeTest(outputs: object, timeoutSeconds = 60, waitedUntil?: string) {
  const child = spawn(process.execPath, ["-"], {
    cwd: "/",
    env: {
      ...environmentOf({ aws, bin: "/nowhere" }),
      CHATLIO_AEP_SMOKE_TEST: JSON.stringify({ outputs, timeoutSeconds }),
      WAITED_UNTIL: waitedUntil,
    },
    stdio: ["pipe", "pipe", "pipe"],
  });
  const clock = waitedUntil === undefined ? "" : ownClock;
  child.stdin.end(clock + bundle("cli/verify/smokeTest.ts").code);
  const closed = once(child, "close");
  printed = "";
  child.stderr.setEncoding("utf8").on("data", (chunk: string) => (printed += chunk));
  const stdout = await text(child.stdout);
  await closed;
  const stderr = printed;
  expect(stdout + stderr).not.toContain(token);
  return { exit: child.exitCode, stdout, stderr };
}

/** What a run complains about. A machine that is busy makes it say what takes so long, too. */
function complaintsOf(stderr: string): string {
  return stderr.replaceAll(/^(Posting|Waiting) .* …\n/gm, "");
}

test("posts a marked sample to each webhook, and succeeds when Adobe's endpoint has them", async () => {
  const { exit, stdout, stderr } = await smokeTest(relayOutputs());
  expect([exit, complaintsOf(stderr)]).toEqual([0, ""]);
  for (const slug of eventSlugs)
    expect(stdout).toMatch(
      new RegExp(`^main +${slug} +relay +202 in \\d+ ms +after 1234 ms$`, "m"),
    );
  expect(stdout).toMatch(/^Nobody has looked whether the dataflow is enabled.*verify` looks\.$/m);
  expect(stdout).toMatch(/^5 of 5 arrived$/m);
  expect(got.map(({ slug }) => slug)).toEqual([...eventSlugs]);
});

test("fails when a webhook is rejected, names it, and shows nothing that a terminal acts on", async () => {
  statusOf = (slug) => (slug === "offline-message" ? 401 : 202);
  const { exit, stdout, stderr } = await smokeTest(relayOutputs());
  expect(exit).toBe(1);
  expect(stderr).toContain("The smoke test failed: 4 of 5 arrived.\n");
  expect(stderr).toContain("main/offline-message: the relay responded with 401 (\\u001b");
  expect(stderr).toContain("the next `pulumi up` tests again.");
  expect(dangers(stdout + stderr)).toEqual([]);
});

test("fails when an accepted event is not delivered in time, and says why not", async () => {
  isDelivered = false;
  const { exit, stderr } = await smokeTest(relayOutputs(["feedback-left"]), 1);
  expect(exit).toBe(1);
  expect(stderr).toContain("main/feedback-left: not delivered within 1 s (retry: inlet-busy)\n");
});

test("fails when nobody can say whether an event was delivered", async () => {
  aws.behave("StartQuery", "rejects");
  const { exit, stderr } = await smokeTest(relayOutputs(["feedback-left"]));
  expect(exit).toBe(1);
  expect(stderr).toMatch(/^main\/feedback-left: accepted; AWS: .* needs logs:StartQuery/m);
});

test("tries again what AWS has not deployed everywhere yet, with another sample each time", async () => {
  statusOf = (_slug, before) => [404, 503][before] ?? 202;
  const { exit } = await smokeTest(relayOutputs(["feedback-left"]));
  expect(exit).toBe(0);
  expect(new Set(got.map(({ body }) => JSON.stringify(body))).size).toBe(3);
});

test("in direct mode posts to Adobe, without AWS, and fails when Adobe does not accept it", async () => {
  const good = await smokeTest(directOutputs());
  expect([good.exit, complaintsOf(good.stderr)]).toEqual([0, ""]);
  expect(inlet.posted).toHaveLength(1);
  inlet.respond = status(400);
  const { exit, stderr } = await smokeTest(directOutputs());
  expect(exit).toBe(1);
  expect(stderr).toContain("main/feedback-left: Adobe's streaming endpoint responded with 400\n");
  expect(aws.iamRequests).toEqual([]);
});

test("waits for a new dataflow, says so, and allows the relay the whole time after it", async () => {
  const settledAt = new Date(Date.now() + 3_600_000).toISOString();
  const outputs = {
    ...relayOutputs(["feedback-left"]),
    directWebhookUrls: (directOutputs() as { webhookUrls: object }).webhookUrls,
    settledAt,
  };
  const folder = mkdtempSync(path.join(os.tmpdir(), "smoke-test-"));
  const waitedUntil = path.join(folder, "time");
  let directAt = 0;
  const respond = inlet.respond;
  inlet.respond = (...request) => {
    directAt = existsSync(waitedUntil) ? Number(readFileSync(waitedUntil, "utf8")) : 0;
    respond(...request);
  };
  const { exit, stdout, stderr } = await smokeTest(outputs, 1, waitedUntil);
  rmSync(folder, { recursive: true });
  expect(exit).toBe(0);
  expect(stderr).toContain(
    `Waiting until ${settledAt}: until then nothing is sent to the new dataflow (delivery.settleTime) …\n`,
  );
  expect(stdout).toMatch(/^main +feedback-left +direct +200 /m);
  // The relay itself holds its events back; nothing does it for the direct ones.
  expect(got).toMatchObject([{ isBeforeTheWait: true }]);
  expect(inlet.posted).toHaveLength(1);
  expect(directAt).toBeGreaterThanOrEqual(Date.parse(settledAt));
});
