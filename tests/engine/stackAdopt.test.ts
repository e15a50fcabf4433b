import { RemovePermissionCommand } from "@aws-sdk/client-lambda";

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

// A whole stack on a busy machine takes minutes; this ends what hangs.
jest.setTimeout(600_000);

let local: Local;

beforeAll(async () => {
  local = await startLocal({
    config: {
      "chatlio-aep:smokeTest": "false",
      // Every option that reaches AWS, so that the stub of its provider takes them too.
      "chatlio-aep:permissionsBoundary": "arn:aws:iam::000000000000:policy/boundary",
      "chatlio-aep:tracing": "true",
      "chatlio-aep:reservedConcurrency.receiver": "20",
      "chatlio-aep:privacySalt": { value: "a-salt-of-this-test", secret: true },
    },
  });
}, 600_000);

afterAll(async () => {
  await local.close();
});

interface Resource {
  readonly urn: string;
  readonly type: string;
  readonly id?: string;
}

interface State {
  readonly version: number;
  readonly deployment: { readonly resources: readonly Resource[] };
}

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

test("what a killed deployment has created in AWS is imported, and the next update goes through", async () => {
  await run(local.stack, "up");
  const functionArn = await output<string>(local, "receiverFunctionArn");
  const queueUrl = await output<string>(local, "queueUrl");
  const before = await forgetAws();
  const lambda = lambdaOf(local);
  // The API was the last to come, and has no name that could be taken.
  await lambda.send(
    new RemovePermissionCommand({ FunctionName: functionArn, StatementId: "relay-api-permission" }),
  );
  lambda.destroy();

  expect(await runToFailure(local.stack, "up")).toMatch(/already exist/i);
  const adopted = await cli(local, "adopt");
  expect(adopted).not.toContain(" no\n");
  const named = /queue:Queue|role:Role|logGroup|function:Function|secret:Secret|SourceMapping/;
  const expected = before.filter(({ type }) => named.test(type)).map(nameOf);
  expect(expected).toHaveLength(12);
  const { steps } = await run(local.stack, "up");
  expect(steps.filter((step) => !/^(create|update) /.test(step))).toEqual([]);
  expect(steps.filter((step) => expected.includes(step.replace(/^create /, "")))).toEqual([]);

  expect(await output<string>(local, "queueUrl")).toBe(queueUrl);
  expect(await output<string>(local, "receiverFunctionArn")).toBe(functionArn);
  expect(await postAll(local)).toHaveLength(5);
  expect((await run(local.stack, "preview")).steps).toEqual([]);
  expect(await cli(local, "adopt")).toContain("Nothing to import");
});
