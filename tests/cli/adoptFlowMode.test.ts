import { makePipeline } from "../emulator/support/objects";
import type { Printed } from "../emulator/support/printedClient";
import { adopt, closeAdoption, openAdoption, stackWith, written } from "./adoptFlowSupport";

let adobe: Printed;

beforeEach(async () => {
  ({ adobe } = await openAdoption());
});
afterEach(closeAdoption);

const adoptedBefore = {
  widgets: ["main"],
  events: ["feedback-left"],
  adopted: ["schema", "main/feedback-left"],
};
const relayIds = { "relay-queues-events": "https://sqs.eu-west-1.amazonaws.com/0/events" };

test.each<[string, Parameters<typeof stackWith>[0], readonly string[], string | undefined]>([
  ["new", {}, [], "direct"],
  ["new, and the program's default is relay", { config: { mode: "relay" } }, [], "direct"],
  ["direct", { config: { mode: "direct" } }, [], undefined],
  ["both", { config: { mode: "both" }, ids: relayIds }, [], undefined],
  ["relay", { config: { mode: "relay" }, ids: relayIds }, ["--mode", "both"], "both"],
])("the mode of a stack that is %s", async (_, stack, options, mode) => {
  const { flowId } = await makePipeline(adobe);
  stackWith(stack);
  const { status } = await adopt("--flow", flowId, "--event", "feedback-left", ...options);
  expect(status).toBe(0);
  expect(/chatlio-aep:mode (.*)/.exec(written("config") ?? "")?.[1]).toBe(mode);
});

test.each<[string, Parameters<typeof stackWith>[0], readonly string[], string]>([
  ["mode is not set", { ids: relayIds }, [], "has a relay"],
  ["mode is relay", { config: { mode: "relay" }, ids: relayIds }, [], "has a relay"],
  [
    "mode is both",
    { config: { mode: "both" }, ids: relayIds },
    ["--mode", "direct"],
    "has a relay",
  ],
  [
    "dataflows are of direct mode",
    { config: { mode: "direct" }, ids: { "direct-main-offline-message-flow": "0" } },
    ["--mode", "relay"],
    "has dataflows of direct mode",
  ],
])("nothing that is deployed is left out: %s", async (_, stack, options, reason) => {
  const { flowId } = await makePipeline(adobe);
  stackWith(stack);
  const args = ["--flow", flowId, "--event", "feedback-left", "--import", ...options];
  const { status, stderr } = await adopt(...args);
  expect(status).toBe(2);
  expect(stderr).toContain(reason);
  expect(stderr).toContain("--mode both");
  expect([written("config"), written("imported")]).toEqual([undefined, undefined]);
});

test.each([["both"], ["direct"]])("a repeat changes nothing in mode %s", async (mode) => {
  const { datasetId, flowId } = await makePipeline(adobe);
  const ids = {
    ...(mode === "both" ? relayIds : {}),
    "platform-dataset": datasetId,
    "direct-main-feedback-left-flow": flowId,
  };
  stackWith({ config: { ...adoptedBefore, mode }, ids, steps: [] });
  const args = ["--flow", flowId, "--event", "feedback-left", "--import"];
  expect((await adopt(...args)).stdout).toContain("The stack has all of it already.");
  expect(written("config")).toBeUndefined();
});

test("a repeat with the schema of somebody else changes nothing and says why it stays theirs", async () => {
  const { datasetId, flowId, schemaId } = await makePipeline(adobe);
  const existing = { datasetId, schemaId };
  const config = { ...adoptedBefore, adopted: ["main/feedback-left"], existing, mode: "direct" };
  stackWith({ config, ids: { "direct-main-feedback-left-flow": flowId }, steps: [] });
  const { stdout } = await adopt("--flow", flowId, "--event", "feedback-left");
  expect(stdout).toContain("stay somebody else's. chatlio-aep:existing names them.");
  expect(written("config")).toBeUndefined();
});

test.each([[[]], [["--dry-run"]]])(
  "when the preview fails it says why and writes nothing: %j",
  async (more) => {
    const { flowId } = await makePipeline(adobe);
    stackWith({ fails: "The configuration has a problem:\n\n  chatlio-aep:privacy.ip is hash." });
    const { status, stderr } = await adopt("--flow", flowId, "--event", "feedback-left", ...more);
    expect([status, stderr]).toEqual([
      1,
      "Pulumi cannot preview the stack with this configuration, so nothing was written:\nThe configuration has a problem:\n  chatlio-aep:privacy.ip is hash.\n",
    ]);
    expect([written("config"), written("adopt-dev.json")]).toEqual([undefined, undefined]);
  },
);

test("a name that no widget can have is rejected before anything is read", async () => {
  const args = ["--flow", "any", "--event", "feedback-left", "--widget", "x y"];
  const { status, stderr } = await adopt(...args);
  expect([status, stderr]).toEqual([
    2,
    "--widget x y: the name of a widget must be 1 to 64 of A-Z, a-z, 0-9, - and _, and start with a letter or digit.\n",
  ]);
});

test("options about a dataflow need --flow, with exit code 2", async () => {
  const { status, stderr } = await adopt("--event", "feedback-left", "--keep-schema", "--import");
  expect(status).toBe(2);
  expect(stderr).toMatch(/^Give --flow, .* does not use --event, --keep-schema, --import\.\n$/);
});
