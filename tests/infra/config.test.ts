import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";

import fc from "fast-check";

import { privacyCategories } from "../../handlers/model";
import { configurationPage } from "../../infra/config/document";
import { keyInfo } from "../../infra/config/keys";
import { problemsText, readConfig, type RawConfig } from "../../infra/config/read";
import { configSchema } from "../../infra/config/schema";

const token = () => randomBytes(32).toString("base64url");

const good: Readonly<Record<string, string>> = {
  "aws:region": "us-east-1",
  "adobe-aep:orgId": "0123456789ABCDEF01234567@AdobeOrg",
  "adobe-aep:clientId": "client",
  "adobe-aep:clientSecret": "not a secret",
  "adobe-aep:sandbox": "dev",
  "chatlio-aep:webhookTokens": JSON.stringify([token()]),
};

function raw(config: Record<string, string | undefined>, rest: Partial<RawConfig> = {}): RawConfig {
  const entries = Object.entries({ ...good, ...config }).filter(([, value]) => value !== undefined);
  return {
    config: Object.fromEntries(entries) as Record<string, string>,
    secretKeys: undefined,
    env: {},
    ...rest,
  };
}

function problems(config: Record<string, string | undefined>, rest: Partial<RawConfig> = {}) {
  const read = readConfig(raw(config, rest));
  return "problems" in read ? read.problems : [];
}

function values(config: Record<string, string | undefined>, rest: Partial<RawConfig> = {}) {
  const read = readConfig(raw(config, rest));
  if ("problems" in read) throw new Error(problemsText("test", read.problems));
  return read.values;
}

test("what must be set is enough, and the rest has its defaults", () => {
  expect(values({})).toMatchObject({
    "chatlio-aep:mode": "relay",
    "chatlio-aep:source": "chatlio",
    "chatlio-aep:widgets": ["main"],
    "chatlio-aep:dedupeWindow": 600,
    "chatlio-aep:privacy": Object.fromEntries(privacyCategories.map((name) => [name, "keep"])),
    "chatlio-aep:transcript": { htmlBody: false },
    "chatlio-aep:delivery": { settleSeconds: 300, maxReceiveCount: 80 },
    "chatlio-aep:logRetentionDays": 30,
    "chatlio-aep:protectData": true,
    "chatlio-aep:smokeTest": false,
    "chatlio-aep:profile": false,
  });
});

test("an empty configuration: every key that must be set, with its command", () => {
  const found = readConfig({ config: {}, secretKeys: undefined, env: {} });
  if (!("problems" in found)) throw new Error("no problems");
  expect(found.problems.map(({ key }) => key).sort()).toEqual(Object.keys(good).sort());
  for (const { key, remedy } of found.problems) {
    expect(remedy).toMatch(/^pulumi config set /);
    expect(remedy).toContain(key);
  }
  const remedies = Object.fromEntries(found.problems.map(({ key, remedy }) => [key, remedy]));
  expect(remedies["adobe-aep:clientSecret"]).toBe(
    "pulumi config set --secret adobe-aep:clientSecret <client secret>   (or environment AEP_CLIENT_SECRET)",
  );
  expect(remedies["chatlio-aep:webhookTokens"]).toContain(
    "--secret --path 'chatlio-aep:webhookTokens[0]'",
  );
});

test("keys that are not set come from the environment, and are known as such", () => {
  const config = Object.fromEntries(Object.keys(good).map((key) => [key, undefined]));
  const read = readConfig(
    raw(
      { ...config, "chatlio-aep:webhookTokens": good["chatlio-aep:webhookTokens"] },
      {
        env: {
          AWS_DEFAULT_REGION: "eu-west-1",
          AEP_ORG_ID: "0123456789ABCDEF01234567@AdobeOrg",
          AEP_CLIENT_ID: "client",
          AEP_CLIENT_SECRET: "not a secret",
          AEP_SANDBOX: "prod",
          AEP_SCOPES: "",
        },
      },
    ),
  );
  if ("problems" in read) throw new Error(problemsText("test", read.problems));
  expect(read.values).toMatchObject({ "aws:region": "eu-west-1", "adobe-aep:sandbox": "prod" });
  expect(read.values["adobe-aep:scopes"]).toBeUndefined();
  expect([...read.fromEnv].sort()).toEqual(
    Object.keys(good)
      .filter((key) => key !== "chatlio-aep:webhookTokens")
      .sort(),
  );
});

