import fc from "fast-check";

import { AdobeError } from "../../../adobe/client";
import type { AdobeErrorDetails } from "../../../adobe/client/errors";
import type { Call } from "../../../adobe/client/http";
import { SharedReads } from "../../../adobe/client/sharedReads";
import { Settling } from "../../../adobe/provider/lifecycle/settling";
import { manualTiming } from "../support/manualTiming";

const action = { verb: "do", kind: "thing" };
const base = "/data/foundation";
const schemaId = "https://ns.adobe.com/acme/schemas/0123456789abcdef";

function start(sandbox?: string) {
  const timing = manualTiming();
  const settling = new Settling(timing, undefined, sandbox);
  const { signal } = new AbortController();
  const said: string[] = [];
  settling.follow({ signal, log: (_severity, message) => said.push(message) });
  const call = (method: Call["method"], path: string, body?: unknown): Call => ({
    method,
    path: `${base}${path}`,
    action,
    signal,
    ...(body === undefined ? {} : { body }),
  });
  /** How long a call that is always rejected is repeated, in seconds. */
  const waits = async (rejected: Call, details: Partial<AdobeErrorDetails>) => {
    const error = new AdobeError({ ...action, reason: "No", ...details });
    const from = timing.now();
    while (await settling.waitedFor(rejected, error));
    return (timing.now() - from) / 1000;
  };
  const made = (body: unknown) => settling.succeeded(call("POST", "/x"), body);
  const ok = (done: Call) => settling.succeeded(done, undefined);
  return { timing, settling, said, call, waits, made, ok };
}

const notFound = { status: 404, notFound: true };

describe("in a new sandbox", () => {
  const list = "/schemaregistry/tenant/schemas";
  const responses: [string, Partial<AdobeErrorDetails>][] = [
    ["a 403", { status: 403, code: "XDM-1709-403" }],
    ["a 404 about the sandbox", { status: 404, code: "FLOW-2100-404" }],
  ];

  test.each(responses)("%s gets two minutes from when it became active", async (_, details) => {
    const { call, waits, settling, timing, said } = start("acme-dev");
    expect(await waits(call("GET", list), details)).toBe(0);
    settling.openedSandbox("acme-dev");
    timing.advance(20_000);
    expect(await waits(call("GET", list), details)).toBe(100);
    expect(said).toEqual([
      "waiting for Adobe's services to know the sandbox acme-dev, which was just made (up to 100 s)",
    ]);
    // All calls together, not each.
    expect(await waits(call("POST", list, {}), details)).toBe(0);
  });

  test("so does a create for which nothing is there", async () => {
    const { call, waits, settling } = start("acme-dev");
    settling.openedSandbox("acme-dev");
    expect(await waits(call("POST", list, {}), notFound)).toBe(120);
  });

  test("each operation that shares a read says what it waits for", async () => {
    const { call, waits, settling, said } = start("acme-dev");
    const other = new AbortController().signal;
    const saidByOther: string[] = [];
    settling.follow({ signal: other, log: (_severity, message) => saidByOther.push(message) });
    settling.openedSandbox("acme-dev");
    const shared = new SharedReads(() => 0);
    const read = (signal: AbortSignal) => waits({ ...call("GET", list), signal }, { status: 403 });
    const signals = [call("GET", list).signal, other];
    await Promise.all(signals.map((signal) => shared.read("a", { signal }, read)));
    expect(said).toHaveLength(1);
    expect(saidByOther).toEqual(said);
  });

  test.each<[string, Partial<AdobeErrorDetails>]>([
    ["an object that is not there", notFound],
    ["a credential that the gateway rejects", { status: 403, code: "403025" }],
    ["a request that is wrong", { status: 400 }],
  ])("%s is an error at once", async (_, details) => {
    const { call, waits, settling } = start("acme-dev");
    settling.openedSandbox("acme-dev");
    expect(await waits(call("GET", `${list}/1`), details)).toBe(0);
  });

  test("nothing of another sandbox is waited for", async () => {
    const { call, waits, settling } = start("dev");
    settling.openedSandbox("acme-dev");
    expect(await waits(call("GET", list), { status: 403 })).toBe(0);
  });
});

