import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";

import { realTiming } from "../../../adobe/client";
import type { Timing } from "../../../adobe/client";
import type { Properties } from "../../../provider-sdk";
import { startHarness } from "../support/harness";
import type { Harness } from "../support/harness";
import { connectionProgram, fieldGroupProgram, flowProgram, makeAll, schemaProgram, sourceProgram } from "../support/programs"; // prettier-ignore
import type { Whole } from "../support/programs";
import type { TestProvider } from "../support/provider";
import { destroy, refresh, up, upAgain, urnOf } from "../support/stack";
import type { Deployed } from "../support/stack";

/** Adobe takes longer for a create than the client waits, and carries it out all the same. */
let harness: Harness;
/** Looks for 120 ms in place of a minute. */
const pauses: Timing = {
  ...realTiming,
  sleep: (ms, signal) => realTiming.sleep(ms / 500, signal),
};
let whole: Whole;
beforeAll(async () => {
  harness = await startHarness({ timeoutMs: 250, timing: pauses });
  whole = await makeAll(harness.provider);
});
afterAll(() => harness.close());

const flowservice = "/data/foundation/flowservice";
const cases: [type: string, path: string, program: (whole: Whole) => Properties][] = [
  [
    "catalog:Dataset",
    "/data/foundation/catalog/dataSets",
    ({ schema }) => ({ schemaId: schema.id }),
  ],
  [
    "flow:Connection",
    `${flowservice}/connections`,
    () => ({ ...connectionProgram, name: undefined }),
  ],
  ["flow:SourceConnection", `${flowservice}/sourceConnections`, () => sourceProgram],
  ["flow:Dataflow", `${flowservice}/flows`, (whole) => flowProgram(whole)],
];

async function idsOf(path: string): Promise<string[]> {
  const kind = path.split("/").at(-1) ?? "";
  const all =
    kind === "dataSets"
      ? await harness.ui.catalog.findAll()
      : await harness.ui.flows.findAll(kind as "flows");
  return all.map(({ id }) => id);
}

async function slowUp(
  delayMs: number,
  type: string,
  path: string,
  program: Properties,
): Promise<Deployed> {
  await harness.fault({ match: { method: "POST", path, nth: 1 }, do: { delayMs } });
  return up(harness.provider, urnOf(type, `slow${delayMs}`), program);
}

test.each(cases)(
  "%s: found when it is made soon after the timeout",
  async (type, path, program) => {
    const others = await idsOf(path);
    const { id } = await slowUp(300, type, path, program(whole));
    expect((await idsOf(path)).filter((one) => !others.includes(one))).toEqual([id]);
  },
);

test.each(cases)(
  "%s: every later operation on any machine names the second one, created late",
  async (type, path, program) => {
    const others = await idsOf(path);
    const deployed = await slowUp(2500, type, path, program(whole));
    while ((await idsOf(path)).length < others.length + 2) await setTimeout(10);
    const seconds = (await idsOf(path)).filter(
      (one) => one !== deployed.id && !others.includes(one),
    );
    expect(seconds).toHaveLength(1);
    const journalDirectory = path.replaceAll("/", "-");
    const elsewhere = {
      journalDirectory: join(tmpdir(), `none-${process.pid}${journalDirectory}`),
    };
    const operations = {
      "an up without changes": (one: TestProvider) => upAgain(one, deployed, program(whole)),
      "a refresh": (one: TestProvider) => refresh(one, deployed),
      "a destroy": (one: TestProvider) => destroy(one, deployed),
    };
    for (const [name, operation] of Object.entries(operations)) {
      const provider = await harness.another({}, elsewhere);
      await operation(provider);
      expect([name, provider.said("warning").join("\n")]).toEqual([
        name,
        expect.stringContaining(`and ${seconds.join()} has the same name`),
      ]);
    }
    await rm(elsewhere.journalDirectory, { recursive: true, force: true });
  },
);

test("a title can be used only once: the schema that was created late is adopted", async () => {
  const group = await up(harness.provider, urnOf("xdm:FieldGroup", "slow"), fieldGroupProgram);
  const path = "/data/foundation/schemaregistry/tenant/schemas";
  const { id } = await slowUp(400, "xdm:Schema", path, schemaProgram(group));
  const all = (await harness.ui.registry.findAll("schemas")).map(({ $id }) => $id);
  expect(all.filter((one) => one !== whole.schema.id)).toEqual([id]);
});
