import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";

import fc from "fast-check";

import { privacyCategories } from "../../handlers/model";
import { keyInfo } from "../../infra/config/keys";
import { problemsText, readConfig } from "../../infra/config/read";
import { configSchema } from "../../infra/config/schema";
import { good, problems, raw, token, values } from "./configuration";

test("the required keys are enough; all others have defaults", () => {
  expect(values({})).toMatchObject({
    "chatlio-aep:mode": "relay",
    "chatlio-aep:source": "chatlio",
    "chatlio-aep:widgets": ["main"],
    "chatlio-aep:dedupeWindow": 600_000,
    "chatlio-aep:privacy": Object.fromEntries(privacyCategories.map((name) => [name, "keep"])),
    "chatlio-aep:transcript": { htmlBody: false },
    "chatlio-aep:delivery": { settleTime: 300_000, requestTimeout: 10_000, maxReceiveCount: 80 },
    "chatlio-aep:logRetention": 30 * 86_400_000,
    "chatlio-aep:protectData": true,
    "chatlio-aep:smokeTest": false,
    "chatlio-aep:smokeTestTimeout": 300_000,
    "chatlio-aep:profile": false,
  });
});

test("an empty configuration: every key that must be set, with its command", () => {
  const found = readConfig({ config: {}, secretKeys: undefined, env: {} });
  if (!("problems" in found)) throw new Error("no problems");
  expect(found.problems.map(({ key }) => key).sort()).toEqual(Object.keys(good).sort());
  for (const { key, fix } of found.problems) {
    expect(fix).toMatch(/^pulumi config set /);
    expect(fix).toContain(key);
  }
  const commands = Object.fromEntries(found.problems.map(({ key, fix }) => [key, fix]));
  expect(commands["adobe-aep:clientSecret"]).toBe(
    "pulumi config set --secret adobe-aep:clientSecret <client secret>   (or environment AEP_CLIENT_SECRET)",
  );
  expect(commands["chatlio-aep:webhookTokens"]).toContain(
    "--secret --path 'chatlio-aep:webhookTokens[0]'",
  );
});

