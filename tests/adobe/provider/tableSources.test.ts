import { UNKNOWN } from "../../../provider-sdk";
import type { Properties } from "../../../provider-sdk";
import { sourceProgram } from "../support/catalogSources";
import { startHarness } from "../support/harness";
import type { Harness } from "../support/harness";
import { failureOf } from "../support/provider";
import { previewCreate, refreshed, up, upAgain, urnOf } from "../support/stack";

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness.close());

function urn(name: string): string {
  return urnOf("flow:SourceConnection", name);
}

function programOf(name: string, more?: Properties): Promise<Properties> {
  return sourceProgram(harness, name, more);
}

/** Somebody changes it by Adobe's API. */
async function byHand({ id }: { readonly id: string }, path: string, value: unknown) {
  const { etag = "" } = (await harness.ui.flows.get("sourceConnections", id)) ?? {};
  await harness.ui.flows.patch("sourceConnections", id, [{ op: "add", path, value }], etag);
}

describe("a source of tables", () => {
  test("is made by an older guide's path, and while nothing is known of its columns", async () => {
    const older = await programOf("MySQL", { params: { path: "shop.orders" } });
    expect((await harness.provider.check(urn("older path"), older)).failures).toEqual([]);
    for (const columns of [UNKNOWN, [UNKNOWN], [{ name: UNKNOWN, type: "string" }]]) {
      const params = { tableName: UNKNOWN, columns };
      const program = await programOf("MySQL", { params });
      const provider = await harness.another();
      await expect(previewCreate(provider, urn("unknown"), program)).resolves.toBe("");
    }
  });

  test("is held to the type of a column by the specification, and not to its meta", async () => {
    const params = { tableName: "t", columns: [{ name: "a" }] };
    const program = await programOf("MySQL", { params });
    const { message } = await failureOf(previewCreate(harness.provider, urn("typed"), program));
    expect(message).toContain("params.columns[0].type: is required");
    expect(message).not.toContain("meta");
  });

  test("shows a changed column, and not what somebody has added to one", async () => {
    const program = await programOf("MySQL");
    const deployed = await up(harness.provider, urn("columns"), program);
    await byHand(deployed, "/params/columns/0/meta", { originalType: "varchar" });
    const read = await refreshed(harness.provider, deployed);
    expect((await upAgain(harness.provider, read, program)).diff.changes).toEqual({});
    await byHand(deployed, "/params/columns/1/name", "seen_at");
    const drifted = await refreshed(harness.provider, deployed);
    const next = await upAgain(harness.provider, drifted, program);
    expect(next.diff.changes).toEqual({ "params.columns[1].name": "update-replace" });
  });

  test.each<[string, string, Properties, string, string]>([
    ["MySQL", "no table", { params: {} }, "params.tableName", "name the table"],
    ["MySQL", "another format", { format: "json" }, "format", 'must be "tabular"'],
    ["Salesforce", "no base connection", { baseConnectionId: null }, "baseConnectionId", "is req"],
    [
      "MySQL",
      "a column that is there twice",
      { params: { tableName: "t", columns: [{ name: "a" }, { name: "b" }, { name: "a" }] } },
      "params.columns[2].name",
      "is there twice",
    ],
    [
      "MySQL",
      "a column without a name",
      { params: { tableName: "t", columns: [{ type: "string" }] } },
      "params.columns[0].name",
      "is required",
    ],
    [
      "MySQL",
      "columns that are not a list",
      { params: { tableName: "t", columns: "a, b" } },
      "params.columns",
      "must be a list",
    ],
  ])("of %s, the check says what is wrong with %s", async (name, _, more, property, reason) => {
    const program = await programOf(name, more);
    const { failures } = await harness.provider.check(urn("bad"), program);
    expect(failures).toMatchObject([
      { property, reason: expect.stringContaining(reason) as string },
    ]);
  });
});
