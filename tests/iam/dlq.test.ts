import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";

import { encodeReceiverSettings } from "../../handlers/receiver/settings";
import { wrapRaw } from "../../handlers/shared/envelope";
import { toJson } from "../../handlers/shared/json";
import { operatorPolicy } from "../../scripts/deployerPolicy/policy";
import { outputsScript, runDlq, writePulumi } from "../cli/support";
import { startAwsServer, type IamRequest } from "../handlers/support/awsServer";
import { fixture } from "../handlers/support/fixtures";
import { factsOf } from "../handlers/support/ingested";
import { receiverInput } from "../handlers/support/settings";
import { allows, denied, superfluous } from "./evaluate";
import { kmsKey } from "./options";
import { scope } from "./providerCalls";
import { withKeyUse } from "./roleCalls";

const target = { partition: "aws", prefix: "chatlio-aep", ...scope };

function arn(service: string, name: string): string {
  return `arn:aws:${service}:${scope.region}:${scope.account}:${name}`;
}

/** What stands for each object of the stack `dev` on the tests' server. */
const objects: Readonly<Record<string, string>> = {
  events: arn("sqs", "chatlio-aep-dev-events"),
  dead: arn("sqs", "chatlio-aep-dev-dead-letters"),
  salts: arn("secretsmanager", "secret:chatlio-aep-dev-salts-AbCdEf"),
  "arn:aws:lambda:eu-west-1:0:function:receiver": arn(
    "lambda",
    "function:chatlio-aep-dev-receiver",
  ),
};

/** What AWS is asked for by each of the commands. */
async function seen(): Promise<IamRequest[]> {
  const aws = await startAwsServer();
  const bin = mkdtempSync(path.join(os.tmpdir(), "pulumi-"));
  try {
    writePulumi(bin, outputsScript(aws));
    const saltsSecret = { arn: "salts", versionId: "v1" };
    Object.assign(aws.functionEnvironment, encodeReceiverSettings(receiverInput({ saltsSecret })));
    aws.secrets.set("v1", "{}");
    const { event, bytes } = fixture("feedback-left");
    const body = toJson(wrapRaw(factsOf(event), bytes, "salts-unavailable"));
    aws.held.push({ id: "m-1", body, hidden: false });
    for (const args of [["list"], ["redrive", "--all"]]) {
      expect(await runDlq({ aws, bin }, args)).toMatchObject({ status: 0, stderr: "" });
    }
    expect(aws.sentTo("events")).toHaveLength(1);
    return aws.iamRequests;
  } finally {
    rmSync(bin, { recursive: true });
    await aws.close();
  }
}

test("the operator's policy allows what chatlio-aep dlq does, and nothing else", async () => {
  const requests = await seen();
  for (const withKey of [false, true]) {
    const policy = operatorPolicy({ ...target, ...(withKey ? { kmsKey } : {}) });
    const calls = requests.flatMap(({ action, object }) =>
      withKeyUse("dlq", { action, resource: objects[object] ?? object }, withKey),
    );
    expect(denied(policy, calls)).toEqual([]);
    expect(superfluous(policy, calls)).toEqual([]);
    const take = { by: "dlq", action: "sqs:DeleteMessage", resource: objects["events"] ?? "" };
    expect(allows(policy, take)).toBe(false);
  }
}, 60_000);
