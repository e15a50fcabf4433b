import { startClient, type Client } from "../emulator/support/client";
import { rowsOf, tenant } from "../emulator/support/objects";
import { RelayToEmulator } from "../handlers/support/relayToEmulator";
import {
  choices,
  identities,
  schemaOf,
  view,
  newest,
  transcripts,
  responseTimes,
  feedback,
  purchases,
  consents,
} from "./support/analyticsPage";
import { changed, ecids } from "./support/chats";
import { QueryService } from "./support/queryService";
import { makeWebDataset } from "./support/webDataset";

let aep: Client;
let service: QueryService;
beforeAll(async () => {
  service = await QueryService.start();
  aep = await startClient({ now: () => Date.parse("2026-11-28T12:00:00Z") });
});
afterAll(async () => {
  service.close();
  await aep.close();
});

describe("a query of docs/analytics.md", () => {
  const [uuid, otherUuid] = [
    "5f0c2b1e-7a44-4d3b-9c1d-2e8f6a90b7d3",
    "6a0c2b1e-7a44-4d3b-9c1d-2e8f6a90b7d4",
  ];
  /** Names of the tables and views of one test. */
  let made = 0;
  let other: RelayToEmulator;

  const at = (time: string) => void (other.now = Date.parse(`2026-11-${time}Z`));
  const traits = (ecid?: string, email?: string) => ({
    ecid,
    ...(email !== undefined && { consents: { marketing: { email: { val: email } } } }),
  });
  const start = (id: string, who: object, visitor = uuid, email = "") =>
    other.receive(
      "conversation-started",
      changed(
        "conversation-started",
        { conversationUUID: id },
        { UUID: visitor, email, identTraits: JSON.stringify(who) },
      ),
    );
  const unansweredChat = (id: string, who: object, visitor = uuid) =>
    other.receive(
      "visitor-unanswered",
      changed(
        "visitor-unanswered",
        { conversationUUID: id },
        { UUID: visitor, identTraits: JSON.stringify(who) },
      ),
    );
  const exported = (id: string | undefined, more: object) =>
    other.receive(
      "transcript-exported",
      changed("transcript-exported", { conversationUUID: id, ...more }),
    );

  async function found(sql: string, rows?: readonly object[]) {
    made += 1;
    const own = (text: string) =>
      text
        .replaceAll("chatlio_dataset", `dataset_${made}`)
        .replaceAll("chatlio_events", `events_${made}`)
        .replaceAll("chatlio_transcripts", `transcripts_${made}`)
        .replaceAll("web_dataset", `web_${made - 1}`);
    const given = rows ?? (await other.rows());
    await service.addTable(`dataset_${made}`, await schemaOf(aep, other.schemaId), given);
    await service.run(own(view));
    await service.run(own(newest));
    return service.query(own(sql));
  }

  beforeEach(async () => {
    other = await RelayToEmulator.make(aep, identities, choices);
  });

  const [anna, bert, cora] = ["anna@example.com", "bert@example.com", "Cora@example.com"];
  const choice = (email?: string, ecid?: string) => traits(ecid, email);

  it("hears the no that only the transcript has, also of a chat that two people were in", async () => {
    at("20T10:00:00");
    await start("one", choice("y"), uuid, anna);
    await start("two", choice("y"), otherUuid, bert);
    await start("both", choice("y"), "7b0c2b1e-7a44-4d3b-9c1d-2e8f6a90b7d5", cora);
    await start("both", choice("y"), "8c0c2b1e-7a44-4d3b-9c1d-2e8f6a90b7d6", "dora@example.com");
    const end = { startedAt: "2026-11-20T10:00:00Z", endedAt: "2026-11-20T11:00:00Z" };
    const nameless = { ...end, replyToEmail: "" };
    at("20T11:00:00");
    await exported("one", { ...nameless, visitorTraits: choice("n") });
    await exported("both", { ...nameless, visitorTraits: choice("n") });
    await other.deliver();
    expect(await found(consents)).toEqual([
      { person: anna, marketing_email: "n" },
      { person: bert, marketing_email: "y" },
      { person: "cora@example.com", marketing_email: "n" },
      { person: "dora@example.com", marketing_email: "n" },
    ]);
  });

  it.each<[string, [time: string, visitor: string, email: string, choice?: string][], object]>([
    [
      "says no on another device",
      [
        ["20T10:00:00", uuid, "anna@example.com", "y"],
        ["21T10:00:00", otherUuid, "Anna@example.com ", "n"],
      ],
      { "anna@example.com": "n" },
    ],
    [
      "says yes again on another device",
      [
        ["20T10:00:00", uuid, "anna@example.com", "n"],
        ["21T10:00:00", otherUuid, "anna@example.com", "y"],
      ],
      { "anna@example.com": "y" },
    ],
    [
      "has said no, and then nothing is known",
      [
        ["20T10:00:00", uuid, "anna@example.com", "n"],
        ["20T11:00:00", uuid, "anna@example.com", "u"],
        ["20T12:00:00", uuid, "", "p"],
        ["20T13:00:00", uuid, "", "y"],
        ["20T14:00:00", uuid, "anna@example.com", "dy"],
      ],
      { "anna@example.com": "n" },
    ],
    [
      "says no before the address is known, and nothing after",
      [
        ["20T10:00:00", uuid, "", "n"],
        ["21T10:00:00", uuid, "anna@example.com"],
      ],
      { "anna@example.com": "n" },
    ],
    [
      "says no, and the next person on the computer yes",
      [
        ["20T10:00:00", uuid, "anna@example.com", "n"],
        ["20T11:00:00", uuid, "bert@example.com", "y"],
      ],
      { "anna@example.com": "n", "bert@example.com": "y" },
    ],
    [
      "says yes and no in the same instant",
      [
        ["20T10:00:00", uuid, "anna@example.com", "n"],
        ["20T10:00:00", uuid, "anna@example.com", "y"],
      ],
      { "anna@example.com": "n" },
    ],
    ["says yes without an address", [["20T10:00:00", uuid, "", "y"]], {}],
  ])("reads the choice of a person who %s", async (_, rows, expected) => {
    for (const [index, [time, visitor, email, said]] of rows.entries()) {
      at(time);
      await start(`chat-${index}`, choice(said), visitor, email);
    }
    await other.deliver();
    const read = await found(consents);
    const choices = read.map(({ marketing_email: said, person }) => [person, said] as const);
    expect(Object.fromEntries(choices)).toEqual(expected);
  });

  it("reads the choice of a person by the site's own id", async () => {
    at("20T10:00:00");
    await start("one", choice("y", ecids.maria));
    at("20T11:00:00");
    await start("two", choice("n", ecids.maria), otherUuid);
    await other.deliver();
    const email = `LOWER(TRIM(${tenant}.chatlio.visitor.email))`;
    expect(consents).toContain(email);
    const own = consents.replaceAll(email, `${tenant}.chatlio.identities.ecid`);
    expect(await found(own)).toEqual([{ person: ecids.maria, marketing_email: "n" }]);
  });

  it("leaves a transcript's own visitor, and gives none of two to another one", async () => {
    at("20T10:00:00");
    await start("two", traits());
    await start("two", traits(), otherUuid);
    await start("linked", traits());
    await start("linked", traits(), otherUuid);
    await start("one", traits());
    await start("nobody", traits(), "");
    for (const id of ["two", "linked", "one", "nobody"]) await exported(id, {});
    await other.deliver();
    const rows = (await other.rows()) as Record<string, { chatlio: Record<string, object> }>[];
    const link = (row: (typeof rows)[number]) => {
      const { chatlio } = row[tenant] as { chatlio: Record<string, object> };
      const isLinked =
        JSON.stringify(chatlio["conversation"]).includes('"linked"') && "transcript" in chatlio;
      const visitor = { ...chatlio["visitor"], key: `uuid:${uuid}`, uuid };
      return isLinked ? { ...row, [tenant]: { chatlio: { ...chatlio, visitor } } } : row;
    };
    expect(await found(transcripts, rows.map(link))).toEqual([
      { chat_id: "linked", visitor_key: `uuid:${uuid}` },
      { chat_id: "nobody", visitor_key: "conversation:nobody" },
      { chat_id: "one", visitor_key: `uuid:${uuid}` },
      { chat_id: "two", visitor_key: "conversation:two" },
    ]);
  });

  it("counts a chat whose transcript has no messages, or whose agent alone spoke", async () => {
    at("20T12:00:00");
    const line = { text: "Hello", sentAt: "2026-11-20T10:00:00Z", isVisitorMsg: false };
    await exported("none", { messages: undefined });
    await exported("empty", { messages: [] });
    await exported("agent", { messages: [line] });
    await other.deliver();
    expect(await found(responseTimes)).toMatchObject([
      { chats: 3, answered: 0, median_seconds: null },
    ]);
    expect(await found(feedback)).toMatchObject([{ chats: 3 }]);
  });

  it("counts a chat before a purchase whose ECID came after its beginning", async () => {
    at("20T10:00:00");
    await start("late", traits());
    at("20T10:05:00");
    await unansweredChat("late", traits(ecids.maria));
    await other.deliver();
    const shop = await makeWebDataset(aep, [
      ["20T10:01:00", ecids.maria],
      ["20T09:00:00", ecids.maria],
      ["28T10:00:00", ecids.maria],
    ]);
    const { rows } = (await rowsOf(aep, shop.datasetId)) as { rows: object[] };
    await service.addTable(`web_${made}`, await schemaOf(aep, shop.schemaId), rows);
    expect(await found(purchases)).toEqual([
      { chats_before: 0, purchases: 2 },
      { chats_before: 1, purchases: 1 },
    ]);
  });

  it("takes transcripts without a conversation id as a chat each, and the newest export of a chat", async () => {
    const says = (agent: string, minute: number) => ({
      agentName: agent,
      endedAt: `2026-11-20T10:${minute}:00Z`,
      messages: [
        { text: "?", sentAt: "2026-11-20T10:00:00Z", isVisitorMsg: true },
        // A greeting that the same instant has is not a response.
        { text: "Hello", sentAt: "2026-11-20T10:00:00Z", isVisitorMsg: false },
        { text: "!", sentAt: `2026-11-20T10:00:${minute}Z`, isVisitorMsg: false },
      ],
    });
    at("20T12:00:00");
    await exported(undefined, says("Ada", 11));
    await exported(undefined, says("Ben", 12));
    await exported("again", says("Zoe", 13));
    await exported("again", says("Cleo", 14));
    await other.deliver();
    const chat = { chats: 1, answered: 1 };
    expect(await found(responseTimes)).toEqual([
      { agent: "Ada", ...chat, median_seconds: 11, slowest_tenth_seconds: 11 },
      { agent: "Ben", ...chat, median_seconds: 12, slowest_tenth_seconds: 12 },
      { agent: "Cleo", ...chat, median_seconds: 14, slowest_tenth_seconds: 14 },
    ]);
    expect(await found(feedback)).toMatchObject([
      { agent: "Ada", chats: 1 },
      { agent: "Ben", chats: 1 },
      { agent: "Cleo", chats: 1 },
    ]);
  });

  it("has the copy of a transcript that names its visitor", async () => {
    await exported("linked", {});
    await other.deliver();
    const [row] = (await other.rows()) as Record<string, { chatlio: { visitor: object } }>[];
    const { chatlio } = row?.[tenant] as { chatlio: { visitor: object } };
    const visitor = { ...chatlio.visitor, key: `uuid:${uuid}`, uuid };
    const twin = { ...row, [tenant]: { chatlio: { ...chatlio, visitor } } };
    for (const rows of [
      [row, twin],
      [twin, row],
    ])
      expect(await found("SELECT visitor_key FROM chatlio_events", rows as object[])).toEqual([
        { visitor_key: `uuid:${uuid}` },
      ]);
  });
});
