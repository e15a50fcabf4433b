import { once } from "node:events";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";

import { readConversations } from "../../../handlers/comparison/chatlio";
import { conversationsIn } from "../../../handlers/comparison/chatlioResponse";

const [A, B, C] = ["a", "b", "c"].map((digit) => `${digit.repeat(8)}-0000-4000-8000-000000000001`);

/** What Chatlio responds with, by path: text or an object as JSON. */
let pages: Record<string, { status?: number; body: unknown; headers?: Record<string, string> }>;
let requests: IncomingMessage[];
let server: Server;
let url: string;

beforeEach(async () => {
  [pages, requests] = [{}, []];
  server = createServer((request, response) => {
    requests.push(request);
    const {
      body,
      headers = {},
      status = 200,
    } = pages[request.url ?? ""] ?? { status: 404, body: {} };
    response.writeHead(status, headers);
    response.end(typeof body === "string" ? body : JSON.stringify(body));
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

function summary(widget: string): string {
  return `/v1/api/chat_endpoints/${widget}/conversation_summary`;
}

function read(...widgetIds: readonly string[]) {
  return readConversations({ url, apiKey: "secret-key", widgetIds });
}

test("reads the conversations of all widgets with the key, and requests no data of visitors", async () => {
  pages[summary("all")] = { body: [{ conversationUUID: A, createdAt: "2026-11-28T09:30:00Z" }] };
  expect(await read()).toEqual([{ id: A, startedAt: Date.UTC(2026, 10, 28, 9, 30) }]);
  expect(
    requests.map(({ headers: { authorization }, url: path }) => [path, authorization]),
  ).toEqual([[summary("all"), "Bearer secret-key"]]);
});

test("reads the widgets that are named, and each conversation once", async () => {
  pages[summary("w-1")] = { body: { conversations: [{ uuid: A }] } };
  pages[summary("w-2")] = { body: { conversations: [{ uuid: A }, { uuid: B }] } };
  expect((await read("w-1", "w-2")).map(({ id }) => id)).toEqual([A, B]);
});

test("goes on with the next page, wherever the response names it", async () => {
  pages[summary("all")] = { body: { data: [{ id: A }], links: { next: "/page/2" } } };
  pages["/page/2"] = { body: [{ id: B }], headers: { link: '</page/3>; rel="next"' } };
  pages["/page/3"] = { body: { data: [{ id: C }], next: null } };
  expect((await read()).map(({ id }) => id)).toEqual([A, B, C]);
});

test("sends the key to no other host", async () => {
  pages[summary("all")] = { body: { data: [{ id: A }], next: "https://example.com/2" } };
  await expect(read()).rejects.toThrow("another host");
});

test("ends although each page names another one", async () => {
  for (let page = 0; page < 60; page += 1)
    pages[page === 0 ? summary("all") : `/page/${page}`] = {
      body: { data: [], next: `/page/${page + 1}` },
    };
  await expect(read()).rejects.toThrow("over 50 pages");
});

test.each([
  ["the key is wrong", 401, { error: "no" }, "rejected chatlio-aep:chatlioApiKey (401)"],
  ["the widget is unknown", 404, "no", "does not know the widget (404)"],
  ["Chatlio is down", 503, "<html>", "responded with 503"],
  ["it redirects", 302, "", "responded with 302"],
  ["it is no JSON", 200, "<html>", "is not JSON"],
  ["it has no list", 200, { ok: true }, "has no list of conversations"],
  ["entries have no id", 200, [{ visitor: { UUID: A } }], "has no list of conversations"],
])(
  "says what is wrong when %s, without the key and the response",
  async (_, status, body, message) => {
    pages[summary("all")] = { status, body };
    const error = await read().catch(String);
    expect(error).toMatch(/^ChatlioError: /);
    expect(error).toContain(message);
    expect(error).not.toMatch(/secret-key|html/);
  },
);

test("says that nobody responds", async () => {
  server.close();
  await expect(read()).rejects.toThrow(/^No response of Chatlio \(ECONN/);
});

test.each([
  ["an empty list", [], []],
  ["an empty list of a key", { conversations: [] }, []],
  [
    "lists by widget",
    { w1: { conversations: [{ conversation_uuid: A }] }, w2: { conversations: [] } },
    [{ id: A }],
  ],
  ["ids in upper case", [{ ConversationUUID: A?.toUpperCase() }], [{ id: A }]],
  [
    "the visitor's id next to the conversation's",
    [{ visitor: { UUID: B }, conversationUUID: A }],
    [{ id: A }],
  ],
  [
    "seconds since 1970",
    [{ id: A, started_at: 1_764_408_600 }],
    [{ id: A, startedAt: 1_764_408_600_000 }],
  ],
  [
    "milliseconds as text",
    [{ id: A, createdAt: "1764408600000" }],
    [{ id: A, startedAt: 1_764_408_600_000 }],
  ],
  ["a start that is not a time", [{ id: A, started: true }], [{ id: A }]],
  ["an error in place of a list", { error: "none" }, undefined],
  ["no JSON object", null, undefined],
])("reads %s", (_, response, expected) => {
  expect(conversationsIn(response)).toEqual(expected);
});
