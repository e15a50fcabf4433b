import { readFileSync } from "node:fs";
import path from "node:path";

import fc from "fast-check";

import type { EndpointResponse } from "../../../handlers/forwarder/endpointResponse";
import { rules } from "../../../handlers/forwarder/rules";
import {
  isTooLarge,
  systemicReason,
  verdicts,
  type Verdict,
} from "../../../handlers/forwarder/verdict";
import { insertVerdictTable } from "../../../scripts/docs/verdictTable";

function status(code: number, body: unknown = {}, retryAfterMs?: number): EndpointResponse {
  return {
    status: code,
    body,
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  };
}

const delivered = { kind: "delivered" };
function retry(reason: string, systemic = true, retryAfterMs?: number) {
  return {
    kind: "retry",
    reason,
    systemic,
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  };
}
function deadLetter(reason: string) {
  return { kind: "deadLetter", reason };
}
function individually(reason: string) {
  return { kind: "retryIndividually", reason };
}

describe("the verdict on one message", () => {
  it.each<[string, EndpointResponse, object]>([
    ["200", status(200, { inletId: "i", xactionId: "1:2:3" }), delivered],
    ["200 of a list", status(200, []), retry("inlet-unclear")],
    ["200 with an incomplete body", status(200, null), retry("inlet-unclear")],
    ["204", status(204, null), retry("inlet-unclear")],
    ["299", status(299), retry("inlet-unclear")],
    ["101", status(101), retry("inlet-redirect")],
    ["300", status(300), retry("inlet-redirect")],
    ["399", status(399), retry("inlet-redirect")],
    ["400", status(400), deadLetter("inlet-400")],
    ["401", status(401), retry("inlet-unauthorized")],
    ["403", status(403), retry("inlet-unauthorized")],
    ["404", status(404), retry("inlet-gone")],
    ["410", status(410), retry("inlet-gone")],
    ["408", status(408), retry("inlet-busy")],
    ["425", status(425), retry("inlet-busy")],
    ["429", status(429), retry("inlet-busy")],
    ["429 with Retry-After", status(429, {}, 5_000), retry("inlet-busy", true, 5_000)],
    ["413", status(413), deadLetter("inlet-413")],
    ["402", status(402), deadLetter("inlet-refused")],
    ["422", status(422), deadLetter("inlet-refused")],
    ["499", status(499), deadLetter("inlet-refused")],
    ["500", status(500), retry("inlet-error")],
    ["501", status(501), retry("inlet-unavailable")],
    ["503 with Retry-After", status(503, {}, 1), retry("inlet-unavailable", true, 1)],
    ["599", status(599), retry("inlet-unavailable")],
    ["600", status(600), retry("no-verdict", false)],
    ["a timeout", { reason: "time-out" }, retry("inlet-time-out")],
    ["a reset", { reason: "reset" }, retry("inlet-reset")],
    ["no connection", { reason: "unreachable" }, retry("inlet-unreachable")],
    ["no token", { reason: "no-token" }, retry("ims-no-token")],
  ])("of %s", (_, response, expected) => {
    expect(verdicts(response, 1)).toEqual([expected]);
  });
});

describe("the verdicts on a batch", () => {
  it.each<[string, EndpointResponse, object]>([
    ["200", status(200), delivered],
    ["400", status(400), individually("inlet-400")],
    ["401", status(401), retry("inlet-unauthorized")],
    ["413", status(413), individually("inlet-413")],
    ["422", status(422), individually("inlet-refused")],
    ["429", status(429, {}, 7), retry("inlet-busy", true, 7)],
    ["500", status(500), individually("inlet-error")],
    ["503", status(503), retry("inlet-unavailable")],
    ["a reset", { reason: "reset" }, retry("inlet-reset")],
  ])("of %s as a whole", (_, response, expected) => {
    expect(verdicts(response, 2)).toEqual([expected, expected]);
  });

  it("of a 207 follow each item's statusCode or status, as a number or digits", () => {
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
      deadLetter("inlet-400"),
      retry("inlet-unavailable", true, 9),
      deadLetter("inlet-413"),
      delivered,
      retry("inlet-error", true, 9),
      retry("inlet-redirect", true, 9),
      retry("no-verdict", false),
      retry("no-verdict", false),
      retry("no-verdict", false),
      retry("no-verdict", false),
      delivered,
      retry("inlet-redirect", true, 9),
      retry("inlet-unavailable", true, 9),
      retry("no-verdict", false),
      retry("no-verdict", false),
      retry("no-verdict", false),
      retry("no-verdict", false),
      retry("no-verdict", false),
      retry("no-verdict", false),
      retry("no-verdict", false),
      delivered,
      delivered,
      deadLetter("inlet-400"),
      retry("inlet-error", true, 9),
      retry("no-verdict", false),
      retry("no-verdict", false),
      retry("no-verdict", false),
      retry("no-verdict", false),
    ]);
  });

  it.each([0, 1, 2, 4])("of a 207 with %d items for three messages are not verdicts", (items) => {
    for (const item of [{ xactionId: "1" }, { statusCode: 400 }]) {
      const response = status(207, { responses: Array(items).fill(item) });
      expect(verdicts(response, 3)).toEqual(Array(3).fill(retry("no-verdict", false)));
    }
  });

  it.each<[string, unknown]>([
    ["no body", undefined],
    ["null", null],
    ["a text", "responses"],
    ["a body without responses", {}],
    ["responses that are not a list", { responses: { 0: { xactionId: "1" } } }],
  ])("of a 207 with %s are never delivered", (_, body) => {
    expect(verdicts(status(207, body), 2)).toEqual([
      retry("no-verdict", false),
      retry("no-verdict", false),
    ]);
  });

  it("halve a batch only when it is too large", () => {
    expect(isTooLarge(status(413))).toBe(true);
    expect([200, 400, 500, 600].map((code) => isTooLarge(status(code)))).toEqual(
      Array(4).fill(false),
    );
  });

  it("are as many as the messages, and delivered only with a 2xx", () => {
    const body = fc.oneof(fc.jsonValue(), fc.record({ responses: fc.array(fc.jsonValue()) }));
    fc.assert(
      fc.property(
        fc.integer({ min: 100, max: 999 }),
        body,
        fc.nat(20),
        (code, responseBody, count) => {
          const found = verdicts(status(code, responseBody), count + 1);
          expect(found).toHaveLength(count + 1);
          const good = found.filter(({ kind }) => kind === "delivered").length;
          if (code !== 200 && code !== 207) expect(good).toBe(0);
        },
      ),
    );
  });
});

describe("the systemic reason", () => {
  const down = retry("inlet-unavailable") as Verdict;
  const unclear = retry("no-verdict", false) as Verdict;
  const rejected = deadLetter("inlet-400") as Verdict;

  it.each<[string, (Verdict | undefined)[], string | undefined]>([
    ["of one failure", [down], "inlet-unavailable"],
    ["is that of the first", [down, retry("inlet-busy") as Verdict], "inlet-unavailable"],
    ["does not depend on messages without an attempt", [undefined, down], "inlet-unavailable"],
    ["of nothing", [], undefined],
    ["of messages without an attempt", [undefined], undefined],
    ["of a delivery", [down, { kind: "delivered" }], undefined],
    ["of a rejection", [down, rejected], undefined],
    ["of a rejection that comes first", [rejected, down], undefined],
    ["of a failure of one message alone", [down, unclear], undefined],
    ["of one that comes first", [unclear, down], undefined],
  ])("%s", (_, found, reason) => {
    expect(systemicReason(found)).toBe(reason);
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
