import { execFile } from "node:child_process";
import { promisify } from "node:util";

import fetch from "node-fetch";

import { alarmInfo } from "../../infra/config/alarms";
import {
  cli,
  dlqHas,
  exportState,
  output,
  postAll,
  postOne,
  rowsOf,
  run,
  runToFailure,
  startLocal,
  type Local,
  type Urls,
} from "./stackSupport";
import { closeAll } from "./support/closeAll";

// A whole stack on a busy machine takes minutes; this ends what hangs.
jest.setTimeout(600_000);

let local: Local;

beforeAll(async () => {
  // Long enough that an event posted after the deployment still waits while the stack is renamed.
  local = await startLocal({
    config: {
      "chatlio-aep:delivery.settleTime": "30s",
      "chatlio-aep:dashboard": "false",
      "chatlio-aep:protectData": "true",
      ...Object.fromEntries(
        alarmInfo
          .filter(({ name }) => name !== "deadLetters")
          .map(({ name }) => [`chatlio-aep:alarms.${name}`, "off"]),
      ),
    },
  });
}, 600_000);

afterAll(() => closeAll(local));

interface StateResource {
  readonly urn: string;
  readonly type: string;
  readonly id?: string;
  readonly dependencies?: readonly string[];
  readonly propertyDependencies?: Readonly<Record<string, readonly string[] | null>>;
}

interface State {
  readonly version: number;
  readonly deployment: { readonly resources: readonly StateResource[] };
}

/** Id of each object in AWS, by the resource's name. */
async function awsObjects(): Promise<Readonly<Record<string, string>>> {
  const { deployment } = JSON.parse(await exportState(local.stack, "encrypted")) as State;
  return Object.fromEntries(
    deployment.resources
      .filter(({ type }) => type.startsWith("aws:"))
      .map(({ urn, id = "" }) => [urn.split("::").at(-1) ?? "", id]),
  );
}

test("a renamed stack with another namePrefix keeps its queues and their messages", async () => {
  await run(local.stack, "up");
  const before = await awsObjects();
  const url = (await output<Urls>(local, "webhookUrls"))["main"]?.["feedback-left"] ?? "";
  const waiting = await postOne(url);
  expect(waiting).toBeDefined();
  expect((await fetch(url, { method: "POST", body: "not JSON" })).status).toBe(202);

  await local.stack.rename({ stackName: "renamed" });
  await local.stack.setConfig("chatlio-aep:namePrefix", { value: "acme-chat" });
  await local.stack.setConfig("chatlio-aep:dashboard", { value: "true" });
  await local.stack.setConfig("chatlio-aep:alarmTopicArn", {
    value: "arn:aws:sns:us-east-1:000000000000:operations",
  });
  const { steps } = await run(local.stack, "up");
  const made = steps.filter((step) => !step.startsWith("update "));
  const [alarm, dashboard] = ["relay-alarms-dead-letters", "relay-dashboard-overview"];
  const components = ["create relay-alarms", "create relay-dashboard"];
  expect(made.sort()).toEqual([...components, `create ${alarm}`, `create ${dashboard}`].sort());
  // AWS overwrites an alarm or dashboard whose name is taken: the new names are those of this stack's queues.
  const start = (before["relay-queues-events"] ?? "").split("/").at(-1)?.replace("-events", "");
  expect(await awsObjects()).toEqual({
    ...before,
    [alarm]: `${start}-dead-letters`,
    [dashboard]: `${start}-overview`,
  });

  expect((await dlqHas(local, 1)).map(({ reason }) => reason)).toEqual(["not-json"]);
  await rowsOf(local, [waiting ?? ""]);
  expect(await postAll(local)).toHaveLength(5);
  expect((await run(local.stack, "preview")).steps).toEqual([]);
});

/** What was renamed above is made again, by each of the ways that docs/refactoring.md has. */
describe("in a renamed stack, what is made again has its former name, and a queue its messages", () => {
  const queue = "relay-queues-dead-letters";
  const former: Record<string, string> = {};
  beforeAll(async () => Object.assign(former, await awsObjects()));

  async function expectSame(): Promise<void> {
    expect(await awsObjects()).toMatchObject({ [queue]: former[queue] });
    expect((await dlqHas(local, 1)).map(({ reason }) => reason)).toEqual(["not-json"]);
  }

  /** The state, with other resources. */
  async function changeState(
    change: (resources: readonly StateResource[]) => readonly StateResource[],
  ): Promise<void> {
    const state = JSON.parse(await exportState(local.stack, "encrypted")) as State;
    const { deployment, version } = state;
    const resources = change(deployment.resources);
    await local.stack.importStack({ version, deployment: { ...deployment, resources } });
  }

  test("tainted, together with a function's log group", async () => {
    const names = [queue, "relay-forwarder-logs"];
    for (const name of names) {
      const { resources } = (JSON.parse(await exportState(local.stack, "encrypted")) as State)
        .deployment;
      const urn = resources.find((one) => one.urn.endsWith(`::${name}`))?.urn ?? "";
      const { directory, environment } = local.stack;
      const env = { ...process.env, ...environment };
      const args = ["state", "taint", urn, "--yes", "--stack", local.stack.name];
      await promisify(execFile)("pulumi", args, { cwd: directory, env });
    }
    const { steps } = await run(local.stack, "up");
    for (const name of names) expect(steps).toContain(`replace ${name}`);
    await expectSame();
    expect(await awsObjects()).toEqual(former);
  });

  test("forgotten by the state: the update stops, and adopt finds it", async () => {
    await changeState((resources) => {
      const gone = resources.find(({ urn }) => urn.endsWith(`::${queue}`))?.urn;
      return resources
        .filter(({ urn }) => urn !== gone)
        .map((one) => ({
          ...one,
          dependencies: one.dependencies?.filter((urn) => urn !== gone) ?? [],
          propertyDependencies: Object.fromEntries(
            Object.entries(one.propertyDependencies ?? {}).map(([input, urns]) => [
              input,
              urns?.filter((urn) => urn !== gone) ?? [],
            ]),
          ),
        }));
    });
    expect(await runToFailure(local.stack, "up")).toContain(
      "exists already, and is not in this stack",
    );
    expect(await cli(local, "adopt")).toMatch(new RegExp(`^${queue} .* this stack +yes$`, "m"));
    await run(local.stack, "up");
    await expectSame();
  });

  test("after direct mode, when adopt imports the queues", async () => {
    await local.stack.setConfig("chatlio-aep:mode", { value: "direct" });
    await run(local.stack, "up");
    expect(await awsObjects()).toEqual({});
    await local.stack.setConfig("chatlio-aep:mode", { value: "relay" });
    await cli(local, "adopt");
    await run(local.stack, "up");
    await expectSame();
  });
});
