import {
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
} from "@aws-sdk/client-lambda";
import fetch from "node-fetch";

import { encodeReceiverSettings } from "../../../handlers/receiver/settings";
import { bundleFunction } from "../../../infra/bundle";
import { connect } from "../../../local/aws/clients";
import { lambdaFunction } from "../../../local/aws/types/lambda";
import type { Properties } from "../../../provider-sdk";
import { payloads } from "../../handlers/support/fixtures";
import { receiverInput, token } from "../../handlers/support/settings";
import { archiveOf } from "./archive";
import { resource, startHarness, type Harness } from "./support";

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
}, 120_000);
afterAll(() => harness.close());

function create(type: string, inputs: Properties) {
  return resource(harness.definition, type).create(inputs);
}

/** The receiver as a function behind an API. Returns the URL of a webhook, without the event. */
async function serve(inputs: Properties): Promise<string> {
  const created = await create("aws:lambda/function:Function", inputs);
  const api = await create("aws:apigatewayv2/api:Api", { name: "updated", protocolType: "HTTP" });
  const integration = await create("aws:apigatewayv2/integration:Integration", {
    apiId: api.id,
    integrationType: "AWS_PROXY",
    integrationUri: created.outputs["invokeArn"],
    payloadFormatVersion: "2.0",
  });
  await create("aws:apigatewayv2/route:Route", {
    apiId: api.id,
    routeKey: "$default",
    target: `integrations/${integration.id}`,
  });
  await create("aws:apigatewayv2/stage:Stage", {
    apiId: api.id,
    name: "$default",
    autoDeploy: true,
  });
  return `${String(api.outputs["apiEndpoint"])}/chatlio/main`;
}

/** An environment whose settings have more keys. */
function withKeys(environment: Record<string, string>, more: object): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).map(([name, json]) => [
      name,
      JSON.stringify({ ...(JSON.parse(json) as object), ...more }),
    ]),
  );
}

/** Posts a webhook of each kind; the statuses of the responses. */
function post(url: string): Promise<number[]> {
  return Promise.all(
    payloads.map(async ({ event, bytes }) => {
      const response = await fetch(`${url}/${event}?token=${token}`, {
        method: "POST",
        body: bytes,
        headers: { "content-type": "application/json" },
      });
      return response.status;
    }),
  );
}

const accepted = payloads.map(() => 202);

test("no webhook fails while an update adds a setting and new code", async () => {
  const [queue, deadLetterQueue] = await Promise.all([
    create("aws:sqs/queue:Queue", { name: "updated-events" }),
    create("aws:sqs/queue:Queue", { name: "updated-dead" }),
  ]);
  const settings = encodeReceiverSettings(
    receiverInput({ queueUrl: queue.id, deadLetterQueueUrl: deadLetterQueue.id }),
  );
  const { files } = bundleFunction("receiver");
  const code = files["index.js"] ?? "";
  const inputs = (variables: Record<string, string>, text: string): Properties => ({
    name: "updated",
    code: archiveOf({ "index.js": text }),
    handler: "index.handler",
    runtime: "nodejs24.x",
    role: "arn:aws:iam::000000000000:role/updated",
    timeout: 15,
    environment: { variables },
  });
  const before = inputs(settings, code);
  const added = { addedLater: { option: ["a"] } };
  const after = inputs(withKeys(settings, added), `${code}\n// another release`);
  const url = await serve(before);
  expect(await post(url)).toEqual(accepted);

  const { url: endpoint, credentials } = harness.ministack;
  const aws = connect(endpoint, "us-east-1", credentials.sessionToken);
  const steps: string[] = [];
  const statuses: number[][] = [];
  // The code is sent last: then the old code has got the new settings.
  aws.lambda.middlewareStack.add(
    (next, { commandName = "" }) =>
      async (args) => {
        if (commandName.startsWith("Update")) steps.push(commandName);
        if (commandName === UpdateFunctionCodeCommand.name) statuses.push(await post(url));
        return next(args);
      },
    { step: "initialize" },
  );
  await lambdaFunction.update?.("updated", after, before, aws);
  statuses.push(await post(url));
  expect(statuses).toEqual([accepted, accepted]);
  expect(steps).toEqual([UpdateFunctionConfigurationCommand.name, UpdateFunctionCodeCommand.name]);
}, 60_000);
