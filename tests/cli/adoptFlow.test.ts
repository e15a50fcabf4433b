import { rmSync } from "node:fs";
import path from "node:path";

import type { AdobeClient } from "../../adobe/client";
import { readHandMadeFlow } from "../../cli/adopt/flow";
import { flowservice } from "../emulator/support/client";
import {
  chatlioSpec,
  contentType,
  lakeSpec,
  makeDataset,
  makeFlow,
  makeMapping,
  makePipeline,
  makeSchema,
  streamingFlowSpec,
  type Pipeline,
} from "../emulator/support/objects";
import type { Printed } from "../emulator/support/printedClient";
import { adopt, closeAdoption, openAdoption, stackWith, written } from "./adoptFlowSupport";

let adobe: Printed;
let directory: string;

beforeEach(async () => {
  ({ adobe, directory } = await openAdoption());
});
afterEach(closeAdoption);

test("writes configuration and import file, with the version that the dataflow is pinned to", async () => {
  const { datasetId, flowId, groupId, mappingId, schemaId, source, target } =
    await makePipeline(adobe);
  const { status, stderr, stdout } = await adopt("--flow", flowId, "--event", "feedback-left");
  expect([status, stderr]).toEqual([0, ""]);
  expect(written("config")).toBe(`chatlio-aep:mode direct
chatlio-aep:widgets[0] main
chatlio-aep:events[0] feedback-left
chatlio-aep:adopted[0] schema
chatlio-aep:adopted[1] main/feedback-left
`);
  expect(stdout).toContain("Schema, field group and dataset become this stack's.");
  expect(stdout).toContain("pulumi import --file");
  const { resources } = JSON.parse(written("adopt-dev.json") ?? "{}") as {
    resources: { name: string; id?: string; parent?: string }[];
  };
  expect(resources.map(({ id, parent: above }) => [id, above])).toEqual([
    [groupId, "platform"],
    [schemaId, "platform"],
    [datasetId, "platform"],
    [source, "direct"],
    [target, "direct"],
    [`${mappingId}@0`, "direct"],
    [flowId, "direct"],
  ]);
  expect(written("imported")).toBeUndefined();
});

test.each<[string, (made: Pipeline) => Promise<readonly string[]>, string]>([
  ["the caller wants it", () => Promise.resolve(["--keep-schema"]), "--keep-schema is given"],
  [
    "another dataset has the same schema",
    async ({ schemaId }) => {
      await makeDataset(adobe, schemaId);
      return [];
    },
    "has the same schema.",
  ],
  [
    "another schema has the same field group",
    async ({ groupId }) => {
      await makeSchema(adobe, [groupId]);
      return [];
    },
    "has the same field group.",
  ],
])("schema and dataset stay somebody else's when %s", async (_, arrange, reason) => {
  const made = await makePipeline(adobe);
  const more = await arrange(made);
  const args = ["--flow", made.flowId, "--event", "feedback-left", ...more];
  const { stdout } = await adopt(...args);
  expect(stdout).toContain(`Schema and dataset stay somebody else's. `);
  expect(stdout).toContain(reason);
  expect(written("config")).toContain(`chatlio-aep:existing.schemaId ${made.schemaId}\n`);
  expect(written("config")).toContain(`chatlio-aep:existing.datasetId ${made.datasetId}\n`);
  expect(written("config")).toContain("chatlio-aep:adopted[0] main/feedback-left\n");
  expect(written("adopt-dev.json")).not.toContain(made.datasetId);
});

test("a second dataflow of the same dataset joins the first", async () => {
  const first = await makePipeline(adobe);
  const mappingId = await makeMapping(adobe, first.schemaId, []);
  const { flowId } = await makeFlow(adobe, { ...first, mappingId });
  const ids = {
    "platform-dataset": first.datasetId,
    "direct-main-feedback-left-flow": first.flowId,
  };
  const config = {
    widgets: ["main"],
    events: ["feedback-left"],
    adopted: ["schema", "main/feedback-left"],
  };
  stackWith({ config, ids });
  await adopt("--flow", flowId, "--event", "offline-message");
  expect(written("config")).toBe(`chatlio-aep:mode direct
chatlio-aep:events[1] offline-message
chatlio-aep:adopted[2] main/offline-message
`);
  const again = await adopt("--flow", first.flowId, "--event", "offline-message");
  expect(again).toEqual({
    status: 2,
    stdout: "",
    stderr: `The stack dev has the dataflow ${first.flowId} already, as direct-main-feedback-left-flow. A dataflow is for one event of one widget: only the URL tells them apart.
If Chatlio posts main/offline-message to the same URL, let the stack make a dataflow for it, and paste its URL into Chatlio's field of that event:
  pulumi config set --stack dev --path 'chatlio-aep:events[1]' offline-message
  pulumi up --stack dev
  npx chatlio-aep webhooks --stack dev --show
`,
  });
  stackWith({ config: { ...config, events: ["feedback-left", "offline-message"] }, ids });
  const listed = await adopt("--flow", first.flowId, "--event", "offline-message");
  expect(listed.stderr).not.toContain("config set");
  expect(listed.stderr).toContain("  pulumi up --stack dev\n");
  const other = await adopt("--flow", flowId, "--event", "feedback-left");
  expect(other.stderr).toContain(`another dataflow for main/feedback-left: ${first.flowId}`);
});

