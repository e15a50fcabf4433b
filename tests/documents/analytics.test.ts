import { readFileSync } from "node:fs";
import path from "node:path";

import { emulatorCredentials } from "../../emulator";
import {
  consentNames,
  events,
  fields,
  lists,
  siteMappings,
  type FieldDefinition,
} from "../../handlers/model";
import { registry, startClient, type Client } from "../emulator/support/client";
import {
  contentType,
  makeDataset,
  makeHttpApiFlow,
  makeSchema,
  rowsOf,
  tenant,
} from "../emulator/support/objects";
import { payloads, variants } from "../handlers/support/fixtures";
import { RelayToEmulator } from "../handlers/support/relayToEmulator";
import { ecids, receiveChats } from "./support/chats";
import { QueryService } from "./support/queryService";

const page = readFileSync(path.join(__dirname, "../../docs/analytics.md"), "utf8");

/** The page's SQL, in its order. */
const [
  view = "",
  transcripts = "",
  responseTimes = "",
  unanswered = "",
  feedback = "",
  texts = "",
  purchases = "",
  consents = "",
] = [...page.matchAll(/```sql\n([\s\S]*?)```/g)].map(([, sql = ""]) =>
  sql.replaceAll("_tenant.", `${tenant}.`),
);

const identities = [{ namespace: "ECID", from: "traits.ecid" }];
const choices = {
  consents: [{ consent: "marketing.email", from: "traits.consents.marketing.email" }],
};
const now = Date.parse("2026-11-28T12:00:00Z");
const commerce = "https://ns.adobe.com/xdm/context/experienceevent-commerce";

let aep: Client;
let relay: RelayToEmulator;
let service: QueryService;

async function schemaOf(id: string): Promise<object> {
  const url = `${registry}/tenant/schemas/${encodeURIComponent(id)}`;
  const headers = { Accept: contentType };
  return (await aep.call("GET", url, { headers })).body as object;
}

/** The events of a shop: each a purchase of a visitor at a time of November 2026. */
async function makeWebDataset(sales: readonly (readonly [time: string, ecid: string])[]) {
  const schemaId = await makeSchema(aep, [commerce]);
  const datasetId = await makeDataset(aep, schemaId);
  const { flowId, inlet } = await makeHttpApiFlow(aep, datasetId);
  const schemaRef = { id: schemaId, contentType };
  for (const [index, [time, id]] of sales.entries()) {
    const xdmEntity = {
      _id: `purchase-${index}`,
      timestamp: `2026-11-${time}Z`,
      eventType: "commerce.purchases",
      identityMap: { ECID: [{ id, primary: true }] },
      commerce: { purchases: { value: 1 } },
    };
    const header = { schemaRef, imsOrgId: emulatorCredentials.orgId, datasetId, flowId };
    const { status } = await aep.call("POST", inlet, {
      body: { header, body: { xdmMeta: { schemaRef }, xdmEntity } },
    });
    expect(status).toBe(200);
  }
  return { schemaId, datasetId };
}

beforeAll(async () => {
  service = await QueryService.start();
  aep = await startClient({ now: () => now });
  relay = await RelayToEmulator.make(aep, identities, choices);
  await receiveChats(relay);
  await relay.deliver();
  // What may not have arrived was sent again.
  await relay.deliver(relay.messages.slice(0, 6));
  await service.addTable("chatlio_dataset", await schemaOf(relay.schemaId), await relay.rows());
  await service.run(view);
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
      { conversation_id: "0b8d5c5a-31d7-4c59-8a38-6c8f1a3d9f02", visitor_key: maria },
      { conversation_id: "agent-first", visitor_key: "conversation:agent-first" },
      { conversation_id: "only-agent", visitor_key: "conversation:only-agent" },
      { conversation_id: "second", visitor_key: maria },
      { conversation_id: "third", visitor_key: "conversation:third" },
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
    const shop = await makeWebDataset([
      ["22T12:00:00", ecids.maria],
      ["21T12:00:00", ecids.maria],
      ["21T12:00:00", ecids.other],
      ["20T12:00:00", ecids.other],
      ["28T11:00:00", ecids.other],
      ["20T12:00:00", "1".repeat(38)],
    ]);
    const { rows } = (await rowsOf(aep, shop.datasetId)) as { rows: object[] };
    const twice = [...rows, ...rows.slice(0, 2)];
    await service.addTable("web_dataset", await schemaOf(shop.schemaId), twice);
    expect(await service.query(purchases)).toEqual([
      { chats_before: 0, purchases: 3 },
      { chats_before: 1, purchases: 2 },
      { chats_before: 2, purchases: 1 },
    ]);
  });

  it("reads the last choice of a visitor", async () => {
    expect(await service.query(consents)).toEqual([
      { visitor_key: "uuid:5f0c2b1e-7a44-4d3b-9c1d-2e8f6a90b7d3", marketing_email: "n" },
    ]);
  });

  it("has queries that take every row that a webhook can become", async () => {
    const other = await RelayToEmulator.make(aep, identities, choices);
    other.now = now;
    for (const { event, bytes } of [...payloads, ...variants]) await other.receive(event, bytes);
    await other.deliver();
    const [table, from] = ["every_dataset", "every_events"];
    await service.addTable(table, await schemaOf(other.schemaId), await other.rows());
    await service.run(view.replace("chatlio_dataset", table).replace("chatlio_events", from));
    await service.query(consents.replaceAll("chatlio_dataset", table));
    for (const query of [transcripts, responseTimes, unanswered, feedback, texts]) {
      const found = await service.query(query.replaceAll("chatlio_events", from));
      expect(found.length).toBeGreaterThan(0);
    }
  });
});

describe("the names in docs/analytics.md", () => {
  const own = Object.values<FieldDefinition>(fields).map(({ xdm }) => xdm);
  const items = Object.values(lists).flatMap((list) =>
    Object.values<FieldDefinition>(list.items).map(({ xdm }) => `${list.xdm}.${xdm}`),
  );
  const paths = new Set([...own, ...items, ...Object.values(lists).map(({ xdm }) => xdm)]);
  for (const { destination } of siteMappings({
    identities,
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
