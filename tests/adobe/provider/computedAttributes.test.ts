import { UNKNOWN } from "../../../provider-sdk";
import type { Properties } from "../../../provider-sdk";
import { startHarness, writesTo } from "../support/harness";
import type { Harness } from "../support/harness";
import { failureOf } from "../support/provider";
import { destroy, importOne, refreshed, up, upAgain, urnOf } from "../support/stack";
import type { Deployed } from "../support/stack";

const expression = 'xEvent[eventType = "visit"].count()';
const program: Properties = {
  name: "visits",
  expression,
  duration: { count: 7, unit: "DAYS" },
  status: "draft",
};
const live: Properties = { ...program, status: "published" };
const urn = urnOf("profile:ComputedAttribute", "visits");
const path = "/data/core/ca/attributes";

let harness: Harness;
async function start(options: Parameters<typeof startHarness>[0] = {}) {
  harness = await startHarness(options);
}
afterEach(() => harness.close());

async function there(id: string) {
  const found = await harness.ui.computed.get(id);
  if (found === undefined) throw new Error("gone");
  return found;
}

/** Somebody makes one in Adobe's UI. */
function madeByHand(name: string, more: Properties = {}) {
  return harness.ui.computed.create({
    name,
    displayName: "By hand",
    description: "",
    expression: { type: "PQL", format: "pql/text", value: expression },
    duration: { count: 7, unit: "DAYS" },
    status: "DRAFT",
    ...more,
  });
}

/** The outputs in the preview of an update. */
async function previewed(deployed: Deployed, news: Properties): Promise<Properties> {
  const { id, outputs: oldOutputs, inputs: oldInputs } = deployed;
  const { inputs: newInputs } = await harness.provider.check(urn, news, oldInputs);
  const request = { id, oldOutputs, oldInputs, newInputs };
  return harness.provider.update(urn, request, { preview: true });
}

async function reasons(news: Properties, old?: Properties): Promise<string[]> {
  const { failures } = await harness.provider.check(urn, news, old);
  return failures.map(({ property, reason }) => `${property} ${reason}`);
}

describe("a draft", () => {
  test("is changed in everything but its name, in one request", async () => {
    await start();
    const made = await up(harness.provider, urn, program);
    expect(made.outputs).toMatchObject({ mergeFunction: "SUM" });
    const changed = {
      ...program,
      displayName: "Visits",
      description: "All of them",
      expression: 'xEvent[eventType = "visit"].max(price)',
      duration: { count: 2, unit: "WEEKS" },
      keepCurrent: true,
    };
    let next = made;
    const sent = await writesTo(harness, path, async () => {
      next = await upAgain(harness.provider, made, changed);
    });
    expect(sent.map(({ method }) => method)).toEqual(["PATCH"]);
    expect(next.id).toBe(made.id);
    expect(next.outputs).toMatchObject({ mergeFunction: "MAX" });
    expect(
      (await upAgain(harness.provider, await refreshed(harness.provider, next), changed)).diff
        .changes,
    ).toEqual({});
    const plain = { ...changed, description: undefined };
    const last = await upAgain(harness.provider, next, plain);
    expect(last.diff.changes).toEqual({ description: "delete" });
    expect((await refreshed(harness.provider, last)).inputs).not.toHaveProperty("description");
  });

  test("keeps a display name that somebody else has given, as long as the program gives none", async () => {
    await start();
    const made = await up(harness.provider, urn, program);
    expect((await there(made.id)).displayName).toBe("visits");
    await harness.ui.computed.change(made.id, { displayName: "By hand" });
    const next = await upAgain(harness.provider, await refreshed(harness.provider, made), {
      ...program,
      description: "x",
    });
    expect(next.diff.changes).toEqual({ description: "add" });
    expect((await there(made.id)).displayName).toBe("By hand");
  });

  test("is published, with other changes, in one request", async () => {
    await start();
    const made = await up(harness.provider, urn, program);
    const next = await upAgain(harness.provider, made, { ...live, keepCurrent: true });
    expect(next.diff.changes).toEqual({ status: "update", keepCurrent: "update" });
    expect(await there(made.id)).toMatchObject({ status: "published", keepCurrent: true });
  });

  test("is deleted, and replaced by another under another name", async () => {
    await start();
    const made = await up(harness.provider, urn, program);
    const next = await upAgain(harness.provider, made, { ...program, name: "others" });
    expect(next.diff.changes).toEqual({ name: "update-replace" });
    expect(await harness.ui.computed.get(made.id)).toBeUndefined();
    await destroy(harness.provider, next);
    expect(await harness.ui.computed.findAll()).toEqual([]);
    await destroy(harness.provider, next);
  });

  test("that somebody has published meanwhile is not changed, and the error says so", async () => {
    await start();
    const made = await up(harness.provider, urn, program);
    await harness.ui.computed.change(made.id, { status: "NEW" });
    const change = upAgain(harness.provider, made, { ...program, description: "x" });
    expect((await failureOf(change)).message).toMatch(
      /is published by now, and Adobe changes a published one only to inactive\. Nothing was written; run `pulumi refresh`/,
    );
    const read = await refreshed(harness.provider, made);
    expect(read.inputs["status"]).toBe("published");
    expect(await reasons(program, read.inputs)).toEqual([
      expect.stringMatching(/^status cannot go back from published to draft/),
    ]);
    expect((await upAgain(harness.provider, read, live)).diff.changes).toEqual({});
  });

  test("whose display name Adobe does not change says what to do", async () => {
    await start({ assume: { "computed-display-name": "refused" } });
    const made = await up(harness.provider, urn, program);
    const change = upAgain(harness.provider, made, { ...program, displayName: "Visits" });
    expect((await failureOf(change)).message).toContain("set it back, or delete the draft");
  });
});

