import { readFileSync } from "node:fs";
import path from "node:path";

import { segmentOf, type ProfileEvent } from "./support/pql";

const page = readFileSync(path.join(__dirname, "../../docs/analytics.md"), "utf8");
const part = page.slice(page.indexOf("\n## Segments"), page.indexOf("\n## Page events"));
const expressions = [...part.matchAll(/```text\n([\s\S]*?)```/g)].map(([, text = ""]) => text);
const [unansweredNow = "", pricingToday = "", unansweredAlone = "", feedback = ""] = expressions;

const now = Date.parse("2026-11-29T12:00:00Z");
const HOUR = 3_600_000;

function event(name: string, hoursAgo: number, url = ""): ProfileEvent {
  return {
    eventType: `chatlio.${name}`,
    timestamp: new Date(now - hoursAgo * HOUR).toISOString(),
    web: { webPageDetails: { URL: url } },
  };
}

function started(hoursAgo: number, url?: string): ProfileEvent {
  return event("conversationStarted", hoursAgo, url);
}

function unanswered(hoursAgo: number): ProfileEvent {
  return event("visitorUnanswered", hoursAgo);
}

function transcript(hoursAgo: number): ProfileEvent {
  return event("transcriptExported", hoursAgo);
}

const pricing = "https://shop.example.com/Pricing?plan=1";

test("the page has four segments", () => {
  expect(expressions).toHaveLength(4);
});

test.each<[string, string, readonly ProfileEvent[], boolean]>([
  ["was left without an answer in the last hour", unansweredNow, [unanswered(0.5)], true],
  ["was left so before", unansweredNow, [unanswered(1.5)], false],
  ["only began a chat", unansweredNow, [started(0.5)], false],

  ["began a chat on the pricing page today", pricingToday, [started(11, pricing)], true],
  ["began it yesterday", pricingToday, [started(13, pricing)], false],
  ["began one elsewhere", pricingToday, [started(1, "https://shop.example.com/")], false],

  ["has begun no chat since", unansweredAlone, [started(30.1), unanswered(30)], true],
  ["has only the transcript of that chat", unansweredAlone, [unanswered(30), transcript(29)], true],
  ["chatted before", unansweredAlone, [started(40), transcript(39), unanswered(30)], true],
  ["has begun one since", unansweredAlone, [started(30.1), unanswered(30), started(10)], false],
  ["came back, and got no answer again", unansweredAlone, [unanswered(30), started(10), unanswered(9)], false],
  ["waited in vain longer ago", unansweredAlone, [unanswered(73)], false],
  ["came back from a chat longer ago", unansweredAlone, [unanswered(80), started(30), unanswered(29)], true],
  ["was never left without an answer", unansweredAlone, [started(1), transcript(0.5)], false],

  ["left feedback in the last 30 days", feedback, [event("feedbackLeft", 29 * 24)], true],
  ["left it before", feedback, [event("feedbackLeft", 31 * 24)], false],
])("a person who %s", (_, expression, events, isIn) => {
  // Rows arrive in any order.
  for (const given of [events, [...events].reverse()])
    expect(segmentOf(expression)(given, now)).toBe(isIn);
}); // prettier-ignore

test("an expression that is written in another way is an error", () => {
  expect(() => segmentOf(unansweredNow.replace("WHAT", "WHICH"))).toThrow("Expected C0: WHAT(");
  expect(() => segmentOf(`${unansweredNow} or true`)).toThrow("Not read: ");
  expect(() => segmentOf(unansweredNow.replace("hours", "weeks"))).toThrow("before now");
});
