import type { AdobeClient } from "../../../../adobe/client";
import { bring, SandboxReader } from "../../../../adobe/provider/importing";
import type { Brought } from "../../../../adobe/provider/importing";
import { emulatorCredentials } from "../../../../emulator";
import type { Properties } from "../../../../provider-sdk";
import { runsFull } from "../../../support/full";
import { quick, startHarness } from "../../support/harness";
import type { Harness } from "../../support/harness";
import { fillAtRandom } from "../../support/randomSandbox";
import { lostIn, rawObject } from "../../support/rawObjects";
import { importOne, up, upAgain, urnOf } from "../../support/stack";
import type { Deployed } from "../../support/stack";
import { runWritten } from "../../support/writtenProgram";
import { errorsOfPrograms } from "./typeCheck";

/** How many sandboxes; each is one more seed. */
const seeds = Array.from({ length: runsFull ? 40 : 2 }, (_, index) => index + 1);

async function bringAll({ url }: Harness): Promise<Brought> {
  const { orgId, clientId, clientSecret, sandbox } = emulatorCredentials;
  const config = { orgId, clientId, clientSecret, sandbox, imsUrl: url, platformUrl: url };
  const reader = new SandboxReader(config, { timing: quick });
  try {
    const { objects, notListed } = await reader.list();
    expect(notListed).toEqual([]);
    return await bring(reader, sandbox, objects, { types: [], names: [] });
  } finally {
    reader.close();
  }
}

const sandboxes = new Map<number, Harness>();
const broughts = new Map<number, Brought>();
afterAll(async () => {
  for (const harness of sandboxes.values()) await harness.close();
});

describe.each(seeds)("a sandbox filled at random with seed %i", (seed) => {
  it("is imported whole, names what no program can write, and then has no change", async () => {
    const harness = await startHarness();
    sandboxes.set(seed, harness);
    const said = await fillAtRandom(harness.ui, seed);
    const brought = await bringAll(harness);
    broughts.set(seed, brought);
    const { left, program, imported, importFile } = brought;
    expect(left).toEqual([]);
    for (const { id, text } of said) {
      const notes = imported.filter((one) => one.id === id).flatMap((one) => one.notes);
      expect(notes.join("\n")).toContain(text);
    }
    const deployed = new Map<string, Deployed>();
    for (const { type, name, id } of importFile.resources) {
      const urn = urnOf(type.replace("adobe-aep:", ""), name);
      deployed.set(name, await importOne(harness.provider, urn, id));
    }
    const changes: unknown[] = [];
    for (const one of runWritten(program)) {
      const state = deployed.get(one.name);
      if (state === undefined) throw new Error(`${one.name} is not in the import file`);
      const inputs = one.nextInputs(deployed, state.inputs);
      const { diff } = await upAgain(harness.provider, state, inputs);
      if (diff.changed) changes.push([one.type, one.name, diff.changes]);
    }
    expect(changes).toEqual([]);
  }, 60_000);

  it("is made again by the program in an empty sandbox, but for what the program names", async () => {
    const [old, brought] = [sandboxes.get(seed), broughts.get(seed)];
    if (old === undefined || brought === undefined) throw new Error("nothing was imported");
    const harness = await startHarness();
    try {
      const unsaid = await unsaidLosses(old, harness, brought);
      expect(unsaid).toEqual([]);
    } finally {
      await harness.close();
    }
  }, 60_000);
});

/** What the objects of the first sandbox have, those that the program makes of them have not, and no comment names. */
async function unsaidLosses(old: Harness, harness: Harness, brought: Brought): Promise<string[]> {
  const ids = new Map(brought.importFile.resources.map(({ name, id }) => [name, id]));
  const renamed = new Map([
    [await defaultPolicy(old.ui), await defaultPolicy(harness.ui)],
    [old.url, harness.url],
  ]);
  // As someone would who runs the program in another sandbox: texts have no references.
  const inNewWords = <T>(value: T): T =>
    JSON.parse(
      [...renamed].reduce((text, [from, to]) => text.replaceAll(from, to), JSON.stringify(value)),
    ) as T;
  const deployed = new Map<string, Deployed>();
  const resources = runWritten(brought.program);
  for (const one of resources) {
    const inputs = inNewWords<Properties>(one.inputs(deployed));
    const made = await up(harness.provider, urnOf(one.type, one.name), inputs);
    deployed.set(one.name, made);
    renamed.set(ids.get(one.name) ?? "", made.id);
  }
  const notes = brought.imported.flatMap((one) => one.notes).join("\n");
  const unsaid: string[] = [];
  for (const { type, name } of resources) {
    const before = inNewWords(await rawObject(old, type, ids.get(name) ?? ""));
    const after = await rawObject(harness, type, deployed.get(name)?.id ?? "");
    const paths = lostIn(before, after).filter((path) => !notes.includes(wordsOf(path)));
    unsaid.push(...paths.map((path) => `${type} ${name}: ${path.join("/")}`));
  }
  return unsaid;
}

async function defaultPolicy(ui: AdobeClient): Promise<string> {
  const policies = await ui.mergePolicies.findAll();
  return policies.find(({ whole }) => whole.name === "Default Timebased")?.id ?? "";
}

/** The end of a path as comments write it: `list[*] examples`, `web._tenant required` and `tags["team"]`. */
function wordsOf(path: readonly string[]): string {
  const [key = "", above, before] = path.toReversed();
  if (path[0] === "tags") return `tags["${path[1] ?? ""}"]`;
  if (path[0] === "mappings") return `].${key}`;
  if (!path.includes("properties")) return path.filter((one) => one !== "*").join(".");
  const field =
    above === "items"
      ? `${before ?? ""}[*]`
      : above === "additionalProperties"
        ? `${before ?? ""}{*}`
        : (above ?? "");
  return `${field.replace("_localtenant", "_tenant")} ${key}`;
}

test("programs of random sandboxes have the types of the classes", () => {
  const programs = [...broughts.values()].map(({ program }) => program);
  expect(errorsOfPrograms(programs)).toEqual([]);
}, 120_000);
