import path from "node:path";

import {
  GetFunctionConfigurationCommand,
  type LambdaClient,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
  waitUntilFunctionUpdatedV2,
} from "@aws-sdk/client-lambda";
import fetch from "node-fetch";

import { bundleFunction } from "../../infra/bundle";
import { zipArchive } from "../../local/aws/zip";
import { archiveOf } from "../local/aws/archive";
import { startRecorded } from "./recordedStack";
import { lambdaOf, output, run, runToFailure, type Local, type Urls } from "./stackSupport";
import { closeAll } from "./support/closeAll";
import { repeat } from "./support/repeat";

// A whole stack on a busy machine takes minutes; this ends what hangs.
jest.setTimeout(600_000);

const salts = {
  dedupeSalt: "salt-of-the-ids-of-this-test",
  privacySalt: "salt-of-the-hashes-of-this-test",
};
const name = "CHATLIO_AEP_SETTINGS";

let local: Local;
let lambda: LambdaClient;
let functionName: string;

beforeAll(async () => {
  local = await startRecorded(path.join(__dirname, "../fixtures/states/relay-chatlio.json"));
  lambda = lambdaOf(local);
  functionName = (await output<string>(local, "receiverFunctionArn")).split(":").at(-1) ?? "";
}, 600_000);

afterAll(() => closeAll(local));

async function environment(): Promise<Record<string, string>> {
  const command = new GetFunctionConfigurationCommand({ FunctionName: functionName });
  return (await lambda.send(command)).Environment?.Variables ?? {};
}

/** The live receiver as a release before the secret left it: salts in its settings, code that knows no secret. */
async function makeEarlierRelease(): Promise<void> {
  const waiting = { client: lambda, maxWaitTime: 60, minDelay: 0.1, maxDelay: 1 };
  const updated = () => waitUntilFunctionUpdatedV2(waiting, { FunctionName: functionName });
  const before = JSON.parse((await environment())[name] ?? "{}") as { privacy: object };
  const settings = { ...before, ...salts, privacy: { ...before.privacy, email: "hash" } };
  await lambda.send(
    new UpdateFunctionConfigurationCommand({
      FunctionName: functionName,
      Environment: { Variables: { [name]: JSON.stringify(settings) } },
    }),
  );
  await updated();
  const withoutSecret = `
    const known = JSON.parse(process.env.${name});
    delete known.saltsSecret;
    process.env.${name} = JSON.stringify(known);
  `;
  const { files } = bundleFunction("receiver");
  const older = { ...files, "index.js": `${withoutSecret}${files["index.js"] ?? ""}` };
  const zip = zipArchive(archiveOf(older));
  await lambda.send(new UpdateFunctionCodeCommand({ FunctionName: functionName, ZipFile: zip }));
  await updated();
}

/** Its own time keeps its id the same, however many windows of `dedupeWindow` the test runs through. */
const transcript = JSON.stringify({
  conversationUUID: "0b8f6a52-6a0c-4d5d-9f38-0c5d0a3e9a11",
  endedAt: "2026-11-23T10:00:00.000Z",
  visitor: { email: "pat@example.com" },
});

/**
 * Whether MiniStack ended the run because its function changed; Lambda lets it finish. MiniStack takes the process away
 * under the thread that writes to it, so which of its own (Python) errors comes is a matter of the instant.
 */
function endedByMiniStack(text: string): boolean {
  const errors = /process died|no response|'NoneType' object|Broken pipe|closed file/;
  return errors.test(text);
}

/** Posts the same event until it is stopped; the ids of the responses, and what else came. */
function postTheSame(url: string) {
  const ids = new Set<string>();
  const others: unknown[] = [];
  let count = 0;
  const posting = repeat(async () => {
    const response = await fetch(url, { method: "POST", body: transcript }).catch(String);
    const text = typeof response === "string" ? response : await response.text();
    const { status, id } = (/^\{/.test(text) ? JSON.parse(text) : {}) as Record<string, string>;
    if (status === "accepted") ids.add(String(id));
    else if (!endedByMiniStack(text)) others.push(text);
    count++;
  }, 50);
  return {
    stop: async () => {
      await posting.stop();
      return { ids: [...ids], others, count };
    },
  };
}

test("the salts move into the secret in two updates, and every webhook gets the same hashes meanwhile", async () => {
  await makeEarlierRelease();
  const setSalts = ({ dedupeSalt, privacySalt }: typeof salts) =>
    local.stack.setAllConfig({
      "chatlio-aep:dedupeSalt": { value: dedupeSalt, secret: true },
      "chatlio-aep:privacySalt": { value: privacySalt, secret: true },
    });
  await setSalts({ ...salts, privacySalt: "s".repeat(3_600) });
  expect(await runToFailure(local.stack, "preview")).toContain(
    "Shorten the longest: chatlio-aep:privacySalt (3602 bytes)",
  );
  await setSalts(salts);
  await local.stack.setConfig("chatlio-aep:privacy.email", { value: "hash" }, true);
  const urls = await output<Urls>(local, "webhookUrls");
  const url = urls["main"]?.["transcript-exported"] ?? "";
  const posting = postTheSame(url);

  const first = await run(local.stack, "up");
  expect(first.messages.join("\n")).toContain("The salts are still in the receiver's environment.");
  expect(JSON.parse((await environment())[name] ?? "")).toMatchObject(salts);

  const { steps, messages } = await run(local.stack, "up");
  expect(steps).toEqual(["update relay-receiver-function"]);
  expect(messages.join("\n")).not.toContain("salts are still");
  expect(JSON.stringify(await environment())).not.toMatch(/salt-of-the/);
  expect((await environment())[name]).toContain("saltsSecret");

  await fetch(url, { method: "POST", body: transcript });
  const { ids, others, count } = await posting.stop();
  expect(others).toEqual([]);
  expect(ids).toHaveLength(1);
  expect(count).toBeGreaterThan(50);
  expect((await run(local.stack, "preview")).steps).toEqual([]);
});
