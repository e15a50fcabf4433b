import fc from "fast-check";

import type { TokenSource } from "../../../adobe/client/ims";
import { batchUrl, groupBySize, httpApiSender } from "../../../handlers/forwarder/httpApiSender";
import { readMessages } from "../../../handlers/forwarder/messages";
import { sendAll } from "../../../handlers/forwarder/sendAll";
import type { InletSecret } from "../../../handlers/forwarder/settings";
import { toXdm } from "../../../handlers/model";
import { httpFetch as fetch } from "../../../handlers/shared/httpFetch";
import type { LogFields } from "../../../handlers/shared/log";
import { json, startInlet, takes, type Inlet } from "../support/inlet";
import { messages, messageText, record } from "../support/messages";

const httpApi = {
  imsUrl: "https://ims.example",
  clientId: "client",
  clientSecret: "very-secret",
  scopes: "openid",
  orgId: "0123456789ABCDEF01234567@AdobeOrg",
  sandbox: "dev",
  schemaId: "https://ns.adobe.com/acme/schemas/1",
  datasetId: "dataset-1",
  tenantNamespace: "_acme",
};

let inlet: Inlet;
let logged: [string, string, LogFields | undefined][];

beforeEach(async () => {
  inlet = await startInlet();
  logged = [];
});
afterEach(() => inlet.close());

/** Issues `token-1`, `token-2`, …: another one after each that was discarded. */
function tokens(fail = false): TokenSource & { minted: () => number } {
  let minted = 1;
  return {
    token: () =>
      fail ? Promise.reject(new Error("very-secret")) : Promise.resolve(`token-${minted}`),
    discard: (token) => {
      if (token === `token-${minted}`) minted += 1;
    },
    minted: () => minted,
  };
}

function sender(source: TokenSource = tokens()) {
  const secret: InletSecret = { inletUrl: inlet.url, flowId: "flow-1" };
  return httpApiSender(
    { ...secret, httpApi },
    {
      tokens: source,
      fetch,
      log: (level, message, fields) => logged.push([level, message, fields]),
    },
  );
}

function deliveriesOf(records: Parameters<typeof readMessages>[0]) {
  return readMessages(records, Date.now()).deliveries;
}

function send(records: Parameters<typeof readMessages>[0], source?: TokenSource) {
  return sendAll(deliveriesOf(records), {
    sender: sender(source),
    delivery: { concurrency: 4, requestTimeoutMs: 5_000 },
    timeLeft: () => 60_000,
  });
}

function kinds(results: Awaited<ReturnType<typeof send>>) {
  return [...results.values()].map((verdict) => verdict?.kind);
}

