import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";

import fetch from "node-fetch";

import { EmulatorClient, type Row } from "../../emulator/client";
import { startServices, type Services } from "../../local/services";
import { repository } from "../../local/toolchain/context";
import type { LocalStack } from "../../local/workspace";
import { catalog, conversion, flowservice, registry } from "../emulator/support/client";
import {
  chatlioSpec,
  contentType,
  experienceEvent,
  lakeSpec,
  streamingFlowSpec,
  tenant,
} from "../emulator/support/objects";
import { startPrinted, type Printed } from "../emulator/support/printedClient";
import { run, runToFailure, type Urls } from "./stackSupport";
import { createTestStack } from "./support/testStack";

// A whole stack on a busy machine takes minutes; what hangs ends here.
jest.setTimeout(600_000);

const event = "feedback-left";

/** Creates a schema or field group. Resolves with its `$id`. */
async function register(client: Printed, kind: string, body: object): Promise<string> {
  const made = await client.json("POST", `${registry}/tenant/${kind}`, body);
  expect(made.status).toBe(201);
  return (made.body as { $id: string }).$id;
}

/** Adobe's tutorial by hand: schema, dataset, connections, mapping set in its older form, and dataflow. */
async function followTutorial(client: Printed) {
  const idOf = async (at: string, body: object): Promise<string> =>
    ((await client.json("POST", at, body)).body as { id: string }).id;
  const group = await register(client, "fieldgroups", {
    type: "object",
    title: "Chatlio by hand",
    "meta:intendedToExtend": [experienceEvent],
    definitions: {
      customFields: {
        properties: {
          [tenant]: {
            type: "object",
            properties: { UUID: { type: "string" }, message: { type: "string" } },
          },
        },
      },
    },
    allOf: [{ $ref: "#/definitions/customFields" }],
  });
  const schemaId = await register(client, "schemas", {
    type: "object",
    title: "Chatlio by hand",
    allOf: [experienceEvent, group].map((ref) => ({ $ref: ref })),
  });
  const schemaRef = { id: schemaId, contentType };
  const dataset = await client.json("POST", `${catalog}/dataSets`, { name: "By hand", schemaRef });
  const datasetId = String(dataset.body).replace("@/dataSets/", "");
  const source = await idOf(`${flowservice}/sourceConnections`, {
    name: "Source by hand",
    providerId: "521eee4d-8cbe-4906-bb48-fb6bd4450033",
    description: "Source",
    connectionSpec: chatlioSpec,
    data: { format: "json" },
  });
  const target = await idOf(`${flowservice}/targetConnections`, {
    name: "Target by hand",
    description: "Target",
    connectionSpec: lakeSpec,
    data: { format: "json", schema: { id: schemaRef.id, version: contentType } },
    params: { dataSetId: datasetId },
  });
  const older = (sourceAttribute: string, destinationXdmPath: string): object => ({
    destinationXdmPath,
    sourceAttribute,
    identity: false,
    version: 0,
  });
  const mapping = await idOf(`${conversion}/mappingSets`, {
    outputSchema: { schemaRef },
    mappings: [
      older("conversationUUID", "_id"),
      older("at", "timestamp"),
      older("visitor.UUID", `${tenant}.UUID`),
      older("message", `${tenant}.message`),
    ],
  });
  const flowId = await idOf(`${flowservice}/flows`, {
    name: "Flow by hand",
    description: "Flow",
    flowSpec: streamingFlowSpec,
    sourceConnectionIds: [source],
    targetConnectionIds: [target],
    transformations: [{ name: "Mapping", params: { mappingId: mapping, mappingVersion: 0 } }],
  });
  return { datasetId, flowId, schemaId };
}

let adobe: Printed;
let services: Services;
let made: Awaited<ReturnType<typeof followTutorial>>;
let url: string;
let team: LocalStack;
let neighbor: LocalStack;

/** A stack without AWS, for one of Chatlio's webhooks. */
function directStack(stackName: string, config: Readonly<Record<string, string>> = {}) {
  return createTestStack({
    workDir: repository,
    stackName,
    services,
    stubs: [],
    config: {
      "chatlio-aep:protectData": "false",
      "chatlio-aep:delivery.drainTime": "0s",
      ...config,
    },
  });
}

beforeAll(async () => {
  adobe = await startPrinted({ settleMs: 50 });
  services = await startServices({
    aepUrl: adobe.url,
    adminSecret: adobe.adminSecret,
    ministack: false,
  });
  made = await followTutorial(adobe);
  const flow = await until(async () => {
    const item = (await adobe.item(`flows/${made.flowId}`)) as { options?: { inletUrl?: string } };
    return item.options?.inletUrl;
  });
  url = `${flow}?x-adobe-flow-id=${made.flowId}`;
  team = await directStack("team");
  neighbor = await directStack("neighbor", {
    "chatlio-aep:mode": "direct",
    "chatlio-aep:events[0]": event,
  });
});

