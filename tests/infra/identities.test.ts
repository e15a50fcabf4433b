import { createHash } from "node:crypto";

import { labeledFields, mappings, siteMappings, type Mapping } from "../../handlers/model";
import { readReceiverSettings } from "../../handlers/receiver/settings";
import { namespaceProblem } from "../../infra/platform/namespaceProblem";
import { problems } from "./configuration";
import { open, runProgram, type Run } from "./program";

const identities = [
  { namespace: "crmid", from: "userId" },
  { namespace: "ECID", from: "traits.ecid" },
];
const config = { "chatlio-aep:identities": JSON.stringify(identities) };

/** Adobe writes the code of each namespace as it was created. */
const lookups = { "adobe-aep:identity:getNamespace": { code: "CRMID" } };

function generation(used: readonly Mapping[]) {
  return createHash("sha256").update(JSON.stringify(used)).digest("hex").slice(0, 16);
}

describe("a stack with identities", () => {
  let run: Run;
  beforeAll(async () => {
    run = await runProgram({ ...config, "chatlio-aep:labels": "true" }, "test", {}, lookups);
  }, 60_000);

  it("has a field and a descriptor for each, never primary, in the namespace as Adobe writes it", () => {
    const made = run
      .all("adobe-aep:xdm:IdentityDescriptor")
      .filter(({ name }) => name.includes("identity-site"))
      .map(({ name, inputs }) => [
        name,
        inputs["property"],
        inputs["namespace"],
        inputs["primary"],
      ]);
    expect(made).toEqual([
      ["platform-identity-site-crmid", "_tenant.chatlio.identities.crmid", "CRMID", false],
      ["platform-identity-site-ecid", "_tenant.chatlio.identities.ecid", "CRMID", false],
    ]);
    const properties = run.one("adobe-aep:xdm:FieldGroup").inputs["properties"];
    expect(properties).toMatchObject({
      chatlio: { properties: { identities: { properties: { crmid: {}, ecid: {} } } } },
    });
  });

  it("labels the fields: a customer id identifies directly, a device id does not", () => {
    const labels = (name: string) =>
      run.one("adobe-aep:xdm:LabelDescriptor", name).inputs["labels"];
    expect([labels("-crmid"), labels("-ecid")]).toEqual([["core/I1"], ["core/I2"]]);
  });

  it("keeps the labels apart from those of the stack's own fields with the same name", async () => {
    const list = labeledFields.map(({ name }) => ({
      namespace: name.charAt(0).toUpperCase() + name.slice(1),
      from: `traits.${name.toLowerCase()}`,
    }));
    // Adobe takes 20 identities of one row.
    for (const part of [list.slice(0, 18), list.slice(18)]) {
      const made = await runProgram(
        { "chatlio-aep:identities": JSON.stringify(part), "chatlio-aep:labels": "true" },
        "test",
        {},
        lookups,
      );
      const names = made.all("adobe-aep:xdm:LabelDescriptor").map(({ name }) => name);
      expect(names).toHaveLength(labeledFields.length + part.length);
      expect(new Set(names).size).toBe(names.length);
      expect(names).toEqual(
        expect.arrayContaining(labeledFields.map(({ name }) => `platform-label-${name}`)),
      );
    }
  }, 90_000);

  it("maps them, with a dataflow of its own, and tells the receiver", () => {
    const used = [...mappings, ...siteMappings({ identities })];
    expect(run.one("adobe-aep:dataprep:MappingSet").inputs["mappings"]).toEqual(used);
    expect(run.one("adobe-aep:flow:Dataflow").inputs["generation"]).toBe(generation(used));
    const receiver = run.one("aws:lambda/function:Function", "receiver-function");
    const { variables } = open(receiver.inputs["environment"]) as {
      variables: Record<string, string>;
    };
    expect(readReceiverSettings(variables).identities).toEqual(identities);
  });
});

test("a stack without identities keeps its dataflow and the receiver's environment", async () => {
  const run = await runProgram();
  expect(run.one("adobe-aep:flow:Dataflow").inputs["generation"]).toBe(generation(mappings));
  const receiver = run.one("aws:lambda/function:Function", "receiver-function");
  expect(JSON.stringify(open(receiver.inputs["environment"]))).not.toContain("identities");
}, 60_000);

