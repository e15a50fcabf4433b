import { SandboxReader } from "../../../adobe/provider/importing";
import { emulatorCredentials } from "../../../emulator";
import { UNKNOWN } from "../../../provider-sdk";
import type { Properties } from "../../../provider-sdk";
import { quick, startHarness, writesTo } from "../support/harness";
import type { Harness } from "../support/harness";
import { makeLabels } from "../support/madeLabels";
import { fieldGroupProgram, schemaProgram } from "../support/programs";
import { failureOf } from "../support/provider";
import {
  importOne,
  previewCreate,
  previewUpdate,
  refresh,
  up,
  upAgain,
  urnOf,
} from "../support/stack";
import type { Deployed } from "../support/stack";

let harness: Harness;
let schema: Deployed;
async function start(assume: Record<string, string> = {}) {
  harness = await startHarness({ assume });
  const group = await up(harness.provider, urnOf("xdm:FieldGroup", "chat"), fieldGroupProgram);
  schema = await up(harness.provider, urnOf("xdm:Schema", "chat"), schemaProgram(group));
}
beforeEach(() => start());
afterEach(() => harness.close());

const urn = urnOf("catalog:Dataset", "chat");
const path = "/data/foundation/dataset/datasets/*/labels";

function program(given: Properties = {}): Properties {
  return { schemaId: schema.id, ...given };
}

function make(given: Properties) {
  return up(harness.provider, urn, program(given));
}

async function labelsOf({ id }: Pick<Deployed, "id">) {
  return (await harness.ui.datasetLabels.get(id))?.labels.toSorted();
}

/** What somebody does in Adobe's UI. */
async function setByHand({ id }: Pick<Deployed, "id">, labels: string[]) {
  const now = await harness.ui.datasetLabels.get(id);
  if (now === undefined) await harness.ui.datasetLabels.create(id, labels);
  else await harness.ui.datasetLabels.replace(id, now, labels);
}

/** The calls of Dataset Service since the last time. */
let seen = 0;
async function calls(): Promise<string[]> {
  const all = await harness.requests();
  const fresh = all.slice(seen).filter((one) => one.path.startsWith("/data/foundation/dataset/"));
  seen = all.length;
  return fresh.map(({ method }) => method);
}
beforeEach(() => {
  seen = 0;
});

test.each(["keyed", "flat"])(
  "labels are set after the create, changed in place and taken back (%s)",
  async (form) => {
    await harness.close();
    await start({ "dataset-labels-form": form });
    await makeLabels(harness, "custom1");
    const dataset = await make({ labels: ["C1", "custom1"] });
    expect(await calls()).toEqual(["POST"]);
    expect(await labelsOf(dataset)).toEqual(["C1", "custom1"]);
    const reordered = program({ labels: ["custom1", "C1"] });
    expect((await upAgain(harness.provider, dataset, reordered)).diff.changes).toEqual({});
    expect((await refresh(harness.provider, dataset))?.inputs).toEqual(dataset.inputs);

    const more = await upAgain(harness.provider, dataset, program({ labels: ["C1", "S1"] }));
    expect(await labelsOf(more)).toEqual(["C1", "S1"]);
    const none = await upAgain(harness.provider, more, program({ labels: [] }));
    expect(await labelsOf(none)).toEqual([]);
    const some = await upAgain(harness.provider, none, program({ labels: ["I1"] }));
    expect(await labelsOf(some)).toEqual(["I1"]);
    expect((await upAgain(harness.provider, some, program())).diff.changes).toEqual({
      labels: "delete",
    });
    expect(await labelsOf(some)).toEqual([]);
  },
);

test("a program without labels sends no request for them, and those set by hand stay", async () => {
  const dataset = await make({});
  await refresh(harness.provider, dataset);
  expect(await calls()).toEqual([]);
  await setByHand(dataset, ["C9"]);
  const read = await refresh(harness.provider, dataset);
  expect(read?.inputs).toEqual(dataset.inputs);
  await upAgain(harness.provider, read ?? dataset, program({ description: "second" }));
  expect(await labelsOf(dataset)).toEqual(["C9"]);
});

test("a label that somebody adds shows with a refresh, and is taken back", async () => {
  const given = program({ labels: ["C1"] });
  const dataset = await up(harness.provider, urn, given);
  await setByHand(dataset, ["C2", "C1"]);
  const read = await refresh(harness.provider, dataset);
  expect(read?.inputs["labels"]).toEqual(["C1", "C2"]);
  const fixed = await upAgain(harness.provider, read ?? dataset, given);
  expect(fixed.diff.changes).toEqual({ "labels[1]": "delete" });
  expect(await labelsOf(dataset)).toEqual(["C1"]);
});

