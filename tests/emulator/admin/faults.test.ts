import { setTimeout } from "node:timers/promises";

import { code, flowservice, type ApiResponse } from "../support/client";
import { useEmulator, withEmulator } from "../support/emulator";
import { inletPath, makePipeline, record, rowsOf, type Pipeline } from "../support/objects";

/** Long waits of the emulator: each ends when a test ends it. */
const mockLongWaits: { readonly ms: number; readonly end: () => void }[] = [];
jest.mock("node:timers/promises", () => {
  const real = jest.requireActual<{ setTimeout: typeof setTimeout }>("node:timers/promises");
  const wait = (ms: number): Promise<void> =>
    ms < 10_000
      ? real.setTimeout(ms)
      : new Promise((end) => mockLongWaits.push({ ms, end: () => end() }));
  return { ...real, setTimeout: wait };
});

/** Waits until a condition holds; jest's own timeout ends a wait that does not end. */
async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await setTimeout(5);
}

describe("injected faults", () => {
  const client = useEmulator();
  let pipeline: Pipeline;
  let inlet: string;
  beforeEach(async () => {
    pipeline = await makePipeline(client);
    inlet = await inletPath(client, pipeline.flowId);
  });
  afterEach(() => client.bare("DELETE", "/_emulator/faults"));

  const fault = async (rule: object): Promise<ApiResponse> =>
    client.bare("POST", "/_emulator/faults", { body: rule });
  const post = (id = "x", path = inlet): Promise<ApiResponse> =>
    client.bare("POST", path, {
      body: record(id),
      headers: { "x-adobe-flow-id": pipeline.flowId },
    });
  const statuses = async (count: number): Promise<number[]> => {
    const seen: number[] = [];
    for (let sent = 0; sent < count; sent += 1) seen.push((await post()).status);
    return seen;
  };
  const total = async (): Promise<number> => (await rowsOf(client, pipeline.datasetId)).total.rows;
  const list = `${flowservice}/flows`;

  it("say that the body which they have by default is made up, but not a body of the rule", async () => {
    const madeUp = "x-emulator-made-up";
    await fault({ match: { path: "/collection/*" }, times: 1, do: { status: 503 } });
    const byDefault = await post();
    expect([byDefault.status, byDefault.headers[madeUp]]).toEqual([503, "code"]);
    await fault({ match: { path: "/collection/*" }, do: { status: 503, body: { title: "down" } } });
    expect((await post()).headers[madeUp]).toBeUndefined();
    await client.bare("DELETE", "/_emulator/faults");
    await fault({ match: { path: "/collection/*" }, do: { status: 503, body: null } });
    const ofNull = await post();
    expect([ofNull.body, ofNull.headers[madeUp]]).toEqual([null, undefined]);
  });

  it("return status, body and headers", async () => {
    await fault({
      match: { path: "/collection/*" },
      do: { status: 503, body: { title: "down" }, headers: { "retry-after": "7" } },
    });
    const response = await post();
    expect([response.status, response.body, response.headers["retry-after"]]).toEqual([
      503,
      { title: "down" },
      "7",
    ]);
    expect((await client.call("GET", list)).status).toBe(200);
  });

  it.each([
    [{ nth: 2 }, {}, [200, 500, 200, 200]],
    [{ every: 2 }, {}, [200, 500, 200, 500]],
    [{}, { times: 2 }, [500, 500, 200, 200]],
    [{ method: "get" }, {}, [200, 200, 200, 200]],
    [{ path: "/collection/batch/*" }, {}, [200, 200, 200, 200]],
  ])("hit by %j and %j", async (match, more, expected) => {
    await fault({ match, ...more, do: { status: 500 } });
    expect(await statuses(4)).toEqual(expected);
  });

  it("hit at random, the same way for the same seed", async () => {
    const run = async (seed: number): Promise<number[]> => {
      await fault({ match: { probability: 0.5 }, seed, do: { status: 500 } });
      const seen = await statuses(20);
      await client.bare("DELETE", "/_emulator/faults");
      return seen;
    };
    const first = await run(7);
    expect(first).toEqual(await run(7));
    expect(first).not.toEqual(await run(8));
    expect(new Set(first)).toEqual(new Set([200, 500]));
  });

  it("do nothing and fail, or do the work and fail", async () => {
    const before = await total();
    await fault({ match: { nth: 1 }, do: { status: 503 } });
    await post();
    expect(await total()).toBe(before);
    await fault({ match: { nth: 1 }, do: { status: 503, afterWork: true } });
    expect((await post()).status).toBe(503);
    expect(await total()).toBe(before + 1);
  });

  it("reset the connection, before and after the work", async () => {
    const before = await total();
    await fault({ match: { path: "/collection/*", nth: 1 }, do: { reset: true } });
    await expect(post()).rejects.toThrow(/ECONNRESET|socket hang up/u);
    expect(await total()).toBe(before);
    await fault({ match: { path: "/collection/*", nth: 1 }, do: { reset: true, afterWork: true } });
    await expect(post()).rejects.toThrow(/ECONNRESET|socket hang up/u);
    expect(await total()).toBe(before + 1);
  });

  it("cut the body after the work", async () => {
    await fault({ match: { path: "/collection/*", nth: 1 }, do: { cut: true } });
    await expect(post()).rejects.toThrow(/Premature close|aborted|terminated|socket/iu);
  });

  it("hang until the caller gives up", async () => {
    await fault({ match: { path: "/collection/*", nth: 1 }, do: { hang: true } });
    const { default: fetch } = await import("node-fetch");
    const givenUp = new AbortController();
    const response = fetch(`${client.url}${inlet}`, {
      method: "POST",
      body: "{}",
      signal: givenUp.signal,
    });
    const rejected = expect(response).rejects.toThrow(/abort/u);
    await until(async () => (await client.admin.faults()).some(({ fired }) => fired === 1));
    givenUp.abort();
    await rejected;
  });

  it("delay", async () => {
    await fault({ match: { path: "/collection/*", nth: 1 }, do: { delayMs: 60_000 } });
    const before = (await client.bare("GET", "/_emulator/requests")).body.length;
    const delayed = post();
    await until(() => Promise.resolve(mockLongWaits.length > 0));
    expect(mockLongWaits.map(({ ms }) => ms)).toEqual([60_000]);
    expect((await client.bare("GET", "/_emulator/requests")).body).toHaveLength(before);
    mockLongWaits[0]?.end();
    expect((await delayed).status).toBe(200);
    expect((await client.bare("GET", "/_emulator/requests")).body).toHaveLength(Number(before) + 1);
  });

  it("delay work that is done although the client has gone", async () => {
    const before = await total();
    await fault({ match: { path: "/collection/*", nth: 1 }, do: { delayMs: 100 } });
    const { default: fetch } = await import("node-fetch");
    const givenUp = new AbortController();
    const response = fetch(`${client.url}${inlet}`, {
      method: "POST",
      body: JSON.stringify(record("late")),
      headers: { "x-adobe-flow-id": pipeline.flowId, "content-type": "application/json" },
      signal: givenUp.signal,
    });
    const rejected = expect(response).rejects.toThrow(/abort/u);
    await until(async () => (await client.admin.faults()).some(({ fired }) => fired === 1));
    givenUp.abort();
    await rejected;
    await until(async () => (await total()) === before + 1);
  });

  it("part-fail a batch", async () => {
    const path = inlet.replace("/collection/", "/collection/batch/");
    await fault({
      match: { path: "/collection/batch/*" },
      do: { failMessages: { indexes: [1], statusCode: 503, message: "busy" } },
    });
    const { status, body } = await client.bare("POST", path, {
      body: { messages: [record("p0"), record("p1"), record("p2")] },
      headers: { "x-adobe-flow-id": pipeline.flowId },
    });
    expect([status, body.responses]).toEqual([
      207,
      [
        { xactionId: expect.any(String) },
        { status: 503, message: "busy" },
        { xactionId: expect.any(String) },
      ],
    ]);
  });

  it("part-fail a batch at random, the same way for the same seed", async () => {
    const path = inlet.replace("/collection/", "/collection/batch/");
    const failed = async (seed: number): Promise<number[]> => {
      await fault({
        match: { path: "/collection/batch/*" },
        seed,
        do: { failMessages: { fraction: 0.5 } },
      });
      const { body } = await client.bare("POST", path, {
        body: { messages: Array.from({ length: 20 }, (_, index) => record(`f${index}`)) },
        headers: { "x-adobe-flow-id": pipeline.flowId },
      });
      await client.bare("DELETE", "/_emulator/faults");
      return body.responses.flatMap((one: object, index: number) =>
        "status" in one ? [index] : [],
      );
    };
    const first = await failed(3);
    expect(first.length).toBeGreaterThan(0);
    expect(first.length).toBeLessThan(20);
    expect(await failed(3)).toEqual(first);
    expect(await failed(4)).not.toEqual(first);
  });

  it.each([
    ["status", { status: 500 }, 500],
    ["status after the work", { status: 504, afterWork: true }, 504],
    ["delay", { delayMs: 1 }, 200],
    ["reset", { reset: true }, 0],
    ["cut", { cut: true }, 200],
    ["hang", { hang: true }, 0],
    ["hang after the work", { hang: true, afterWork: true }, 0],
    ["part-failed batch", { failMessages: { indexes: [0] } }, 207],
    ["stale etag", { staleEtag: true }, 200],
  ])("are logged with the request they hit: %s", async (what, action, status) => {
    const { body: rule } = await fault({ match: { path: "/collection/*", nth: 1 }, do: action });
    const path = what.includes("batch") ? inlet.replace("/collection", "/collection/batch") : inlet;
    const { default: fetch } = await import("node-fetch");
    const givenUp = new AbortController();
    const response = fetch(`${client.url}${path}`, {
      method: "POST",
      headers: { "x-adobe-flow-id": pipeline.flowId },
      body: JSON.stringify(what.includes("batch") ? { messages: [record("l")] } : record("l")),
      signal: givenUp.signal,
    })
      .then((response) => response.text())
      .catch(() => undefined);
    const isHanging = what.startsWith("hang");
    // A request that hangs is given up once the fault has hit it, however long that takes.
    if (isHanging) {
      await until(async () => (await client.admin.faults()).some(({ fired }) => fired === 1));
      givenUp.abort();
    }
    await response;
    const logged = async (): Promise<object | undefined> =>
      (await client.admin.requests()).findLast(({ fault: id }) => id === rule.id);
    await until(async () => (await logged()) !== undefined);
    expect(await logged()).toMatchObject({ method: "POST", path, status });
  });

  it("expire every token", async () => {
    await withEmulator({}, async (own) => {
      expect((await own.call("GET", list)).status).toBe(200);
      const { body: rule } = await own.bare("POST", "/_emulator/faults", {
        body: { match: { nth: 1 }, do: { expireTokens: true } },
      });
      const { status, body } = await own.call("GET", list);
      expect([status, body.error_code]).toEqual([401, "401013"]);
      const { body: log } = await own.bare("GET", "/_emulator/requests");
      expect(log.at(-1)).toMatchObject({ path: list, status: 401, fault: rule.id });
    });
  });

  it("make etags stale", async () => {
    const at = `${flowservice}/flows/${pipeline.flowId}`;
    const { body } = await client.call("GET", at);
    await fault({ match: { method: "PATCH" }, times: 1, do: { staleEtag: true } });
    const rename = (etag: string): Promise<ApiResponse> =>
      client.call("PATCH", at, {
        body: [{ op: "replace", path: "/name", value: "n" }],
        headers: { "if-match": etag },
      });
    expect((await rename(body.items[0].etag)).status).toBe(412);
    expect((await rename(body.items[0].etag)).status).toBe(200);
    await fault({ match: { method: "PATCH" }, times: 1, do: { staleEtag: true } });
    const without = await client.call("PATCH", at, {
      body: [{ op: "replace", path: "/name", value: "n" }],
    });
    expect(code(without)).toEqual([400, "FLOW-1403-400"]);
  });

  it("are listed with what they did, logged with each request, and removed", async () => {
    const { status, body } = await fault({
      match: { path: "/collection/*" },
      times: 1,
      do: { status: 500 },
    });
    expect(status).toBe(201);
    await statuses(2);
    expect((await client.bare("GET", "/_emulator/faults")).body).toMatchObject([
      { id: body.id, matched: 2, fired: 1 },
    ]);
    const log = (await client.bare("GET", "/_emulator/requests")).body.slice(-2);
    expect(
      log.map(({ fault: id, status: logged }: { fault?: string; status: number }) => [id, logged]),
    ).toEqual([
      [body.id, 500],
      [null, 200],
    ]);
    expect((await client.bare("DELETE", `/_emulator/faults/${body.id}`)).status).toBe(204);
    expect((await client.bare("DELETE", `/_emulator/faults/${body.id}`)).status).toBe(404);
  });

  it.each([
    [{ do: {} }, "`do` is empty"],
    [{ match: { nth: 0 }, do: { status: 500 } }, "nth"],
    [{ match: {}, do: { explode: true } }, "explode"],
    [{ do: { status: 99 } }, "status"],
    [{ do: { status: 503, headers: { "re try": "1" } } }, "re try"],
    [{ do: { status: 503, headers: { "retry-after": "1\n2" } } }, "retry-after"],
    [{ do: { status: 503, headers: { "retry-after": "\u20ac" } } }, "retry-after"],
  ])("say what is wrong with %j", async (rule, reason) => {
    const { status, body } = await fault(rule);
    expect([status, body.error]).toEqual([400, expect.stringContaining(reason)]);
  });
});