test("many mistakes are reported at once, each at its place", () => {
  const found = problems({
    "chatlio-aep:source": "kafka",
    "chatlio-aep:widgets": JSON.stringify(["main", "a b"]),
    "chatlio-aep:privacy": JSON.stringify({ ip: "burn" }),
    "chatlio-aep:profile": "maybe",
    "chatlio-aep:logRetentionDays": "31",
    "chatlio-aep:dedupeWindow": "10 minutes",
    "chatlio-aep:delivery": JSON.stringify({ settleSeconds: -1 }),
    "adobe-aep:orgId": "acme",
    "adobe-aep:sandbox": "Development",
    "adobe-aep:imsUrl": "http://ims.example.com",
  });
  expect(found.map(({ key }) => key).sort()).toEqual([
    "adobe-aep:imsUrl",
    "adobe-aep:orgId",
    "adobe-aep:sandbox",
    "chatlio-aep:dedupeWindow",
    "chatlio-aep:delivery.settleSeconds",
    "chatlio-aep:logRetentionDays",
    "chatlio-aep:privacy.ip",
    "chatlio-aep:profile",
    "chatlio-aep:source",
    "chatlio-aep:widgets[1]",
  ]);
  expect(found.find(({ key }) => key === "chatlio-aep:privacy.ip")?.remedy).toBe(
    "pulumi config set --path 'chatlio-aep:privacy.ip' drop",
  );
  // The example's value is good for its own figure only.
  expect(found.find(({ key }) => key === "chatlio-aep:delivery.settleSeconds")?.remedy).toContain(
    "pulumi config rm --path 'chatlio-aep:delivery.settleSeconds'",
  );
  expect(found.find(({ key }) => key === "chatlio-aep:widgets[1]")?.remedy).toContain(
    "--path 'chatlio-aep:widgets[1]'",
  );
});

test.each([
  ["chatlio-aep:widgets", "main", "must be a list of names"],
  ["chatlio-aep:widgets", "[]", "must name at least one widget"],
  ["chatlio-aep:widgets", '["a","a"]', "names a widget twice"],
  ["chatlio-aep:events", '["chat-started"]', "must be one of conversation-started"],
  ["chatlio-aep:privacy", "drop", "must be an object with keep, hash or drop per category"],
  ["chatlio-aep:privacy", '{"phone":"drop"}', "is not a category"],
  ["chatlio-aep:delivery", '{"speed":9}', "is not a figure of the delivery"],
  ["chatlio-aep:delivery", '{"drainSeconds":59}', "is shorter than timeoutSeconds"],
  [
    "chatlio-aep:delivery",
    '{"timeoutSeconds":60,"deadlineMarginMs":60000}',
    "less than 2000 ms in which the forwarder could post",
  ],
  [
    "chatlio-aep:delivery",
    '{"timeoutSeconds":5,"deadlineMarginMs":3001}',
    "less than 2000 ms in which the forwarder could post",
  ],
  ["chatlio-aep:retentionDays", "[1]", "must be a whole number from 30"],
  ["chatlio-aep:mode", "direct", "does not exist yet"],
  ["chatlio-aep:webhookTokens", "[]", "must hold at least one token"],
  ["chatlio-aep:webhookTokens", "abc", "must be a list of one to three tokens"],
  ["aws:region", "Virginia", "must be a region's name"],
])("%s = %s %s", (key, value, reason) => {
  const [problem, ...more] = problems({ [key]: value });
  expect(more).toEqual([]);
  expect(problem?.key.startsWith(key)).toBe(true);
  expect(problem?.reason).toContain(reason);
});

test("an unknown name inside a key is taken out by the remedy, each by itself", () => {
  expect(problems({ "chatlio-aep:privacy": '{"phone":"drop","fax":"drop"}' })).toMatchObject([
    {
      key: "chatlio-aep:privacy.phone",
      remedy: "pulumi config rm --path 'chatlio-aep:privacy.phone'",
    },
    { key: "chatlio-aep:privacy.fax" },
  ]);
});