test("a dataflow that shares its mapping set or a connection with another is not adopted", async () => {
  const first = await makePipeline(adobe);
  const { flowId } = await makeFlow(adobe, first);
  stackWith({ config: { widgets: ["main"], events: ["feedback-left"] } });
  const args = ["--event", "offline-message", "--dry-run"];
  for (const [flow, other] of [
    [flowId, first.flowId],
    [first.flowId, flowId],
  ] as const) {
    const { status, stderr } = await adopt("--flow", flow, ...args);
    expect(status).toBe(2);
    expect(stderr).toContain(`has its mapping set ${first.mappingId} in common with the dataflow`);
    expect(stderr).toContain(`(${other})`);
    expect(stderr).toContain(`--path chatlio-aep:existing.datasetId '${first.datasetId}'\n`);
    expect(stderr).toContain(
      "config set --stack dev --path 'chatlio-aep:events[1]' offline-message",
    );
  }
  // For the relay the dataflow stays where it is, so nobody needs the list of all dataflows.
  const lists = async () =>
    (await adobe.admin.requests()).filter(({ path }) => path.endsWith("/flows"));
  const before = (await lists()).length;
  const relay = await adopt("--flow", flowId, "--mode", "relay", "--dry-run");
  expect(relay).toMatchObject({ status: 0, stderr: "" });
  expect(await lists()).toHaveLength(before);
  // What the stack has already stays.
  stackWith({ ids: { "direct-main-offline-message-flow": flowId } });
  expect(await adopt("--flow", flowId, ...args)).toMatchObject({ status: 0, stderr: "" });
});

test("a stack that has a dataset of its own, or no such widget, is left as it is", async () => {
  const { flowId } = await makePipeline(adobe);
  const args = ["--flow", flowId, "--event", "feedback-left"];
  stackWith({ ids: { "platform-dataset": "0123456789abcdef01234567" } });
  expect((await adopt(...args)).stderr).toContain("has the dataset 0123456789abcdef01234567, and");
  stackWith({ config: { widgets: ["shop", "help"] } });
  expect(await adopt(...args)).toMatchObject({
    status: 2,
    stderr: expect.stringContaining("The stack has the widgets shop, help.") as string,
  });
  expect((await adopt(...args, "--widget", "main")).stderr).toContain("has no widget main");
  expect(written("config")).toBeUndefined();
});

test("imports on request, and leaves no file", async () => {
  const { flowId } = await makePipeline(adobe);
  const { stdout } = await adopt("--flow", flowId, "--event", "feedback-left", "--import");
  expect(stdout).toContain("Imported platform-field-group, platform-schema, platform-dataset, ");
  expect(written("imported")).toContain(flowId);
  expect(written("adopt-dev.json")).toBeUndefined();
});

test("run again after the import, it says that there is nothing to do", async () => {
  const { flowId } = await makePipeline(adobe);
  stackWith({ steps: [] });
  const { stdout } = await adopt("--flow", flowId, "--event", "feedback-left");
  expect(stdout).toContain("The stack has all of it already.");
  expect(written("adopt-dev.json")).toBeUndefined();
});

test("--json says what was found and what was done", async () => {
  const { datasetId, flowId } = await makePipeline(adobe);
  const args = ["--flow", flowId, "--event", "feedback-left", "--json"];
  const found = JSON.parse((await adopt(...args, "--dry-run")).stdout) as object;
  expect(found).toMatchObject({ datasetId, ids: { flow: flowId }, imported: false });
  expect(JSON.parse((await adopt(...args)).stdout)).toMatchObject({
    file: expect.stringContaining("adopt-dev.json") as string,
    settings: { "chatlio-aep:mode": "direct" },
  });
  expect(JSON.parse((await adopt(...args, "--import")).stdout)).toEqual({
    ...found,
    imported: true,
  });
});

test("--dry-run writes nothing", async () => {
  const { flowId } = await makePipeline(adobe);
  const { stdout } = await adopt("--flow", flowId, "--event", "feedback-left", "--dry-run");
  expect(stdout).toContain("chatlio-aep:adopted[1]: main/feedback-left");
  expect(stdout).toContain("Nothing was written.");
  expect(written("config")).toBeUndefined();
});

test("for the relay it takes schema and dataset, and says what becomes of the dataflow", async () => {
  const { datasetId, flowId } = await makePipeline(adobe);
  const { stdout } = await adopt("--flow", flowId, "--mode", "relay");
  expect(written("config")).toBe("chatlio-aep:mode relay\nchatlio-aep:adopted[0] schema\n");
  expect(written("adopt-dev.json")).toContain(datasetId);
  expect(written("adopt-dev.json")).not.toContain(flowId);
  expect(stdout).toContain("a dataflow of its own into the same dataset");
});

