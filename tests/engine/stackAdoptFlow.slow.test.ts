import { execFile } from "node:child_process";
import { promisify } from "node:util";

import fetch from "node-fetch";

import { EmulatorClient, type Row } from "../../emulator/client";
import { startServices, type Services } from "../../local/services";
import { repository } from "../../local/toolchain/context";
import type { LocalStack } from "../../local/workspace";
import {
  catalog,
  conversion,
  flowservice,
  registry,
  type ApiResponse,
} from "../emulator/support/client";
import {
  chatlioSpec,
  contentType,
  experienceEvent,
  lakeSpec,
  streamingFlowSpec,
  tenant,
} from "../emulator/support/objects";
import { startPrinted, type Printed } from "../emulator/support/printedClient";
import { chatlioAep } from "../support/programs";
import { LATE_VISIBLE_MS, lateOptions } from "../support/slowPlatform";
import { run, runToFailure, type Urls } from "./stackSupport";
import { closeAll } from "./support/closeAll";
import { createTestStack } from "./support/testStack";

// A whole stack on a busy machine takes minutes; what hangs ends here.
jest.setTimeout(600_000);

const event = "feedback-left";

/** How far the emulator's clock is ahead. */
let aheadMs = 0;

/** Creates an object as a person does, who takes longer from step to step than new objects need to be known. */
async function create(client: Printed, at: string, body: object): Promise<ApiResponse> {
  const response = await client.json("POST", at, body);
  aheadMs += LATE_VISIBLE_MS;
  return response;
}

/** Creates a schema or field group. Resolves with its `$id`. */
async function register(client: Printed, kind: string, body: object): Promise<string> {
  const made = await create(client, `${registry}/tenant/${kind}`, body);
  expect(made.status).toBe(201);
  return (made.body as { $id: string }).$id;
}

/**
 * Adobe's tutorial by hand: schema, dataset, connections, mapping set in its older form, and dataflow.
 *
 * @param name - title and name of everything
 * @param flow - what the request for the dataflow has in addition
 * @param provider - of the source connection; Adobe's reference has a response without one
 */
async function followTutorial(
  client: Printed,
  name: string,
  flow: object = {},
  provider: object = { providerId: "521eee4d-8cbe-4906-bb48-fb6bd4450033" },
) {
  const idOf = async (at: string, body: object): Promise<string> =>
    ((await create(client, at, body)).body as { id: string }).id;
  const group = await register(client, "fieldgroups", {
    type: "object",
    title: name,
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
    title: name,
    allOf: [experienceEvent, group].map((ref) => ({ $ref: ref })),
  });
  const schemaRef = { id: schemaId, contentType };
  const dataset = await create(client, `${catalog}/dataSets`, { name, schemaRef });
  const datasetId = String(dataset.body).replace("@/dataSets/", "");
  const source = await idOf(`${flowservice}/sourceConnections`, {
    name,
    ...provider,
    description: "Source",
    connectionSpec: chatlioSpec,
    data: { format: "json" },
  });
  const target = await idOf(`${flowservice}/targetConnections`, {
    name,
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
    name,
    description: "Flow",
    flowSpec: streamingFlowSpec,
    sourceConnectionIds: [source],
    targetConnectionIds: [target],
    transformations: [{ name: "Mapping", params: { mappingId: mapping, mappingVersion: 0 } }],
    ...flow,
  });
  return { datasetId, flowId, schemaId, url: await urlFor(client, flowId) };
}

