import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import os from "node:os";
import path from "node:path";
import { json } from "node:stream/consumers";
import type * as Timers from "node:timers/promises";

import type { Verification } from "../../../cli/verify/step";
import { eventSlugs } from "../../../handlers/model";
import { startClient, type Client } from "../../emulator/support/client";
import { inletPath, makePipeline } from "../../emulator/support/objects";
import { startAwsServer, type AwsServer } from "../../handlers/support/awsServer";
import { startInlet, status, type Inlet } from "../../handlers/support/inlet";
import { runInProcess } from "../inProcess";
import { addOperator, type Operated } from "../operatorServer";
import { emulatorConfig, stackScript, writePulumi, type Exit } from "../support";

/** How long the pauses of a test were, in milliseconds, none of which was made. Undefined: each pause is made. */
let mockPausedMs: number | undefined;
jest.mock("node:timers/promises", () => {
  const real = jest.requireActual<typeof Timers>("node:timers/promises");
  return {
    ...real,
    setTimeout: async (ms: number) => {
      if (mockPausedMs === undefined) return real.setTimeout(ms);
      mockPausedMs += ms;
    },
  };
});
afterEach(() => (mockPausedMs = undefined));

const token = "Zm9yLXRlc3RzLW9ubHktMzItYnl0ZXMtb2YtcmFuZG9t";

let aws: AwsServer;
let operated: Operated;
let relay: Server;
let inlet: Inlet;
let bin: string;
/** The webhooks that the relay got: path, body, and whether it was marked. */
let got: { path: string; body: object; synthetic: boolean }[];
/** What becomes of an accepted event; by default it is delivered. */
let becomes: "delivered" | "retry" | "nothing";

beforeEach(async () => {
  aws = await startAwsServer();
  operated = addOperator(aws);
  inlet = await startInlet();
  got = [];
  becomes = "delivered";
  relay = createServer((request, response) => {
    void json(request).then((body) => {
      const { pathname, searchParams } = new URL(request.url ?? "", "http://relay");
      const synthetic = searchParams.get("synthetic") === "true";
      got.push({ path: pathname, body: body as object, synthetic });
      const isBroken = pathname.endsWith("/offline-message");
      response.statusCode = isBroken ? 401 : 202;
      response.end(isBroken ? "" : JSON.stringify({ status: "accepted", id: accept() }));
    });
  });
  await new Promise<void>((resolve) => relay.listen(0, "127.0.0.1", resolve));
  bin = mkdtempSync(path.join(os.tmpdir(), "verify-"));
  deploy();
});
afterEach(async () => {
  rmSync(bin, { recursive: true });
  relay.closeAllConnections();
  await Promise.all([aws.close(), inlet.close(), new Promise((resolve) => relay.close(resolve))]);
});

/** Logs as the functions do. */
function accept(): string {
  const [id, requestId] = [randomUUID(), randomUUID()];
  const timestamp = new Date().toISOString();
  const line = { timestamp, requestId, id };
  operated.lines.push({ ...line, group: "/aws/lambda/receiver", message: "accepted" });
  const group = "/aws/lambda/forwarder";
  if (becomes === "delivered")
    operated.lines.push({ ...line, group, message: "delivered", lagMs: 1_234 });
  if (becomes === "retry")
    operated.lines.push({ timestamp, requestId, group, message: "retry", reason: "inlet-busy" });
  return id;
}

function deploy(outputs: object = {}, config: Readonly<Record<string, string>> = {}): void {
  const { port } = relay.address() as AddressInfo;
  const url = (event: string) => `http://127.0.0.1:${port}/chatlio/main/${event}?token=${token}`;
  const relayOutputs = {
    flowIds: { relay: "flow-1" },
    queueUrl: `${aws.url}/0/events`,
    deadLetterQueueUrl: `${aws.url}/0/dead`,
    receiverFunctionArn: "arn:aws:lambda:eu-west-1:0:function:receiver",
    forwarderFunctionArn: "arn:aws:lambda:eu-west-1:0:function:forwarder",
    webhookUrls: { main: Object.fromEntries(eventSlugs.map((slug) => [slug, url(slug)])) },
  };
  writePulumi(bin, stackScript({ datasetId: "5f1a", ...relayOutputs, ...outputs }, config));
}

function verify(...args: readonly string[]): Promise<Exit> {
  return runInProcess({ aws, bin }, ["verify", "--stack", "dev", ...args]);
}

