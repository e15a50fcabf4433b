import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";

import type { AdobeClient } from "../../adobe/client";
import { readHandMadeFlow } from "../../cli/adopt/flow";
import { emulatorCredentials } from "../../emulator";
import { flowservice } from "../emulator/support/client";
import { makePipeline, streamingFlowSpec } from "../emulator/support/objects";
import { startPrinted, type Printed } from "../emulator/support/printedClient";
import { writePulumi, type Exit } from "./support";

let adobe: Printed;
let directory: string;

const parent = "urn:pulumi:dev::chatlio-aep::chatlio-aep:direct:Direct::direct";
const parts = ["source", "target", "mapping", "flow"].map((part) => ({
  op: "create",
  urn: `${parent}$x::direct-main-feedback-left-${part}`,
  newState: { type: `adobe-aep:x:${part}`, parent, inputs: {} },
}));

beforeEach(async () => {
  adobe = await startPrinted();
  directory = mkdtempSync(path.join(os.tmpdir(), "adopt-flow-"));
  writePulumi(
    directory,
    `[ "$1" = import ] && cp "$3" imported
case "$1" in
stack) echo dev ;;
preview) echo '${JSON.stringify({ steps: parts })}' ;;
config) [ "$2" = set ] && echo "$4 $5" >> config; echo '{}' ;;
esac`,
  );
});
afterEach(async () => {
  rmSync(directory, { recursive: true });
  await adobe.close();
});

function adopt(...args: readonly string[]): Promise<Exit> {
  const env = {
    PATH: `${directory}:${process.env["PATH"] ?? ""}`,
    AEP_ORG_ID: emulatorCredentials.orgId,
    AEP_CLIENT_ID: emulatorCredentials.clientId,
    AEP_CLIENT_SECRET: emulatorCredentials.clientSecret,
    AEP_SANDBOX: emulatorCredentials.sandbox,
    AEP_IMS_URL: adobe.url,
    AEP_PLATFORM_URL: adobe.url,
  };
  return new Promise((resolve) => {
    const command = [path.resolve("cli/bin.js"), "adopt", ...args];
    execFile(process.execPath, command, { cwd: directory, env }, (error, stdout, stderr) => {
      resolve({ status: typeof error?.code === "number" ? error.code : 0, stdout, stderr });
    });
  });
}

function written(name: string): string | undefined {
  const file = path.join(directory, name);
  return existsSync(file) ? readFileSync(file, "utf8") : undefined;
}

test("writes configuration and import file, with the version that the dataflow is pinned to", async () => {
  const { datasetId, flowId, mappingId, source, target } = await makePipeline(adobe);
  const { status, stderr, stdout } = await adopt("--flow", flowId, "--event", "feedback-left");
  expect([status, stderr]).toEqual([0, ""]);
  expect(written("config")).toContain(`chatlio-aep:existing.datasetId ${datasetId}\n`);
  expect(written("config")).toContain("chatlio-aep:mode direct\n");
  expect(written("config")).toContain("chatlio-aep:adopted[0] main/feedback-left\n");
  expect(stdout).toContain("pulumi import --file");
  const { resources } = JSON.parse(written("adopt-dev.json") ?? "{}") as {
    resources: { name: string; id?: string; parent?: string }[];
  };
  expect(resources.map(({ id, parent: above }) => [id, above])).toEqual([
    [source, "direct"],
    [target, "direct"],
    [`${mappingId}@0`, "direct"],
    [flowId, "direct"],
  ]);
  expect(written("imported")).toBeUndefined();
});

test("imports on request, and leaves no file", async () => {
  const { flowId } = await makePipeline(adobe);
  const { stdout } = await adopt("--flow", flowId, "--event", "feedback-left", "--import");
  expect(stdout).toContain("Imported the dataflow");
  expect(written("imported")).toContain(flowId);
  expect(written("adopt-dev.json")).toBeUndefined();
});

test("run again after the import, it says that there is nothing to do", async () => {
  const { flowId } = await makePipeline(adobe);
  writePulumi(
    directory,
    `case "$1" in
stack) echo dev ;;
preview) echo '{"steps":[]}' ;;
config) echo '{}' ;;
esac`,
  );
  const { stdout } = await adopt("--flow", flowId, "--event", "feedback-left");
  expect(stdout).toContain("The stack has the dataflow already.");
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
  expect(stdout).toContain("chatlio-aep:adopted[0]: main/feedback-left");
  expect(stdout).toContain("Nothing was written.");
  expect(written("config")).toBeUndefined();
});

test("for the relay it takes schema and dataset, and says what becomes of the dataflow", async () => {
  const { datasetId, flowId } = await makePipeline(adobe);
  const { stdout } = await adopt("--flow", flowId, "--mode", "relay");
  expect(written("config")).toContain(`chatlio-aep:existing.datasetId ${datasetId}\n`);
  expect(written("config")).not.toContain("adopted");
  expect(stdout).toContain("a dataflow of its own into the same dataset");
});

test("without an event it says what is missing, with exit code 2", async () => {
  const { status, stderr } = await adopt("--flow", "0");
  expect([status, stderr]).toEqual([
    2,
    "Give --event: which of Chatlio's webhooks posts to the dataflow.\n",
  ]);
});

test("a dataflow that is not there, or a draft of Sandbox Tooling, is not adopted", async () => {
  const one = "11111111-2222-3333-4444-555555555555";
  expect((await adopt("--flow", one, "--event", "feedback-left")).stderr).toContain(
    `Adobe has no dataflow ${one}, or the credential may not see it.`,
  );
  const { source, target } = await makePipeline(adobe);
  const draft = await adobe.json("POST", `${flowservice}/flows?mode=draft`, {
    name: "Draft",
    sourceConnectionIds: [source],
    targetConnectionIds: [target],
    flowSpec: streamingFlowSpec,
  });
  const { id } = draft.body as { id: string };
  expect((await adopt("--flow", id, "--event", "feedback-left")).stderr).toContain(
    "is a draft. Publish it in Adobe's UI first",
  );
  expect(written("config")).toBeUndefined();
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
  await expect(readHandMadeFlow(client, "0")).rejects.toThrow(message);
});
