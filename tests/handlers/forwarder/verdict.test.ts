import { readFileSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import type { InletAnswer } from "../../../handlers/forwarder/answer";
import { isTooLarge, rules, verdicts } from "../../../handlers/forwarder/verdict";
import { insertVerdictTable } from "../../../handlers/forwarder/verdictTable";

const status = (code: number, body: unknown = {}, retryAfterMs?: number): InletAnswer => ({
  status: code,
  body,
  ...(retryAfterMs !== undefined && { retryAfterMs }),
});

const delivered = { kind: "delivered" };
const wait = (reason: string, common = true, retryAfterMs?: number) => ({
  kind: "wait",
  reason,
  common,
  ...(retryAfterMs !== undefined && { retryAfterMs }),
});
const dead = (reason: string) => ({ kind: "dead", reason });
const alone = (reason: string) => ({ kind: "alone", reason });

describe("the verdict on one message", () => {
  it.each<[string, InletAnswer, object]>([
    ["200", status(200, { inletId: "i", xactionId: "1:2:3" }), delivered],
    ["200 of a list", status(200, []), wait("inlet-unclear")],
    ["200 with half a body", status(200, null), wait("inlet-unclear")],
    ["204", status(204, null), wait("inlet-unclear")],
    ["299", status(299), wait("inlet-unclear")],
    ["101", status(101), wait("inlet-redirect")],
    ["300", status(300), wait("inlet-redirect")],
    ["399", status(399), wait("inlet-redirect")],
    ["400", status(400), dead("inlet-400")],
    ["401", status(401), wait("inlet-unauthorized")],
    ["403", status(403), wait("inlet-unauthorized")],
    ["404", status(404), wait("inlet-gone")],
    ["410", status(410), wait("inlet-gone")],
    ["408", status(408), wait("inlet-busy")],
    ["425", status(425), wait("inlet-busy")],
    ["429", status(429), wait("inlet-busy")],
    ["429 with Retry-After", status(429, {}, 5_000), wait("inlet-busy", true, 5_000)],
    ["413", status(413), dead("inlet-413")],
    ["402", status(402), dead("inlet-refused")],
    ["422", status(422), dead("inlet-refused")],
    ["499", status(499), dead("inlet-refused")],
    ["500", status(500), wait("inlet-error")],
    ["501", status(501), wait("inlet-unavailable")],
    ["503 with Retry-After", status(503, {}, 1), wait("inlet-unavailable", true, 1)],
    ["599", status(599), wait("inlet-unavailable")],
    ["600", status(600), wait("no-verdict", false)],
    ["a time-out", { reason: "time-out" }, wait("inlet-time-out")],
    ["a reset", { reason: "reset" }, wait("inlet-reset")],
    ["no connection", { reason: "unreachable" }, wait("inlet-unreachable")],
    ["no token", { reason: "no-token" }, wait("ims-no-token")],
  ])("of %s", (_, answer, expected) => {
    expect(verdicts(answer, 1)).toEqual([expected]);
  });
});

describe("the verdicts on a batch", () => {
  it.each<[string, InletAnswer, object]>([
    ["200", status(200), delivered],
    ["400", status(400), alone("inlet-400")],
    ["401", status(401), wait("inlet-unauthorized")],
    ["413", status(413), alone("inlet-413")],
    ["422", status(422), alone("inlet-refused")],
    ["429", status(429, {}, 7), wait("inlet-busy", true, 7)],
    ["500", status(500), alone("inlet-error")],
    ["503", status(503), wait("inlet-unavailable")],
    ["a reset", { reason: "reset" }, wait("inlet-reset")],
  ])("of %s as a whole", (_, answer, expected) => {
    expect(verdicts(answer, 2)).toEqual([expected, expected]);
  });

  it("of a 207 go item by item, by statusCode or status, as number or text", () => {
    const responses = [
      { xactionId: "1" },
      { statusCode: 400, message: "no" },
      { status: "503" },
      { statusCode: 413 },
      { status: 200 },
      { xactionId: "1", status: 500 },
      { xactionId: "1", status: 301 },
      { message: "what?" },
      null,
      "text",
      { xactionId: 5 },
      { status: 299 },
      { status: 300, xactionId: "1" },
      { status: 599, xactionId: "1" },
      { status: 600, xactionId: "1" },
      { statusCode: 199 },
      { xactionId: "1", status: "failed" },
      { xactionId: "1", status: "OK" },
      { xactionId: "1", status: "" },
      { xactionId: "" },
      { xactionId: "", statusCode: 200 },
      { xactionId: null, statusCode: "202" },
      { xactionId: "1", statusCode: null },
      { statusCode: 200, status: 400 },
      { statusCode: 0, status: "500" },
      { statusCode: "", status: 200, xactionId: "1" },
      { status: [200], xactionId: "1" },
      { status: "0404" },
      { status: "200.5", xactionId: "1" },
    ];
    expect(verdicts(status(207, { responses }, 9), 29)).toEqual([
      delivered,
      dead("inlet-400"),
      wait("inlet-unavailable", true, 9),
      dead("inlet-413"),
      delivered,
      wait("inlet-error", true, 9),
      wait("inlet-redirect", true, 9),
      wait("no-verdict", false),
      wait("no-verdict", false),
      wait("no-verdict", false),
      wait("no-verdict", false),
      delivered,
      wait("inlet-redirect", true, 9),
      wait("inlet-unavailable", true, 9),
      wait("no-verdict", false),
      wait("no-verdict", false),
      wait("no-verdict", false),
      wait("no-verdict", false),
      wait("no-verdict", false),
      wait("no-verdict", false),
      wait("no-verdict", false),
      delivered,
      delivered,
      dead("inlet-400"),
      wait("inlet-error", true, 9),
      wait("no-verdict", false),
      wait("no-verdict", false),
      wait("no-verdict", false),
      wait("no-verdict", false),
    ]);
  });

  it.each([0, 1, 2, 4])("of a 207 with %d items for three messages: none is believed", (items) => {
    for (const response of [{ xactionId: "1" }, { statusCode: 400 }]) {
      const answer = status(207, { responses: Array(items).fill(response) });
      expect(verdicts(answer, 3)).toEqual(Array(3).fill(wait("no-verdict", false)));
    }
  });

  it.each<[string, unknown]>([
    ["no body", undefined],
    ["null", null],
    ["a text", "responses"],
    ["a body without responses", {}],
    ["responses that are no list", { responses: { 0: { xactionId: "1" } } }],
  ])("of a 207 with %s: none counts as delivered", (_, body) => {
    expect(verdicts(status(207, body), 2)).toEqual([
      wait("no-verdict", false),
      wait("no-verdict", false),
    ]);
  });

  it("halves only what is too large", () => {
    expect(isTooLarge(status(413))).toBe(true);
    expect([200, 400, 500, 600].map((code) => isTooLarge(status(code)))).toEqual(
      Array(4).fill(false),
    );
  });

  it("are as many as the messages, whatever comes, and delivered only with a 2xx", () => {
    const body = fc.oneof(fc.jsonValue(), fc.record({ responses: fc.array(fc.jsonValue()) }));
    fc.assert(
      fc.property(fc.integer({ min: 100, max: 999 }), body, fc.nat(20), (code, answer, count) => {
        const found = verdicts(status(code, answer), count + 1);
        expect(found).toHaveLength(count + 1);
        const good = found.filter(({ kind }) => kind === "delivered").length;
        if (code !== 200 && code !== 207) expect(good).toBe(0);
      }),
    );
  });
});

describe("the table in docs/delivery.md", () => {
  it("is up to date (`npm run docs:handlers` writes it)", () => {
    const page = readFileSync(path.join(__dirname, "../../../docs/delivery.md"), "utf8");
    expect(insertVerdictTable(page)).toBe(page);
  });

  it("needs its markers", () => {
    expect(() => insertVerdictTable("# Page")).toThrow("markers");
  });

  it("names each reason once", () => {
    const reasons = rules.map(({ reason }) => reason);
    expect(new Set(reasons).size).toBe(reasons.length);
  });
});
