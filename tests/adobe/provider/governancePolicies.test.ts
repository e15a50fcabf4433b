import { UNKNOWN } from "../../../provider-sdk";
import type { Properties } from "../../../provider-sdk";
import { startHarness, writesTo } from "../support/harness";
import type { Harness } from "../support/harness";
import { failureOf } from "../support/provider";
import {
  destroy,
  importOne,
  previewCreate,
  previewUpdate,
  refresh,
  refreshed,
  up,
  upAgain,
  urnOf,
} from "../support/stack";

const actionUrn = urnOf("policy:MarketingAction", "share");
const action: Properties = { name: "shareChats" };
const urn = urnOf("policy:GovernancePolicy", "policy");
const both = { operator: "AND", operands: [{ label: "C4" }, { label: "I1" }] };
const program: Properties = {
  name: "No export",
  marketingActionRefs: ["core/exportToThirdParty"],
  deny: both,
};
const base = "/data/foundation/dulepolicy";

let harness: Harness;
async function start(options: Parameters<typeof startHarness>[0] = {}) {
  harness = await startHarness(options);
}
afterEach(() => harness.close());

async function there(id: string) {
  const found = await harness.ui.policies.getPolicy(id);
  if (found === undefined) throw new Error("gone");
  return found;
}

/** Somebody changes it in Adobe's UI. */
async function byHand(id: string, changes: Properties) {
  await harness.ui.policies.replacePolicy(id, { ...(await there(id)).whole, ...changes });
}

/** Somebody makes one in Adobe's UI. */
function madeByHand(name: string, more: Properties = {}) {
  const address = `${base}/marketingActions/core/emailTargeting`;
  const marketingActionRefs = [`https://platform.adobe.io:443${address}`];
  const body = { name, status: "ENABLED", marketingActionRefs, deny: { label: "C1" }, ...more };
  return harness.ui.policies.createPolicy(body);
}