describe("a 404", () => {
  test.each([
    ["a read", "GET", "/schemaregistry/tenant/schemas/_acme.schemas.0123456789abcdef", undefined],
    ["a change", "PATCH", `/schemaregistry/tenant/schemas/${encodeURIComponent(schemaId)}`, []],
    ["a reference", "POST", "/catalog/dataSets", { schemaRef: { id: schemaId } }],
    [
      "a delete",
      "DELETE",
      "/schemaregistry/tenant/schemas/_acme.schemas.0123456789abcdef",
      undefined,
    ],
  ] as const)(
    "of %s gets 30 s when this run has just made the object",
    async (_, method, path, body) => {
      const { call, waits, made, said, timing } = start();
      const request = call(method, path, body);
      expect(await waits(request, notFound)).toBe(0);
      made({ $id: schemaId, title: "Chat" });
      timing.advance(10_000);
      expect(await waits(request, notFound)).toBe(20);
      // Said once, however often it is repeated.
      expect(said).toEqual([
        "waiting for Adobe to show 0123456789abcdef, which was just made (up to 20 s)",
      ]);
    },
  );

  test("ends at once for anything else", async () => {
    const { call, waits, made } = start();
    made({ $id: schemaId });
    const other = call("GET", "/schemaregistry/tenant/schemas/_acme.schemas.ffff");
    expect(await waits(other, notFound)).toBe(0);
    // Not "not found": the gateway's, another sandbox, no permission.
    const mine = call("GET", "/schemaregistry/tenant/schemas/_acme.schemas.0123456789abcdef");
    expect(await waits(mine, { status: 404 })).toBe(0);
    expect(await waits(mine, { status: 403 })).toBe(0);
    expect(await waits(mine, { ...notFound, ambiguous: true })).toBe(0);
  });

  test.each([
    [
      "the id of a new object begins another's",
      { id: "5f0" },
      "GET",
      "/catalog/dataSets/5f00",
      undefined,
    ],
    [
      "a new namespace has a code that is in every path",
      { code: "data" },
      "GET",
      "/catalog/dataSets/5f00",
      undefined,
    ],
    [
      "a new namespace has the name of a kind as its code",
      { code: "schemas" },
      "GET",
      "/schemaregistry/tenant/schemas/1f",
      undefined,
    ],
    [
      "a new namespace has a code that is in another value",
      { code: "chat" },
      "POST",
      "/catalog/dataSets",
      { name: "chat" },
    ],
    [
      "a new id is in the midst of a text",
      { id: "5f00" },
      "POST",
      "/catalog/dataSets",
      { name: "about 5f00 rows" },
    ],
  ] as const)("ends at once when %s", async (_, body, method, path, sent) => {
    const { call, waits, made } = start();
    made(body);
    expect(await waits(call(method, path, sent), notFound)).toBe(0);
  });

  test("of a new namespace is waited for where a call refers to it", async () => {
    const { call, waits, made } = start();
    made({ id: 7, code: "chat" });
    const descriptor = call("POST", "/schemaregistry/tenant/descriptors", {
      "xdm:namespace": "chat",
    });
    expect(await waits(descriptor, notFound)).toBe(30);
  });

  test("ends at once when this run has deleted the object", async () => {
    const { call, waits, made, ok } = start();
    made({ id: "f-1" });
    const flow = "/flowservice/flows/f-1";
    ok(call("DELETE", flow));
    expect(await waits(call("GET", flow), notFound)).toBe(0);
  });

  test("knows every form in which a service names what it has made", async () => {
    const { call, waits, made } = start();
    for (const [body, id] of [
      [["@/dataSets/5f00"], "5f00"],
      [{ "@id": "d-1" }, "d-1"],
      [{ id: "m-1", version: 0 }, "m-1"],
    ] as const) {
      made(body);
      expect(await waits(call("GET", `/x/${id}`), notFound)).toBe(30);
    }
  });
});