test("labels that somebody has added since the last refresh stay, whatever the program changes", async () => {
  const dataset = await make({ labels: ["C1", "C2"] });
  await setByHand(dataset, ["C1", "C2", "C9"]);
  const changed = await upAgain(harness.provider, dataset, program({ labels: ["C2", "C3"] }));
  expect(await labelsOf(dataset)).toEqual(["C2", "C3", "C9"]);
  await upAgain(harness.provider, changed, program());
  expect(await labelsOf(dataset)).toEqual(["C9"]);
});

test("what the program gives for the first time counts", async () => {
  const dataset = await make({});
  await setByHand(dataset, ["C9"]);
  await upAgain(harness.provider, dataset, program({ labels: ["C1"] }));
  expect(await labelsOf(dataset)).toEqual(["C1"]);
});

test("somebody who changes them at the same moment is not overwritten", async () => {
  const dataset = await make({ labels: ["C1"] });
  await harness.fault({ match: { method: "PUT", path, nth: 1 }, do: { status: 412 } });
  const failure = await failureOf(
    upAgain(harness.provider, dataset, program({ labels: ["C1", "C2"] })),
  );
  expect(failure.message).toContain("412");
  // The next one finds another version, and plans again.
  await harness.clearFaults();
  await upAgain(harness.provider, dataset, program({ labels: ["C1", "C2"] }));
  expect(await labelsOf(dataset)).toEqual(["C1", "C2"]);
});

test("a create that fails between dataset and labels is finished by the next run", async () => {
  const given = program({ labels: ["C1"], retentionDays: 90 });
  await harness.fault({ match: { method: "POST", path, nth: 1 }, do: { status: 400 } });
  const { inputs } = await harness.provider.check(urn, given);
  const failure = await failureOf(harness.provider.create(urn, inputs));
  expect(failure.message).toContain("was made, but without its labels");
  const { id = "", properties } = failure.partly ?? {};
  expect(await labelsOf({ id })).toBeUndefined();
  const next = await harness.another();
  const outputs = { ...properties };
  await next.update(urn, { id, oldInputs: inputs, newInputs: inputs, oldOutputs: outputs });
  expect(await labelsOf({ id })).toEqual(["C1"]);
  expect(await harness.ui.catalog.findAll()).toHaveLength(1);
});

test("a run that is killed between dataset and labels is finished by the next one", async () => {
  const given = program({ labels: ["C1"] });
  await harness.fault({ match: { method: "POST", path, nth: 1 }, do: { status: 400 } });
  const { inputs } = await harness.provider.check(urn, given);
  await failureOf(harness.provider.create(urn, inputs));
  await harness.loseResponses();
  const adopted = await up(await harness.another(), urn, given);
  expect(await harness.ui.catalog.findAll()).toHaveLength(1);
  expect(await labelsOf(adopted)).toEqual(["C1"]);
});

test("labels whose response is lost are not set twice", async () => {
  await harness.fault({
    match: { method: "POST", path, nth: 1 },
    do: { status: 503, afterWork: true },
  });
  const dataset = await make({ labels: ["C1"] });
  expect(await labelsOf(dataset)).toEqual(["C1"]);
});

test("an import has the labels, and a program without them leaves them", async () => {
  const { id } = await make({ labels: ["C1"] });
  const imported = await importOne(harness.provider, urn, id);
  expect(imported.inputs["labels"]).toEqual(["C1"]);
  const { name } = imported.inputs;
  const again = await upAgain(harness.provider, imported, program({ name }));
  expect(again.diff.changes).toEqual({});
  await upAgain(harness.provider, imported, program({ name, description: "second" }));
  expect(await labelsOf({ id })).toEqual(["C1"]);
});

test("a dataset without labels is imported without", async () => {
  const { id } = await make({});
  expect((await importOne(harness.provider, urn, id)).inputs).not.toHaveProperty("labels");
});

test("a credential that may not read labels imports the rest, and says so", async () => {
  const { id } = await make({ labels: ["C1"] });
  await harness.fault({ match: { method: "GET", path }, do: { status: 403, body: {} } });
  const imported = await importOne(harness.provider, urn, id);
  expect(imported.inputs).not.toHaveProperty("labels");
  expect(harness.provider.said("warning").join()).toContain("Manage Usage Labels");
});