async function verified(...args: readonly string[]): Promise<Verification & { exit: number }> {
  const { status: exit, stdout } = await verify("--json", ...args);
  return { exit, ...(JSON.parse(stdout) as Verification) };
}

test("posts a marked sample to each webhook, and says when Adobe's endpoint had it", async () => {
  const { status: exit, stdout, stderr } = await verify("--event", "feedback-left");
  expect([exit, stderr]).toEqual([0, ""]);
  expect(stdout).toMatch(/^main +feedback-left +relay +202 in \d+ ms +after 1234 ms$/m);
  expect(stdout).toMatch(/^1 of 1 arrived$/m);
  expect(stdout).not.toContain(token);
  // Without the Adobe credential it cannot look.
  expect(stdout).toMatch(
    /^Nobody has looked whether the dataflow is enabled: .*\nadobe-aep:orgId is missing\. /m,
  );
  expect(got).toMatchObject([{ path: "/chatlio/main/feedback-left", synthetic: true }]);
});

test("exits with 1 when a webhook is not accepted, and follows the others", async () => {
  const { exit, samples } = await verified();
  expect(exit).toBe(1);
  expect(samples.map(({ event }) => event)).toEqual([...eventSlugs]);
  for (const sample of samples) {
    if (sample.event === "offline-message")
      expect(sample).toMatchObject({ status: 401, problem: "the relay responded with 401" });
    else expect(sample).toMatchObject({ status: 202, endpointMs: 1_234 });
  }
});

test.each([
  ["retry", "not delivered within 1 s (retry: inlet-busy)"],
  ["nothing", "not delivered within 1 s"],
] as const)("says why an event is not delivered in time: %s", async (what, problem) => {
  becomes = what;
  const { exit, samples } = await verified("--event", "feedback-left", "--timeout", "1");
  expect(exit).toBe(1);
  expect(samples[0]).toMatchObject({ status: 202, problem });
  expect(samples[0]).not.toHaveProperty("endpointMs");
});

test("in direct mode Adobe's endpoint itself is the webhook", async () => {
  const direct = {
    flowIds: { direct: { main: { "feedback-left": "flow-1" } } },
    webhookUrls: { main: { "feedback-left": `${inlet.url}/collection/x?x-adobe-flow-id=flow-1` } },
    queueUrl: undefined,
  };
  deploy(direct);
  const { exit, samples } = await verified();
  expect(exit).toBe(0);
  expect(samples[0]).toMatchObject({ mode: "direct", status: 200 });
  expect(samples[0]?.endpointMs).toBe(samples[0]?.responseMs);
  expect(aws.iamRequests).toEqual([]);
  inlet.respond = status(400);
  expect((await verified()).samples[0]?.problem).toBe(
    "Adobe's streaming endpoint responded with 400",
  );
});

test("shows what was accepted when the log cannot be read", async () => {
  aws.behave("StartQuery", "rejects");
  const { exit, samples } = await verified("--event", "feedback-left");
  expect(exit).toBe(1);
  expect(samples[0]?.problem).toMatch(/^accepted; AWS: .* needs logs:StartQuery/);
});

test("looks again when CloudWatch has a fault of its own", async () => {
  const query = aws.more.get("StartQuery");
  let looks = 0;
  // The SDK itself asks three times.
  aws.more.set("StartQuery", (input) =>
    ++looks > 3 && query !== undefined
      ? query(input)
      : { status: 500, body: { __type: "InternalFailure", message: "InternalFailure" } },
  );
  // While a new dataflow settles, the time has not begun. Here time passes in pauses only.
  const start = Date.now();
  const clock = jest.spyOn(Date, "now").mockImplementation(() => start + (mockPausedMs ?? 0));
  mockPausedMs = 0;
  deploy({ settledAt: new Date(start + 6_000).toISOString() });
  const { exit, samples } = await verified("--event", "feedback-left", "--timeout", "5").finally(
    () => clock.mockRestore(),
  );
  expect(mockPausedMs).toBeGreaterThanOrEqual(6_000);
  expect(samples).toMatchObject([{ status: 202, endpointMs: 1_234 }]);
  expect([exit, looks]).toEqual([0, 4]);
});

test("exits with 2 when it can send nothing", async () => {
  const none = await verify("--widget", "shop");
  expect([none.status, none.stderr]).toEqual([2, expect.stringContaining("no widget shop")]);
});

