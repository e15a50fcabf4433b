import { readdir, readFile } from "node:fs/promises";
import path from "node:path";

import { RemovePermissionCommand } from "@aws-sdk/client-lambda";

import { alarmInfo } from "../../infra/config/alarms";
import { startFaultProxy, type FaultProxy, type ProxiedRequest } from "../adobe/support/faultProxy";
import { runEngine } from "../crash/engine";
import { haveEnded, processesBelow } from "../crash/processes";
import { runsFull } from "../support/full";
import { runWritten, writtenCommands } from "../support/writtenCommands";
import {
  cli,
  exportState,
  lambdaOf,
  output,
  postAll,
  run,
  runToFailure,
  startLocal,
  type Local,
} from "./stackSupport";
import { closeAll } from "./support/closeAll";

// A whole stack on a busy machine takes minutes; this ends what hangs.
jest.setTimeout(600_000);

const kmsKey = "arn:aws:kms:us-east-1:000000000000:key/01234567-89ab-cdef-0123-456789abcdef";

/** Of the alarms, one is enough. */
const oneAlarm = Object.fromEntries(
  alarmInfo
    .filter(({ name }) => name !== "deadLetters")
    .map(({ name }) => [`chatlio-aep:alarms.${name}`, "off"]),
);

let local: Local;
let proxy: FaultProxy;

beforeAll(async () => {
  local = await startLocal({
    // Killed with the engine, as a user's plugins are.
    keepPlugins: false,
    awsProxy: async (awsUrl) => (proxy = await startFaultProxy(awsUrl)),
    config: {
      "chatlio-aep:smokeTest": "false",
      // Every option that reaches AWS, so that the stub of its provider takes them too.
      "chatlio-aep:permissionsBoundary": "arn:aws:iam::000000000000:policy/boundary",
      "chatlio-aep:kmsKey": kmsKey,
      "chatlio-aep:tracing": "true",
      "chatlio-aep:reservedConcurrency.receiver": "20",
      "chatlio-aep:privacySalt": { value: "a-salt-of-this-test", secret: true },
      "chatlio-aep:alarmTopicArn": "arn:aws:sns:us-east-1:000000000000:operations",
      ...oneAlarm,
    },
  });
}, 600_000);

afterAll(() => closeAll(local, proxy));

/** The resource whose create is cut off, and how AWS's request for it is recognized. */
const interrupted: readonly (readonly [string, (request: ProxiedRequest) => boolean])[] = [
  ["relay-queues-dead-letters", ofTarget("AmazonSQS.CreateQueue", "dead-letters")],
  ["relay-queues-events", ofTarget("AmazonSQS.CreateQueue", "-events")],
  ["relay-receiver-salts", ofTarget("secretsmanager.CreateSecret", "-salts")],
  ["relay-forwarder-logs", ofTarget("Logs_20140328.CreateLogGroup", "-forwarder")],
  [
    "relay-forwarder-role",
    ({ body }) => body.includes("Action=CreateRole") && body.includes("-forwarder"),
  ],
  [
    "relay-receiver-function",
    ({ method, path, body }) =>
      method === "POST" && path.endsWith("/functions") && body.includes("-receiver"),
  ],
];

function ofTarget(target: string, part: string) {
  return ({ headers, body }: ProxiedRequest) =>
    headers["x-amz-target"] === target && body.includes(part);
}

/**
 * An update with a SIGKILL of the engine at the first of these requests, when AWS has carried it out and the
 * provider does not have its response yet. One step at a time: a kill while the engine writes its checkpoint
 * would leave half of it.
 *
 * @returns the resource; undefined when none of the requests came and the update went through
 */
async function killAtOneOf(waiting: typeof interrupted): Promise<string | undefined> {
  const { stack } = local;
  const env = { ...process.env, ...stack.environment };
  const update = runEngine(stack, env, ["up", "--yes", "--skip-preview", "--parallel", "1"]);
  let below: ReturnType<typeof processesBelow> = [];
  let killed: string | undefined;
  proxy.armFor(
    (request) => {
      killed = waiting.find(([, isRequest]) => isRequest(request))?.[0];
      return killed === undefined ? undefined : "after";
    },
    () => {
      below = processesBelow(update.pid);
      process.kill(update.pid, "SIGKILL");
    },
  );
  const { code, text } = await update.ended;
  const wasKilled = proxy.cutOff !== undefined;
  proxy.revive();
  if (!wasKilled) {
    if (code !== 0) throw new Error(`the update failed:\n${text}`);
    return undefined;
  }
  expect(code).toBeNull();
  await haveEnded(below);
  await runEngine(stack, env, ["cancel", "--yes"]).succeeded();
  return killed;
}

/** The creates of which the journal does not say how they ended: the next deployment imports what they have left. */
async function openCreates(): Promise<string[]> {
  const home = local.stack.environment["PULUMI_HOME"] ?? "";
  const directory = path.join(home, "chatlio-aep", "creates");
  const files = await readdir(directory);
  const texts = await Promise.all(
    files.map((file) => readFile(path.join(directory, file), "utf8")),
  );
  const open = new Set<string>();
  for (const line of texts.join("\n").split("\n").filter(Boolean)) {
    const { begun, ended } = JSON.parse(line) as { begun?: string; ended?: string };
    if (begun !== undefined) open.add(begun);
    if (ended !== undefined) open.delete(ended);
  }
  return [...open];
}