describe("at preview", () => {
  const found = (list: unknown, more: Record<string, string> = {}) =>
    problems({ "chatlio-aep:identities": JSON.stringify(list), ...more }).map(
      ({ key, reason }) => `${key} ${reason}`,
    );
  const user = { namespace: "CRMID", from: "userId" };
  const trait = { namespace: "ECID", from: "traits.ecid" };
  const at = "chatlio-aep:identities[0]";

  it("names are checked, and that each namespace is there once", () => {
    expect(found([user, trait])).toEqual([]);
    expect(found([{ namespace: "Customer Id", from: "email" }])).toEqual([
      expect.stringContaining(`${at}.namespace must be the code of a namespace`),
      expect.stringContaining(`${at}.from must be userId, or traits.`),
    ]);
    expect(found([user, { ...trait, namespace: "crmid" }])).toEqual([
      "chatlio-aep:identities[1] is for the namespace crmid, as another entry is; each namespace has one field",
    ]);
    expect(found([{ ...user, namespace: "chatliovisitor" }])).toEqual([
      `${at}.namespace is the visitor key's own namespace; name another`,
    ]);
  });

  it.each([
    ["traits.fullName", { name: "drop" }, "name"],
    ["traits.postal_code", { location: "hash" }, "location"],
    ["traits.mobile phone", { phone: "drop" }, "phone"],
    ["traits.customerId", { name: "drop", location: "drop", email: "drop" }, undefined],
    ["traits.fullName", { email: "drop" }, undefined],
  ])("%s with privacy %j", (from, privacy, category) => {
    const more = { "chatlio-aep:privacy": JSON.stringify(privacy) };
    expect(found([{ namespace: "CRMID", from }], more)).toEqual(
      category === undefined
        ? []
        : [
            `${at}.from names a trait whose key says that its value is one of the category ${category}, which chatlio-aep:privacy.${category} does not keep`,
          ],
    );
  });

  it.each([
    ["email", "Email_LC_SHA256", "emailHash"],
    ["phone", "Phone_SHA256", "phoneHash"],
  ])("takes a trait with hashes of %s where these are hashed", (category, namespace, key) => {
    const hashed = [{ namespace, from: `traits.${key}` }];
    const of = (action: string) => ({
      "chatlio-aep:privacy": JSON.stringify({ [category]: action }),
    });
    expect(found(hashed, of("hash"))).toEqual([]);
    expect(found(hashed, of("drop"))).not.toEqual([]);
    const other = [{ namespace: "CRMID", from: `traits.${key}` }];
    expect(found(other, of("hash"))).not.toEqual([]);
  });

  it.each([
    ["twice", [user, user], {}],
    ["in the visitor key's namespace", [{ ...user, namespace: "ChatlioVisitor" }], {}],
    ["in a namespace that the visitor key has been given", [user], { visitorNamespace: "crmid" }],
  ])("what is advised of an identity %s has no problem", (_, list, given) => {
    const more = Object.fromEntries(
      Object.entries(given).map(([key, value]) => [`chatlio-aep:${key}`, value]),
    );
    const [problem, ...others] = problems({
      "chatlio-aep:identities": JSON.stringify(list),
      ...more,
    });
    expect(others).toEqual([]);
    const set = /^pulumi config set (?:--path '([^']+)'|(\S+)) (\S+)$/.exec(problem?.fix ?? "");
    const [, path, key = "", value = ""] = set ?? [];
    if (path === undefined && set) expect(found(list, { ...more, [key]: value })).toEqual([]);
    else if (set) expect(found([{ ...user, namespace: value }], more)).toEqual([]);
    else expect(problem?.fix).toBe("pulumi config rm --path 'chatlio-aep:identities[1]'");
  });

  it.each(["Email", "email", "ECID", "Phone", "CORE", "IDFA", "FPID", "TNTID"])(
    "the visitor key has no namespace of Adobe's own: %s",
    (namespace) => {
      const key = "chatlio-aep:visitorNamespace";
      const [problem, ...others] = problems({ [key]: namespace, "chatlio-aep:profile": "true" });
      expect(others).toEqual([]);
      expect(problem).toEqual({
        key,
        reason: expect.stringContaining("must not be one of Adobe's own namespaces") as string,
        fix: "pulumi config set chatlio-aep:visitorNamespace ChatlioVisitor",
      });
      expect(problems({ [key]: `My${namespace}`, "chatlio-aep:profile": "true" })).toEqual([]);
    },
  );

  it.each([
    ["email", "Email_LC_SHA256"],
    ["phone", "Phone_SHA256"],
    ["phone", "Phone_SHA256_E164"],
  ])("hashes of %s can be sent as %s unless privacy drops them", (category, namespace) => {
    const list = [{ namespace, from: "traits.hash" }];
    const count = (action: string) =>
      found(list, { "chatlio-aep:privacy": JSON.stringify({ [category]: action }) }).length;
    expect(["keep", "hash", "drop"].map(count)).toEqual([0, 0, 1]);
  });

  it.each([
    ["Non_people", false],
    ["NON_PEOPLE", false],
    ["B2B_ACCOUNT", false],
    ["Cross_device", true],
    ["Email", true],
    ["Mobile", true],
  ])("a namespace of the type %s is one of people: %s", (idType, isOfPeople) => {
    const problem = namespaceProblem({ code: "PRODUCTID", idType });
    if (isOfPeople) expect(problem).toBeUndefined();
    else
      expect(problem).toContain(
        `The namespace PRODUCTID of chatlio-aep:identities has the type ${idType}`,
      );
  });

  it("none can be primary, and a row has room for 18", () => {
    expect(found([{ ...user, primary: true }])).toEqual([
      expect.stringContaining(`${at}.primary cannot be chosen: most rows have no such value`),
    ]);
    const many = Array.from({ length: 19 }, (_, index) => ({ ...user, namespace: `N${index}` }));
    expect(found(many)).toEqual([expect.stringContaining("must have at most 18 identities")]);
  });

  it.each([
    [{ ...user, namespace: "Email" }, { email: "hash" }, "does not keep email addresses"],
    [{ ...user, namespace: "Phone" }, { phone: "drop" }, "does not keep phone numbers"],
    [trait, { traits: "drop" }, "does not keep traits"],
  ])("%j does not go with privacy %j", (identity, privacy, reason) => {
    const more = { "chatlio-aep:privacy": JSON.stringify(privacy) };
    expect(found([identity], more)).toEqual([expect.stringContaining(reason)]);
  });

  it.each(["direct", "both"])("says what mode %s cannot do", (mode) => {
    const more = { "chatlio-aep:mode": mode };
    expect(found([user], more)).toEqual([]);
    expect(found([trait], more)).toEqual([
      expect.stringContaining("names a trait, which direct mode cannot read"),
    ]);
    expect(found([{ ...user, namespace: "Phone" }], more)).toEqual([
      expect.stringContaining("direct mode cannot bring into Adobe's form"),
    ]);
  });
});
