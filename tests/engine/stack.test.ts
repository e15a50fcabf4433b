import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import path from "node:path";
import { promisify } from "node:util";

import fetch from "node-fetch";

import type { StatusReport } from "../../cli/status/report";
import type { Verification } from "../../cli/verify/step";
import { events, fieldGroupProperties } from "../../handlers/model";
import { leftOver, listAdobe, listAws, type Inventory } from "../../local/demo/inventory";
import { awsIdentity } from "../../local/services/ministack";
import type { LocalStack } from "../../local/workspace";
import { repository } from "./documents/markdown";
import { expectEvaluated, expectTold } from "./stackAlarms";
import { copiedKinds, dropAndRestore, emptyArchive, expectCopies } from "./stackArchive";
import { expectConsole } from "./stackConsole";
import { expectFlowDownCured } from "./stackFlowDown";
import { expectLinked, linkedConfig } from "./stackLinks";
import { expectReconciled, operatedConfig } from "./stackReconcile";
import { expectRunbooks } from "./stackRunbooks";
import {
  cli,
  dlqHas,
  dlqMessages,
  eventually,
  exportState,
  output,
  policyConfig,
  postAll,
  postedTexts,
  recorder,
  run,
  startLocal,
  type Local,
  type Urls,
} from "./stackSupport";
import { expectSwitchedOn } from "./stackSwitches";
import { closeAll } from "./support/closeAll";
import { createTestStack } from "./support/testStack";

// A whole stack on a busy machine takes minutes; what hangs ends here.
jest.setTimeout(600_000);

let local: Local;
let before: Inventory;
/** Another relay in the same account and sandbox, with names that begin alike. */
let neighbor: Local;
let neighborStack: LocalStack;
/** What the engine has said while the stacks were destroyed. */
const said: string[] = [];

beforeAll(async () => {
  local = await startLocal({ config: { ...operatedConfig, ...linkedConfig } });
  before = await inventory();
}, 600_000);

afterAll(() => closeAll(neighborStack, local));

/** A second relay of the same program. */
function createNeighbor(): Promise<LocalStack> {
  return createTestStack({
    workDir: repository,
    stackName: "neighbor",
    services: local.services,
    config: {
      "aws:region": awsIdentity.region,
      "chatlio-aep:protectData": "false",
      "chatlio-aep:profile": "true",
      "chatlio-aep:delivery.settleTime": "0s",
      "chatlio-aep:delivery.drainTime": "0s",
      "chatlio-aep:webhookTokens[0]": {
        value: randomBytes(32).toString("base64url"),
        secret: true,
      },
    },
  });
}

async function inventory(): Promise<Inventory> {
  if (local.services.aws === undefined) throw new Error("MiniStack does not run");
  return new Set([...(await listAws(local.services.aws)), ...(await listAdobe(local.emulator))]);
}

