import { bring, SandboxReader } from "../../../../adobe/provider/importing";
import type { Brought } from "../../../../adobe/provider/importing";
import { definitions } from "../../../../adobe/provider/resources";
import { emulatorCredentials } from "../../../../emulator";
import { useEmulator } from "../../../emulator/support/emulator";
import { sendLabRequests } from "../../../emulator/support/labs";
import { batchFlowProgram, makeBatchParts, PAST } from "../../support/batch";
import { quick, startHarness } from "../../support/harness";
import {
  keyKinds,
  keyPrograms,
  keyTypes,
  makeAll,
  relationalProgram,
} from "../../support/programs";
import { fillAtRandom } from "../../support/randomSandbox";
import { up, urnOf } from "../../support/stack";
import { errorsOfPrograms } from "./typeCheck";

const everything = { types: [], names: [] };

async function bringFrom(url: string, choice = everything): Promise<Brought> {
  const { orgId, clientId, clientSecret, sandbox } = emulatorCredentials;
  const config = { orgId, clientId, clientSecret, sandbox, imsUrl: url, platformUrl: url };
  const reader = new SandboxReader(config, { timing: quick });
  try {
    const { objects } = await reader.list();
    return await bring(reader, sandbox, objects, choice);
  } finally {
    reader.close();
  }
}

describe("a sandbox that labs have filled", () => {
  const client = useEmulator();
  let brought: Brought;
  let sent: readonly string[];
  beforeAll(async () => {
    await sendLabRequests(client);
    const before = (await client.admin.requests()).length;
    brought = await bringFrom(client.url);
    const requests = (await client.admin.requests()).slice(before);
    // A token is requested first.
    sent = requests.map(({ method, path, query }) => `${method} ${path}${query}`).slice(1);
  });

  it("is imported whole", () => {
    expect(brought.left).toEqual([]);
    expect(errorsOfPrograms([brought.program])).toEqual([]);
  });

  it("is only read, and each thing once", () => {
    expect(sent.filter((one) => !one.startsWith("GET "))).toEqual([]);
    expect(new Set(sent).size).toBe(sent.length);
  });
});

test("every type lists its objects, so that a walk leaves none out", () => {
  const without = definitions.filter((one) => !("list" in one));
  expect(without.map(({ token }) => token)).toEqual([]);
});

test("what a program has made is imported whole", async () => {
  const harness = await startHarness();
  try {
    await makeAll(harness.provider);
    const visits = await up(
      harness.provider,
      urnOf("xdm:RelationalSchema", "visits"),
      relationalProgram,
    );
    for (const kind of keyKinds) {
      await up(harness.provider, urnOf(keyTypes[kind], "visits"), keyPrograms(visits)[kind]);
    }
    const rows = { schemaId: visits.id, name: "Visits" };
    await up(harness.provider, urnOf("catalog:Dataset", "visits"), rows);
    const files = await makeBatchParts(harness.provider, "files");
    const schedule = { startTime: PAST, frequency: "hour", interval: 6 };
    const daily = batchFlowProgram(files, schedule);
    await up(harness.provider, urnOf("flow:Dataflow", "daily"), daily);
    const { left, program } = await bringFrom(harness.url);
    expect(left).toEqual([]);
    expect(errorsOfPrograms([program])).toEqual([]);
    const words = program.replaceAll(/\s+/g, " ");
    expect(words).toContain(`schedule: { startTime: ${PAST}, frequency: "hour", interval: 6, }`);
    expect(words).toContain('dataProperties: { columnDelimiter: ";", }');
    for (const type of ["RelationalSchema", ...keyKinds.map((kind) => keyTypes[kind].slice(4))]) {
      expect(program.split(`new aep.xdm.${type}(`)).toHaveLength(2);
    }
  } finally {
    await harness.close();
  }
});

test("sandboxes that are filled at random are imported whole", async () => {
  const programs: string[] = [];
  for (const seed of [1, 2, 3]) {
    const harness = await startHarness();
    try {
      await fillAtRandom(harness.ui, seed);
      const { left, program } = await bringFrom(harness.url);
      expect(left).toEqual([]);
      programs.push(program);
    } finally {
      await harness.close();
    }
  }
  expect(errorsOfPrograms(programs)).toEqual([]);
}, 120_000);