test("without an event it says what is missing, with exit code 2", async () => {
  const { status, stderr } = await adopt("--flow", "0");
  expect([status, stderr]).toEqual([
    2,
    "Give --event: which of Chatlio's webhooks posts to the dataflow.\n",
  ]);
});

test("with names of resources it stops, with exit code 2", async () => {
  const { status, stderr } = await adopt(
    "--flow",
    "0",
    "--event",
    "feedback-left",
    "platform-flow",
  );
  expect(status).toBe(2);
  expect(stderr).toContain("With --flow give no names of resources (platform-flow)");
});

test.each(["../x", "a b", "a?b", "\u001b[31m"])("%j is not the id of a dataflow", async (id) => {
  const { status, stderr } = await adopt("--flow", id, "--event", "feedback-left");
  expect([status, stderr]).toEqual([2, expect.stringContaining("a dataflow's id is a UUID")]);
  expect(stderr).not.toContain("\u001b");
});

test("a dataflow that is not there is not adopted", async () => {
  const one = "11111111-2222-3333-4444-555555555555";
  const { status, stderr } = await adopt("--flow", one, "--event", "feedback-left");
  expect(status).toBe(2);
  expect(stderr).toContain(`Adobe has no dataflow ${one}, or the credential may not see it.`);
  expect(written("config")).toBeUndefined();
});

test("in a sandbox that is not there nothing is adopted, with exit code 2", async () => {
  stackWith({ sandbox: "nosuch" });
  const { status, stderr } = await adopt("--flow", "1", "--event", "feedback-left");
  expect(stderr).toContain("Check sandbox: the name (not the title) of an active sandbox");
  expect([status, written("config")]).toEqual([2, undefined]);
});

test("a draft, as Sandbox Tooling copies it, is published on request and adopted", async () => {
  const { datasetId, schemaId } = await makePipeline(adobe);
  const mappingId = await makeMapping(adobe, schemaId, []);
  const draft = async (kind: string, body: object): Promise<string> =>
    ((await adobe.json("POST", `${flowservice}/${kind}?mode=draft`, body)).body as { id: string })
      .id;
  const source = await draft("sourceConnections", {
    name: "Copied source",
    connectionSpec: chatlioSpec,
    data: { format: "json" },
  });
  const target = await draft("targetConnections", {
    name: "Copied target",
    connectionSpec: lakeSpec,
    data: { format: "json", schema: { id: schemaId, version: contentType } },
    params: { dataSetId: datasetId },
  });
  const flowId = await draft("flows", {
    name: "Copied flow",
    sourceConnectionIds: [source],
    targetConnectionIds: [target],
    flowSpec: streamingFlowSpec,
    transformations: [{ name: "Mapping", params: { mappingId, mappingVersion: 0 } }],
  });
  const args = ["--flow", flowId, "--event", "feedback-left"];
  expect((await adopt(...args)).stderr).toContain("is a draft, which has no URL. Give --publish");
  expect((await adopt(...args, "--dry-run")).stdout).toContain("It is a draft; --publish");
  expect(written("config")).toBeUndefined();
  expect((await adopt("--flow", flowId, "--mode", "relay")).status).toBe(0);
  rmSync(path.join(directory, "adopt-dev.json"));
  // What the stack cannot take stays a draft.
  stackWith({ fails: "no" });
  expect((await adopt(...args, "--publish")).status).toBe(1);
  expect(await adobe.item(`flows/${flowId}`)).toMatchObject({ state: "draft" });
  stackWith();
  const { status, stdout } = await adopt(...args, "--publish");
  expect([status, stdout]).toEqual([0, expect.stringContaining("a draft, and is published")]);
  const states = await Promise.all(
    [`sourceConnections/${source}`, `targetConnections/${target}`, `flows/${flowId}`].map(
      async (at) => ((await adobe.item(at)) as { state: string }).state,
    ),
  );
  expect(states).toEqual(["enabled", "enabled", "enabled"]);
  expect(written("adopt-dev.json")).toContain(flowId);
});

test.each([
  [{ sourceConnectionIds: ["1", "2"] }, "does not have exactly one of sourceConnectionIds"],
  [{ sourceConnectionIds: ["1"] }, "does not read from Adobe's Chatlio source"],
])("a dataflow of another kind is not adopted: %j", async (flow, message) => {
  const get = (kind: string, id: string) =>
    Promise.resolve(
      kind === "flows"
        ? { id, targetConnectionIds: ["3"], ...flow }
        : { id, connectionSpec: { id: "of another source" } },
    );
  const client = { flows: { get } } as unknown as AdobeClient;
  await expect(readHandMadeFlow(client, "0", true)).rejects.toThrow(message);
});
