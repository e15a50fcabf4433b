import { encodeForwarderSettings } from "../../handlers/forwarder/settings";
import { encodeReceiverSettings } from "../../handlers/receiver/settings";
import { startAwsServer, type IamRequest } from "../handlers/support/awsServer";
import { webhook } from "../handlers/support/events";
import { each, startInlet, status } from "../handlers/support/inlet";
import { batch, messages } from "../handlers/support/messages";
import { runBundle } from "../handlers/support/runBundle";
import { receiverInput } from "../handlers/support/settings";
import { runProgram, type Run } from "../infra/program";
import { denied, superfluous, type PolicyDocument } from "./evaluate";
import { optionsConfig } from "./options";
import { objectsOf, roleCalls } from "./roleCalls";

const salts = { "chatlio-aep:privacySalt": "a-salt-of-this-test" };

/** What each function asks AWS for, in every way that a webhook can go. */
async function seen(part: "receiver" | "forwarder", salted: boolean): Promise<IamRequest[]> {
  const [aws, inlet] = await Promise.all([startAwsServer(), startInlet()]);
  try {
    const queues = { queueUrl: `${aws.url}/0/events`, deadLetterQueueUrl: `${aws.url}/0/dead` };
    const machine = { node: process.execPath, aws };
    if (part === "receiver") {
      aws.secrets.set("v1", JSON.stringify({ privacySalt: "a-salt-of-this-test" }));
      const saltsSecret = { arn: "salts", versionId: "v1" };
      const settings = receiverInput({ ...queues, ...(salted ? { saltsSecret } : {}) });
      const requests = [webhook(), webhook({ body: "not JSON" })];
      await runBundle(machine, part, encodeReceiverSettings(settings), requests);
    } else {
      aws.secrets.set("v1", JSON.stringify({ inletUrl: inlet.url, flowId: "flow-1" }));
      inlet.respond = each({ 0: status(400), 1: status(503) });
      const settings = { ...queues, inletSecretArn: "inlet", inletSecretVersionId: "v1" };
      const environment = encodeForwarderSettings(settings);
      await runBundle(machine, part, environment, [batch(...messages(3))]);
    }
    return aws.iamRequests;
  } finally {
    await Promise.all([aws.close(), inlet.close()]);
  }
}

function policyOf(run: Run, part: string): PolicyDocument {
  const { policy } = run.one("aws:iam/rolePolicy:RolePolicy", `${part}-policy`).inputs;
  return JSON.parse(String(policy)) as PolicyDocument;
}

describe.each(["receiver", "forwarder"] as const)("the %s's role", (part) => {
  it.each([
    ["", false],
    [" of a stack with salts and options", true],
  ])(
    "allows every call%s, and without any part of it one is denied",
    async (_what, options) => {
      const run = await runProgram(options ? { ...optionsConfig, ...salts } : {});
      const requests = await seen(part, options);
      expect(requests.length).toBeGreaterThan(1);
      const calls = roleCalls(requests, { part, objects: objectsOf(run), options });
      const policy = policyOf(run, part);
      expect(denied(policy, calls)).toEqual([]);
      expect(superfluous(policy, calls)).toEqual([]);
    },
    60_000,
  );
});
