import { readFileSync } from "node:fs";
import path from "node:path";

import { readEnvelope, wrapRaw } from "../../../handlers/shared/envelope";
import { toJson } from "../../../handlers/shared/json";
import type { QueueMessage } from "../../handlers/support/awsServer";
import { fixture } from "../../handlers/support/fixtures";
import { factsOf } from "../../handlers/support/ingested";
import { LinkStore } from "../../handlers/support/linkStore";
import { messageText } from "../../handlers/support/messages";
import { runInProcess } from "../inProcess";
import { archive, drop, keptBy, stackOfEachTest } from "./support";

/** The paces that were made, and how often work waited for one. `dlqDrop.test.ts` tests how long it waits. */
const mockPaces: { readonly perSecond: number; waits: number }[] = [];
jest.mock("../../../cli/dlq/pace", () => ({
  createPace: (perSecond: number) => {
    const made = { perSecond, waits: 0 };
    mockPaces.push(made);
    return () => {
      made.waits += 1;
      return Promise.resolve();
    };
  },
}));

const email = "maria.keller@example.com";
const visitor = "5f0c2b1e-7a44-4d3b-9c1d-2e8f6a90b7d3";
const conversation = "0b8d5c5a-31d7-4c59-8a38-6c8f1a3d9f02";

const stack = stackOfEachTest({ linkTable: "links" });
let links: LinkStore;

beforeEach(() => {
  links = new LinkStore(stack.aws);
});

function textOf(name: string, changes: object = {}): string {
  const payload = JSON.parse(fixture(name).bytes.toString()) as object;
  return toJson(readEnvelope(messageText({ ...payload, ...changes }, name)));
}

const started = textOf("conversation-started");
const bob = textOf("offline-message");
/** It names her chat, and nothing else of her. */
const chatOnly = toJson(
  wrapRaw(
    factsOf("nope"),
    Buffer.from(JSON.stringify({ conversationUUID: conversation, textBody: "Her whole chat …" })),
    "unknown-event",
  ),
);

/** Everything that names her, and in the dead-letter queue what names only her chat. */
async function keepHer(): Promise<QueueMessage> {
  await archive(stack.aws, [started, bob]);
  drop(stack.aws, started);
  links.items.set(conversation, {
    id: { S: conversation },
    conversationId: { S: conversation },
    at: { S: "2026-11-24" },
    visitorEmail: { S: email },
  });
  const message = { id: "m-1", body: chatOnly, invisible: false };
  stack.aws.messages.push(message, { id: "m-2", body: bob, invisible: false });
  return message;
}

async function run(...args: readonly string[]) {
  const all = [...args, "--email", email, "--rate", "1000", "--wait", "1", "--json"];
  const { status, stdout } = await stack.run(all);
  return { status, ...(JSON.parse(stdout) as Record<string, unknown>) };
}

/** Calls `then` with the number of each request to SQS, before SQS responds. */
function beforeEachRequest(operation: string, then: (nth: number) => void): void {
  const before = stack.aws.more.get(operation);
  let nth = 0;
  stack.aws.more.set(operation, (input) => {
    then((nth += 1));
    return before?.(input) ?? stack.aws.reply(operation, input);
  });
}

describe("messages of the dead-letter queue that a killed command holds", () => {
  it("keep forget from removing what names the person, and from being complete", async () => {
    const message = await keepHer();
    message.invisible = true;
    expect(await run("forget", "--yes")).toMatchObject({
      status: 1,
      complete: false,
      inFlight: { deadLetters: 1 },
      places: { archive: { found: 1, removed: 0 }, links: { found: 1, removed: 0 } },
    });
    expect(keptBy(stack.aws)).toContain(visitor);
    expect(links.items.size).toBe(1);

    message.invisible = false;
    expect(await run("forget", "--yes")).toMatchObject({ status: 0, complete: true });
    expect(keptBy(stack.aws)).not.toMatch(`${visitor}|${conversation}`);
    expect(links.items.size).toBe(0);
    expect(stack.aws.messages.map(({ body }) => body)).toEqual([bob]);
  });

  it("are waited for", async () => {
    const message = await keepHer();
    message.invisible = true;
    beforeEachRequest("GetQueueAttributes", (nth) => {
      if (nth > 3) message.invisible = false;
    });
    expect(await run("forget", "--yes")).toMatchObject({ status: 0, complete: true });
    expect(keptBy(stack.aws)).not.toMatch(`${visitor}|${conversation}`);
  });

  it("are said to be missing in an export and its file", async () => {
    (await keepHer()).invisible = true;
    const file = path.join(stack.bin, "maria.json");
    expect(await run("export", "--save", file)).toMatchObject({
      status: 1,
      complete: false,
      inFlight: { deadLetters: 1 },
    });
    expect(JSON.parse(readFileSync(file, "utf8"))).toMatchObject({ inFlight: { deadLetters: 1 } });
  });

  it("are said in words", async () => {
    (await keepHer()).invisible = true;
    const args = ["forget", "--email", email, "--wait", "1"];
    const { stdout } = await stack.run(args);
    expect(stdout).toContain("1 messages of the dead-letter queue could not be read");
  });
});

it.each(Array.from({ length: 8 }, (_, index) => index + 1))(
  "a message that another command takes at receive %i is never lost from sight",
  async (nth) => {
    const message = await keepHer();
    beforeEachRequest("ReceiveMessage", (count) => {
      if (count === nth) message.invisible = true;
    });
    const first = await run("forget", "--yes");
    const isThere = stack.aws.messages.includes(message);
    expect(first).toMatchObject({ complete: !isThere });
    message.invisible = false;
    stack.aws.more.delete("ReceiveMessage");
    expect(await run("forget", "--yes")).toMatchObject({ complete: true });
    expect(keptBy(stack.aws)).not.toMatch(`${visitor}|${conversation}`);
  },
);

it.each(Array.from({ length: 8 }, (_, index) => index + 1))(
  "a message that arrives at receive %i, with a chat nobody knew of, is found then or by the next run",
  async (nth) => {
    await archive(stack.aws, [bob]);
    drop(stack.aws, chatOnly);
    await archive(stack.aws, [textOf("transcript-exported", { replyToEmail: "", messages: [] })]);
    beforeEachRequest("ReceiveMessage", (count) => {
      if (count === nth) stack.aws.messages.push({ id: "late", body: started, invisible: false });
    });
    await run("forget", "--yes");
    stack.aws.more.delete("ReceiveMessage");
    expect(await run("forget", "--yes")).toMatchObject({ complete: true });
    expect(keptBy(stack.aws)).not.toMatch(`${visitor}|${conversation}`);
  },
);

it("paces every request to the queue, the bucket and the table", async () => {
  await keepHer();
  mockPaces.splice(0);
  const { status } = await runInProcess(stack, ["forget", "--email", email, "--rate", "40"]);
  const paced = stack.aws.iamRequests.filter(({ action }) => /^(?:sqs|s3|dynamodb):/.test(action));
  expect(status).toBe(0);
  expect(paced.length).toBeGreaterThan(20);
  // One pace for all of them, which each one waits for.
  expect(mockPaces).toEqual([{ perSecond: 40, waits: paced.length }]);
});
