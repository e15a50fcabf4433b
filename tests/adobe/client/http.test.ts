import { AdobeError, Limiter } from "../../../adobe/client";
import { AdobeHttp } from "../../../adobe/client/http";
import type { Call } from "../../../adobe/client/http";
import { startServer } from "../support/httpServer";
import type { Received, Reply } from "../support/httpServer";
import { manualTiming } from "../support/manualTiming";

type Server = Awaited<ReturnType<typeof startServer>>;

async function withHttp(
  reply: (request: Received, count: number) => Reply,
  run: (http: AdobeHttp, server: Server, timing: ReturnType<typeof manualTiming>) => Promise<void>,
  more: { timeoutMs?: number; limiter?: Limiter; random?: number } = {},
) {
  const server = await startServer(reply);
  const timing = manualTiming(more.random);
  let minted = 1;
  const http = new AdobeHttp({
    platformUrl: server.url,
    orgId: "org@AdobeOrg",
    clientId: "client",
    sandbox: "dev",
    secrets: ["s3cr3t-of-mine"],
    timing,
    tokens: {
      token: () => Promise.resolve(`t${minted}`),
      discard: () => {
        minted++;
      },
    },
    ...more,
  });
  try {
    await run(http, server, timing);
  } finally {
    http.close();
    await server.close();
  }
}

const action = { verb: "read", kind: "dataset", name: "Events" };
const get: Call = { method: "GET", path: "/data/x", action };
const post: Call = {
  method: "POST",
  path: "/data/x",
  body: { a: 1 },
  action: { ...action, verb: "create" },
};

async function errorOf(work: Promise<unknown>) {
  const error = await work.catch((reason: unknown) => reason);
  if (!(error instanceof AdobeError))
    throw new Error(`expected an AdobeError, got ${String(error)}`);
  return error;
}

test("sends the headers that every service requires", () =>
  withHttp(
    () => ({ body: { ok: true } }),
    async (http, { received }) => {
      const query = { property: ["a==1", "b==2"], limit: 5, start: undefined };
      expect(await http.call({ ...post, query })).toMatchObject({
        status: 200,
        body: { ok: true },
      });
      expect(received[0]).toMatchObject({
        url: "/data/x?property=a%3D%3D1&property=b%3D%3D2&limit=5",
        body: '{"a":1}',
        headers: {
          authorization: "Bearer t1",
          "x-api-key": "client",
          "x-gw-ims-org-id": "org@AdobeOrg",
          "x-sandbox-name": "dev",
          "content-type": "application/json",
        },
      });
      expect(received[0]?.headers["x-sandbox-id"]).toBeUndefined();
    },
  ));

test.each([408, 429, 500, 502, 503, 504])(
  "a read is repeated after %d, with full jitter",
  (status) =>
    withHttp(
      (_, count) => (count < 4 ? { status } : { body: { ok: true } }),
      async (http, _, timing) => {
        expect((await http.call(get)).body).toEqual({ ok: true });
        expect(timing.slept.filter((ms) => ms > 0)).toEqual(
          expect.arrayContaining([250, 500, 1000]),
        );
      },
    ),
);

test("Retry-After comes first, as seconds or as a date; a call does not wait for one that is too long", () =>
  withHttp(
    (_, count) =>
      count === 1
        ? { status: 503, headers: { "retry-after": "3" } }
        : count === 2
          ? { status: 503, headers: { "retry-after": new Date(1_800_000_013_000).toUTCString() } }
          : { status: 503, headers: { "retry-after": "3600" } },
    async (http, { received }, timing) => {
      const { message } = await errorOf(http.call(get));
      expect(message).toContain("Adobe requests a wait of 3600 s: run it again after that");
      expect(timing.slept).toEqual([3000, 10_000]);
      expect(received).toHaveLength(3);
    },
  ));

test.each([
  ["no wait at all", 0, [0, 0, 0, 0, 0]],
  ["no more than the cap", 1, [500, 1000, 2000, 4000, 8000]],
] as const)("the back-off is between %s and the doubled ceiling", (_, random, waits) =>
  withHttp(
    () => ({ status: 502 }),
    async (http, __, timing) => {
      await errorOf(http.call(get));
      expect(timing.slept).toEqual(waits);
    },
    { random },
  ),
);

test("a 429 delays all calls that share the limiter, for as long as Retry-After says", () => {
  const limiter = new Limiter();
  return withHttp(
    (_, count) => (count === 1 ? { status: 429, headers: { "retry-after": "7" } } : {}),
    async (http, __, timing) => {
      const first = http.call(get);
      while (limiter.pausedUntil === 0) await new Promise((resolve) => setImmediate(resolve));
      const until = limiter.pausedUntil;
      await withHttp(
        () => ({}),
        async (other, ___, itsTiming) => {
          await other.call(get);
          expect(itsTiming.slept).toEqual([7000]);
        },
        { limiter },
      );
      await first;
      expect(timing.slept).toContain(7000);
      expect(until).toBe(1_800_000_007_000);
    },
    { limiter },
  );
});

test("gives up after six attempts, and says how often it tried", () =>
  withHttp(
    () => ({ status: 503, body: { title: "Down" } }),
    async (http, { received }) => {
      const { message } = await errorOf(http.call(get));
      expect(message).toMatch(
        /^cannot read dataset "Events" \(GET \/\S+\): Adobe responded 503: Down\. .*run it again later\.$/,
      );
      expect(received).toHaveLength(6);
    },
  ));

