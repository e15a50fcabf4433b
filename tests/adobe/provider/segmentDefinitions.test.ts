import { UNKNOWN } from "../../../provider-sdk";
import type { Properties } from "../../../provider-sdk";
import { startHarness, writesTo } from "../support/harness";
import type { Harness } from "../support/harness";
import { failureOf } from "../support/provider";
import { destroy, importOne, refresh, refreshed, up, upAgain, urnOf } from "../support/stack";
import type { Deployed } from "../support/stack";

const expression = 'homeAddress.countryCode = "US"';
const program: Properties = { name: "Americans", expression };
const urn = urnOf("profile:SegmentDefinition", "segment");
const other = urnOf("profile:SegmentDefinition", "other");
const path = "/data/core/ups/segment/definitions";

let harness: Harness;
async function start(options: Parameters<typeof startHarness>[0] = {}) {
  harness = await startHarness(options);
}
afterEach(() => harness.close());

async function there(id: string) {
  const found = await harness.ui.segments.get(id);
  if (found === undefined) throw new Error("gone");
  return found;
}

/** Somebody changes it in Adobe's UI. */
async function byHand(id: string, changes: Properties) {
  await harness.ui.segments.replace(id, { ...(await there(id)).whole, ...changes });
}

/** Somebody makes one in Adobe's UI. */
function madeByHand(name: string, value = expression) {
  return harness.ui.segments.create({
    name,
    schema: { name: "_xdm.context.profile" },
    expression: { type: "PQL", format: "pql/text", value },
  });
}

/** A merge policy, in the way of a program. */
function makePolicy(name: string, more: Properties = {}): Promise<Deployed> {
  return up(harness.provider, urnOf("profile:MergePolicy", name), {
    name,
    identityGraph: "none",
    attributeMerge: { type: "timestampOrdered" },
    ...more,
  });
}

