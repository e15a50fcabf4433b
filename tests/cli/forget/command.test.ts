import { readFileSync } from "node:fs";
import path from "node:path";

import { startClient, type Client } from "../../emulator/support/client";
import { fixture } from "../../handlers/support/fixtures";
import { LinkStore } from "../../handlers/support/linkStore";
import { RelayToEmulator } from "../../handlers/support/relayToEmulator";
import { digest } from "../../handlers/support/settings";
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
  keptBy,
  mention,
  stackOfEachTest,
  started,
  textOf,
  transcript,
  unreadable,
  visitor,
} from "./support";

const stack = stackOfEachTest();
let inFlight: number;

beforeEach(() => {
  inFlight = 0;
  countQueues(stack.aws, () => inFlight);
});

function run(...args: readonly string[]): Promise<Exit> {
  return stack.run(args);
}

async function report(...args: readonly string[]) {
  const { status, stderr, stdout } = await run(...args, "--json");
  expect(stderr).toBe("");
  return { status, ...(JSON.parse(stdout) as Record<string, unknown>) };
}

/** Which of some texts the stack does not keep. */
function missing(...texts: readonly string[]): readonly string[] {
  const kept = keptBy(stack.aws);
  return texts.filter((text) => !kept.includes(text));
}

describe("forget", () => {
  it("says what it would remove, and changes nothing without --yes", async () => {
    await archive(stack.aws, [started, bob]);
    addDead(stack.aws, "m-1", feedback);
    const before = keptBy(stack.aws);
    const { status, stdout } = await run("forget", "--email", email.toUpperCase());
    expect(status).toBe(0);
    expect(stdout).toContain("Search of one person in the stack test, ");
    expect(stdout).toContain(`email with SHA-256 ${digest(email)}\n`);
    expect(stdout).toContain("Dead-letter queue: 1 of 1 messages\n");
    expect(stdout).toContain("Archived events: 1 of 2 messages\n");
    expect(stdout).toContain("1 conversation-started\n1 feedback-left\n");
    expect(stdout).toContain("Nothing was changed. --yes removes it. Run `export --save` before");
    expect(stdout).not.toContain(email);
    expect(keptBy(stack.aws)).toBe(before);
    expect(stack.aws.messages.every(({ invisible }) => !invisible)).toBe(true);
  });

  it.each([
    ["--email", email],
    ["--visitor", visitor],
    ["--visitor", `uuid:${visitor}`],
    ["--customer", "cust-20418"],
  ])("%s %s removes the person's messages and chats, and nothing else", async (...person) => {
    await archive(stack.aws, [transcript, bob]);
    await archive(stack.aws, [started, mention], "2026-11-25T10:00:00Z");
    await archive(stack.aws, [feedback], "2026-11-26T10:00:00Z");
    addDead(stack.aws, "m-1", feedback);
    addDead(stack.aws, "m-2", mention);
    drop(stack.aws, transcript);
    drop(stack.aws, bob);
    expect(await report("forget", ...person, "--yes")).toMatchObject({
      status: 0,
      complete: true,
      events: { "conversation-started": 1, "feedback-left": 1, "transcript-exported": 1 },
      places: {
        deadLetterQueue: { searched: 2, found: 1, removed: 1 },
        deadLetterCopies: { searched: 2, found: 1, removed: 1 },
        dropped: { searched: 2, found: 1, removed: 1 },
        archive: { searched: 5, found: 3, removed: 3 },
      },
    });
    expect(stack.aws.messages.map(({ body }) => body)).toEqual([mention]);
    const kept = [...stack.aws.s3.objects.values()];
    expect(kept.sort()).toEqual([`${bob}\n`, `${mention}\n`, bob, mention].sort());
    expect(keptBy(stack.aws)).not.toContain(conversation);
  });

  it("removes every version of what a bucket with versions has kept", async () => {
    stack.aws.s3.versioned = true;
    await archive(stack.aws, [started, bob]);
    const [key = ""] = stack.aws.s3.objects.keys();
    stack.aws.s3.put(key, `${bob}\n`);
    stack.aws.s3.put(key, `${feedback}\n${bob}\n`);
    drop(stack.aws, feedback);
    expect(await report("forget", "--email", email, "--yes")).toMatchObject({ complete: true });
    expect(missing(visitor)).toEqual([visitor]);
    expect(stack.aws.s3.objects.get(key)).toBe(`${bob}\n`);
  });

  it("reports what a lock protects, and is not complete", async () => {
    stack.aws.s3.versioned = true;
    drop(stack.aws, feedback);
    stack.aws.s3.locked.add("v1");
    const found = await report("forget", "--email", email, "--yes");
    expect(found).toMatchObject({ status: 1, complete: false, left: [{ place: "dropped" }] });
  });

  it("leaves alone what is on its way, and is not complete", async () => {
    inFlight = 3;
    addDead(stack.aws, "m-1", feedback);
    const { status, stdout } = await run("forget", "--email", email, "--yes");
    expect([status, stdout]).toEqual([1, expect.stringContaining("3 messages were on their way")]);
    expect(stack.aws.messages).toEqual([]);
  });

  it("prints the chats for the next run, when what is on its way may name nothing else", async () => {
    inFlight = 1;
    await archive(stack.aws, [started]);
    const first = await run("forget", "--email", email, "--yes");
    expect(first.stdout).toContain(
      `chats too, which nothing else may name by then: --visitor conv`,
    );
    expect(first.stdout).toContain(`--visitor conversation:${conversation}\n`);
    // It was not delivered, and only names the chat.
    inFlight = 0;
    addDead(stack.aws, "m-1", transcript);
    const again = ["forget", "--email", email, "--visitor", `conversation:${conversation}`];
    expect(await report(...again, "--yes")).toMatchObject({ status: 0, complete: true });
    expect(missing(conversation)).toEqual([conversation]);
  });

  it.each([1, 2, 3, 4])("loses nothing of others when request %i to change fails", async (nth) => {
    await archive(stack.aws, [started, bob]);
    await archive(stack.aws, [feedback, mention], "2026-11-26T10:00:00Z");
    addDead(stack.aws, "m-1", feedback);
    addDead(stack.aws, "m-2", mention);
    stack.aws.s3.failChange = nth;
    await run("forget", "--email", email, "--yes");
    expect(missing(bob, mention)).toEqual([]);
    await run("forget", "--email", email, "--yes");
    expect(missing(visitor)).toEqual([visitor]);
    expect(missing(bob, mention)).toEqual([]);
  });

  it.each([1, 2, 3, 4, 5])(
    "finds when it is repeated what names only the chat, after request %i to change has failed",
    async (nth) => {
      addDead(stack.aws, "m-1", started);
      drop(stack.aws, transcript);
      await archive(stack.aws, [transcript, bob]);
      await archive(stack.aws, [started, mention], "2026-11-25T10:00:00Z");
      stack.aws.s3.failChange = nth;
      await run("forget", "--email", email, "--yes");
      expect(await report("forget", "--email", email, "--yes")).toMatchObject({ complete: true });
      expect(missing(conversation, visitor)).toEqual([conversation, visitor]);
      expect(missing(bob, mention)).toEqual([]);
    },
  );

  it("keeps what names the person while a lock protects what names only the chat", async () => {
    stack.aws.s3.versioned = true;
    drop(stack.aws, transcript);
    stack.aws.s3.locked.add("v1");
    stack.aws.messages.push({ id: "m-1", body: started, invisible: false });
    for (const expected of [1, 1])
      expect(await report("forget", "--email", email, "--yes")).toMatchObject({
        complete: false,
        places: { dropped: { found: expected, removed: 0 } },
      });
    expect(stack.aws.messages).toHaveLength(1);
  });

  it.each([
    [[], "Say who: --email, --visitor or --customer"],
    [["--email", "maria"], "Give an e-mail address."],
    [["--visitor", "5"], "at least 8 characters"],
  ])("%j is an error", async (args, words) => {
    const { status, stderr } = await run("forget", ...args);
    expect([status, stderr]).toEqual([2, expect.stringContaining(words)]);
  });

  it("looks at the dead-letter queue alone in a stack without an archive", async () => {
    await stack.restart({ archiveBucket: undefined });
    stack.aws.messages.push({ id: "m-1", body: feedback, invisible: false });
    expect(await report("forget", "--email", email, "--yes")).toMatchObject({
      complete: true,
      places: { deadLetterQueue: { found: 1 } },
    });
  });
});

