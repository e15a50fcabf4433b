import { createHash } from "node:crypto";

import { mappings, siteMappings, type Mapping } from "../../handlers/model";
import { readReceiverSettings } from "../../handlers/receiver/settings";
import { problems } from "./configuration";
import { open, runProgram, type Run } from "./program";

const given = { marketing: { email: "not traits.unsubscribed" }, collect: "traits.tracking" };
const config = { "chatlio-aep:consents": JSON.stringify(given) };
const consents = [
  { consent: "collect", from: "traits.tracking" },
  { consent: "marketing.email", from: "not traits.unsubscribed" },
] as const;

function generation(used: readonly Mapping[]) {
  return createHash("sha256").update(JSON.stringify(used)).digest("hex").slice(0, 16);
}

function variablesOf(run: Run) {
  const receiver = run.one("aws:lambda/function:Function", "receiver-function");
  const { variables } = open(receiver.inputs["environment"]) as {
    variables: Record<string, string>;
  };
  return variables;
}

function privacyField(run: Run): unknown {
  const { chatlio } = run.one("adobe-aep:xdm:FieldGroup").inputs["properties"] as {
    chatlio: { properties: { privacy?: unknown } };
  };
  return chatlio.properties.privacy;
}

describe("a stack with consents", () => {
  let run: Run;
  beforeAll(async () => {
    run = await runProgram(config);
  }, 60_000);

  it("has Adobe's data type in its field group", () => {
    expect(privacyField(run)).toMatchObject({
      type: "object",
      ref: "https://ns.adobe.com/xdm/datatypes/consents-and-preferences",
    });
  });

  it("maps them, with a dataflow of its own, and tells the receiver", () => {
    const used = [...mappings, ...siteMappings({ consents })];
    expect(run.one("adobe-aep:dataprep:MappingSet").inputs["mappings"]).toEqual(used);
    expect(used.slice(mappings.length)).toEqual([
      {
        sourceType: "ATTRIBUTE",
        source: "${consents}.${collect}.${val}",
        destination: "_tenant.chatlio.privacy.consents.collect.val",
      },
      {
        sourceType: "ATTRIBUTE",
        source: "${consents}.${marketing}.${email}.${val}",
        destination: "_tenant.chatlio.privacy.consents.marketing.email.val",
      },
    ]);
    expect(run.one("adobe-aep:flow:Dataflow").inputs["generation"]).toBe(generation(used));
    expect(readReceiverSettings(variablesOf(run)).consents).toEqual(consents);
  });
});

test("with the HTTP API source too, which has no mapping set", async () => {
  const run = await runProgram({ ...config, "chatlio-aep:source": "http-api" });
  expect(run.all("adobe-aep:dataprep:MappingSet")).toEqual([]);
  expect(privacyField(run)).toBeDefined();
  expect(readReceiverSettings(variablesOf(run)).consents).toEqual(consents);
}, 60_000);

test("a stack without consents keeps its field group, dataflow and the receiver's environment", async () => {
  const run = await runProgram();
  expect(privacyField(run)).toBeUndefined();
  expect(run.one("adobe-aep:flow:Dataflow").inputs["generation"]).toBe(generation(mappings));
  expect(JSON.stringify(variablesOf(run))).not.toContain("consents");
}, 60_000);

describe("at preview", () => {
  const found = (value: unknown, more: Record<string, string> = {}) =>
    problems({ "chatlio-aep:consents": JSON.stringify(value), ...more }).map(
      ({ key, reason, fix }) => `${key} ${reason}. ${fix}`,
    );

  it("the names of consents and the form of what they are made of are checked", () => {
    expect(found(given)).toEqual([]);
    expect(found({})).toEqual([]);
    expect(found({ marketing: { mail: "traits.a" }, colect: "traits.b" })).toEqual([
      expect.stringContaining("chatlio-aep:consents.marketing.mail is not a consent; there are"),
      expect.stringContaining("chatlio-aep:consents.colect is not a consent; there are collect, "),
    ]);
    expect(found({ "marketing.email": "traits.a" })).toEqual([
      expect.stringContaining("is written with a dot, and must be an object in an object"),
    ]);
    expect(found({ collect: "tracking", share: true, marketing: "traits.a" })).toEqual([
      expect.stringContaining(
        "chatlio-aep:consents.collect must be traits. and the key of a trait, or not traits. and",
      ),
      expect.stringContaining("chatlio-aep:consents.share must be traits. and the key of a trait"),
      expect.stringContaining("chatlio-aep:consents.marketing must be an object with traits"),
    ]);
    expect(found("traits.a")).toEqual([
      expect.stringContaining("chatlio-aep:consents must be an object with traits by consent"),
    ]);
  });

  it.each(["direct", "both"])("says that mode %s cannot read traits", (mode) => {
    expect(found(given, { "chatlio-aep:mode": mode })).toEqual([
      expect.stringMatching(/direct mode cannot read.*pulumi config rm chatlio-aep:consents$/),
    ]);
  });

  it("says that somebody else's schema has no place for them", () => {
    const existing = {
      schemaId: "https://ns.adobe.com/acme/schemas/0123456789abcdef",
      datasetId: "0123456789abcdef01234567",
    };
    expect(found(given, { "chatlio-aep:existing": JSON.stringify(existing) })).toEqual([
      expect.stringContaining("cannot be used with chatlio-aep:existing"),
    ]);
  });

  it("does not need privacy to keep traits", () => {
    expect(found(given, { "chatlio-aep:privacy": '{"traits":"drop"}' })).toEqual([]);
  });
});