describe("an update", () => {
  test("changes what the program has changed, and keeps all else", async () => {
    await start();
    const made = await up(harness.provider, urn, { ...program, description: "first" });
    await byHand(made.id, { name: "By hand", lifecycleState: "draft", ttlInDays: 60 });
    const next = await upAgain(harness.provider, made, { ...program, description: "second" });
    expect(next.diff.changes).toEqual({ description: "update" });
    const { whole, name, description } = await there(made.id);
    expect([name, description]).toEqual(["By hand", expect.stringMatching(/^second \[pulumi /)]);
    expect(whole).toMatchObject({ lifecycleState: "draft", ttlInDays: 60 });
  });

  test("removes a description that the program does not give any more", async () => {
    await start();
    const made = await up(harness.provider, urn, { ...program, description: "first" });
    const next = await upAgain(harness.provider, made, program);
    expect(next.diff.changes).toEqual({ description: "delete" });
    expect((await refreshed(harness.provider, next)).inputs).not.toHaveProperty("description");
  });

  test("of what somebody else has changed too is rejected until a refresh", async () => {
    await start();
    const made = await up(harness.provider, urn, program);
    const value = 'homeAddress.countryCode = "CA"';
    await byHand(made.id, { expression: { type: "PQL", format: "pql/text", value } });
    const changed = { ...program, expression: 'homeAddress.countryCode = "MX"' };
    expect((await failureOf(upAgain(harness.provider, made, changed))).message).toMatch(
      /segment definition .* was changed at Adobe too.*: expression\. Nothing was written; run `pulumi refresh`/,
    );
    await upAgain(harness.provider, await refreshed(harness.provider, made), changed);
    expect((await there(made.id)).expression).toBe(changed.expression);
  });

  test("of an expression that Adobe has written in another form is not drift", async () => {
    await start();
    const made = await up(harness.provider, urn, { ...program, expression: "a = 1\n  and b = 2" });
    const value = "a=1 and b=2";
    await byHand(made.id, { expression: { type: "PQL", format: "pql/text", value } });
    expect((await refreshed(harness.provider, made)).inputs).toEqual(made.inputs);
    const changed = await upAgain(harness.provider, made, { ...program, expression: "a = 2" });
    expect(changed.diff.changes).toEqual({ expression: "update" });
    expect((await there(made.id)).expression).toBe("a = 2");
  });

  test("to what Adobe has already sends nothing", async () => {
    await start();
    const made = await up(harness.provider, urn, program);
    await byHand(made.id, { name: "Renamed" });
    const change = () => upAgain(harness.provider, made, { ...program, name: "Renamed" });
    expect(await writesTo(harness, path, change)).toEqual([]);
  });

  test("of one that is gone says what to do", async () => {
    await start();
    const made = await up(harness.provider, urn, program);
    await harness.ui.segments.delete(made.id);
    const next = await harness.another();
    const change = upAgain(next, made, { ...program, name: "Renamed" });
    expect((await failureOf(change)).message).toContain("run `pulumi refresh`");
  });

  test.each([
    ["done, then 504", { status: 504, afterWork: true }],
    ["not done, 503", { status: 503 }],
  ])("%s: is made once more, to the same end", async (_, fault) => {
    await start();
    const made = await up(harness.provider, urn, program);
    await harness.fault({ match: { method: "PATCH", path: `${path}/*`, nth: 1 }, do: fault });
    await upAgain(harness.provider, made, { ...program, name: "Renamed" });
    expect((await there(made.id)).name).toBe("Renamed");
  });

  test("of the class replaces it, with the reason, also under the name that it had", async () => {
    await start();
    const made = await up(harness.provider, urn, program);
    const next = await upAgain(harness.provider, made, {
      ...program,
      class: "_xdm.context.experienceevent",
    });
    expect(next.diff.changes).toEqual({ class: "update-replace" });
    expect(harness.provider.said("info").join()).toContain("belong to its class");
    expect((await there(next.id)).schemaName).toBe("_xdm.context.experienceevent");
    expect(await harness.ui.segments.get(made.id)).toBeUndefined();
  });
});

describe("evaluation and merge policy", () => {
  test("stay as they are at Adobe, as long as the program says nothing", async () => {
    await start();
    const policy = await makePolicy("Edge", { activeOnEdge: true });
    const made = await up(harness.provider, urn, program);
    const { evaluation, whole } = await there(made.id);
    expect([evaluation, whole.mergePolicyId]).toEqual(["batch", expect.any(String)]);
    const evaluationInfo = { continuous: { enabled: true } };
    await byHand(made.id, { mergePolicyId: policy.id, evaluationInfo });
    const read = await refreshed(harness.provider, made);
    expect((await upAgain(harness.provider, read, program)).diff.changes).toEqual({});
    await upAgain(harness.provider, read, { ...program, name: "Renamed" });
    expect(await there(made.id)).toMatchObject({
      name: "Renamed",
      evaluation: "streaming",
      mergePolicyId: policy.id,
    });
    const imported = await importOne(await harness.another(), urn, made.id);
    expect(imported.inputs).toMatchObject({ evaluation: "streaming", mergePolicyId: policy.id });
    const kept = { ...program, name: "Renamed" };
    expect((await upAgain(harness.provider, imported, kept)).diff.changes).toEqual({});
  });

  test.each(["streaming", "edge"])("%s is one kind of evaluation, and can change", async (kind) => {
    await start();
    const { id: mergePolicyId } = await makePolicy("Edge", { activeOnEdge: true });
    const given = { ...program, mergePolicyId, evaluation: kind };
    const made = await up(harness.provider, urn, given);
    expect((await there(made.id)).evaluation).toBe(kind);
    expect(harness.provider.said("warning")).toEqual([]);
    const next = await upAgain(harness.provider, made, { ...given, evaluation: "batch" });
    expect(next.diff.changes).toEqual({ evaluation: "update" });
    expect((await there(made.id)).whole["evaluationInfo"]).toEqual({
      batch: { enabled: true },
      continuous: { enabled: false },
      synchronous: { enabled: false },
    });
  });

  test("that Adobe does not follow are named in a warning, and a refresh shows it", async () => {
    await start();
    const given = { ...program, evaluation: "streaming" };
    const made = await up(harness.provider, urn, given);
    const warned = () => harness.provider.said("warning").join();
    expect(warned()).toContain(`evaluates the segment definition ${made.id} as batch, not as`);
    const read = await refreshed(harness.provider, made);
    expect(read.inputs["evaluation"]).toBe("batch");
    const next = await upAgain(harness.provider, read, given);
    expect(next.diff.changes).toEqual({ evaluation: "update" });
    expect(warned().split("as batch, not as")).toHaveLength(3);
  });

  test("that Adobe rejects for its merge policy are explained", async () => {
    await start({ assume: { "segment-edge": "refused" } });
    const given = { ...program, evaluation: "edge" };
    const { message } = await failureOf(up(harness.provider, urn, given));
    expect(message).toMatch(
      /"Default Timebased" \(.*\) is not active on the edge, which edge needs/,
    );
    const { id: mergePolicyId } = await makePolicy("Not there");
    const made = await up(harness.provider, urn, { ...program, mergePolicyId });
    const change = upAgain(harness.provider, made, { ...given, mergePolicyId });
    expect((await failureOf(change)).message).toContain(`"Not there" (${mergePolicyId})`);
  });
});

describe("a delete", () => {
  test("of one that others name in their expression says which", async () => {
    await start();
    const made = await up(harness.provider, urn, program);
    const user = await madeByHand("User", `inSegment("${made.id}")`);
    const { message } = await failureOf(destroy(harness.provider, made));
    expect(message).toContain(`name it in their expression: "User" (${user.id})`);
    await harness.ui.segments.delete(user.id);
    await destroy(harness.provider, made);
    await destroy(harness.provider, made);
    expect(await harness.ui.segments.get(made.id)).toBeUndefined();
  });

  test("that Adobe rejects for another reason says what may use it", async () => {
    await start();
    const made = await up(harness.provider, urn, program);
    const body = { title: "The audience cannot be deleted.", status: 400 };
    await harness.fault({
      match: { method: "DELETE", path: `${path}/*` },
      do: { status: 400, body },
    });
    const { message } = await failureOf(destroy(harness.provider, made));
    expect(message).toContain("remove the audience from the destinations");
  });
});

describe("an expression is checked at preview", () => {
  test.each<[string, Properties, string]>([
    ["a bracket", { expression: "(a = 1" }, "line 1, column 1: this ( is not closed; add )"],
    ["nothing", { expression: " " }, "is empty; give an expression"],
    ["JSON", { expression: "a = 1", format: "pql/json" }, 'is not an object as JSON; correct it, or give format: "pql/text"'],
    ["JSON as text", { expression: '{"nodeType":"literal"}' }, 'is JSON; give format: "pql/json" too'],
    ["JSON of something else", { expression: "5", format: "pql/json" }, 'is not an object as JSON; correct it, or give format: "pql/text"'],
  ])("%s", async (_, wrong, reason) => {
    await start();
    const { failures } = await harness.provider.check(urn, { ...program, ...wrong });
    expect(failures).toEqual([{ property: "expression", reason }]);
  }); // prettier-ignore

  test("for what looks like a typo, a warning says so", async () => {
    await start();
    const given = { ...program, expression: 'a.equal("x")' };
    const { failures } = await harness.provider.check(urn, given);
    expect(failures).toEqual([]);
    expect(harness.provider.said("warning").join()).toContain(
      "expression: line 1, column 3: equal is not a function of Adobe's PQL guide; did you mean equals?",
    );
  });

  test("and nothing where it is not known yet", async () => {
    await start();
    for (const unknown of [{ expression: UNKNOWN }, { expression: "(", format: UNKNOWN }]) {
      const { failures } = await harness.provider.check(urn, { ...program, ...unknown });
      expect(failures).toEqual([]);
    }
  });

  test.each<[string, Properties, string, string]>([
    ["two kinds", { evaluation: "batch, edge" }, "evaluation", "batch"],
    ["the class by its $id", { class: "https://ns.adobe.com/xdm/context/profile" }, "class", "not its $id"],
    ["an empty policy", { mergePolicyId: "" }, "mergePolicyId", "is empty"],
  ])("so is %s", async (_, wrong, property, words) => {
    await start();
    const { failures } = await harness.provider.check(urn, { ...program, ...wrong });
    expect(failures).toEqual([{ property, reason: expect.stringContaining(words) as unknown }]);
  }); // prettier-ignore
});

describe("an import", () => {
  test("of an expression as JSON keeps it", async () => {
    await start();
    const tree = { nodeType: "literal", literalType: "Boolean", value: true };
    const json = { expression: JSON.stringify(tree), format: "pql/json" };
    const made = await up(harness.provider, urn, { ...program, ...json });
    const imported = await importOne(await harness.another(), urn, made.id);
    expect(imported.inputs).toMatchObject(json);
    const changes = (await upAgain(harness.provider, imported, { ...program, ...json })).diff
      .changes;
    expect(changes).toEqual({});
  });

  test("of one that is archived finds nothing, as the reference calls it deleted", async () => {
    await start();
    const made = await up(harness.provider, urn, program);
    await byHand(made.id, { lifecycleState: "archived" });
    expect(await refresh(harness.provider, made)).toBeUndefined();
    expect(await harness.ui.segments.findAll()).toEqual([]);
  });
});

describe("the list of segment definitions", () => {
  test.each(["from-0", "from-1"])("is read to its end, with pages %s", async (value) => {
    await start({ assume: { "segment-page": value } });
    for (let n = 0; n < 101; n++) await madeByHand(`n${n}`);
    const last = await madeByHand("Americans");
    const before = (await harness.requests()).length;
    const all = await harness.ui.segments.findAll();
    expect(all).toHaveLength(102);
    const sent = (await harness.requests()).slice(before);
    expect(sent).toHaveLength(value === "from-0" ? 2 : 3);
    // On the second page.
    const taken = failureOf(up(await harness.another(), other, program));
    expect((await taken).message).toContain(last.id);
  });

  test("that does not say how many there are ends with an empty page", async () => {
    await start();
    const { id } = await madeByHand("One");
    const whole = (await there(id)).whole;
    await harness.fault({
      match: { method: "GET", path, nth: 1 },
      do: { status: 200, body: { segments: [whole], page: { totalPages: 2 } } },
    });
    await harness.fault({
      match: { method: "GET", path, nth: 2 },
      do: { status: 200, body: { segments: [] } },
    });
    expect((await harness.ui.segments.findAll()).map((one) => one.id)).toEqual([id]);
  });
});

test("one of the program's name that somebody else has made is adopted by consent only", async () => {
  await start();
  const { id } = await madeByHand("Americans", "a = 1");
  const { message } = await failureOf(up(harness.provider, urn, program));
  expect(message).toContain(id);
  expect(message).toContain("pulumi import");
  const adopted = await up(await harness.another({ adoptExisting: true }), urn, program);
  expect(adopted.id).toBe(id);
  expect((await there(id)).expression).toBe(expression);
});

test("one that is adopted with consent gets the program's description, whatever it had", async () => {
  await start();
  const { id } = await madeByHand("Americans");
  await byHand(id, { description: "By hand" });
  const consent = await harness.another({ adoptExisting: true });
  expect((await up(consent, urn, { ...program, description: "Ours" })).id).toBe(id);
  expect((await there(id)).description).toMatch(/^Ours \[pulumi /);
});
