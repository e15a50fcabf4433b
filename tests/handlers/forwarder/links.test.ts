import { MAX_LINK_BYTES } from "../../../handlers/links/settings";
import { dynamoLinks } from "../../../handlers/links/table";
import type { ChatEvent } from "../../../handlers/model";
import { readEnvelope } from "../../../handlers/shared/envelope";
import { ForwarderHarness, invocation, NOW } from "../support/forwarder";
import { status } from "../support/inlet";
import { LinkStore } from "../support/linkStore";
import { batch, messageText, record } from "../support/messages";
import { PATIENT } from "../support/settings";

const harness = new ForwarderHarness();

const conversationUUID = "0b8d5c5a-31d7-4c59-8a38-6c8f1a3d9f02";
const UUID = "5f0c2b1e-7a44-4d3b-9c1d-2e8f6a90b7d3";
const OTHER_UUID = "11111111-7a44-4d3b-9c1d-2e8f6a90b7d3";
/** After the time at which a message is otherwise received. */
const LATER = "2026-11-23T10:05:30.000Z";
const tableArn = "arn:aws:dynamodb:eu-west-1:000000000000:table/links";

let store: LinkStore;
beforeEach(() => {
  store = new LinkStore(harness.aws);
});

interface Options {
  readonly email?: "keep" | "hash" | "drop";
  readonly scope?: string;
  readonly maxReceiveCount?: number;
  readonly now?: number;
}

function forward(options: Options = {}) {
  const { email = "keep", maxReceiveCount = 5, now = NOW, scope = "scope-1" } = options;
  const links = { tableArn, scope, email };
  const table = dynamoLinks(links, () => now, PATIENT);
  const parts = { links: table, now: () => now };
  const handle = harness.forwarder({ links, maxReceiveCount }, parts);
  return (...records: Parameters<typeof batch>) => handle(batch(...records), invocation());
}

const visitor = { UUID, identUserId: "cust-20418", email: "maria.keller@example.com" };

function started(changes: object = {}, at?: string): string {
  const text = messageText(
    { conversationUUID, visitor: { ...visitor, ...changes } },
    "conversation-started",
  );
  return at === undefined ? text : text.replaceAll("2026-11-23T10:05:00.000Z", at);
}

function transcript(payload: object = {}): string {
  return messageText({ conversationUUID, textBody: "Hello", ...payload }, "transcript-exported");
}

/** The rows' source at the endpoint, by event. */
function posted(type: string): ChatEvent[] {
  return harness.inlet.posted
    .map(({ body }) => JSON.parse(body) as ChatEvent)
    .filter(({ eventType }) => eventType === `chatlio.${type}`);
}

function logged(message: string): Record<string, unknown>[] {
  return harness.output.lines().filter((line) => line["message"] === message);
}

const nobodyFailed = { batchItemFailures: [] };
type Visitor = { readonly [Name in keyof typeof visitor]?: string | undefined };

/** What a link gives to a transcript. */
function linkedFieldsOf({ UUID: uuid, email, identUserId }: Visitor) {
  return {
    visitorUuid: uuid,
    visitorKey: `uuid:${uuid}`,
    visitorUserId: identUserId,
    visitorEmail: email,
  };
}
const linkedFields = linkedFieldsOf(visitor);

function linkedFieldsIn(event: ChatEvent | undefined) {
  const { visitorEmail, visitorKey, visitorUserId, visitorUuid } = event ?? {};
  return { visitorUuid, visitorKey, visitorUserId, visitorEmail };
}