// One stack through its life: each test goes on where the one before it ended.
describe("the local stack", () => {
  it("is previewed before anything exists, without a request to Adobe", async () => {
    const requests = await local.emulator.countApiRequests();
    const { steps, messages } = await run(local.stack, "preview");
    expect(messages.join("\n")).toContain("local stub of the AWS provider");
    expect(steps).toContain("create platform-flow");
    expect(steps).toContain("create smoke-test-post");
    expect(steps.filter((step) => !step.startsWith("create "))).toEqual([]);
    expect(await local.emulator.countApiRequests()).toBe(requests);
  });

  it("is deployed, and its smoke test follows a sample of each webhook to Adobe", async () => {
    const { steps, messages } = await run(local.stack, "up");
    expect(steps.filter((step) => !step.startsWith("create "))).toEqual([]);
    expect(messages.join("\n")).toContain("5 of 5 arrived");
  });

  it("turns one payload of each webhook into a row", async () => {
    const delivered = await postAll(local);
    expect(delivered.map(({ row }) => row["eventType"]).sort()).toEqual(
      events.map(({ eventType }) => eventType).sort(),
    );
    for (const { id, row } of delivered) expect(row["_id"]).toBe(id);
  });

  it("gives the transcript the visitor of its chat", () => expectLinked(local));

  it("verifies each webhook with a sample, up to the row", async () => {
    const printed = await cli(local, "verify", "--wait", "3", "--json");
    const { samples, ingested } = JSON.parse(printed) as Verification;
    expect(samples.map(({ event, status }) => [event, status])).toEqual(
      events.map(({ slug }) => [slug, 202]),
    );
    for (const { endpointMs } of samples) expect(endpointMs).toBeGreaterThan(0);
    expect(ingested).toMatchObject({ seconds: expect.any(Number) as number, rejected: 0 });
    const { rows } = await local.emulator.rows(await output<string>(local, "datasetId"));
    for (const { id } of samples) {
      const row = rows.find(({ _id }) => _id === id);
      expect(JSON.stringify(row)).toContain('"synthetic":true');
    }
  });

  it("shows in its status the enabled dataflow and the last event of each webhook", async () => {
    const status = JSON.parse(await cli(local, "status", "--json")) as StatusReport;
    expect(status).toMatchObject({ stack: local.stack.name, mode: "relay", verdict: "ok" });
    expect(status.dataflows).toMatchObject([
      { id: expect.any(String) as string, state: "enabled" },
    ]);
    const used = status.webhooks?.filter(({ lastAt }) => lastAt !== undefined);
    expect(used?.map(({ widget, event }) => [widget, event])).toEqual(
      events.map(({ slug }) => ["main", slug]),
    );
    expect(status.tokens).toMatchObject([{ place: 1, lastAt: expect.any(String) as string }]);
  });

  it("shows in its console each event with its way, and all parts without a problem", async () => {
    await expectConsole(local);
  });

  it("shows no changes in a second preview, without a request to Adobe, and keeps the policy", async () => {
    const requests = await local.emulator.countApiRequests();
    const { report, onEvent } = recorder();
    const violations: unknown[] = [];
    // `pulumi preview --policy-pack policy --policy-pack-config FILE`
    await local.stack.preview({
      policyPacks: [path.join(repository, "policy")],
      policyPackConfigs: [await policyConfig(local)],
      onEvent: (event) => {
        onEvent(event);
        const { policyEvent: policy } = event;
        if (policy) violations.push([policy.policyName, policy.enforcementLevel]);
      },
    });
    expect(report.steps).toEqual([]);
    expect(await local.emulator.countApiRequests()).toBe(requests);
    // The only one: the local stack does not protect its data.
    expect(violations).toEqual([["data-protected", "advisory"]]);
  });

  it("shows no changes after a refresh", async () => {
    const { resourceChanges } = await local.stack.refresh();
    expect(Object.keys(resourceChanges)).toEqual(["same"]);
    expect((await run(local.stack, "preview")).steps).toEqual([]);
  });

  it("keeps no secret in plain text in its state", async () => {
    const state = await exportState(local.stack, "encrypted");
    const urls = (await output<Urls>(local, "webhookUrls"))["main"] ?? {};
    const { relay: inletUrl } = await output<{ relay: string }>(local, "inletUrls");
    const token = new URL(urls["feedback-left"] ?? "").searchParams.get("token") ?? "";
    expect(token.length).toBeGreaterThan(40);
    expect(new URL(inletUrl).pathname).toMatch(/^.collection.{20}/);
    expect(state).toContain("platform-flow");
    expect(state).not.toContain(token);
    expect(state).not.toContain(new URL(inletUrl).pathname);
    expect(state).not.toContain(local.services.env["AEP_CLIENT_SECRET"]);
  });

  it("responds 401 with an empty body to any path and method without a valid token", async () => {
    const urls = (await output<Urls>(local, "webhookUrls"))["main"] ?? {};
    const good = new URL(urls["feedback-left"] ?? "");
    const bad = (change: (url: URL) => void) => {
      const url = new URL(good);
      change(url);
      return url.href;
    };
    const wrong = `${good.searchParams.get("token") ?? ""}x`;
    const requests = [
      ["POST", bad((url) => url.searchParams.set("token", wrong))],
      ["POST", bad((url) => (url.search = ""))],
      ["GET", bad((url) => (url.search = ""))],
      ["POST", bad((url) => ((url.pathname += "/more"), (url.search = "")))],
      ["DELETE", bad((url) => ((url.pathname = `${url.pathname}/..`), (url.search = "")))],
    ] as const;
    for (const [method, url] of requests) {
      const response = await fetch(url, {
        method,
        ...(method === "POST" ? { body: '{"message":"unauthenticated"}' } : {}),
      });
      expect([response.status, await response.text()]).toEqual([401, ""]);
    }
    const { rows } = await local.emulator.rows(await output<string>(local, "datasetId"));
    expect(JSON.stringify(rows)).not.toContain("unauthenticated");
  });

  it("prints a command for a webhook that sends a sample, marked synthetic in its row", async () => {
    const listed = await cli(local, "webhooks", "--widget", "main", "--json", "--show");
    const webhook = (JSON.parse(listed) as { event: string; curl: string }[]).find(
      ({ event }) => event === "offline-message",
    );
    const { stdout } = await promisify(execFile)("sh", ["-c", webhook?.curl ?? ""]);
    const { id } = JSON.parse(stdout) as { id: string };
    const datasetId = await output<string>(local, "datasetId");
    const row = await eventually(async () => {
      const { rows } = await local.emulator.rows(datasetId);
      return rows.find(({ _id }) => _id === id);
    }, "the sample's row");
    expect(JSON.stringify(row)).toContain('"synthetic":true');
    expect(await cli(local, "webhooks", "--widget", "main")).not.toMatch(/token=[^*]/);
  });

  it("moves what it cannot read to the dead-letter queue, with its reason, and responds 202", async () => {
    const urls = (await output<Urls>(local, "webhookUrls"))["main"] ?? {};
    const good = urls["feedback-left"] ?? "";
    const posts: readonly (readonly [string, string])[] = [
      [good, "this is not JSON"],
      [good.replace("feedback-left", "no-such-event"), '{"message":"kept 1"}'],
      [good.replace("/main/", "/shop/"), '{"message":"kept 2"}'],
    ];
    for (const [url, body] of posts) {
      const response = await fetch(url, { method: "POST", body });
      expect(response.status).toBe(202);
      expect(await response.json()).toMatchObject({ status: "quarantined" });
    }
    await dlqHas(local, 3);
    const listed = await cli(local, "dlq", "list");
    expect(listed).toMatch(/ feedback-left +main +not-json$/m);
    expect(listed).toMatch(/ no-such-event +main +unknown-event$/m);
    expect(listed).toMatch(/ feedback-left +shop +unknown-widget$/m);
    expect(listed).toMatch(/^3 messages$/m);
    expect(listed).not.toMatch(/kept|this is/);
    // Nothing was taken out by the look, and one can be read.
    const [message] = await dlqMessages(local, "--reason", "not-json");
    const shown = await cli(local, "dlq", "show", message?.id ?? "");
    expect(JSON.parse(shown)).toMatchObject({
      kind: "raw",
      reason: "not-json",
      body: "this is not JSON",
    });
  });

  it("has a copy of each DLQ message in the archive", () => expectCopies(local));

  it("moves a dropped message to the archive, and brings it back", () => dropAndRestore(local));

  it("keeps nothing of what was posted in its state, its secrets included", async () => {
    const state = await exportState(local.stack, "opened");
    const { relay: inletUrl } = await output<{ relay: string }>(local, "inletUrls");
    expect(state).toContain(inletUrl);
    const texts = [...(await postedTexts()), "this is not JSON", "kept 1", "kept 2"];
    expect(texts).toContain("maria.keller@example.com");
    // The fields' own descriptions have examples in them.
    const described = JSON.stringify(fieldGroupProperties);
    const found = texts.filter((text) => state.includes(text));
    expect(found.filter((text) => !described.includes(text))).toEqual([]);
  });

  it("archives what it delivers, and finds no gap", () => expectReconciled(local));

  it("tells who gets the alarms when each fires and when it is over, and what to do", async () => {
    await expectTold(local);
  });

  it("fires and clears each alarm on one metric by values of it", async () => {
    expect(await expectEvaluated(local)).toEqual([
      ...["client-errors", "dead-letter-age", "dead-letters", "flow-down", "keeper-age"],
      ...["no-events", "queue-age", "server-errors", "wrong-tokens"],
    ]);
  });

  it("runs the commands of the runbooks", () => expectRunbooks(local));

  it("switches on again what somebody has switched off", () => expectSwitchedOn(local));

  it("applies a change of the configuration, and changes nothing else", async () => {
    await local.stack.setConfig("chatlio-aep:widgets[0]", { value: "main" }, true);
    await local.stack.setConfig("chatlio-aep:widgets[1]", { value: "shop" }, true);
    const { steps } = await run(local.stack, "up");
    // The widget has webhooks of its own, which the smoke test tries.
    expect(steps).toEqual(["update relay-receiver-function", "update smoke-test-post"]);
    const urls = await output<Urls>(local, "webhookUrls");
    const url = urls["shop"]?.["feedback-left"] ?? "";
    const response = await fetch(url, { method: "POST", body: '{"message":"From the shop."}' });
    expect([response.status, await response.json()]).toEqual([
      202,
      { status: "accepted", id: expect.stringMatching(/\S/) as string },
    ]);
  });

  it("redrives a DLQ message once it can be read, and keeps what would fail again", async () => {
    const dry = await cli(local, "dlq", "redrive", "--all", "--dry-run");
    expect(dry).toMatch(/^1 would be sent again$/m);
    expect(await dlqMessages(local)).toHaveLength(3);
    const done = await cli(local, "dlq", "redrive", "--all");
    expect(done).toMatch(/^1 sent again$/m);
    expect(done).toMatch(/^1 kept: not-json$/m);
    expect(done).toMatch(/^1 kept: unknown-event$/m);
    expect((await dlqMessages(local)).map(({ reason }) => reason).sort()).toEqual([
      "not-json",
      "unknown-event",
    ]);
    const datasetId = await output<string>(local, "datasetId");
    await eventually(async () => {
      const { rows } = await local.emulator.rows(datasetId);
      return JSON.stringify(rows).includes("kept 2") || undefined;
    }, "the row of the DLQ message");
    await expect(cli(local, "dlq", "redrive", "no-such-id")).rejects.toThrow(
      "There is no DLQ message no-such-id",
    );
  });

  it("brings each event to the dataset that came while the dataflow was disabled or gone", () =>
    expectFlowDownCured(local));

  it("is destroyed, and leaves another stack in its account and sandbox whole", async () => {
    // AWS deletes no bucket with objects. What was redriven has no copy any more.
    expect(await copiedKinds(local)).toHaveLength(2);
    await emptyArchive(local);
    neighborStack = await createNeighbor();
    neighbor = { ...local, stack: neighborStack };
    await run(neighbor.stack, "up");
    const { messages, steps } = await run(local.stack, "destroy");
    expect(steps.filter((step) => !step.startsWith("delete "))).toEqual([]);
    said.push(...messages);
    expect((await run(neighbor.stack, "preview", { refresh: true })).steps).toEqual([]);
    expect(await postAll(neighbor)).toHaveLength(5);
  });

  it("leaves with the other stack only what Adobe cannot delete, and says so of each object", async () => {
    const { messages } = await run(neighbor.stack, "destroy");
    said.push(...messages);
    const left = leftOver(before, await inventory());
    // The other stack has switched Profile on, which Adobe never undoes.
    expect(left.map((item) => item.replace(/(schema|field group|mapping set) .*/, "$1"))).toEqual(
      expect.arrayContaining(["schema", "field group"]),
    );
    const namesObject = (item: string) => (text: string) =>
      text.includes(item.split(" ").at(-1) ?? "") && text.includes("stays at Adobe");
    expect(left.filter((item) => !said.some(namesObject(item)))).toEqual([]);
    expect(said.join("\n")).toContain("the identity namespace ChatlioVisitor");
  });
});