test("reads keys that are not set from the environment, and names the variables", () => {
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

test("reports many problems at once, each with its key", () => {
  const found = problems({
    "chatlio-aep:source": "kafka",
    "chatlio-aep:widgets": JSON.stringify(["main", "a b"]),
    "chatlio-aep:privacy": JSON.stringify({ ip: "burn" }),
    "chatlio-aep:profile": "maybe",
    "chatlio-aep:logRetention": "31d",
    "chatlio-aep:dedupeWindow": "10 minutes",
    "chatlio-aep:delivery": JSON.stringify({ settleTime: "-1s" }),
    "adobe-aep:orgId": "acme",
    "adobe-aep:sandbox": "Development",
    "adobe-aep:imsUrl": "http://ims.example.com",
  });
  expect(found.map(({ key }) => key).sort()).toEqual([
    "adobe-aep:imsUrl",
    "adobe-aep:orgId",
    "adobe-aep:sandbox",
    "chatlio-aep:dedupeWindow",
    "chatlio-aep:delivery.settleTime",
    "chatlio-aep:logRetention",
    "chatlio-aep:privacy.ip",
    "chatlio-aep:profile",
    "chatlio-aep:source",
    "chatlio-aep:widgets[1]",
  ]);
  expect(found.find(({ key }) => key === "chatlio-aep:privacy.ip")?.fix).toBe(
    "pulumi config set --path 'chatlio-aep:privacy.ip' drop",
  );
  // The example's value fits only its own setting.
  expect(found.find(({ key }) => key === "chatlio-aep:delivery.settleTime")?.fix).toContain(
    "pulumi config rm --path 'chatlio-aep:delivery.settleTime'",
  );
  expect(found.find(({ key }) => key === "chatlio-aep:widgets[1]")?.fix).toContain(
    "--path 'chatlio-aep:widgets[1]'",
  );
});

test.each([
  ["chatlio-aep:widgets", "main", "must be a list of names"],
  ["chatlio-aep:widgets", "[]", "must name at least one widget"],
  ["chatlio-aep:widgets", '["a","a"]', "is the same widget as [0]"],
  ["chatlio-aep:adopted", '["schema","schema"]', "says the same as [0]"],
  ["chatlio-aep:events", '["chat-started"]', "must be one of conversation-started"],
  ["chatlio-aep:privacy", "drop", "must be an object with keep, hash or drop per category"],
  ["chatlio-aep:privacy", '{"pager":"drop"}', "is not a category"],
  ["chatlio-aep:delivery", '{"speed":9}', "is not a delivery setting; there are settleTime"],
  ["chatlio-aep:delivery", '{"drainTime":"59s"}', "is shorter than timeout"],
  [
    "chatlio-aep:delivery",
    '{"timeout":"60s","deadlineMargin":"60s"}',
    "leaves the forwarder less than 2s of timeout to post in",
  ],
  [
    "chatlio-aep:delivery",
    '{"timeout":"5s","deadlineMargin":"3001ms"}',
    "leaves the forwarder less than 2s of timeout to post in",
  ],
  ["chatlio-aep:delivery", '{"concurrency":0}', "must be a whole number from 1 to 100"],
  ["chatlio-aep:delivery", '{"timeout":"5500ms"}', "must be a whole number of seconds"],
  ["chatlio-aep:retention", "[1]", "must be a length of time"],
  ["chatlio-aep:smokeTestTimeout", "4s", "from 5s to 1h"],
  ["chatlio-aep:retention", "29d", "from 30d to 36500d (Adobe keeps a row for at least 30 days)"],
  ["chatlio-aep:profileRetention", "12h", "from 1d to 36500d"],
  ["chatlio-aep:profileRetention", "90d", "is only for a stack with chatlio-aep:profile: true"],
  ["chatlio-aep:mode", "indirect", "must be one of relay, direct, both"],
  ["chatlio-aep:webhookTokens", "[]", "must hold at least one token"],
  ["chatlio-aep:webhookTokens", "abc", "must be a list of one to three tokens"],
  ["chatlio-aep:kmsKey", "alias/relay", "must be the ARN of a KMS key"],
  [
    "chatlio-aep:kmsKey",
    "arn:aws:kms:us-east-1:123456789012:alias/relay",
    "key/<id>, not of an alias",
  ],
  ["chatlio-aep:permissionsBoundary", "boundary", "must be the ARN of an IAM policy"],
  ["chatlio-aep:tracing", "Active", "must be true or false"],
  ["chatlio-aep:reservedConcurrency", "20", "must be an object of numbers for receiver, forwarder"],
  ["chatlio-aep:reservedConcurrency", '{"api":2}', "there are receiver, forwarder"],
  ["chatlio-aep:reservedConcurrency", '{"receiver":0}', "must be a whole number from 1 to 10000"],
  ["chatlio-aep:reservedConcurrency", '{"forwarder":4}', "is less than delivery.maxConcurrency"],
  ["chatlio-aep:rateLimit", "20", "must be an object of numbers for perSecond, burst"],
  ["chatlio-aep:rateLimit", '{"minute":2}', "there are perSecond, burst"],
  ["chatlio-aep:rateLimit", '{"burst":5001}', "must be a whole number from 1 to 5000"],
  ["aws:region", "Virginia", "must be the name of a region"],
])("%s = %s %s", (key, value, reason) => {
  const [problem, ...more] = problems({ [key]: value });
  expect(more).toEqual([]);
  expect(problem?.key.startsWith(key)).toBe(true);
  expect(problem?.reason).toContain(reason);
});

test("the fix removes each unknown name inside a key separately", () => {
  expect(problems({ "chatlio-aep:privacy": '{"pager":"drop","fax":"drop"}' })).toMatchObject([
    {
      key: "chatlio-aep:privacy.pager",
      fix: "pulumi config rm --path 'chatlio-aep:privacy.pager'",
    },
    { key: "chatlio-aep:privacy.fax" },
  ]);
});

test("names a mistyped key, and the key that was probably meant", () => {
  expect(problems({ "chatlio-aep:smoketest": "true", "adobe-aep:org-id": "x" })).toEqual([
    {
      key: "chatlio-aep:smoketest",
      reason: "is not a valid key; did you mean chatlio-aep:smokeTest?",
      fix: "pulumi config rm chatlio-aep:smoketest",
    },
    {
      key: "adobe-aep:org-id",
      reason: "is not a valid key; did you mean adobe-aep:orgId?",
      fix: "pulumi config rm adobe-aep:org-id",
    },
  ]);
  // Keys of other packages are not checked.
  expect(problems({ "aws:profile": "x", "other:key": "y" })).toEqual([]);
});

test("rejects a secret in plain text", () => {
  const secretKeys = new Set(["adobe-aep:clientSecret"]);
  expect(problems({}, { secretKeys })).toEqual([
    {
      key: "chatlio-aep:webhookTokens[0]",
      reason: "is a secret and is in plain text in the stack's file",
      fix: `pulumi config set --secret --path 'chatlio-aep:webhookTokens[0]' -- "$(pulumi config get --path 'chatlio-aep:webhookTokens[0]')"`,
    },
  ]);
  const plain = problems({ "chatlio-aep:privacySalt": "x".repeat(16) }, { secretKeys: new Set() });
  expect(plain.find(({ key }) => key === "chatlio-aep:privacySalt")?.fix).toBe(
    'pulumi config set --secret chatlio-aep:privacySalt -- "$(pulumi config get chatlio-aep:privacySalt)"',
  );
});

describe("a list that has something twice", () => {
  const lists: Readonly<Record<string, readonly string[]>> = {
    "chatlio-aep:widgets": ["main", "shop", "help"],
    "chatlio-aep:events": ["conversation-started", "offline-message", "feedback-left"],
    "chatlio-aep:webhookTokens": [token(), token(), token()],
    "chatlio-aep:adopted": ["schema", "main/feedback-left", "main/offline-message"],
  };

  /** The list after the commands that the messages print, in their order. */
  function fixed(key: string, list: readonly string[]): readonly string[] {
    const found = problems({ "chatlio-aep:mode": "both", [key]: JSON.stringify(list) });
    const removed = new RegExp(`^pulumi config rm --path '${key}\\[(\\d)\\]'$`);
    return found.reduce<readonly string[]>((left, { fix, key: where }) => {
      const place = Number(removed.exec(fix)?.[1]);
      expect(where).toBe(`${key}[${place}]`);
      return left.filter((_, index) => index !== place);
    }, list);
  }

  it.each(Object.entries(lists))("keeps one of each: %s", (key, [a = "", b = "", c = ""]) => {
    expect(fixed(key, [a, b, b])).toEqual([a, b]);
    expect(fixed(key, [a, a, b])).toEqual([a, b]);
    expect(fixed(key, [a, b, a])).toEqual([a, b]);
    expect(fixed(key, [a, a, a])).toEqual([a]);
    expect(fixed(key, [a, b, c])).toEqual([a, b, c]);
  });

  it("and in plain text is encrypted before anything is removed: the commands do it in one pass", () => {
    const key = "chatlio-aep:webhookTokens";
    const [a, b] = [token(), token()];
    const secretKeys = new Set(["adobe-aep:clientSecret"]);
    for (const list of [
      [a, a],
      [a, a, b],
      [a, b, a],
      [b, a, a],
    ]) {
      const stored = list.map((value) => ({ value, isPlain: true }));
      for (const { fix } of problems({ [key]: JSON.stringify(list) }, { secretKeys })) {
        const place = Number(/\[(\d)\]/.exec(fix)?.[1]);
        // What is not there any more would be an empty token.
        expect(stored[place]).toBeDefined();
        if (fix.startsWith("pulumi config rm ")) stored.splice(place, 1);
        else Object.assign(stored[place] ?? {}, { isPlain: false });
      }
      expect(stored).toEqual([...new Set(list)].map((value) => ({ value, isPlain: false })));
    }
  });
});

test("the fix of a list that is too long puts nothing in the place of what is there", () => {
  const widgets = Array.from({ length: 21 }, (_, index) => `widget${index}`);
  const tokens = [token(), token(), token(), token()];
  for (const [key, list] of Object.entries({
    "chatlio-aep:widgets": widgets,
    "chatlio-aep:webhookTokens": tokens,
  }))
    expect(problems({ [key]: JSON.stringify(list) })).toEqual([
      {
        key,
        reason: expect.stringMatching(/at most/) as string,
        fix: `pulumi config rm --path '${key}[<place>]'   (one that is not in use; the first place is 0)`,
      },
    ]);
});

describe("webhook tokens", () => {
  const reasons = (...tokens: string[]) =>
    problems({ "chatlio-aep:webhookTokens": JSON.stringify(tokens) }).map(({ reason }) => reason);

  it("of 32 random bytes are accepted in either encoding", () => {
    fc.assert(
      fc.property(fc.constantFrom("base64url" as const, "hex" as const), (encoding) => {
        expect(reasons(randomBytes(32).toString(encoding))).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it("of fewer bytes are rejected, and the message says how to generate one", () => {
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
    expect(problem?.fix).toContain('randomBytes(32).toString("base64url")');
  });

  it.each([
    ["a repeated word", "secret-".repeat(9)],
    ["one character", "a".repeat(64)],
  ])("that a person made up (%s) are rejected", (_what, made) => {
    expect(reasons(made)).toEqual([expect.stringContaining("does not look random")]);
  });

  it("are one to three different ones, and need no escaping", () => {
    const one = token();
    expect(reasons(one, token(), token())).toEqual([]);
    expect(reasons(token(), token(), token(), token())).toEqual(["must hold at most three tokens"]);
    expect(reasons(one, one)).toEqual([
      "is the same token as [0], as after an interrupted rotate-token --add",
    ]);
    expect(reasons(`${one}+/=`)).toEqual([expect.stringContaining("characters other than")]);
  });

  it("never appear in a message", () => {
    const bad = `${token().slice(0, 20)}!`;
    const found = problems({ "chatlio-aep:webhookTokens": JSON.stringify([bad]) });
    expect(problemsText("dev", found)).not.toContain(bad);
  });
});

test("one wrong list shows its first ten problems and a count, and so do many wrong keys", () => {
  const many = Array.from({ length: 1_000 }, (_, index) => [`not${index}`, "x"]);
  const delivery = JSON.stringify(Object.fromEntries(many));
  const unknown = Array.from({ length: 100 }, (_, index) => [`chatlio-aep:key${index}`, "x"]);
  const found = problems({
    "chatlio-aep:delivery": delivery,
    ...(Object.fromEntries(unknown) as Record<string, string>),
  });
  const text = problemsText("dev", found);
  expect(found.length).toBeGreaterThan(1_050);
  expect(text).toMatch(/chatlio-aep:delivery has 99\d more problems\. Correct these first\./);
  expect(text).toMatch(/\d+ more keys have problems\. Correct these first\./);
  expect(text.split("\n").length).toBeLessThan(100);
});

test("reading never throws, whatever the configuration contains", () => {
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

test("Pulumi.yaml has the defaults that apply without it", () => {
  const text = readFileSync(path.join(__dirname, "../../Pulumi.yaml"), "utf8");
  const declared = [
    ...text.matchAll(/^ {2}(\w+):\n {4}description: .*\n {4}default: "?([^"\n]*)"?$/gm),
  ].map(([, key, standard]) => [`chatlio-aep:${key ?? ""}`, standard]);
  expect(declared).toHaveLength(text.match(/^ {4}default:/gm)?.length ?? 0);
  expect(values(Object.fromEntries(declared) as Record<string, string>)).toEqual(values({}));
});

test("every key is described", () => {
  for (const [key, schema] of Object.entries(configSchema.shape)) {
    const info = keyInfo.get(schema);
    expect(info?.description).toMatch(/\.$/);
    expect(info?.example).toContain(key);
  }
});