describe("a published one", () => {
  test("stays as it is while Adobe evaluates it", async () => {
    await start();
    const made = await up(harness.provider, urn, live);
    const next = await upAgain(harness.provider, await refreshed(harness.provider, made), live);
    expect(next.diff.changes).toEqual({});
  });

  test.each([
    ["displayName", { displayName: "Visits" }],
    ["description", { description: "x" }],
    ["expression", { expression: "xEvent[a = 1].count()" }],
    ["duration", { duration: { count: 1, unit: "DAYS" } }],
    ["keepCurrent", { keepCurrent: true }],
  ])("rejects another %s at preview", async (property, change) => {
    await start();
    const { inputs } = await up(harness.provider, urn, live);
    const [reason = "", ...more] = await reasons({ ...live, ...change }, inputs);
    expect(more).toEqual([]);
    expect(reason).toMatch(
      new RegExp(`^${property} cannot be changed: the attribute is published`),
    );
    expect(await reasons({ ...live, ...change, name: "others" }, inputs)).toEqual([]);
    expect(await reasons({ ...live, [property]: UNKNOWN }, inputs)).toEqual([]);
  });

  test("becomes inactive, and stays so", async () => {
    await start();
    const made = await up(harness.provider, urn, live);
    const ended = { ...live, status: "inactive" };
    const next = await upAgain(harness.provider, made, ended);
    expect((await there(made.id)).status).toBe("inactive");
    expect(
      (await upAgain(harness.provider, await refreshed(harness.provider, next), ended)).diff
        .changes,
    ).toEqual({});
    expect(await reasons(live, next.inputs)).toEqual([
      expect.stringMatching(/^status cannot go back from inactive to published/),
    ]);
    expect(await writesTo(harness, path, () => destroy(harness.provider, next))).toEqual([]);
  });

  test("is made inactive by a destroy, which says that it stays and that its name is taken", async () => {
    await start();
    const made = await up(harness.provider, urn, live);
    await destroy(harness.provider, made);
    expect((await there(made.id)).status).toBe("inactive");
    expect(harness.provider.said("warning").join()).toMatch(
      /"visits" \(.*\) is inactive and stays at Adobe, which deletes only drafts; a new one needs another name/,
    );
    const again = up(await harness.another(), urn, program);
    expect((await failureOf(again)).message).toMatch(
      /Function with the same name already exists.*has this name and is inactive, which is for good.*Give this one another name/,
    );
  });

  test("is made inactive by a change of its name, which a preview says", async () => {
    await start();
    const made = await up(harness.provider, urn, live);
    const next = await upAgain(harness.provider, made, { ...live, name: "others" });
    expect(harness.provider.said("info").join()).toContain("and else made inactive");
    expect((await there(made.id)).status).toBe("inactive");
    expect((await there(next.id)).status).toBe("published");
  });

  test.each([
    ["done, then 504", { status: 504, afterWork: true }],
    ["not done, 503", { status: 503 }],
  ])("%s: is made inactive all the same", async (_, fault) => {
    await start();
    const made = await up(harness.provider, urn, live);
    await harness.fault({ match: { method: "PATCH", path: `${path}/*`, nth: 1 }, do: fault });
    await destroy(harness.provider, made);
    expect((await there(made.id)).status).toBe("inactive");
  });

  test("a rejection of what Adobe has carried out before is not an error", async () => {
    await start();
    const made = await up(harness.provider, urn, live);
    const match = { method: "PATCH", path: `${path}/*` };
    await harness.fault({ match: { ...match, nth: 1 }, do: { status: 504, afterWork: true } });
    await harness.fault({ match: { ...match, nth: 2 }, do: { status: 400 } });
    await destroy(harness.provider, made);
    expect((await there(made.id)).status).toBe("inactive");
  });
});

