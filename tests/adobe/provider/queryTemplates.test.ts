import { UNKNOWN } from "../../../provider-sdk";
import type { Properties } from "../../../provider-sdk";
import { startFakePlatform } from "../support/fakePlatform";
import { startHarness } from "../support/harness";
import type { Harness } from "../support/harness";
import { failureOf } from "../support/provider";
import { importOne, refreshed, up, upAgain, urnOf } from "../support/stack";

const program: Properties = {
  name: "Visits",
  sql: "SELECT * FROM visits WHERE page = '$page'",
  queryParameters: { page: "shop" },
};
const urn = urnOf("query:Template", "visits");
const path = "/data/foundation/query/query-templates";

let harness: Harness;
async function start(options: Parameters<typeof startHarness>[0] = {}) {
  harness = await startHarness(options);
}
afterEach(() => harness.close());

async function there(id: string) {
  const found = await harness.ui.queryTemplates.get(id);
  if (found === undefined) throw new Error("gone");
  return found;
}

/** Somebody changes it in Adobe's UI. */
async function byHand(id: string, changes: Properties) {
  await harness.ui.queryTemplates.replace(id, { ...(await there(id)).whole, ...changes });
}

describe("an update", () => {
  test("changes what the program has changed, and keeps what somebody else has", async () => {
    await start();
    const made = await up(harness.provider, urn, program);
    await byHand(made.id, { name: "By hand" });
    const sql = "SELECT page FROM visits WHERE page = '$page'";
    const next = await upAgain(harness.provider, made, { ...program, sql });
    expect(next.diff.changes).toEqual({ sql: "update" });
    expect(await there(made.id)).toMatchObject({ sql, name: "By hand" });
    expect((await there(made.id)).queryParameters).toEqual({ page: "shop" });
  });

  test("removes parameters that the program does not give any more", async () => {
    await start();
    const made = await up(harness.provider, urn, program);
    const plain = { name: "Visits", sql: "SELECT 1" };
    const next = await upAgain(harness.provider, made, plain);
    expect((await there(made.id)).queryParameters).toBeUndefined();
    expect(
      (await upAgain(harness.provider, await refreshed(harness.provider, next), plain)).diff
        .changes,
    ).toEqual({});
  });

  test("of what somebody else has changed too is rejected until a refresh", async () => {
    await start();
    const made = await up(harness.provider, urn, program);
    await byHand(made.id, { sql: "SELECT 2" });
    const changed = { ...program, sql: "SELECT 3" };
    expect((await failureOf(upAgain(harness.provider, made, changed))).message).toMatch(
      /query template .* was changed at Adobe too.*: sql\. Nothing was written; run `pulumi refresh`/,
    );
    await upAgain(harness.provider, await refreshed(harness.provider, made), changed);
    expect((await there(made.id)).sql).toBe("SELECT 3");
  });

  test("of one that is gone says what to do", async () => {
    await start();
    const made = await up(harness.provider, urn, program);
    await harness.ui.queryTemplates.delete(made.id);
    const change = upAgain(await harness.another(), made, { ...program, name: "Renamed" });
    expect((await failureOf(change)).message).toContain("run `pulumi refresh`");
  });

  test("leaves a value of another type as it is", async () => {
    await start();
    const made = await up(harness.provider, urn, program);
    await byHand(made.id, { queryParameters: { page: "shop", least: 5 } });
    const read = await refreshed(harness.provider, made);
    expect(read.inputs["queryParameters"]).toEqual({ page: "shop", least: "5" });
    await upAgain(harness.provider, read, {
      ...program,
      queryParameters: { page: "home", least: "5" },
    });
    expect((await there(made.id)).queryParameters).toEqual({ page: "home", least: 5 });
  });
});

describe("when Adobe does not show the parameters", () => {
  const assume = { "query-template-parameters": "absent" };

  test("a refresh keeps them", async () => {
    await start({ assume });
    const made = await up(harness.provider, urn, program);
    const next = await upAgain(harness.provider, await refreshed(harness.provider, made), program);
    expect(next.diff.changes).toEqual({});
  });

  test("a change of something else sends them again", async () => {
    await start();
    const platform = await startFakePlatform();
    try {
      const { url } = platform;
      const provider = await harness.another({ platformUrl: url, imsUrl: url });
      platform.hold({ id: "1", name: "Visits", sql: program["sql"] });
      const known = await upAgain(provider, await importOne(provider, urn, "1"), program);
      await upAgain(provider, known, { ...program, name: "Renamed" });
      expect(platform.object).toMatchObject({ ...program, name: "Renamed" });
    } finally {
      await platform.close();
    }
  });

  test("those that a program gives after an import are not a change", async () => {
    await start({ assume });
    const { id } = await up(harness.provider, urn, program);
    const imported = await importOne(harness.provider, urnOf("query:Template", "other"), id);
    expect(imported.inputs).not.toHaveProperty("queryParameters");
    expect((await upAgain(harness.provider, imported, program)).diff.changes).toEqual({});
  });
});

