import { heartbeatsOf, type HourlyCount } from "../../cli/heartbeat";
import { receiverSettingsOf } from "../handlers/support/settings";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const now = Date.UTC(2026, 10, 29, 12, 40);
const settings = receiverSettingsOf({ widgets: ["main"], events: ["feedback-left"] });

/** So many events, each at the same time of a day: the first number is today's. */
function daily(...days: readonly number[]): readonly HourlyCount[] {
  const webhook = { widget: "main", event: "feedback-left" };
  const noon = Date.UTC(2026, 10, 29, 11);
  return days.map((events, ago) => ({ ...webhook, hour: noon - ago * DAY, events }));
}

function heartbeat(...days: readonly number[]) {
  return heartbeatsOf(settings, daily(...days), now)[0];
}

test("counts the last 24 hours, and a day of the seven before on average", () => {
  expect(heartbeat(3, 7, 7, 7, 7, 7, 7, 7)).toMatchObject({ today: 3, usual: 7, isSilent: false });
});

test("leaves out what is older than the history, and other webhooks", () => {
  const others = daily(9, 9).map((count) => ({ ...count, widget: "support" }));
  const counts = [...daily(1, 2, 2, 2, 2, 2, 2, 2, 50), ...others];
  expect(heartbeatsOf(settings, counts, now)).toEqual([
    { widget: "main", event: "feedback-left", today: 1, usual: 2, isSilent: false },
  ]);
});

test("an event of 24 hours ago belongs to the hour in which today began", () => {
  const [count] = daily(1);
  if (count === undefined) throw new Error("no count");
  const at = (hour: number) => heartbeatsOf(settings, [{ ...count, hour }], now)[0]?.today;
  expect(at(Date.UTC(2026, 10, 28, 12))).toBe(1);
  expect(at(Date.UTC(2026, 10, 28, 11))).toBe(0);
});

test.each([
  ["each day has had events", [0, 9, 9, 9, 9, 9, 9, 9], true],
  ["a weekend was quiet, and today is not such a day", [0, 9, 0, 0, 9, 9, 9, 9], true],
  ["the same day a week ago was quiet too", [0, 9, 9, 9, 9, 9, 9, 0], false],
  ["only few days had events", [0, 30, 0, 0, 0, 0, 0, 30], false],
  ["it never has many", [0, 2, 2, 2, 2, 2, 2, 2], false],
  ["it has a single event today", [1, 9, 9, 9, 9, 9, 9, 9], false],
  ["it is new", [0], false],
] as const)("knows whether a webhook is silent when %s", (_, days, isSilent) => {
  expect(heartbeat(...days)?.isSilent).toBe(isSilent);
});
