import fc from "fast-check";

import { deliveryInfo } from "../../infra/config/delivery";
import { formatDuration } from "../../infra/config/durationText";
import { formerKeys } from "../../infra/config/formerKeys";
import { configSchema } from "../../infra/config/schema";
import { problems, values } from "./configuration";

const day = 86_400_000;

describe("lengths of time", () => {
  const read = (text: string) => values({ "chatlio-aep:dedupeWindow": text });

  it.each([
    ["90s", 90_000],
    ["10m", 600_000],
    ["24h", day],
    ["1d", day],
    ["60000ms", 60_000],
  ])("%s is accepted", (text, milliseconds) => {
    expect(read(text)["chatlio-aep:dedupeWindow"]).toBe(milliseconds);
    expect(formatDuration(milliseconds)).toMatch(/^(90s|10m|1d|1m)$/);
  });

  it.each(["10", "10 m", "1.5h", "-1s", "", "10min", "25h", "0s"])("%p is rejected", (text) => {
    expect(problems({ "chatlio-aep:dedupeWindow": text })).toMatchObject([
      { reason: "must be a length of time such as 90s, 10m or 24h, from 1s to 1d" },
    ]);
  });

  it.each([
    ["chatlio-aep:dedupeWindow", "1500ms", "seconds, from 1s to 1d"],
    [
      "chatlio-aep:retention",
      "721h",
      "days, from 30d to 36500d (Adobe keeps a row for at least 30 days)",
    ],
    ["chatlio-aep:profileRetention", "25h", "days, from 1d to 36500d"],
  ])("%s says that %s is not whole", (key, text, expected) => {
    expect(problems({ [key]: text, "chatlio-aep:profile": "true" })).toMatchObject([
      { key, reason: `must be a whole number of ${expected}` },
    ]);
  });

  it("are written so that they read back as the same", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 86_400 }), (seconds) => {
        const text = formatDuration(seconds * 1_000);
        expect(read(text)["chatlio-aep:dedupeWindow"]).toBe(seconds * 1_000);
      }),
    );
  });
});

describe("former spellings", () => {
  const former = {
    settleSeconds: "4",
    drainSeconds: 90,
    timeoutSeconds: "45",
    deadlineMarginMs: 2_500,
    requestTimeoutMs: 9_000,
    backoffBaseSeconds: 20,
    backoffCapSeconds: "10m",
  };

  it("are read like the current ones, with the unit in their name", () => {
    expect(
      values({
        "chatlio-aep:delivery": JSON.stringify(former),
        "chatlio-aep:retentionDays": "400",
        "chatlio-aep:logRetentionDays": "60",
      }),
    ).toMatchObject({
      "chatlio-aep:delivery": {
        settleTime: 4_000,
        drainTime: 90_000,
        timeout: 45_000,
        deadlineMargin: 2_500,
        requestTimeout: 9_000,
        backoffBase: 20_000,
        backoffCap: 600_000,
      },
      "chatlio-aep:retention": 400 * day,
      "chatlio-aep:logRetention": 60 * day,
    });
  });

  it("appear in messages as the user wrote them", () => {
    expect(
      problems({
        "chatlio-aep:logRetentionDays": "31",
        "chatlio-aep:retentionDays": "soon",
        "chatlio-aep:delivery": JSON.stringify({ settleSeconds: -1 }),
      }).map(({ key, fix }) => [key, fix]),
    ).toEqual([
      ["chatlio-aep:retentionDays", "pulumi config set chatlio-aep:retentionDays 400d"],
      [
        "chatlio-aep:delivery.settleSeconds",
        "pulumi config rm --path 'chatlio-aep:delivery.settleSeconds'   (its default applies then)",
      ],
      ["chatlio-aep:logRetentionDays", "pulumi config set chatlio-aep:logRetentionDays 30d"],
    ]);
  });

  it("are rejected next to the current ones, because it is unclear which one applies", () => {
    const both = {
      "chatlio-aep:delivery": '{"timeoutSeconds":60,"timeout":"90s"}',
      "chatlio-aep:retentionDays": "400",
      "chatlio-aep:retention": "30d",
    };
    const reason = "is the former spelling of a setting that is set as well";
    expect(problems(both)).toEqual([
      {
        key: "chatlio-aep:retentionDays",
        reason,
        fix: "pulumi config rm chatlio-aep:retentionDays",
      },
      {
        key: "chatlio-aep:delivery.timeoutSeconds",
        reason,
        fix: "pulumi config rm --path 'chatlio-aep:delivery.timeoutSeconds'",
      },
    ]);
  });

  it("all name a key or setting that exists", () => {
    const settings = deliveryInfo.map(({ name }) => name);
    for (const [key, { current }] of Object.entries(formerKeys)) {
      expect(key.includes(".") ? settings : Object.keys(configSchema.shape)).toContain(current);
    }
  });
});