describe("a stack that links transcripts", () => {
  const link = (id: string, more: object) => {
    const item = { id: { S: id }, conversationId: { S: id }, at: { S: "2026-11-24" }, ...more };
    links.items.set(id, item);
  };
  const hers = { visitorUuid: { S: visitor }, visitorEmail: { S: email } };
  let links: LinkStore;

  beforeEach(async () => {
    await stack.restart({ linkTable: "links" });
    links = new LinkStore(stack.aws);
    links.pageSize = 1;
    link(conversation, { ...hers, "identities.crmId": { S: "crm-7" } });
    link("another", { visitorEmail: { S: "bob@example.com" } });
  });

  it.each([
    ["--email", email],
    ["--visitor", visitor],
    ["--customer", "crm-7"],
  ])("removes the person's links by %s %s, and transcripts that only they name", async (...who) => {
    await archive(stack.aws, [transcript, bob]);
    expect(await report("forget", ...who, "--yes")).toMatchObject({
      complete: true,
      events: { "transcript-exported": 1 },
      places: {
        archive: { searched: 2, found: 1, removed: 1 },
        links: { searched: 2, found: 1, removed: 1 },
      },
    });
    expect([...links.items.keys()]).toEqual(["another"]);
    expect(missing(conversation, bob)).toEqual([conversation]);
  });

  it.each<[object]>([
    [{}],
    [{ conversationId: { S: conversation } }],
    [{ at: { M: { S: { S: "2026-11-24" } } } }],
    [{ at: { N: "1763632409" }, conversationId: { L: [{ S: conversation }] } }],
  ])("searches an item too that is not a link: %j", async (attributes) => {
    const forms: Record<string, object> = {
      a: { id: { S: `digest/${conversation}` }, ...attributes },
      b: { id: { S: "digest/chat-of-b" }, ...attributes, visitorEmail: { S: email } },
      c: { id: { S: "chat-of-c" }, who: { M: { all: { SS: [email] }, no: { BOOL: true } } } },
      d: { id: { S: "digest/chat-of-bob" }, visitorEmail: { S: "bob@example.com" } },
      f: { ...links.items.get("another"), id: { S: "digest/chat-of-f" }, name: { S: email } },
      e: { id: { N: "7" }, expires: { N: "7" } },
    };
    for (const [key, item] of Object.entries(forms)) links.items.set(key, item as never);
    await archive(stack.aws, [
      textOf("feedback-left", { conversationUUID: "chat-of-c", visitor: {} }),
    ]);
    const file = path.join(stack.bin, "maria.json");
    const args = ["--email", email, "--save", file];
    expect(await report("export", ...args)).toMatchObject({
      status: 0,
      places: { archive: { found: 1 }, links: { searched: 8, found: 5 } },
    });
    expect(readFileSync(file, "utf8")).toContain(`digest/${conversation}`);
    expect((await run("export", "--email", email)).stderr).toBe("");
  });

  it("removes an item that is not a link, and keeps those of others", async () => {
    links.items.set("old", { id: { S: "old" }, email: { S: email } });
    links.items.set("bobs", { id: { S: "bobs" }, email: { S: "bob@example.com" } });
    expect(await report("forget", "--email", email, "--yes")).toMatchObject({
      status: 0,
      complete: true,
      places: { links: { searched: 4, found: 2, removed: 2 } },
    });
    expect([...links.items.keys()]).toEqual(["another", "bobs"]);
  });

  it("exports them", async () => {
    const file = path.join(stack.bin, "maria.json");
    const { stdout } = await run("export", "--email", email, "--save", file);
    expect(stdout).toContain("Links to visitors: 1 of 2 chats\n");
    const saved = JSON.parse(readFileSync(file, "utf8")) as { messages: object[] };
    expect(saved.messages).toMatchObject([
      { places: ["links"], data: { visitorUuid: visitor, identities: { crmId: "crm-7" } } },
    ]);
    expect(links.items.size).toBe(2);
  });
});

