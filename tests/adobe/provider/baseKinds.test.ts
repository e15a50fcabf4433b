import { specs } from "../../../adobe/sdk/specs";
import { UNKNOWN } from "../../../provider-sdk";
import type { Properties } from "../../../provider-sdk";
import { databaseProgram, MYSQL, S3, tableParams } from "../support/batch";
import { destinations, S3_FILES } from "../support/destinations";
import { startHarness } from "../support/harness";
import type { Harness } from "../support/harness";
import { bucketProgram } from "../support/programs";
import { failureOf } from "../support/provider";
import { previewCreate, refreshed, up, urnOf } from "../support/stack";
import type { Deployed } from "../support/stack";

let harness: Harness;
let bucket: Deployed;
let exports: Deployed;
let database: Deployed;
beforeAll(async () => {
  harness = await startHarness();
  const make = (name: string, program: Properties) =>
    up(harness.provider, urnOf("flow:Connection", name), { name, ...program });
  bucket = await make("Bucket", bucketProgram);
  exports = await make("Exports", destinations["Amazon S3"].account);
  database = await make("Shop", databaseProgram);
});
afterAll(() => harness.close());

const params = { path: "/in", type: "folder" };
const table = { format: "tabular", params: tableParams };
const { target } = destinations["Amazon S3"];

/** Programs by name, each with its base connection of another kind. */
const others: Record<string, () => { type: string; program: Properties; says: string }> = {
  "a table on a bucket": () => ({
    type: "flow:SourceConnection",
    program: { connectionSpec: MYSQL, ...table, baseConnectionId: bucket.id },
    says: `the base connection Bucket ${bucket.id} is of the specification "amazon-s3" ${S3.id}, and connectionSpec is "mysql" ${MYSQL.id}`,
  }),
  "files of a source on the account of a destination": () => ({
    type: "flow:SourceConnection",
    program: { connectionSpec: S3, format: "json", params, baseConnectionId: exports.id },
    says: `is of the specification "amazon-s3" ${S3_FILES.id}, and connectionSpec is "amazon-s3" ${S3.id}`,
  }),
  "a streaming endpoint on a bucket, without params": () => ({
    type: "flow:SourceConnection",
    program: { connectionSpec: specs.httpApi, baseConnectionId: bucket.id },
    says: `and connectionSpec is "Streaming Connection" ${specs.httpApi.id}`,
  }),
  "a destination on a database": () => ({
    type: "flow:TargetConnection",
    program: { ...target, baseConnectionId: database.id },
    says: `the base connection Shop ${database.id} is of the specification "mysql" ${MYSQL.id}`,
  }),
};

describe("a base connection of another kind", () => {
  test.each(Object.keys(others))("is an error at preview: %s", async (name) => {
    const { type, program, says } = others[name]?.() ?? { type: "", program: {}, says: "" };
    const urn = urnOf(type, name);
    const fresh = await harness.another();
    const { message } = await failureOf(previewCreate(fresh, urn, program));
    expect(message).toContain("baseConnectionId: the base connection ");
    expect(message).toContain(says);
    expect(message).toContain("Give a base connection of the same specification, or correct");
    const before = (await harness.requests()).length;
    const failed = await failureOf(up(harness.provider, urn, program));
    expect(failed.message).toContain(says);
    const sent = (await harness.requests()).slice(before);
    expect(sent.filter(({ method }) => method !== "GET")).toEqual([]);
  });

  test.each<[string, Properties]>([
    ["while the base connection is not known", { baseConnectionId: UNKNOWN }],
    ["while the specification is not known", { connectionSpec: UNKNOWN }],
    ["where the base connection is not there", { baseConnectionId: "5f00" }],
  ])("is not said %s", async (name, more) => {
    const program = { connectionSpec: MYSQL, ...table, baseConnectionId: bucket.id, ...more };
    await previewCreate(harness.provider, urnOf("flow:SourceConnection", name), program);
  });
});

describe("the base connection of many", () => {
  const program = () => ({
    connectionSpec: S3,
    format: "json",
    params,
    baseConnectionId: bucket.id,
  });
  const reads = async (work: () => Promise<unknown>) => {
    const before = (await harness.requests()).length;
    await work();
    const sent = (await harness.requests()).slice(before);
    return sent.filter(({ path }) => path.includes(`/connections/${bucket.id}`)).length;
  };
  const numbers = Array.from({ length: 12 }, (_, index) => index);

  test("is read at most twice by the previews of a run", async () => {
    const fresh = await harness.another();
    const preview = (index: number) =>
      previewCreate(fresh, urnOf("flow:SourceConnection", `many ${index}`), program());
    expect(await reads(() => Promise.all(numbers.map(preview)))).toBeLessThanOrEqual(2);
    expect(await reads(() => preview(99))).toBe(0);
  });

  test("is not read where the run has made or read it", async () => {
    const make = (index: number) =>
      up(harness.provider, urnOf("flow:SourceConnection", `made ${index}`), program());
    expect(await reads(() => Promise.all(numbers.map(make)))).toBe(0);
    const fresh = await harness.another();
    await refreshed(fresh, bucket);
    const urn = urnOf("flow:SourceConnection", "after a refresh");
    expect(await reads(() => previewCreate(fresh, urn, program()))).toBe(0);
  });
});