describe("the sender of source http-api", () => {
  it("posts XDM messages in one batch with a bearer token", async () => {
    const records = messages(3);
    expect(kinds(await send(records))).toEqual(["delivered", "delivered", "delivered"]);
    const [posted] = inlet.posted;
    expect(inlet.posted).toHaveLength(1);
    expect(posted).toMatchObject({
      path: "/collection/batch/abc",
      headers: { authorization: "Bearer token-1", "x-sandbox-name": "dev" },
    });
    const schemaRef = {
      id: httpApi.schemaId,
      contentType: "application/vnd.adobe.xed-full+json;version=1",
    };
    const { messages: sent } = JSON.parse(posted?.body ?? "") as { messages: unknown[] };
    expect(sent).toEqual(
      deliveriesOf(records).map(({ envelope }) => ({
        header: {
          schemaRef,
          imsOrgId: httpApi.orgId,
          datasetId: "dataset-1",
          flowId: "flow-1",
          source: { name: "chatlio-aep" },
        },
        body: { xdmMeta: { schemaRef }, xdmEntity: toXdm(envelope.body, "_acme") },
      })),
    );
  });

  it("keeps each request under 1 MB, and sends them all", async () => {
    const long = (id: number) =>
      record(`m${id}`, messageText({ message: `${id} ${"é".repeat(150_000)}` }));
    const results = await send(Array.from({ length: 10 }, (_, id) => long(id)));
    expect(kinds(results)).toEqual(Array(10).fill("delivered"));
    expect(inlet.posted.map(({ body }) => Buffer.byteLength(body) <= 1_000_000)).toEqual(
      Array(4).fill(true),
    );
  });

  it.each([401, 403])("renews the token once when the endpoint responds with %d", async (code) => {
    const source = tokens();
    inlet.respond = (posted, response) =>
      posted.headers.authorization === "Bearer token-2"
        ? takes(posted, response)
        : json(response, code, { status: String(code), title: "Authorization" });
    expect(kinds(await send(messages(2), source))).toEqual(["delivered", "delivered"]);
    expect(inlet.posted).toHaveLength(2);
    expect(source.minted()).toBe(2);
  });

  it("retries later when the token is rejected and IMS issues no other", async () => {
    const once = tokens();
    const source: TokenSource = {
      ...once,
      token: () => (once.minted() === 1 ? once.token() : Promise.reject(new Error("down"))),
    };
    inlet.respond = (_, response) => json(response, 401, {});
    const results = await send(messages(1), source);
    expect([...results.values()]).toMatchObject([{ kind: "retry", reason: "ims-no-token" }]);
    expect(inlet.posted).toHaveLength(1);
  });

  it("counts the brackets and commas of a batch", async () => {
    const pair = (length: number) => [
      record("a", messageText({ message: "x".repeat(500_000) })),
      record("b", messageText({ message: "x".repeat(length) })),
    ];
    await send(pair(1));
    const rest = 1_000_000 - Buffer.byteLength(inlet.posted[0]?.body ?? "");
    await send(pair(1 + rest - 1));
    await send(pair(1 + rest + 1));
    const sizes = inlet.posted.slice(1).map(({ body }) => Buffer.byteLength(body));
    expect(sizes).toEqual([999_999, expect.any(Number), expect.any(Number)]);
  });

  it("renews the token only once", async () => {
    inlet.respond = (_, response) => json(response, 401, {});
    const results = await send(messages(2));
    expect([...results.values()]).toEqual(
      Array(2).fill({ kind: "retry", reason: "inlet-unauthorized", systemic: true }),
    );
    expect(inlet.posted).toHaveLength(2);
  });

  it("retries later when IMS issues no token, and logs no secret", async () => {
    const results = await send(messages(1), tokens(true));
    expect([...results.values()]).toEqual([
      { kind: "retry", reason: "ims-no-token", systemic: true },
    ]);
    expect(logged).toEqual([["ERROR", "no token from Adobe IMS", { error: "Error" }]]);
  });

  it("halves a batch that is too large until it fits", async () => {
    inlet.respond = (posted, response) => {
      const { messages: sent } = JSON.parse(posted.body) as { messages: unknown[] };
      if (sent.length > 2) json(response, 413, {});
      else takes(posted, response);
    };
    expect(kinds(await send(messages(7)))).toEqual(Array(7).fill("delivered"));
    const sizes = inlet.posted.map(
      ({ body }) => (JSON.parse(body) as { messages: unknown[] }).messages.length,
    );
    expect(sizes.sort()).toEqual([1, 2, 2, 2, 3, 4, 7]);
  });

  it("gives up on a single message that is too large", async () => {
    inlet.respond = (_, response) => json(response, 413, {});
    const results = await send(messages(3));
    expect([...results.values()]).toEqual(
      Array(3).fill({ kind: "deadLetter", reason: "inlet-413" }),
    );
  });

  it("sends the messages of a rejected batch individually, so that one bad message fails alone", async () => {
    inlet.respond = (posted, response) =>
      posted.body.includes("text 1") ? json(response, 400, {}) : takes(posted, response);
    const results = await send(messages(4));
    expect(kinds(results)).toEqual(["delivered", "deadLetter", "delivered", "delivered"]);
    expect(inlet.posted).toHaveLength(5);
  });

  it("decides item by item for a batch that failed in part", async () => {
    inlet.respond = (_, response) =>
      json(response, 207, {
        responses: [{ xactionId: "1" }, { statusCode: 400 }, { statusCode: 503 }],
      });
    expect(kinds(await send(messages(3)))).toEqual(["delivered", "deadLetter", "retry"]);
    expect(inlet.posted).toHaveLength(1);
  });
});

describe("batchUrl", () => {
  it.each([
    ["https://dcs.adobedc.net/collection/abc", "https://dcs.adobedc.net/collection/batch/abc"],
    [
      "https://dcs.adobedc.net/collection/batch/abc",
      "https://dcs.adobedc.net/collection/batch/abc",
    ],
    ["http://127.0.0.1:1/collection/a?x=1", "http://127.0.0.1:1/collection/batch/a?x=1"],
  ])("of %s is %s", (inletUrl, expected) => {
    expect(batchUrl(inletUrl)).toBe(expected);
  });
});

describe("groupBySize", () => {
  it("keeps the order, loses nothing, stays within the limit and wastes no request", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 120 })), (sizes) => {
        const groups = groupBySize(
          sizes.map((size, index) => [index, size] as const),
          100,
        );
        expect(groups.flat()).toEqual(sizes.map((_, index) => index));
        const total = (group: readonly number[]) =>
          group.reduce((sum, index) => sum + (sizes[index] ?? 0) + 1, 0);
        for (const group of groups) expect(group.length === 1 || total(group) <= 100).toBe(true);
        groups.slice(1).forEach((group, index) => {
          const before = groups[index] ?? [];
          expect(total(before) + (sizes[group[0] ?? 0] ?? 0) + 1).toBeGreaterThan(100);
        });
      }),
    );
  });
});