test("what is written of a sandbox has the labels", async () => {
  const { id } = await make({ labels: ["C1"] });
  const { orgId, clientId, clientSecret, sandbox } = emulatorCredentials;
  const at = { imsUrl: harness.url, platformUrl: harness.url };
  const reader = new SandboxReader(
    { orgId, clientId, clientSecret, sandbox, ...at },
    { timing: quick },
  );
  const read = await reader.read({ token: "adobe-aep:catalog:Dataset", id, name: "x" });
  reader.close();
  expect(read).toMatchObject({ inputs: { labels: ["C1"] } });
});

test("adopted with consent, a dataset keeps the labels that the program does not give", async () => {
  const { id } = await make({ labels: ["C1"], name: "Shared" });
  const adopting = await harness.another({ adoptExisting: true }, { id: "other" });
  const adopted = await up(adopting, urn, program({ name: "Shared" }));
  expect(adopted.id).toBe(id);
  expect(await labelsOf(adopted)).toEqual(["C1"]);
  expect((await upAgain(adopting, adopted, program({ name: "Shared" }))).diff.changes).toEqual({});
});

test("a missing permission names it", async () => {
  await harness.fault({
    match: { method: "POST", path },
    do: { status: 403, body: { code: "PES-403", message: "Forbidden" } },
  });
  const failure = await failureOf(make({ labels: ["C1"] }));
  expect(failure.message).toContain("the permission Manage Usage Labels");
});

test("a policy that the labels would break is named with what to do", async () => {
  const body = { code: "PES-409", message: "Policy conflict error", violations: [] };
  await harness.fault({ match: { method: "POST", path }, do: { status: 409, body } });
  const failure = await failureOf(make({ labels: ["C1"] }));
  expect(failure.message).toMatch(/PES-409: Policy conflict error.*data usage policy/);
});

test.each([
  [["core/C1"], "without the core/ or custom/"],
  [["C1", "C1"], "has a label twice"],
  [[""], "must be the name"],
])("%j is rejected at preview", async (labels, reason) => {
  await expect(make({ labels })).rejects.toThrow(reason);
});

describe("a label that does not exist", () => {
  const words = "labels: there is no data usage label C21. Correct it (near it: C11, C1, C2)";

  test("is named at the preview of a create and by the create, which sends nothing", async () => {
    const sent = await writesTo(harness, "/data/foundation/", async () => {
      const given = program({ labels: ["C1", "C21"] });
      expect((await failureOf(previewCreate(harness.provider, urn, given))).message).toContain(
        words,
      );
      expect((await failureOf(up(harness.provider, urn, given))).message).toContain(words);
    });
    expect(sent).toEqual([]);
  });

  test("is named at the preview of an update that adds it, and by the update", async () => {
    const made = await make({ labels: ["C1"] });
    const given = program({ labels: ["C1", "C21"], description: "second" });
    const change = () => previewUpdate(harness.provider, made, given);
    expect((await failureOf(change())).message).toContain(words);
    const sent = await writesTo(harness, "/data/foundation/", async () => {
      expect((await failureOf(upAgain(harness.provider, made, given))).message).toContain(words);
    });
    expect(sent).toEqual([]);
  });

  test("and one of the organization's own are told apart", async () => {
    await makeLabels(harness, "banking");
    await previewCreate(harness.provider, urn, program({ labels: ["banking"] }));
    const typo = previewCreate(harness.provider, urn, program({ labels: ["bankng"] }));
    expect((await failureOf(typo)).message).toContain("Correct it (near it: banking)");
  });

  test("that is there already, or not known yet, is not looked up", async () => {
    const made = await make({ labels: ["C1"] });
    const fresh = await harness.another();
    const before = (await harness.requests()).length;
    await previewUpdate(fresh, made, program({ labels: ["C1"], description: "second" }));
    await previewCreate(fresh, urn, program({ labels: [UNKNOWN], name: "x" }));
    await previewCreate(fresh, urn, program({ labels: UNKNOWN, name: "x" }));
    const sent = (await harness.requests()).slice(before).map((one) => one.path);
    expect(sent.filter((one) => one.includes("/dulepolicy/"))).toEqual([]);
  });

  test("passes where the credential may not list labels", async () => {
    await harness.fault({
      match: { method: "GET", path: "/data/foundation/dulepolicy/labels/*" },
      do: { status: 403, body: { error_code: "403027", message: "No permission" } },
    });
    await previewCreate(harness.provider, urn, program({ labels: ["C21"] }));
  });

  test("which somebody makes is set by the next run", async () => {
    const given = program({ labels: ["banking"] });
    await failureOf(up(harness.provider, urn, given));
    await makeLabels(harness, "banking");
    const made = await up(await harness.another(), urn, given);
    expect(await labelsOf(made)).toEqual(["banking"]);
  });
});