afterAll(async () => {
  await team.close();
  await neighbor.close();
  await services.close();
  await adobe.close();
});

async function until<T>(poll: () => Promise<T | undefined>): Promise<T> {
  for (;;) {
    const found = await poll();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function adopt(...args: readonly string[]): Promise<string> {
  const command = [path.join(repository, "cli/bin.js"), "adopt", "--flow", made.flowId, ...args];
  const here = ["--stack", team.name, "--cwd", team.directory];
  const env = { ...process.env, ...team.environment };
  return (await promisify(execFile)(process.execPath, [...command, ...here], { env })).stdout;
}

/** The URL of a stack's one webhook. */
async function urlOf(stack: LocalStack): Promise<string | undefined> {
  const urls = (await stack.outputs())["webhookUrls"]?.value as Urls;
  return urls["main"]?.[event];
}

/** Posts an event as Chatlio does. Resolves with its row. */
async function post(to: string, datasetId: string): Promise<Row> {
  const client = new EmulatorClient(adobe.url, adobe);
  const before = (await client.rows(datasetId)).rows.length;
  const body = JSON.stringify({
    conversationUUID: "0b9e1c64-9c0f-4d5b-8f6e-1d2c3b4a5f60",
    at: "2026-11-28T10:00:00.000Z",
    message: "Thank you!",
    visitor: { UUID: "5f0c2b1e-7a44-4d3b-9c1d-2e8f6a90b7d3" },
  });
  const headers = { "content-type": "application/json" };
  expect((await fetch(to, { method: "POST", body, headers })).status).toBe(200);
  return client.waitForRows(datasetId, ({ rows }) => rows.at(before), { what: "the row" });
}

const atHand = {
  [tenant]: { UUID: "5f0c2b1e-7a44-4d3b-9c1d-2e8f6a90b7d3", message: "Thank you!" },
};

describe("a dataflow of Adobe's tutorial", () => {
  it("is adopted without a change and with its URL", async () => {
    const printed = await adopt("--event", event, "--import");
    expect(printed).toContain(`chatlio-aep:existing.datasetId: ${made.datasetId}`);
    expect(printed).toContain("Imported the dataflow");
    const { steps } = await run(team, "up");
    expect(steps.filter((step) => /direct-main|platform-(schema|dataset)/.test(step))).toEqual([]);
    expect(await urlOf(team)).toBe(url);
    expect(await post(url, made.datasetId)).toMatchObject(atHand);
  });

  it("gets the program's mapping when it is adopted no longer, once the schema has the fields", async () => {
    await promisify(execFile)(
      "pulumi",
      ["config", "rm", "chatlio-aep:adopted", "--stack", team.name],
      { cwd: team.directory, env: { ...process.env, ...team.environment } },
    );
    const said = await runToFailure(team, "preview");
    expect(said).toContain("The schema Chatlio by hand lacks Adobe's field groups.");
    // The owner creates what the message gives, and adds it to the schema.
    const json = /^\{$[^]*?^\}$/m.exec(said)?.[0] ?? "";
    const group = await register(adobe, "fieldgroups", JSON.parse(json) as object);
    const standard = said.match(/https:\/\/ns\.adobe\.com\/xdm\/context\/experienceevent-[\w-]+/g);
    const refs = [...(standard ?? []), group];
    const altId = encodeURIComponent(made.schemaId);
    const changed = await adobe.json(
      "PATCH",
      `${registry}/tenant/schemas/${altId}`,
      refs.map(($ref) => ({ op: "add", path: "/allOf/-", value: { $ref } })),
    );
    expect(changed.status).toBe(200);
    const { steps } = await run(team, "up");
    expect(steps.filter((step) => !step.startsWith("update direct-main-"))).toEqual([]);
    expect(await urlOf(team)).toBe(url);
    expect(await post(url, made.datasetId)).toMatchObject({
      eventType: "chatlio.feedbackLeft",
      [tenant]: { chatlio: { widget: "main", message: "Thank you!" } },
    });
  });
});

test("another stack in the same sandbox is left whole by the destroy of the first", async () => {
  await run(neighbor, "up");
  await run(team, "destroy");
  // The team's schema and dataset belong to somebody else.
  expect((await adobe.plain("GET", `${catalog}/dataSets/${made.datasetId}`)).status).toBe(200);
  await run(neighbor, "refresh");
  expect((await run(neighbor, "preview")).steps).toEqual([]);
  const datasetId = (await neighbor.outputs())["datasetId"]?.value as string;
  expect(await post((await urlOf(neighbor)) ?? "", datasetId)).toMatchObject({
    eventType: "chatlio.feedbackLeft",
  });
});