/** What the team has pasted into Chatlio's dashboard. */
async function urlFor(client: Printed, flowId: string): Promise<string> {
  for (;;) {
    const item = (await client.item(`flows/${flowId}`)) as { options?: { inletUrl?: string } };
    const inletUrl = item.options?.inletUrl;
    if (inletUrl !== undefined) return `${inletUrl}?x-adobe-flow-id=${flowId}`;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

let adobe: Printed;
let services: Services;
type Made = Awaited<ReturnType<typeof followTutorial>>;
/** Used by nobody else, and with a schema that another dataset has too. */
let made: Made;
let shared: Made;
/** Of a team that wants the relay, with a dataflow that keeps no diagnostics. */
let relayed: Made;
let team: LocalStack;
let neighbor: LocalStack;
let relay: LocalStack;

const TOKEN = "Y29kZSBmb3IgdGhlIHRlc3Qgb2YgdGhlIGFkb3B0aW9u";

/** A stack without AWS, for one of Chatlio's webhooks. */
function directStack(stackName: string) {
  return createTestStack({
    workDir: repository,
    stackName,
    services,
    stubs: [],
    config: {
      "chatlio-aep:protectData": "false",
      "chatlio-aep:delivery.drainTime": "0s",
    },
  });
}

beforeAll(async () => {
  adobe = await startPrinted({ ...lateOptions, now: () => Date.now() + aheadMs });
  services = await startServices({ aepUrl: adobe.url, adminSecret: adobe.adminSecret });
  made = await followTutorial(adobe, "Chatlio by hand", {}, {});
  shared = await followTutorial(adobe, "Shared schema");
  const schemaRef = { id: shared.schemaId, contentType };
  await create(adobe, `${catalog}/dataSets`, { name: "Of others", schemaRef });
  relayed = await followTutorial(adobe, "Before the relay", {
    options: { errorDiagnosticsEnabled: false },
  });
  team = await directStack("team");
  neighbor = await directStack("neighbor");
  relay = await createTestStack({
    workDir: repository,
    services,
    config: { "chatlio-aep:webhookTokens[0]": { value: TOKEN, secret: true } },
  });
});

afterAll(() => closeAll(team, neighbor, relay, services, adobe));

/** Brings a dataflow under a stack, as a user does. Resolves with what the command printed. */
async function adopt(
  stack: LocalStack,
  { flowId }: Made,
  ...options: readonly string[]
): Promise<string> {
  const command = [...chatlioAep, "adopt", "--flow", flowId];
  const here = ["--import", "--stack", stack.name, "--cwd", stack.directory];
  const args = ["--event", event, ...options, ...here];
  const env = { ...process.env, ...stack.environment };
  return (await promisify(execFile)(process.execPath, [...command, ...args], { env })).stdout;
}

async function removeConfig(stack: LocalStack, key: string): Promise<void> {
  const env = { ...process.env, ...stack.environment };
  const args = ["config", "rm", "--path", key, "--stack", stack.name];
  await promisify(execFile)("pulumi", args, { cwd: stack.directory, env });
}

/** The URL of a stack's one webhook. */
async function urlOf(stack: LocalStack): Promise<string | undefined> {
  const urls = (await stack.outputs())["webhookUrls"]?.value as Urls;
  return urls["main"]?.[event];
}

/** Posts an event as Chatlio does. Resolves with its row. */
async function post(to: string, datasetId: string, accepted = 200): Promise<Row> {
  const client = new EmulatorClient(adobe.url, adobe);
  const before = (await client.rows(datasetId)).rows.length;
  const body = JSON.stringify({
    conversationUUID: "0b9e1c64-9c0f-4d5b-8f6e-1d2c3b4a5f60",
    at: "2026-11-28T10:00:00.000Z",
    message: "Thank you!",
    visitor: { UUID: "5f0c2b1e-7a44-4d3b-9c1d-2e8f6a90b7d3" },
  });
  const headers = { "content-type": "application/json" };
  expect((await fetch(to, { method: "POST", body, headers })).status).toBe(accepted);
  // The smoke test's row may still be on its way.
  const isPosted = (row: Row) => JSON.stringify(row).includes("Thank you!");
  return client.waitForRows(datasetId, ({ rows }) => rows.slice(before).find(isPosted), {
    what: "the row",
  });
}

/** `pulumi import` uses the project's default provider; the program has its own. */
const providers = /^(create|delete) (default|platform-adobe)$/;

const byHand = {
  [tenant]: { UUID: "5f0c2b1e-7a44-4d3b-9c1d-2e8f6a90b7d3", message: "Thank you!" },
};
const byProgram = {
  eventType: "chatlio.feedbackLeft",
  [tenant]: { chatlio: { widget: "main", message: "Thank you!" } },
};

describe("a dataflow of Adobe's tutorial", () => {
  it("is adopted with schema and dataset, without a change and with its URL", async () => {
    const printed = await adopt(team, made);
    expect(printed).toContain("Schema, field group and dataset become this stack's.");
    // Before the first update has completed: what it would lose when the program's mapping came with it.
    const adopted = `main/${event}`;
    const entry = "chatlio-aep:adopted[1]";
    expect((await team.getConfig(entry, true)).value).toBe(adopted);
    await removeConfig(team, entry);
    const other = await run(team, "preview");
    expect(other.steps).toContain(`update direct-main-${event}-flow`);
    expect(other.messages.join("\n")).toContain(`The mapping of ${adopted} changes in place.`);
    await team.setConfig(entry, { value: adopted }, true);
    const { steps, messages } = await run(team, "up");
    expect(messages.join("\n")).not.toContain("changes in place");
    expect(steps.filter((step) => !providers.test(step))).toEqual([]);
    expect(await urlOf(team)).toBe(made.url);
    expect((await team.outputs())["datasetId"]?.value).toBe(made.datasetId);
    expect(await post(made.url, made.datasetId)).toMatchObject(byHand);
    await team.setConfig("adobe-aep:sandbox", { value: "prod" });
    const elsewhere = await run(team, "preview");
    expect(elsewhere.messages.join("\n")).toContain(`The dataflow of ${adopted} is replaced`);
    await team.setConfig("adobe-aep:sandbox", { value: "dev" });
  });

  it("gets the program's mapping when it is adopted no longer, and the schema its fields", async () => {
    await removeConfig(team, "chatlio-aep:adopted[1]");
    const { steps, messages } = await run(team, "up");
    expect(messages.join("\n")).toContain(`The mapping of main/${event} changes in place.`);
    expect(steps.filter((step) => !step.startsWith("update direct-main-")).sort()).toEqual([
      "create platform-identity-email",
      "update platform-field-group",
      "update platform-schema",
    ]);
    expect(await urlOf(team)).toBe(made.url);
    expect(await post(made.url, made.datasetId)).toMatchObject(byProgram);
    // What the team has made is still there.
    const schema = await adobe.plain(
      "GET",
      `${registry}/tenant/schemas/${encodeURIComponent(made.schemaId)}`,
      undefined,
      { accept: "application/vnd.adobe.xed-full+json; version=1" },
    );
    expect(schema.body).toMatchObject({
      title: "Chatlio by hand",
      properties: { [tenant]: { properties: { UUID: { type: "string" }, chatlio: {} } } },
    });
  });
});

describe("a dataflow of Adobe's tutorial, for a stack with a relay", () => {
  it("stays out of the stack with --mode relay, and its dataset gets the relay's rows", async () => {
    const printed = await adopt(relay, relayed, "--mode", "relay");
    expect(printed).toContain("creates the relay with a dataflow of its own into the same dataset");
    const { steps } = await run(relay, "up");
    const kept = steps.filter((step) => /platform-(dataset|schema|field-group)$/.test(step));
    expect(kept.sort()).toEqual(["update platform-field-group", "update platform-schema"]);
    expect((await relay.outputs())["datasetId"]?.value).toBe(relayed.datasetId);
    const row = await post((await urlOf(relay)) ?? "", relayed.datasetId, 202);
    expect(row).toMatchObject(byProgram);
    // Chatlio may still post to the dataflow that was made by hand.
    expect(await post(relayed.url, relayed.datasetId)).toMatchObject(byHand);
  });

  it("comes into the stack with --mode both, next to the relay, with its URL", async () => {
    await adopt(relay, relayed, "--mode", "both");
    const { steps } = await run(relay, "preview");
    expect(steps.filter((step) => step.includes(`direct-main-${event}`))).toEqual([]);
    expect(await post(relayed.url, relayed.datasetId)).toMatchObject(byHand);
  });

  it("would be replaced when it is adopted no longer, for its lack of diagnostics, and the preview says so", async () => {
    const adopted = `main/${event}`;
    const { value } = await relay.getConfig("chatlio-aep:adopted", false);
    const kept = (JSON.parse(value) as string[]).filter((entry) => entry !== adopted);
    await relay.setConfig("chatlio-aep:adopted", { value: JSON.stringify(kept) });
    const { steps, messages } = await run(relay, "preview");
    expect(steps).toContain(`replace direct-main-${event}-flow`);
    expect(messages.join("\n")).toContain(`The dataflow of ${adopted} is replaced`);
    expect(messages.join("\n")).not.toContain("changes in place");
  });
});

describe("a dataflow whose schema another dataset has too", () => {
  it("is adopted without them, and the program's mapping waits until its owner has the fields", async () => {
    expect(await adopt(neighbor, shared)).toContain("The dataset Of others has the same schema.");
    await removeConfig(neighbor, "chatlio-aep:adopted");
    const said = await runToFailure(neighbor, "preview");
    expect(said).toContain("The schema Shared schema lacks field groups of Adobe, ");
    // The owner creates what the message gives, and adds it to the schema.
    const json = /^\{$[^]*?^\}$/m.exec(said)?.[0] ?? "";
    const group = await register(adobe, "fieldgroups", JSON.parse(json) as object);
    const standard = said.match(/https:\/\/ns\.adobe\.com\/xdm\/context\/experienceevent-[\w-]+/g);
    const refs = [...(standard ?? []), group];
    const altId = encodeURIComponent(shared.schemaId);
    const changed = await adobe.json(
      "PATCH",
      `${registry}/tenant/schemas/${altId}`,
      refs.map(($ref) => ({ op: "add", path: "/allOf/-", value: { $ref } })),
    );
    expect(changed.status).toBe(200);
    const { steps } = await run(neighbor, "up");
    expect(steps.filter((step) => !/ platform$|^update direct-main-/.test(step))).toEqual(
      steps.filter((step) => providers.test(step)),
    );
    expect(await urlOf(neighbor)).toBe(shared.url);
    expect(await post(shared.url, shared.datasetId)).toMatchObject(byProgram);
  });

  it("is left whole by the destroy of another stack in the sandbox, which deletes what it owns", async () => {
    await run(team, "destroy");
    const status = async (datasetId: string) =>
      (await adobe.plain("GET", `${catalog}/dataSets/${datasetId}`)).status;
    expect([await status(made.datasetId), await status(shared.datasetId)]).toEqual([404, 200]);
    await run(neighbor, "refresh");
    expect((await run(neighbor, "preview")).steps).toEqual([]);
    expect(await post(shared.url, shared.datasetId)).toMatchObject(byProgram);
  });
});