test("a key with a typing mistake is named, and the one that was meant", () => {
  expect(problems({ "chatlio-aep:smoketest": "true", "adobe-aep:org-id": "x" })).toEqual([
    {
      key: "chatlio-aep:smoketest",
      reason: "is not a key of this program; chatlio-aep:smokeTest is",
      remedy: "pulumi config rm chatlio-aep:smoketest",
    },
    {
      key: "adobe-aep:org-id",
      reason: "is not a key of this program; adobe-aep:orgId is",
      remedy: "pulumi config rm adobe-aep:org-id",
    },
  ]);
  // Keys of other packages are none of ours.
  expect(problems({ "aws:profile": "x", "other:key": "y" })).toEqual([]);
});

test("a secret in plain text is refused", () => {
  const secretKeys = new Set(["adobe-aep:clientSecret"]);
  expect(problems({}, { secretKeys })).toEqual([
    {
      key: "chatlio-aep:webhookTokens",
      reason: "is a secret and stands in plain text in the stack's file",
      remedy: expect.stringContaining("--secret") as string,
    },
  ]);
});

describe("webhook tokens", () => {
  const reasons = (...tokens: string[]) =>
    problems({ "chatlio-aep:webhookTokens": JSON.stringify(tokens) }).map(({ reason }) => reason);

  it("of 32 random bytes are taken, however encoded", () => {
    fc.assert(
      fc.property(fc.constantFrom("base64url" as const, "hex" as const), (encoding) => {
        expect(reasons(randomBytes(32).toString(encoding))).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it("of fewer bytes are refused, and the message says how to make one", () => {
    fc.assert(
      fc.property(
        fc.constantFrom("base64url" as const, "hex" as const),
        fc.integer({ min: 1, max: 31 }),
        (encoding, length) => {
          expect(reasons(randomBytes(length).toString(encoding))).toContain(
            "is shorter than 32 random bytes (43 base64url characters or 64 hex digits)",
          );
        },
      ),
    );
    const [problem] = problems({ "chatlio-aep:webhookTokens": '["short"]' });
    expect(problem?.remedy).toContain('randomBytes(32).toString("base64url")');
  });

  it.each([
    ["a repeated word", "secret-".repeat(9)],
    ["one character", "a".repeat(64)],
  ])("that a person made up (%s) are refused", (_what, made) => {
    expect(reasons(made)).toEqual([expect.stringContaining("does not look random")]);
  });

  it("are one to three, all different, and need no escaping", () => {
    const one = token();
    expect(reasons(one, token(), token())).toEqual([]);
    expect(reasons(token(), token(), token(), token())).toEqual(["must hold at most three tokens"]);
    expect(reasons(one, one)).toEqual(["holds a token twice"]);
    expect(reasons(`${one}+/=`)).toEqual([expect.stringContaining("characters other than")]);
  });

  it("never stand in a message", () => {
    const bad = `${token().slice(0, 20)}!`;
    const found = problems({ "chatlio-aep:webhookTokens": JSON.stringify([bad]) });
    expect(problemsText("dev", found)).not.toContain(bad);
  });
});

test("whatever the configuration holds, reading it does not throw", () => {
  fc.assert(
    fc.property(
      fc.dictionary(
        fc.constantFrom(...Object.keys(configSchema.shape)),
        fc.oneof(fc.string(), fc.json()),
      ),
      (config) => {
        const read = readConfig({ config, secretKeys: new Set(), env: {} });
        if ("problems" in read) expect(problemsText("x", read.problems)).toContain("pulumi config");
      },
    ),
  );
});

test("every key is described", () => {
  for (const [key, schema] of Object.entries(configSchema.shape)) {
    const info = keyInfo.get(schema);
    expect(info?.about).toMatch(/\.$/);
    expect(info?.example).toContain(key);
  }
});

test("docs/configuration.md is what the schema says (npm run docs:configuration)", () => {
  const file = path.join(__dirname, "../../docs/configuration.md");
  expect(readFileSync(file, "utf8")).toBe(configurationPage());
});
