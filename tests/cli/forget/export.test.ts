import { readFileSync, statSync } from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";

import { wrapRaw } from "../../../handlers/shared/envelope";
import { toJson } from "../../../handlers/shared/json";
import { factsOf } from "../../handlers/support/ingested";
import type { Exit } from "../support";
import {
  addDead,
  archive,
  bob,
  conversation,
  countQueues,
  drop,
  email,
  feedback,
  stackOfEachTest,
  started,
  textOf,
  transcript,
  unreadable,
  visitor,
} from "./support";

const stack = stackOfEachTest();

function run(...args: readonly string[]): Promise<Exit> {
  return stack.run(args);
}

describe("export", () => {
  it("writes all messages of a person to a file of the owner's, once each", async () => {
    await archive(stack.aws, [started, bob, transcript]);
    addDead(stack.aws, "m-1", unreadable(`mail: ${email}`));
    const file = path.join(stack.bin, "maria.json");
    const { stdout } = await run("export", "--email", email, "--save", file);
    expect(stdout).toContain(`3 messages are in ${file}\n`);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const saved = JSON.parse(readFileSync(file, "utf8")) as { messages: { data: unknown }[] };
    expect(saved).toMatchObject({ person: { emails: [email] } });
    expect(saved.messages.map(({ data }) => data)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ visitorUuid: visitor }),
        expect.objectContaining({ conversationId: conversation }),
        `mail: ${email}`,
      ]),
    );
    const again = await run("export", "--email", email, "--save", file);
    expect([again.status, again.stderr]).toEqual([2, expect.stringContaining("EEXIST")]);
  });

  it("writes a body as it reads, and leaves no empty file when it fails", async () => {
    const bytes = gzipSync(`mail: ${email}`);
    addDead(stack.aws, "m-1", toJson(wrapRaw(factsOf("feedback-left"), bytes, "not-json")));
    const file = path.join(stack.bin, "maria.json");
    stack.aws.more.delete("GetQueueAttributes");
    expect((await run("export", "--email", email, "--save", file)).status).not.toBe(0);
    countQueues(stack.aws);
    expect((await run("export", "--email", email, "--save", file)).status).toBe(0);
    expect(readFileSync(file, "utf8")).toContain(`"data": "mail: ${email}"`);
  });

  it("writes every content of an event, with all places that have it, and counts the event once", async () => {
    const identified = textOf("transcript-exported", {
      visitorTraits: { customerId: "cust-20418" },
    });
    const { body, ...envelope } = JSON.parse(identified) as { body: { id: string } };
    const linked = { ...body, visitorUuid: visitor, visitorUserId: "cust-20418" };
    addDead(stack.aws, "m-1", identified);
    await archive(stack.aws, [JSON.stringify({ ...envelope, body: linked }), bob]);
    const file = path.join(stack.bin, "maria.json");
    const args = ["--customer", "cust-20418", "--save", file, "--json"];
    const { stdout } = await run("export", ...args);
    expect(JSON.parse(stdout)).toMatchObject({ events: { "transcript-exported": 1 } });
    const saved = JSON.parse(readFileSync(file, "utf8")) as { messages: object[] };
    expect(saved.messages).toMatchObject([
      { places: ["deadLetterQueue", "deadLetterCopies"], data: body },
      { places: ["archive"], data: linked },
    ]);
    expect(saved.messages[0]).not.toHaveProperty("data.visitorUserId");
  });

  it("says what there is without a file", async () => {
    drop(stack.aws, feedback);
    const { stdout } = await run("export", "--email", email);
    expect(stdout).toContain("Dropped messages: 1 of 1 messages\n");
    expect(stdout).toContain("--save <file> writes the messages to a file.\n");
  });
});