let aep: Client;
beforeAll(async () => {
  aep = await startClient();
});
afterAll(() => aep.close());

test("every trace of a visitor is found, here and at Adobe, and none is left here", async () => {
  const relay = await RelayToEmulator.make(aep);
  for (const name of [
    "conversation-started",
    "feedback-left",
    "transcript-exported",
    "offline-message",
  ])
    await relay.receive(name, fixture(name).bytes);
  await relay.deliver();
  await archive(stack.aws, relay.messages);
  const [first = "", second = "", third = ""] = relay.messages;
  addDead(stack.aws, "m-1", second);
  addDead(stack.aws, "m-2", unreadable(`{"visitor": {"email": "${email}"`));
  drop(stack.aws, first);
  drop(stack.aws, third);

  const traces = [email, visitor, conversation, "Maria", "cust-20418", "203.0.113.58"];
  expect(missing(...traces)).toEqual([]);
  const { complete } = (await report("forget", "--email", email, "--yes")) as {
    complete?: boolean;
  };
  expect(complete).toBe(true);
  expect(missing(...traces)).toEqual(traces);
  expect(keptBy(stack.aws)).toContain("bob@example.com");

  // Adobe's Privacy Service gets each row by one of the namespaces that docs/privacy.md names.
  const rows = (await relay.rows()).map((row) => JSON.stringify(row));
  const ofMaria = rows.filter((row) => traces.some((trace) => row.includes(trace)));
  expect(ofMaria).toHaveLength(3);
  expect(ofMaria.every((row) => row.includes(`"email":"${email}"`))).toBe(true);
});