describe("a preview", () => {
  test.each<[Properties, string[]]>([
    [{ sql: "SELECT $a, $b" }, ["$b has no value in queryParameters"]],
    [{ sql: "SELECT 1" }, ["the SQL does not have $a"]],
    [{ sql: "SELECT $a -- $c\n, /* $d */ 1" }, []],
    [{ sql: "$$ BEGIN SELECT $a; END $$" }, []],
    [{ sql: UNKNOWN }, []],
    [{ sql: "SELECT $b", queryParameters: UNKNOWN }, []],
  ])("of %j warns: %j", async (change, warnings) => {
    await start();
    const news = { name: "Visits", queryParameters: { a: "1" }, ...change };
    const { failures } = await harness.provider.check(urn, news);
    expect(failures).toEqual([]);
    const said = harness.provider.said("warning").join("\n");
    for (const warning of warnings) expect(said).toContain(warning);
    if (warnings.length === 0) expect(said).toBe("");
  });

  test("rejects SQL without a query", async () => {
    await start();
    const { failures } = await harness.provider.check(urn, { sql: " " });
    expect(failures).toMatchObject([{ property: "sql", reason: /is empty; give a query/ }]);
  });
});

test("one of the program's name that somebody else has made is adopted by consent only", async () => {
  await start();
  const { id } = await harness.ui.queryTemplates.create({ name: "Visits", sql: "SELECT 1" });
  const { message } = await failureOf(up(harness.provider, urn, program));
  expect(message).toContain(id);
  expect(message).toContain("pulumi import");
  const adopted = await up(await harness.another({ adoptExisting: true }), urn, program);
  expect(adopted.id).toBe(id);
  expect((await there(id)).sql).toBe(program["sql"]);
});

test("a credential without the permission is told which", async () => {
  await start();
  await harness.fault({ match: { path: `${path}*` }, do: { status: 403 } });
  expect((await failureOf(up(harness.provider, urn, program))).message).toContain(
    "the permission Manage Queries",
  );
});

describe("the list", () => {
  test.each(["after", "from"])("query-page=%s: is read to its end", async (assumed) => {
    let now = Date.UTC(2026, 0, 1);
    await start({ assume: { "query-page": assumed }, now: () => (now += 10) });
    for (let n = 0; n < 101; n++) {
      await harness.ui.queryTemplates.create({ name: `T${n}`, sql: "SELECT 1" });
    }
    expect(await harness.ui.queryTemplates.findAll()).toHaveLength(101);
  });

  test.each([
    ["as a text", (href: string) => href],
    ["as an object", (href: string) => ({ href })],
  ])("may have its next link %s, on the host of a region", async (_, form) => {
    await start();
    const item = { id: "1", name: "a", sql: "x", created: "1578523458919" };
    const href = `https://platform-va7.adobe.io${path}?start=2022-11-01T00:11:08.389Z&limit=10&linkType=next`;
    const match = { method: "GET", path };
    await harness.fault({
      match: { ...match, nth: 1 },
      do: { status: 200, body: { templates: [item], _links: { next: form(href) } } },
    });
    await harness.fault({
      match: { ...match, nth: 2 },
      do: { status: 200, body: { templates: [{ ...item, id: "2" }], _links: {} } },
    });
    const found = await harness.ui.queryTemplates.findAll();
    expect(found.map(({ id, createdAt }) => [id, createdAt])).toEqual([
      ["1", 1_578_523_458_919],
      ["2", 1_578_523_458_919],
    ]);
    const [, second] = (await harness.requests()).filter((one) => one.path.startsWith(path));
    expect(JSON.stringify(second)).toContain("linkType");
  });

  test("with a next link that is not a URL is an error", async () => {
    await start();
    const body = { templates: [], _links: { next: "http://[" } };
    await harness.fault({ match: { method: "GET", path }, do: { status: 200, body } });
    await expect(harness.ui.queryTemplates.findAll()).rejects.toThrow(
      "a next link that is not a URL",
    );
  });
});