describe("what a preview finds", () => {
  test.each<[string, Properties, string]>([
    ["a name with a space", { name: "two words" }, "name must have letters and digits only"],
    ["no name", { name: null }, "name is required (string); give it a value"],
    ["an expression without its end", { expression: "xEvent[" }, "expression line 1, column 7"],
    ["a lookback that is too long", { duration: { count: 25, unit: "HOURS" } }, "duration.count is more than 24 HOURS; give 1 to 24"],
    ["a lookback of nothing", { duration: { count: 0, unit: "DAYS" } }, "duration.count"],
    ["an inactive one that is new", { status: "inactive" }, "status cannot be inactive of a new one"],
  ])("%s", async (_, change, reason) => {
    await start();
    const [found = ""] = await reasons({ ...program, ...change });
    expect(found).toContain(reason);
  }); // prettier-ignore

  test("an expression of no events, and fast refresh of days, as warnings", async () => {
    await start();
    await reasons({ ...program, expression: "person.age", keepCurrent: true });
    const said = harness.provider.said("warning").join("\n");
    expect(said).toContain("does not name xEvent");
    expect(said).toContain("keepCurrent is for lookbacks in weeks or months");
  });

  test("a draft cannot become inactive", async () => {
    await start();
    const { inputs } = await up(harness.provider, urn, program);
    expect(await reasons({ ...program, status: "inactive" }, inputs)).toEqual([
      expect.stringMatching(/^status cannot become inactive: Adobe only publishes or deletes/),
    ]);
  });

  test("nothing of inputs that are not known yet", async () => {
    await start();
    const unknown = { expression: UNKNOWN, duration: UNKNOWN, status: UNKNOWN };
    expect(await reasons({ ...program, ...unknown })).toEqual([]);
  });

  test("which outputs a change leaves as they are", async () => {
    await start();
    const made = await up(harness.provider, urn, program);
    const same = await previewed(made, { ...program, description: "x" });
    expect(same).toMatchObject({ mergeFunction: "SUM", path: made.outputs["path"] });
    const other = { ...program, expression: "xEvent[a = 1].min(b)" };
    expect(await previewed(made, other)).toMatchObject({
      mergeFunction: UNKNOWN,
    });
  });
});

describe("when Adobe shows the lookback in lists only", () => {
  const assume = { "computed-duration": "absent" };

  test("a refresh keeps it, and a change of it is written", async () => {
    await start({ assume });
    const made = await up(harness.provider, urn, program);
    const read = await refreshed(harness.provider, made);
    expect((await upAgain(harness.provider, read, program)).diff.changes).toEqual({});
    const duration = { count: 1, unit: "MONTHS" };
    const next = await upAgain(harness.provider, read, { ...program, duration });
    expect(next.diff.changes).toEqual({
      "duration.count": "update",
      "duration.unit": "update",
    });
    const [listed] = await harness.ui.computed.findAll();
    expect(listed?.duration).toEqual(duration);
  });

  test("an import finds it there", async () => {
    await start({ assume });
    const { id } = await madeByHand("visits");
    const imported = await importOne(harness.provider, urn, id);
    expect(imported.inputs).toMatchObject({
      duration: program["duration"],
      displayName: "By hand",
    });
    expect((await upAgain(harness.provider, imported, program)).diff.changes).toEqual({});
  });
});

describe("one of the program's name that somebody else has made", () => {
  test("is adopted by consent only, and changed", async () => {
    await start();
    const { id } = await madeByHand("visits", { description: "By hand" });
    const { message } = await failureOf(up(harness.provider, urn, program));
    expect(message).toContain(id);
    expect(message).toContain("pulumi import");
    const changed = { ...program, keepCurrent: true };
    const adopted = await up(await harness.another({ adoptExisting: true }), urn, changed);
    expect(adopted.id).toBe(id);
    expect((await there(id)).keepCurrent).toBe(true);
  });

  test("and published is adopted when it is what the program wants, and else not", async () => {
    await start();
    const { id } = await madeByHand("visits", { status: "NEW" });
    const consent = await harness.another({ adoptExisting: true });
    const other = up(consent, urn, { ...live, keepCurrent: true });
    expect((await failureOf(other)).message).toMatch(/cannot adopt.*keepCurrent cannot be changed/);
    expect((await up(await harness.another({ adoptExisting: true }), urn, live)).id).toBe(id);
  });

  test("and inactive is not imported with the sandbox", async () => {
    await start();
    const { id } = await madeByHand("ended", { status: "NEW" });
    await harness.ui.computed.change(id, { status: "DISABLED" });
    const made = await up(harness.provider, urn, program);
    const imported = await importOne(harness.provider, urnOf("profile:ComputedAttribute", "e"), id);
    expect(imported.inputs["status"]).toBe("inactive");
    expect((await there(made.id)).status).toBe("draft");
  });
});

test("a credential without the permissions is told which", async () => {
  await start();
  await harness.fault({ match: { path: `${path}*` }, do: { status: 403 } });
  expect((await failureOf(up(harness.provider, urn, program))).message).toMatch(
    /permissions View Computed attributes and Manage Computed attributes \(Adobe's support opens this API/,
  );
});

test("pages of the list are read to their end, in the form of the guide and of the reference", async () => {
  await start();
  for (let n = 0; n < 41; n++) await madeByHand(`a${n}`);
  expect(await harness.ui.computed.findAll()).toHaveLength(41);
  const whole = { id: "1", name: "a", expression: { value: "a" }, status: "Processing" };
  const gone = { ...whole, id: "2", status: "DELETED", createEpoch: 1_572_555_223 };
  await harness.fault({
    match: { method: "GET", path },
    do: { status: 200, body: { _page: { totalCount: 2 }, children: [whole, gone] } },
  });
  expect(await harness.ui.computed.findAll()).toMatchObject([{ id: "1", status: "published" }]);
});
