import {
  consentNames,
  events,
  fields,
  lists,
  siteMappings,
  type FieldDefinition,
} from "../../handlers/model";
import { startClient, type Client } from "../emulator/support/client";
import { rowsOf } from "../emulator/support/objects";
import { payloads, variants } from "../handlers/support/fixtures";
import { RelayToEmulator } from "../handlers/support/relayToEmulator";
import {
  choices,
  consents,
  feedback,
  identities,
  newest,
  page,
  purchases,
  responseTimes,
  schemaOf,
  texts,
  transcripts,
  unanswered,
  view,
} from "./support/analyticsPage";
import { ecids, receiveChats } from "./support/chats";
import { QueryService } from "./support/queryService";
import { makeWebDataset } from "./support/webDataset";

const now = Date.parse("2026-11-28T12:00:00Z");

let aep: Client;
let relay: RelayToEmulator;
let service: QueryService;

beforeAll(async () => {
  service = await QueryService.start();
  aep = await startClient({ now: () => now });
  relay = await RelayToEmulator.make(aep, identities, choices);
  await receiveChats(relay);
  await relay.deliver();
  // What may not have arrived was sent again.
  await relay.deliver(relay.messages.slice(0, 6));
  await service.addTable(
    "chatlio_dataset",
    await schemaOf(aep, relay.schemaId),
    await relay.rows(),
  );
  await service.run(view);
  await service.run(newest);
});

afterAll(async () => {
  service.close();
  await aep.close();
});

describe("docs/analytics.md", () => {
  it("has a view with each event once, without tests of the relay", async () => {
    const inLake = await service.query("SELECT _id FROM chatlio_dataset");
    const inView = await service.query("SELECT event_id, page FROM chatlio_events");
    expect(inLake).toHaveLength(relay.messages.length + 6);
    expect(inView).toHaveLength(relay.messages.length - 1);
    expect(new Set(inView.map(({ event_id: id }) => id)).size).toBe(inView.length);
    expect(inView.map((row) => row["page"])).toContain("https://shop.example.com/");
  });

  it("finds the visitor of a transcript by the chat's other events", async () => {
    const maria = "uuid:5f0c2b1e-7a44-4d3b-9c1d-2e8f6a90b7d3";
    expect(await service.query(transcripts)).toEqual([
      { chat_id: "0b8d5c5a-31d7-4c59-8a38-6c8f1a3d9f02", visitor_key: maria },
      { chat_id: "agent-first", visitor_key: "conversation:agent-first" },
      { chat_id: "only-agent", visitor_key: "conversation:only-agent" },
      { chat_id: "second", visitor_key: maria },
      { chat_id: "third", visitor_key: "conversation:third" },
    ]);
  });

  it("computes first-response times", async () => {
    expect(await service.query(responseTimes)).toEqual([
      {
        agent: "Jonas Berg",
        chats: 5,
        answered: 3,
        median_seconds: 38,
        slowest_tenth_seconds: 100,
      },
    ]);
  });

  it("computes the unanswered rate of the pages on which chats began", async () => {
    expect(await service.query(unanswered)).toEqual([
      { page: "https://shop.example.com/", chats: 2, unanswered: 1, unanswered_rate: 0.5 },
      {
        page: "https://shop.example.com/frames/titan",
        chats: 1,
        unanswered: 0,
        unanswered_rate: 0,
      },
    ]);
  });

  it("counts and shows the feedback of each agent", async () => {
    expect(await service.query(feedback)).toEqual([
      { agent: "Jonas Berg", chats: 5, with_feedback: 1, feedback_rate: 0.2 },
    ]);
    expect(await service.query(texts)).toMatchObject([
      { agent: "Jonas Berg", message: "Quick and friendly, thank you! 👍" },
    ]);
  });

  it("counts the chats in the week before a purchase", async () => {
    const shop = await makeWebDataset(aep, [
      ["22T12:00:00", ecids.maria],
      ["21T12:00:00", ecids.maria],
      ["21T12:00:00", ecids.other],
      ["20T12:00:00", ecids.other],
      ["28T11:00:00", ecids.other],
      ["20T12:00:00", "1".repeat(38)],
    ]);
    const { rows } = (await rowsOf(aep, shop.datasetId)) as { rows: object[] };
    const twice = [...rows, ...rows.slice(0, 2)];
    await service.addTable("web_dataset", await schemaOf(aep, shop.schemaId), twice);
    expect(await service.query(purchases)).toEqual([
      { chats_before: 0, purchases: 3 },
      { chats_before: 1, purchases: 2 },
      { chats_before: 2, purchases: 1 },
    ]);
  });

  it("reads the last choice of a person", async () => {
    expect(await service.query(consents)).toEqual([
      { person: "maria.keller@example.com", marketing_email: "n" },
    ]);
  });

  it("has queries that take every row that a webhook can become", async () => {
    const other = await RelayToEmulator.make(aep, identities, choices);
    other.now = now;
    for (const { event, bytes } of [...payloads, ...variants]) await other.receive(event, bytes);
    await other.deliver();
    const [table, from] = ["every_dataset", "every_events"];
    await service.addTable(table, await schemaOf(aep, other.schemaId), await other.rows());
    const own = (sql: string) =>
      sql
        .replaceAll("chatlio_dataset", table)
        .replaceAll("chatlio_events", from)
        .replaceAll("chatlio_transcripts", "every_transcripts");
    await service.run(own(view));
    await service.run(own(newest));
    await service.query(own(consents));
    for (const query of [transcripts, responseTimes, unanswered, feedback, texts])
      expect((await service.query(own(query))).length).toBeGreaterThan(0);
  });
});

describe("the names in docs/analytics.md", () => {
  const own = Object.values<FieldDefinition>(fields).map(({ xdm }) => xdm);
  const items = Object.values(lists).flatMap((list) =>
    Object.values<FieldDefinition>(list.items).map(({ xdm }) => `${list.xdm}.${xdm}`),
  );
  const paths = new Set([...own, ...items, ...Object.values(lists).map(({ xdm }) => xdm)]);
  for (const { destination } of siteMappings({
    identities: [...identities, { namespace: "CRMID", from: "traits.customerId" }],
    consents: consentNames.map((consent) => ({ consent, from: "traits.any" })),
  }))
    paths.add(destination);

  it("are fields of the event model", () => {
    const written = page.match(/\b(?:_tenant\.chatlio|web)(?:\.\w+(?:\[\*\])?)+/gu) ?? [];
    // In PQL a function follows the field.
    const names = written.map((name) => name.replaceAll("[*]", "").replace(/\.contains$/u, ""));
    expect(names.filter((name) => !paths.has(name))).toEqual([]);
    expect(names.length).toBeGreaterThan(30);
  });

  it("are all of Chatlio's events, and no other", () => {
    const written = new Set(page.match(/\bchatlio\.[a-z]+[A-Z]\w+/gu));
    expect([...written].sort()).toEqual(events.map(({ eventType }) => eventType).sort());
  });

  it("of metrics in Customer Journey Analytics are of what can be counted", () => {
    const rows = [...page.matchAll(/^\| [^|]+\| metric +\| `([^`]+)` +\|([^|]*)\|$/gmu)];
    for (const [, field = "", filter = ""] of rows) {
      const { type } =
        Object.values<FieldDefinition>(fields).find(({ xdm }) => xdm === field) ?? {};
      expect([field, type === "integer" || filter.includes("`chatlio.")]).toEqual([field, true]);
    }
    expect(rows).toHaveLength(events.length + 1);
  });
});