describe("a marketing action", () => {
  test("that somebody else has made is adopted by consent only, and never overwritten", async () => {
    await start();
    const theirs = { name: "shareChats", description: "theirs" };
    await harness.ui.policies.putAction("create", theirs);
    const create = () => up(harness.provider, actionUrn, { ...action, description: "ours" });
    const sent = await writesTo(harness, base, async () => {
      const { message } = await failureOf(create());
      expect(message).toContain(
        "pulumi import adobe-aep:policy:MarketingAction share custom/shareChats",
      );
    });
    expect(sent).toEqual([]);
    const consenting = await harness.another({ adoptExisting: true });
    const adopted = await up(consenting, actionUrn, { ...action, description: "ours" });
    expect(adopted.id).toBe("custom/shareChats");
    const now = await harness.ui.policies.getAction("shareChats");
    expect(now?.description).toMatch(/^ours/);
  });

  test.each(["custom/shareChats", "shareChats", `https://platform.adobe.io:443${base}/marketingActions/custom/shareChats`])(
    "is imported by %s",
    async (id) => {
      await start();
      await up(harness.provider, actionUrn, { ...action, description: "Note" });
      const imported = await importOne(await harness.another(), actionUrn, id);
      expect(imported).toMatchObject({
        id: "custom/shareChats",
        inputs: { name: "shareChats", description: "Note" },
      });
    },
  ); // prettier-ignore

  test("whose name has spaces has an import line that a shell reads as one word", async () => {
    await start();
    await harness.ui.policies.putAction("create", { name: "share 'all' chats" });
    const create = up(harness.provider, actionUrn, { name: "share 'all' chats" });
    const words = "share 'custom/share '\\''all'\\'' chats'";
    expect((await failureOf(create)).message).toContain(`policy:MarketingAction ${words}`);
  });

  test("whose name has other characters is imported by its address", async () => {
    await start();
    const name = "a+b: für & 'alle'";
    const made = await up(harness.provider, actionUrn, { name });
    const address = `https://platform.adobe.io:443${base}/marketingActions/custom/${encodeURIComponent(name)}`;
    const imported = await importOne(await harness.another(), actionUrn, address);
    expect(imported).toMatchObject({ id: made.id, inputs: { name } });
  });

  test("of Adobe's own is not imported", async () => {
    await start();
    const { message } = await failureOf(
      importOne(harness.provider, actionUrn, "core/emailTargeting"),
    );
    expect(message).toMatch(/Adobe's own, which nobody can change/);
  });

  test("without a name is rejected", async () => {
    await start();
    const { failures } = await harness.provider.check(actionUrn, { description: "Note" });
    expect(failures).toEqual([
      { property: "name", reason: expect.stringContaining("is required") as unknown },
    ]);
  });

  test.each(["", "a/b", " a", "..", "a%2fb"])("named %j is rejected", async (name) => {
    await start();
    const { failures } = await harness.provider.check(actionUrn, { name });
    expect(failures.map(({ property }) => property)).toEqual(["name"]);
  });

  test("that policies refer to says which when it is to be deleted", async () => {
    await start();
    const made = await up(harness.provider, actionUrn, action);
    const user = await up(harness.provider, urn, { ...program, marketingActionRefs: [made.id] });
    const { message } = await failureOf(destroy(await harness.another(), made));
    expect(message).toContain(`Governance policies refer to it: "No export" (${user.id})`);
    await destroy(harness.provider, user);
    await destroy(harness.provider, made);
    await destroy(harness.provider, made);
    expect(await harness.ui.policies.findActions()).toEqual([]);
  });

  test("whose name changes is made again, with the reason", async () => {
    await start();
    const made = await up(harness.provider, actionUrn, action);
    const next = await upAgain(harness.provider, made, { name: "shareAll" });
    expect(next.diff.changes).toEqual({ name: "update-replace" });
    expect(harness.provider.said("info").join()).toContain("is known by its name");
    const names = (await harness.ui.policies.findActions()).map(({ name }) => name);
    expect(names).toEqual(["shareAll"]);
  });

  test("that is gone is not made again by an update", async () => {
    await start();
    const made = await up(harness.provider, actionUrn, action);
    await harness.ui.policies.deleteAction("shareChats");
    const change = upAgain(await harness.another(), made, { ...action, description: "Note" });
    expect((await failureOf(change)).message).toContain("run `pulumi refresh`");
    expect(await refresh(await harness.another(), made)).toBeUndefined();
    expect(await harness.ui.policies.findActions()).toEqual([]);
  });

  test.each([
    ["done, then 504", { status: 504, afterWork: true }],
    ["not done, 503", { status: 503 }],
  ])("%s: is there once, and is the stack's own", async (_, fault) => {
    await start();
    const match = { method: "PUT", path: `${base}/marketingActions/custom/*`, nth: 1 };
    await harness.fault({ match, do: fault });
    const made = await up(harness.provider, actionUrn, action);
    expect(harness.provider.said("warning")).toEqual([]);
    await destroy(harness.provider, made);
    expect(await harness.ui.policies.findActions()).toEqual([]);
  });

  test("of a killed run is adopted by the next one on the machine", async () => {
    await start();
    const left = await up(harness.provider, actionUrn, action);
    await harness.loseOutcomes();
    const adopted = await up(await harness.another(), actionUrn, action);
    expect(adopted.id).toBe(left.id);
  });
});

describe("a governance policy", () => {
  test("is a draft at first, and stays as somebody has enabled it in Adobe's UI", async () => {
    await start();
    const made = await up(harness.provider, urn, program);
    expect((await there(made.id)).status).toBe("DRAFT");
    await byHand(made.id, { status: "ENABLED" });
    const read = await refreshed(harness.provider, made);
    expect((await upAgain(harness.provider, read, program)).diff.changes).toEqual({});
    await upAgain(harness.provider, read, { ...program, name: "Renamed" });
    expect(await there(made.id)).toMatchObject({ name: "Renamed", status: "ENABLED" });
    const next = { ...program, name: "Renamed", status: "DISABLED" };
    expect((await upAgain(harness.provider, read, next)).diff.changes).toMatchObject({
      status: "add",
    });
    expect((await there(made.id)).status).toBe("DISABLED");
  });

  test("given its status, shows that somebody has changed it", async () => {
    await start();
    const given = { ...program, status: "ENABLED" };
    const made = await up(harness.provider, urn, given);
    await byHand(made.id, { status: "DISABLED" });
    const next = await upAgain(harness.provider, await refreshed(harness.provider, made), given);
    expect(next.diff.changes).toEqual({ status: "update" });
    expect((await there(made.id)).status).toBe("ENABLED");
  });

  test("has its marketing actions by whichever form of their address, in any order", async () => {
    await start();
    const { id } = await up(harness.provider, actionUrn, action);
    const given = { ...program, marketingActionRefs: [id, "core/exportToThirdParty"] };
    const made = await up(harness.provider, urn, given);
    const address = `https://platform.adobe.io:443${base}/marketingActions/core/exportToThirdParty`;
    for (const refs of [
      [address, id],
      ["../marketingActions/core/exportToThirdParty", id],
    ]) {
      const next = await upAgain(harness.provider, made, { ...given, marketingActionRefs: refs });
      expect(next.diff.changes).toEqual({});
    }
    const read = await refreshed(harness.provider, made);
    expect(read.inputs["marketingActionRefs"]).toEqual(given.marketingActionRefs);
  });

  test("keeps what the program does not change, and what no program can give", async () => {
    await start();
    const made = await up(harness.provider, urn, { ...program, description: "first" });
    await byHand(made.id, { name: "By hand" });
    await upAgain(harness.provider, made, { ...program, description: "second" });
    expect(await there(made.id)).toMatchObject({
      name: "By hand",
      description: expect.stringMatching(/^second \[pulumi /) as unknown,
      deny: both,
    });
  });

  test("whose expression both sides have changed is rejected until a refresh, whichever part it is", async () => {
    await start();
    const made = await up(harness.provider, urn, program);
    await byHand(made.id, { deny: { ...both, operands: [{ label: "C4" }, { label: "C5" }] } });
    const change = () =>
      upAgain(harness.provider, made, { ...program, deny: { ...both, operator: "OR" } });
    const sent = await writesTo(harness, base, async () => {
      expect((await failureOf(change())).message).toMatch(/changed at Adobe too.*: deny\. Nothing/);
    });
    expect(sent).toEqual([]);
  });

  test("to what Adobe has already sends nothing", async () => {
    await start();
    const made = await up(harness.provider, urn, program);
    await byHand(made.id, { name: "Renamed" });
    const change = () => upAgain(harness.provider, made, { ...program, name: "Renamed" });
    expect(await writesTo(harness, base, change)).toEqual([]);
  });

  test("that is gone says what to do, and a delete of it is a success", async () => {
    await start();
    const made = await up(harness.provider, urn, program);
    await harness.ui.policies.deletePolicy(made.id);
    const change = upAgain(await harness.another(), made, { ...program, name: "Renamed" });
    expect((await failureOf(change)).message).toContain("run `pulumi refresh`");
    await destroy(harness.provider, made);
  });

  test("without an expression of labels is left to Adobe's UI", async () => {
    await start();
    const made = await up(harness.provider, urn, program);
    const body = { ...(await there(made.id)).whole, id: made.id, deny: null };
    await harness.fault({ match: { method: "GET", path: `${base}/policies/custom/*` }, do: { status: 200, body } });
    const { message } = await failureOf(importOne(await harness.another(), urn, made.id));
    expect(message).toMatch(/has no expression of labels.*no resource type is for/);
  }); // prettier-ignore

  test("of a name that another one has is explained where Adobe rejects it", async () => {
    await start({ assume: { "policy-name": "unique" } });
    const other = await madeByHand("No mail");
    const made = await up(harness.provider, urn, program);
    const change = upAgain(harness.provider, made, { ...program, name: "No mail" });
    expect((await failureOf(change)).message).toContain(`The policy ${other.id} has this name`);
  });

  test("of the program's name that somebody else has made is adopted by consent only", async () => {
    await start();
    const { id } = await madeByHand("No export");
    const { message } = await failureOf(up(harness.provider, urn, program));
    expect(message).toContain(`pulumi import adobe-aep:policy:GovernancePolicy policy ${id}`);
    await byHand(id, { description: "theirs" });
    const ours = { ...program, description: "ours" };
    const adopted = await up(await harness.another({ adoptExisting: true }), urn, ours);
    expect(adopted.id).toBe(id);
    const description = expect.stringMatching(/^ours \[pulumi /) as unknown;
    expect(await there(id)).toMatchObject({ status: "ENABLED", deny: both, description });
  });
});

describe("a wrong governance policy is rejected at preview", () => {
  const label = (name: string) => ({ ...program, deny: { label: name } });
  test.each<[string, Properties, string, string]>([
    ["a label as label descriptors have it", label("core/C1"), "deny.label", "label alone, as C1"],
    ["nothing", { ...program, deny: {} }, "deny", "either label, or operator"],
    ["both", { ...program, deny: { label: "C1", ...both } }, "deny", "either label, or operator"],
    ["an operator alone", { ...program, deny: { operator: "OR" } }, "deny", "either label, or"],
    ["no operand", { ...program, deny: { operator: "OR", operands: [] } }, "deny.operands", "is empty"],
    ["NOT", { ...program, deny: { operator: "NOT", operands: [{ label: "C1" }] } }, "deny.operator", '"AND", "OR"'],
    ["a wrong operand", { ...program, deny: { ...both, operands: [{}] } }, "deny.operands[0]", "either label, or"],
    ["an action that no path can have", { ...program, marketingActionRefs: ["custom/.."] }, "marketingActionRefs[0]", "core/ and the name"],
    ["an action with an encoded name", { ...program, marketingActionRefs: ["custom/a%20b"] }, "marketingActionRefs[0]", "core/ and the name"],
    ["an action with a space before its name", { ...program, marketingActionRefs: ["custom/ a"] }, "marketingActionRefs[0]", "core/ and the name"],
    ["an action's bare name", { ...program, marketingActionRefs: ["x"] }, "marketingActionRefs[0]", "core/ and the name"],
    ["no action", { ...program, marketingActionRefs: [] }, "marketingActionRefs", "is empty"],
    ["an action twice", { ...program, marketingActionRefs: ["core/a", "../marketingActions/core/a"] }, "marketingActionRefs", "has core/a twice"],
  ])("for %s", async (_, wrong, property, words) => {
    await start();
    const { failures } = await harness.provider.check(urn, wrong);
    expect(failures).toEqual([{ property, reason: expect.stringContaining(words) as unknown }]);
  }); // prettier-ignore

  test.each<[string, Properties, string]>([
    ["a label that does not exist", { deny: { ...both, operands: [{ label: "C21" }, { label: "I1" }] } }, "there is no data usage label C21. Correct it (near it: C11, C1, C2)"],
    ["one of Adobe's actions that does not exist", { marketingActionRefs: ["core/emailTarget"] }, "Adobe has no marketing action core/emailTarget. Correct it (near it: emailTargeting)"],
    ["an action of the organization that does not exist", { marketingActionRefs: ["custom/none"] }, "there is no marketing action custom/none. Correct it"],
  ])("for %s, which is looked up", async (_, wrong, words) => {
    await start();
    const given = { ...program, ...wrong };
    const sent = await writesTo(harness, base, async () => {
      expect((await failureOf(previewCreate(harness.provider, urn, given))).message).toContain(words);
      expect((await failureOf(up(harness.provider, urn, given))).message).toContain(words);
      const made = await up(harness.provider, urnOf("policy:GovernancePolicy", "made"), { ...program, name: "Made" });
      for (const change of [previewUpdate, upAgain]) {
        const failing = change(harness.provider, made, { ...given, name: "Made" });
        expect((await failureOf(failing)).message).toContain(words);
      }
    });
    expect(sent.map(({ method }) => method)).toEqual(["POST"]);
  }); // prettier-ignore

  test("and nothing is looked up that is not known yet", async () => {
    await start();
    const given = { ...program, marketingActionRefs: [UNKNOWN], deny: { label: UNKNOWN } };
    await previewCreate(harness.provider, urn, given);
  });

  test("and a missing permission is named", async () => {
    await start();
    const body = { title: "Forbidden", status: 403, detail: "No" };
    await harness.fault({
      match: { method: "POST", path: `${base}/policies/*` },
      do: { status: 403, body },
    });
    const { message } = await failureOf(up(harness.provider, urn, program));
    expect(message).toContain("the permission Manage Data Usage Policies");
  });

  test("and labels that the credential may not list are not checked", async () => {
    await start({ assume: { "policy-references": "unchecked" } });
    const body = { error_code: "403027", message: "No permission" };
    await harness.fault({
      match: { method: "GET", path: `${base}/labels/*` },
      do: { status: 403, body },
    });
    const made = await up(harness.provider, urn, { ...program, deny: { label: "C21" } });
    expect((await there(made.id)).deny).toEqual({ label: "C21" });
  });
});