test("what killed deployments have left in AWS is imported by the next one", async () => {
  const wanted = runsFull ? interrupted : interrupted.slice(-1);
  const killed: string[] = [];
  while (killed.length < wanted.length) {
    const waiting = wanted.filter(([resource]) => !killed.includes(resource));
    const resource = await killAtOneOf(waiting);
    if (resource === undefined) throw new Error(`no request for ${String(waiting)}`);
    killed.push(resource);
    expect((await run(local.stack, "preview")).steps).toContain(`import ${resource}`);
    expect(await openCreates()).not.toEqual([]);
  }
  const { steps } = await run(local.stack, "up");
  expect(steps.filter((step) => !/^(create|import|update) /.test(step))).toEqual([]);
  // What leaves the state from now on may be live in another one, and is not taken for left behind.
  expect(await openCreates()).toEqual([]);
  expect((await run(local.stack, "preview")).steps).toEqual([]);
});

test("a customer's key encrypts queues, secrets and log groups", async () => {
  const state = JSON.parse(await exportState(local.stack, "encrypted")) as State;
  const encrypted = /queue:Queue|logGroup|secret:Secret$/;
  const keys = state.deployment.resources
    .filter(({ type }) => encrypted.test(type))
    .map(({ outputs = {} }) => outputs["kmsKeyId"] ?? outputs["kmsMasterKeyId"]);
  expect(keys).toEqual(Array.from({ length: 9 }, () => kmsKey));
});

interface Resource {
  readonly urn: string;
  readonly type: string;
  readonly id?: string;
  readonly outputs?: Readonly<Record<string, unknown>>;
}

interface State {
  readonly version: number;
  readonly deployment: { readonly resources: readonly Resource[] };
}

const advice = ".*npx chatlio-aep adopt";

/** What `up` says of each kind of object that is there already. */
const taken = [
  new RegExp(
    `The queue \\S+-dead-letters exists already, and is not in this stack's state.${advice}`,
  ),
  new RegExp(`Role with name \\S+-receiver already exists${advice}`),
  new RegExp(`The specified log group already exists: \\S+-receiver${advice}`),
  new RegExp(`The operation failed because the secret \\S+-salts already exists${advice}`),
];

function nameOf({ urn }: Resource): string {
  return urn.split("::").at(-1) ?? "";
}

/** Leaves AWS as it is, and the state as if the engine had been killed before it saved any of it. */
async function forgetAws(): Promise<readonly Resource[]> {
  const state = JSON.parse(await exportState(local.stack, "encrypted")) as State;
  const { resources } = state.deployment;
  const isAws = ({ type }: Resource) => type.startsWith("aws:");
  const pending = resources
    .filter((resource) => isAws(resource) && nameOf(resource) === "relay-queues-events")
    .map((resource) => ({ resource: { ...resource, id: undefined }, type: "creating" }));
  const left = resources.filter((resource) => !isAws(resource));
  await local.stack.importStack({
    version: state.version,
    deployment: { ...state.deployment, resources: left, pending_operations: pending },
  });
  return resources.filter(isAws);
}

test("what the state has lost is imported by adopt, and the next update goes through", async () => {
  const functionArn = await output<string>(local, "receiverFunctionArn");
  const queueUrl = await output<string>(local, "queueUrl");
  const before = await forgetAws();
  const lambda = lambdaOf(local);
  // The API was the last to come, and has no name that could be taken.
  await lambda.send(
    new RemovePermissionCommand({ FunctionName: functionArn, StatementId: "relay-api-permission" }),
  );
  lambda.destroy();

  // The deployments before were complete, so the objects may have left the state on purpose.
  // One after the other: what comes after a secret that was not created ends even this update.
  const failed = await runToFailure(local.stack, "up", { continueOnError: true, parallel: 1 });
  for (const error of taken) expect(failed).toMatch(error);
  const { directory: cwd, environment } = local.stack;
  const env = { ...process.env, ...environment };
  const commands = writtenCommands("docs/operating.md", "npx chatlio-aep adopt --dry-run");
  const adopted = await runWritten(commands, { cwd, env });
  expect(adopted).not.toContain(" no\n");
  const named =
    /queue:Queue|role:Role|logGroup|function:Function|secret:Secret|bucket:Bucket|SourceMapping|metricAlarm/;
  const expected = before.filter(({ type }) => named.test(type)).map(nameOf);
  expect(expected).toHaveLength(19);
  expect(adopted).not.toMatch(/ (deleted|replaced) /);
  for (const name of expected) expect(adopted).not.toMatch(new RegExp(`${name} created`));
  expect(adopted).toMatch(/relay-api-permission created/);

  expect(await output<string>(local, "queueUrl")).toBe(queueUrl);
  expect(await output<string>(local, "receiverFunctionArn")).toBe(functionArn);
  expect(await postAll(local)).toHaveLength(5);
  expect((await run(local.stack, "preview")).steps).toEqual([]);
  expect(await cli(local, "adopt")).toContain("Nothing to import");
});
