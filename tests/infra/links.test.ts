import { createHash } from "node:crypto";

import { readForwarderSettings } from "../../handlers/forwarder/settings";
import { MAX_LINK_BYTES } from "../../handlers/links/settings";
import { privacyCategories, type PrivacyCategory } from "../../handlers/model";
import { readReceiverSettings } from "../../handlers/receiver/settings";
import { problemsText } from "../../infra/config/read";
import { problems } from "./configuration";
import { open, runProgram, type Run } from "./program";

const tableType = "aws:dynamodb/table:Table";
const on = { "chatlio-aep:linkTranscripts": "true" };
const kmsKey = "arn:aws:kms:us-east-1:123456789012:key/01234567-89ab-cdef-0123-456789abcdef";

function variablesOf(run: Run, part: string): Record<string, string> {
  const { environment } = run.one("aws:lambda/function:Function", `${part}-function`).inputs;
  return (open(environment) as { variables: Record<string, string> }).variables;
}

/** Which roles may do what with a table. */
function allowed(run: Run): Record<string, unknown> {
  return Object.fromEntries(
    run.all("aws:iam/rolePolicy:RolePolicy").flatMap(({ inputs, name }) => {
      const { Statement: all } = JSON.parse(String(inputs["policy"])) as {
        Statement: { Action: string[]; Resource: string[] }[];
      };
      const found = all.filter(({ Action }) => Action.some((one) => one.startsWith("dynamodb:")));
      return found.map(({ Action, Resource }) => [name, [Action, Resource]]);
    }),
  );
}

/** The scope of a stack without a salt and identities. */
function scopeBefore(changes: Partial<Record<PrivacyCategory, string>>): string {
  const kept = Object.fromEntries(privacyCategories.map((category) => [category, "keep"]));
  return createHash("sha256")
    .update(JSON.stringify([{ ...kept, ...changes }, []]))
    .digest("hex")
    .slice(0, 16);
}

describe("linkTranscripts: true", () => {
  let run: Run;
  beforeAll(async () => {
    run = await runProgram({ ...on, "chatlio-aep:profile": "true" });
  }, 60_000);

  it("makes a table that is paid by request, whose items expire, and that a destroy deletes", () => {
    const { inputs, retainOnDelete } = run.one(tableType);
    expect(inputs).toMatchObject({
      name: "chatlio-aep-test-links",
      billingMode: "PAY_PER_REQUEST",
      hashKey: "id",
      attributes: [{ name: "id", type: "S" }],
      ttl: { attributeName: "expires", enabled: true },
    });
    expect(retainOnDelete).toBe(false);
    expect(run.outputs["linkTable"]).toBe("chatlio-aep-test-links");
  });

  it("lets the forwarder alone use it, and only as it does", () => {
    const arn = "arn:aws:dynamodb:us-east-1:123456789012:table/chatlio-aep-test-links";
    expect(allowed(run)).toEqual({
      "relay-forwarder-policy": [["dynamodb:GetItem", "dynamodb:UpdateItem"], [arn]],
    });
    expect(readForwarderSettings(variablesOf(run, "forwarder")).links).toEqual({
      tableArn: arn,
      scope: expect.stringMatching(/^[0-9a-f]{16}$/) as string,
      email: "keep",
      waitSeconds: 120,
    });
  });

  it("leaves room in each row for what a link adds", () => {
    const { maxRowBytes } = readReceiverSettings(variablesOf(run, "receiver"));
    expect(maxRowBytes).toBe(9_000 - MAX_LINK_BYTES);
  });
});

test("another privacy has another scope, and a key of the user's encrypts the table", async () => {
  const [one, other] = [
    await runProgram(on),
    await runProgram({
      ...on,
      "chatlio-aep:privacy": '{"email":"hash"}',
      "chatlio-aep:kmsKey": kmsKey,
      "chatlio-aep:delivery": '{"linkWait":"10m"}',
    }),
  ].map((run) => ({ run, links: readForwarderSettings(variablesOf(run, "forwarder")).links }));
  expect(other?.links).toMatchObject({ email: "hash", waitSeconds: 600 });
  expect(other?.links?.scope).not.toBe(one?.links?.scope);
  expect(other?.run.one(tableType).inputs["serverSideEncryption"]).toEqual({
    enabled: true,
    kmsKeyArn: kmsKey,
  });
  expect(one?.run.one(tableType).inputs).not.toHaveProperty("serverSideEncryption");
}, 60_000);

test("another salt has another scope, and a stack without one keeps its scope", async () => {
  const scopes = [];
  for (const salt of [undefined, "a-salt-of-this-test", "the-next-salt-of-this-test"]) {
    const given = salt === undefined ? {} : { "chatlio-aep:privacySalt": salt };
    const run = await runProgram({ ...on, "chatlio-aep:privacy": '{"email":"hash"}', ...given });
    const { links } = readForwarderSettings(variablesOf(run, "forwarder"));
    expect(JSON.stringify(links)).not.toContain(salt ?? "salt");
    scopes.push(links?.scope);
  }
  expect(new Set(scopes).size).toBe(3);
  // As in the release before: items of the table are found by it.
  expect(scopes[0]).toBe(scopeBefore({ email: "hash" }));
}, 90_000);

test("direct mode has nobody who could remember a chat's visitor, and the preview says so", () => {
  const found = problems({ ...on, "chatlio-aep:mode": "direct" });
  expect(found).toMatchObject([{ key: "chatlio-aep:linkTranscripts" }]);
  const text = problemsText("dev", found);
  expect(text).toContain("cannot be used in direct mode");
  expect(text).toContain("pulumi config rm chatlio-aep:linkTranscripts");
  expect(problems({ ...on, "chatlio-aep:mode": "both" })).toEqual([]);
});

test.each([
  [["transcript-exported"], "needs an event that names the visitor of a chat"],
  [["offline-message", "transcript-exported"], "needs an event that names the visitor of a chat"],
  [["conversation-started", "feedback-left"], "has nothing to link"],
  [["feedback-left", "transcript-exported"], undefined],
])("with the events %j the preview says what cannot be linked", (events, reason) => {
  for (const mode of ["relay", "both"]) {
    const more = { "chatlio-aep:mode": mode, "chatlio-aep:events": JSON.stringify(events) };
    const found = problems({ ...on, ...more });
    expect(found.map(({ key }) => key)).toEqual(reason ? ["chatlio-aep:linkTranscripts"] : []);
    if (reason === undefined) continue;
    expect(found[0]?.reason).toContain(reason);
    expect(found[0]?.fix).toBe("pulumi config rm chatlio-aep:linkTranscripts");
    expect(problems(more)).toEqual([]);
  }
});