describe("with the Adobe credential", () => {
  const one = ["--event", "feedback-left"] as const;
  let aep: Client;
  let flowId: string;

  beforeEach(async () => {
    aep = await startClient();
    ({ flowId } = await makePipeline(aep));
    deploy({ flowIds: { relay: flowId } }, emulatorConfig(aep));
  });
  afterEach(() => aep.close());

  /** Does with the dataflow what somebody could at Adobe. */
  async function atAdobe(method: "POST" | "DELETE", action = ""): Promise<void> {
    const flow = `/data/foundation/flowservice/flows/${flowId}${action}`;
    expect((await aep.call(method, flow)).status).toBeLessThan(300);
  }

  /** The webhook of direct mode: the dataflow's streaming endpoint. */
  async function directUrls(): Promise<object> {
    const url = `${aep.url}${await inletPath(aep, flowId)}?x-adobe-flow-id=${flowId}`;
    return { main: { "feedback-left": url } };
  }

  async function countPosted(): Promise<number> {
    const requests = await aep.admin.requests();
    return requests.filter((request) => request.path.startsWith("/collection/")).length;
  }

  test("says nothing of an enabled dataflow", async () => {
    const { status: exit, stdout, stderr } = await verify(...one);
    expect([exit, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(/after 1234 ms\n\n1 of 1 arrived\n$/);
    expect(await verified(...one)).toMatchObject({
      exit: 0,
      dataflows: [{ id: flowId, state: "enabled" }],
    });
  });

  test.each([
    ["disabled", "is disabled", "POST", "/action?op=disable"],
    ["deleted", "does not exist", "DELETE", ""],
  ] as const)(
    "fails at once when the dataflow is %s, sends it nothing, and says what to do",
    async (_, is, method, action) => {
      await atAdobe(method, action);
      const { status: exit, stdout, stderr } = await verify("--wait");
      expect([exit, stderr]).toEqual([1, ""]);
      for (const slug of eventSlugs)
        expect(stdout).toContain(`main/${slug}: not sent: the dataflow ${flowId} ${is}\n`);
      expect(stdout).toMatch(/^Enable it in AEP .* `pulumi up`\. docs\/runbooks\.md#flow-down /m);
      expect(stdout).toMatch(/^0 of 5 arrived$/m);
      expect(got).toEqual([]);
    },
  );

  test("fails in direct mode too, where Adobe's endpoint accepts the sample and loses it", async () => {
    const flowIds = { direct: { main: { "feedback-left": flowId } } };
    const outputs = { flowIds, webhookUrls: await directUrls(), queueUrl: undefined };
    await atAdobe("POST", "/action?op=disable");
    // Without the credential nothing tells it from one that arrives.
    deploy(outputs);
    expect(await verified()).toMatchObject({ exit: 0, samples: [{ status: 200 }] });
    deploy(outputs, emulatorConfig(aep));
    const before = await countPosted();
    const { exit, samples } = await verified();
    expect(exit).toBe(1);
    expect(samples[0]).toEqual({
      widget: "main",
      event: "feedback-left",
      mode: "direct",
      problem: `not sent: the dataflow ${flowId} is disabled`,
    });
    expect([before, await countPosted()]).toEqual([1, 1]);
  });

  test("with mode: both it sends to the dataflow that is enabled", async () => {
    const { flowId: relayFlow } = await makePipeline(aep);
    const flowIds = { relay: relayFlow, direct: { main: { "feedback-left": flowId } } };
    deploy({ flowIds, directWebhookUrls: await directUrls() }, emulatorConfig(aep));
    await atAdobe("DELETE");
    const { exit, samples } = await verified(...one);
    expect(exit).toBe(1);
    expect(samples).toMatchObject([
      { mode: "relay", status: 202, endpointMs: 1_234 },
      { mode: "direct", problem: `not sent: the dataflow ${flowId} does not exist` },
    ]);
    // The webhook that only the relay has does not use the other dataflow.
    const other = await verified("--event", "conversation-started");
    expect(other).toMatchObject({ exit: 0, dataflows: [{ id: relayFlow }] });
  });

  test("says why it could not look, and what became of the sample", async () => {
    const wrong = { ...emulatorConfig(aep), "adobe-aep:clientSecret": "wrong-one" };
    deploy({ flowIds: { relay: flowId } }, wrong);
    const found = await verified(...one);
    expect(found).toMatchObject({ exit: 0, samples: [{ endpointMs: 1_234 }] });
    expect(found).not.toHaveProperty("dataflows");
    expect(found.dataflowProblem).toMatch(/client/i);
    expect(found.dataflowProblem).not.toContain("wrong-one");
  });
});