describe("a transcript of a chat whose start has passed", () => {
  it("gets the visitor, and keeps its _id", async () => {
    await forward()(record("m1", started()));
    const text = transcript();
    expect(await forward()(record("m2", text))).toEqual(nobodyFailed);
    const [sent] = posted("transcriptExported");
    const before = readEnvelope(text)?.body as ChatEvent;
    expect(before.visitorKey).toBe(`conversation:${conversationUUID}`);
    expect(sent).toEqual({ ...before, ...linkedFields });
    expect(harness.aws.visibilityChanges).toEqual([]);
  });

  it("gets the visitor when both are in one batch, in whatever order", async () => {
    await forward()(record("m2", transcript()), record("m1", started()));
    expect(posted("transcriptExported")).toMatchObject([linkedFields]);
  });

  it("keeps what it says itself", async () => {
    await forward()(record("m1", started({ email: undefined })));
    await forward()(record("m2", transcript({ visitorEmail: visitor.email, visitorName: "M" })));
    expect(posted("transcriptExported")).toMatchObject([{ ...linkedFields, visitorName: "M" }]);
  });

  it("stays as it is when it names another visitor itself, and the log says so", async () => {
    await forward()(record("m1", started()));
    const text = transcript({ visitorEmail: "other@example.com" });
    expect(await forward()(record("m2", text))).toEqual(nobodyFailed);
    expect(posted("transcriptExported")).toEqual([readEnvelope(text)?.body]);
    expect(logged("sent without its visitor")).toHaveLength(1);
  });

  it("gets the visitor also when the start itself could not be delivered", async () => {
    harness.inlet.respond = status(503);
    await expect(forward()(record("m1", started()))).rejects.toThrow("inlet-unavailable");
    await expect(forward()(record("m2", transcript()))).rejects.toThrow("inlet-unavailable");
    expect(posted("transcriptExported")).toMatchObject([linkedFields]);
  });
});

describe("a transcript that comes before every other event of its chat", () => {
  it("waits once, in the queue, and gets the visitor who is known by then", async () => {
    const text = transcript();
    expect(await forward()(record("m2", text))).toEqual({
      batchItemFailures: [{ itemIdentifier: "m2" }],
    });
    expect(harness.aws.visibilityChanges).toEqual([{ receiptHandle: "handle-m2", seconds: 120 }]);
    expect(posted("transcriptExported")).toEqual([]);
    await forward()(record("m1", started()));
    await forward()(record("m2", text, 2));
    expect(posted("transcriptExported")).toMatchObject([linkedFields]);
    expect([harness.metric("Retried"), harness.metric("Waiting")]).toEqual([0, 1]);
  });

  it("does not hold up the other events of the batch", async () => {
    const other = messageText({ message: "x" });
    const { batchItemFailures } = await forward()(record("m2", transcript()), record("m3", other));
    expect(batchItemFailures).toEqual([{ itemIdentifier: "m2" }]);
    expect(posted("feedbackLeft")).toHaveLength(1);
  });

  it("goes without a visitor after that, and the log says so", async () => {
    const text = transcript();
    const later = NOW + 121_000;
    expect(await forward({ now: later })(record("m2", text, 2))).toEqual(nobodyFailed);
    expect(posted("transcriptExported")).toEqual([readEnvelope(text)?.body]);
    expect(logged("sent without its visitor")).toHaveLength(1);
  });

  it("waits the rest of the time when its first receive was lost", async () => {
    // It was received by the relay a minute ago.
    await forward()(record("m2", transcript(), 2));
    expect(harness.aws.visibilityChanges).toEqual([{ receiptHandle: "handle-m2", seconds: 60 }]);
  });

  it("does not use up an attempt by waiting", async () => {
    await forward({ maxReceiveCount: 2 })(record("m2", transcript(), 2));
    expect(harness.aws.sentTo("dead")).toEqual([]);
    expect(harness.aws.visibilityChanges).toHaveLength(1);
  });

  it("is sent at once when it would be too old after the wait", async () => {
    const old = NOW - 13 * 24 * 3_600_000;
    expect(await forward()(record("m2", transcript(), 1, old))).toEqual(nobodyFailed);
    expect(posted("transcriptExported")).toHaveLength(1);
  });

  it("does not wait when it is a test", async () => {
    const text = transcript().replace('"synthetic":false', '"synthetic":true');
    expect(await forward()(record("m2", text))).toEqual(nobodyFailed);
  });

  it("does not slow down Lambda's polling while AEP is down", async () => {
    harness.inlet.respond = status(503);
    await expect(
      forward()(record("m2", transcript()), record("m1", messageText({ message: "x" }))),
    ).rejects.toThrow("inlet-unavailable");
  });
});