describe("a 400 about a reference", () => {
  test("is waited for when its code or text says that the new object does not exist", async () => {
    const { call, waits, made } = start();
    made({ $id: schemaId });
    const body = { schemaRef: { id: schemaId } };
    const request = () => call("POST", "/conversion/mappingSets", body);
    const missing = { status: 400, reason: `There is no schema ${schemaId}` };
    expect(await waits(request(), missing)).toBe(30);
    made({ $id: schemaId });
    expect(await waits(request(), { status: 400, code: "FLOW-1412-400" })).toBe(30);
  });

  test("ends at once when the text is about something else", async () => {
    const { call, waits, made } = start();
    made({ $id: schemaId });
    const request = call("POST", "/conversion/mappingSets", { schemaRef: { id: schemaId } });
    const reason = "The destination _acme.chat.emial does not exist";
    expect(await waits(request, { status: 400, reason })).toBe(0);
  });
});

describe("a 422 of a dataset in Profile", () => {
  const path = "/catalog/dataSets/5f00";
  const tags = [{ op: "add", path: "/tags/unifiedProfile", value: ["enabled:true"] }];

  test("is waited for two minutes after this run has joined the union, and only then", async () => {
    const { call, waits, ok } = start();
    const profile = call("PATCH", path, tags);
    expect(await waits(profile, { status: 422 })).toBe(0);
    ok(call("PATCH", "/schemaregistry/tenant/schemas/x", [{ path: "/meta:immutableTags" }]));
    expect(await waits(call("PATCH", path, { name: "n" }), { status: 422 })).toBe(0);
    expect(await waits(profile, { status: 403 })).toBe(0);
    expect(await waits(profile, { status: 422 })).toBe(120);
  });
});

describe("a delete of something in use", () => {
  const inUse = { status: 400, code: "FLOW-1447-400", reason: "Found active flows" };

  test("is waited for two minutes when this run has deleted its user", async () => {
    const { call, waits, settling, said } = start();
    const connection = call("DELETE", "/flowservice/sourceConnections/s-1");
    expect(await waits(connection, inUse)).toBe(0);
    settling.released({ sourceConnectionIds: ["s-2"] }, { also: "s-10 and s-1x" });
    expect(await waits(connection, inUse)).toBe(0);
    settling.released({ sourceConnectionIds: ["s-1"] }, { state: "enabled" });
    expect(await waits(connection, inUse)).toBe(120);
    expect(said).toEqual(["waiting for Adobe to release s-1, whose user is deleted (up to 120 s)"]);
  });

  test("ends at once for another reason", async () => {
    const { call, waits, settling } = start();
    settling.released({ sourceConnectionIds: ["s-1"] });
    const connection = call("DELETE", "/flowservice/sourceConnections/s-1");
    expect(await waits(connection, { status: 403, reason: "Not permitted" })).toBe(0);
  });
});

test("no rejection is waited for longer than its limit, whatever it says and whatever was created", async () => {
  const key = fc.constantFrom("a-1", "b-2", "c-3");
  const method = fc.constantFrom("GET", "POST", "PUT", "PATCH", "DELETE");
  const details = fc.record({
    status: fc.constantFrom(400, 403, 404, 409, 412, 422, 500),
    reason: fc.constantFrom("There is no a-1", "in use", "profile", "No"),
    notFound: fc.boolean(),
    ambiguous: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(key, key, key, method, details, async (one, two, three, verb, error) => {
      const { call, waits, made, settling } = start();
      made({ id: one });
      settling.released({ uses: two });
      const seconds = await waits(call(verb, `/catalog/x/${three}`), error);
      expect(seconds).toBeLessThanOrEqual(120);
      const concerns = three === one || error.reason.includes(one) || three === two;
      if (!concerns || error.ambiguous) expect(seconds).toBe(0);
    }),
  );
});

test("a cancel ends the wait", async () => {
  const { settling, call, made } = start();
  made({ id: "a-1" });
  const request = { ...call("GET", "/x/a-1"), signal: AbortSignal.abort(new Error("cancelled")) };
  const error = new AdobeError({ ...action, reason: "No", ...notFound });
  await expect(settling.waitedFor(request, error)).rejects.toThrow("cancelled");
});