describe("a POST", () => {
  test.each([
    ["503", { status: 503 }],
    ["a reset", "reset"],
    ["half a response", { body: "{" }],
  ] as const)("is never repeated after %s: its outcome is unknown", (_, reply) =>
    withHttp(
      () => reply,
      async (http, { received }) => {
        expect((await errorOf(http.call(post))).details.ambiguous).toBe(true);
        expect(received).toHaveLength(1);
      },
    ),
  );

  test("that may be carried out twice is repeated", () =>
    withHttp(
      (_, count) => (count === 1 ? { status: 503 } : {}),
      async (http, { received }) => {
        await http.call({ ...post, repeatable: true });
        expect(received).toHaveLength(2);
      },
    ));

  test("of another method that must not be carried out twice is not repeated either", () =>
    withHttp(
      () => ({ status: 504 }),
      async (http, { received }) => {
        const put = { ...post, method: "PUT", repeatable: false } as const;
        expect((await errorOf(http.call(put))).details.ambiguous).toBe(true);
        expect(received).toHaveLength(1);
      },
    ));

  test("is repeated after 429, because nothing was done", () =>
    withHttp(
      (_, count) => (count === 1 ? { status: 429 } : {}),
      async (http, { received }) => {
        await http.call(post);
        expect(received).toHaveLength(2);
      },
    ));

  test("that was rejected is not ambiguous", () =>
    withHttp(
      () => ({
        status: 400,
        body: {
          type: "http://ns.adobe.com/aep/errors/XDM-1521-400",
          title: "Title not unique",
          report: { registryRequestId: "r-1" },
        },
      }),
      async (http) => {
        const { details, message } = await errorOf(http.call(post));
        expect(details).toMatchObject({
          ambiguous: false,
          code: "XDM-1521-400",
          requestId: "r-1",
          status: 400,
        });
        expect(message).toContain("give another title");
      },
    ));
});

test.each([
  [401, { error_code: "401013", message: "Oauth token is not valid" }],
  [403, { error_code: "403010", message: "Oauth token is missing." }],
])("a rejected token (%d) is renewed once, and only once", (status, body) =>
  withHttp(
    ({ headers }) => (headers.authorization === "Bearer t1" ? { status, body } : {}),
    async (http, { received }) => {
      await http.call(post);
      expect(received.map(({ headers }) => headers.authorization)).toEqual([
        "Bearer t1",
        "Bearer t2",
      ]);
    },
  ).then(() =>
    withHttp(
      () => ({ status, body }),
      async (http, { received }) => {
        expect((await errorOf(http.call(post))).message).toContain("rejected twice");
        expect(received).toHaveLength(2);
      },
    ),
  ),
);

test.each([
  [
    "the registry's",
    404,
    { type: "http://ns.adobe.com/aep/errors/XDM-1010-404", title: "Not found" },
    true,
  ],
  [
    "Flow Service's",
    404,
    { type: "https://ns.adobe.com/aep/errors/FLOW-1439-404", status: 404 },
    true,
  ],
  [
    "Flow Service's with 400",
    400,
    { type: "https://ns.adobe.com/aep/errors/FLOW-1439-400", status: 400 },
    true,
  ],
  [
    "a wrong sandbox",
    404,
    { type: "https://ns.adobe.com/aep/errors/FLOW-2100-404", status: 404 },
    false,
  ],
  ["no such route at the gateway", 404, { error_code: "404000", message: "No" }, false],
  ["a proxy's page", 404, "<html>Not found</html>", false],
  ["no permission", 403, { type: "https://ns.adobe.com/aep/errors/FLOW-2121-403" }, false],
])("not found: %s", (_, status, body, notFound) =>
  withHttp(
    () => ({ status, body }),
    async (http) => expect((await errorOf(http.call(get))).details.notFound).toBe(notFound),
  ),
);

test("nothing secret is in an error, whatever Adobe repeats", () =>
  withHttp(
    () => ({
      status: 400,
      body: {
        message:
          "Bearer abc.def s3cr3t-of-mine https://dcs.adobedc.net/collection/0123456789abcdef",
      },
    }),
    async (http) => {
      const { message } = await errorOf(http.call(get));
      expect(message).not.toMatch(/abc\.def|s3cr3t|0123456789abcdef/);
    },
  ));

test("a response that does not arrive times out", () =>
  withHttp(
    () => "hang",
    async (http) =>
      expect((await errorOf(http.call(post))).message).toContain("no response within 0.05 s"),
    { timeoutMs: 50 },
  ));

test("no more requests than the limit at a time; a canceled one stops waiting at once", () => {
  let most = 0;
  let now = 0;
  return withHttp(
    () => {
      most = Math.max(most, ++now);
      setImmediate(() => now--);
      return {};
    },
    async (http) => {
      await Promise.all(Array.from({ length: 30 }, () => http.call(get)));
      expect(most).toBeLessThanOrEqual(2);
      const abort = new AbortController();
      const calls = Array.from({ length: 5 }, () => http.call({ ...get, signal: abort.signal }));
      abort.abort(new Error("cancelled"));
      const outcomes = await Promise.allSettled(calls);
      expect(outcomes.filter(({ status }) => status === "rejected").length).toBeGreaterThanOrEqual(
        3,
      );
    },
    { limiter: new Limiter(2) },
  );
});