describe("the table", () => {
  it.each(["fails", "rejects"] as const)(
    "may fail: events are delivered, a transcript after its wait (%s)",
    async (behavior) => {
      harness.aws.behave("UpdateItem", behavior);
      harness.aws.behave("GetItem", behavior);
      expect(await forward()(record("m1", started()))).toEqual(nobodyFailed);
      expect(posted("conversationStarted")).toHaveLength(1);
      const later = NOW + 121_000;
      expect(await forward({ now: later })(record("m2", transcript(), 2))).toEqual(nobodyFailed);
      expect(posted("transcriptExported")).toHaveLength(1);
      expect(logged("table of links unavailable")).toHaveLength(2);
      expect(harness.metric("LinkFailed")).toBe(2);
    },
  );

  it("may hang: no event waits for it longer than two seconds", async () => {
    const never = new Promise<never>(() => undefined);
    const waits: number[] = [];
    const handle = harness.forwarder(
      { links: { tableArn, scope: "scope-1", email: "keep" } },
      {
        links: { learn: () => never, find: () => never },
        timeoutSignal: (ms) => {
          waits.push(ms);
          return ms <= 2_000 ? AbortSignal.timeout(1) : AbortSignal.timeout(PATIENT);
        },
      },
    );
    const other = record("m3", messageText({ message: "x" }));
    const { batchItemFailures } = await handle(
      batch(record("m1", started()), other, record("m2", transcript({ conversationUUID: "c-2" }))),
      invocation(),
    );
    expect(batchItemFailures).toEqual([{ itemIdentifier: "m2" }]);
    expect(waits.filter((ms) => ms === 2_000)).toHaveLength(2);
    expect([posted("conversationStarted"), posted("feedbackLeft")]).toMatchObject([[{}], [{}]]);
  });

  it("keeps what a newer event has said, and adds what only an older one knows", async () => {
    const newer = { identUserId: "cust-new", email: undefined };
    await forward()(record("m1", started(newer, LATER)));
    await forward()(record("m2", started({ identUserId: undefined })));
    await forward()(record("m3", transcript()));
    expect(posted("transcriptExported")).toMatchObject([
      { visitorUserId: "cust-new", visitorEmail: "maria.keller@example.com" },
    ]);
  });

  it.each([
    ["UUID", { UUID: OTHER_UUID, email: undefined, identUserId: undefined }],
    ["user id", { email: undefined, identUserId: "cust-9" }],
    ["e-mail address", { email: "bob@example.com", identUserId: undefined }],
  ])("has nothing of a visitor whose %s a newer event contradicts", async (_, newer) => {
    const other = started(newer, LATER);
    const expected = linkedFieldsOf({ ...visitor, ...newer });
    for (const [index, events] of [
      [started(), other],
      [other, started()],
    ].entries()) {
      store.items.clear();
      for (const text of events) await forward()(record("m1", text));
      await forward()(record("m2", transcript()));
      const sent = posted("transcriptExported")[index];
      expect(linkedFieldsIn(sent)).toEqual(expected);
    }
  });

  it.each(["guest", "anonymous", "0", "{{user.id}}"])(
    "keeps the visitor when the site passes %j after a logout: it names nobody",
    async (identUserId) => {
      await forward()(record("m1", started()));
      await forward()(record("m2", started({ identUserId, email: undefined }, LATER)));
      await forward()(record("m3", transcript()));
      expect(linkedFieldsIn(posted("transcriptExported")[0])).toEqual(linkedFields);
    },
  );

  it("learns the same of events that are stored at the same time", async () => {
    const table = dynamoLinks({ tableArn, scope: "scope-1" }, () => NOW, PATIENT);
    const link = { conversationId: conversationUUID, visitorUuid: OTHER_UUID, at: LATER };
    const links = [
      { ...link, visitorUuid: UUID, visitorUserId: "cust-1", at: "2026-11-23T10:05:00.000Z" },
      { ...link, visitorUuid: UUID, visitorEmail: visitor.email, at: "2026-11-23T10:05:10.000Z" },
      { ...link, visitorUserId: "cust-9" },
      { ...link, visitorEmail: "bob@example.com" },
    ];
    await Promise.all(links.map((each) => table.learn(each, {})));
    const known = { visitorUserId: "cust-9", visitorEmail: "bob@example.com" };
    const found = { ...link, ...known, changed: true };
    expect(await table.find(conversationUUID, {})).toEqual(found);
  });

  it("forgets an item in time, also before DynamoDB has deleted it", async () => {
    await forward()(record("m1", started()));
    const [item] = store.items.values();
    const days = (Number(item?.["expires"]?.["N"]) - NOW / 1_000) / 86_400;
    expect(days).toBe(14);
    const late = NOW + 15 * 86_400_000;
    await forward({ now: late })(record("m2", transcript(), 2, late));
    expect(posted("transcriptExported")[0]).not.toHaveProperty("visitorUuid");
  });

  it.each([
    ["drop", undefined],
    ["hash", undefined],
    ["keep", "maria.keller@example.com"],
  ] as const)("has an address in the form of privacy alone (email: %s)", async (email, stored) => {
    await forward({ email })(record("m1", started()));
    const [item] = store.items.values();
    expect(item?.["visitorEmail"]?.["S"]).toBe(stored);
    expect(JSON.stringify(item)).toContain(UUID);
  });

  it("is not read for what was learned under other privacy settings", async () => {
    await forward({ scope: "scope-1" })(record("m1", started()));
    const text = transcript();
    await forward({ scope: "scope-2", now: NOW + 121_000 })(record("m2", text, 2));
    expect(posted("transcriptExported")).toEqual([readEnvelope(text)?.body]);
  });

  it("has nothing of a conversation id in another form than an id's, or of a transcript", async () => {
    const strange = messageText(
      { conversationUUID: "maria.keller@example.com", visitor },
      "conversation-started",
    );
    const own = transcript({ visitorEmail: "maria.keller@example.com" });
    await forward()(record("m1", strange), record("m2", own));
    expect(store.items.size).toBe(0);
  });

  it("gives a transcript no more than the receiver has left room for", async () => {
    const long = { UUID, identUserId: "ü".repeat(2_000), email: visitor.email };
    await forward()(record("m1", started(long)));
    const text = transcript();
    await forward()(record("m2", text));
    const [sent] = posted("transcriptExported");
    const before = Buffer.byteLength(JSON.stringify(readEnvelope(text)?.body));
    expect(Buffer.byteLength(JSON.stringify(sent)) - before).toBeLessThanOrEqual(MAX_LINK_BYTES);
    expect(sent).toMatchObject({ visitorUuid: UUID, visitorEmail: visitor.email });
    expect(sent).not.toHaveProperty("visitorUserId");
  });
});

test("what several events have said together is also bounded", async () => {
  const id = started({ email: undefined, identUserId: "u".repeat(1_200) });
  const address = started({ email: `${"a".repeat(1_200)}@example.com`, identUserId: undefined });
  await forward()(record("m1", id), record("m2", address));
  const text = transcript();
  await forward()(record("m3", text));
  const [sent] = posted("transcriptExported");
  const before = Buffer.byteLength(JSON.stringify(readEnvelope(text)?.body));
  expect(Buffer.byteLength(JSON.stringify(sent)) - before).toBeLessThanOrEqual(MAX_LINK_BYTES);
  expect(sent).toMatchObject({ visitorUuid: UUID });
});

test("without a table, transcripts are sent as they are, at once", async () => {
  const text = transcript();
  expect(await harness.forwarder()(batch(record("m2", text)), invocation())).toEqual(nobodyFailed);
  expect(posted("transcriptExported")).toEqual([readEnvelope(text)?.body]);
});
