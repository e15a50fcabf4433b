import { classRef, fieldGroupProperties, labeledFields } from "../../../handlers/model";
import type { Properties } from "../../../provider-sdk";
import { startHarness } from "../support/harness";
import type { Harness } from "../support/harness";
import { makeLabels } from "../support/madeLabels";
import { fieldGroupProgram } from "../support/programs";
import { failureOf } from "../support/provider";
import {
  destroy,
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
let group: Deployed;
beforeEach(async () => {
  harness = await startHarness();
  group = await up(harness.provider, urnOf("xdm:FieldGroup", "chat"), fieldGroupProgram);
});
afterEach(() => harness.close());

const urn = urnOf("xdm:LabelDescriptor", "email");

function program(...labels: readonly string[]): Properties {
  return { ownerId: group.id, property: "_tenant.chat.email", labels: [...labels] };
}
async function atAdobe() {
  const all = await harness.ui.registry.descriptorsOf(group.id);
  return all.map((one) => [one["@id"], one["xdm:labels"]]);
}

test("labels change in place, so that the field is never without a label", async () => {
  await makeLabels(harness, "chat");
  const made = await up(harness.provider, urn, program("core/I1"));
  await upAgain(harness.provider, made, program("core/I1", "custom/chat"));
  expect(await atAdobe()).toEqual([[made.id, ["core/I1", "custom/chat"]]]);
  const methods = (await harness.requests()).map(({ method }) => method);
  expect(methods).not.toContain("DELETE");
});

test("another order of the labels is not a change", async () => {
  const made = await up(harness.provider, urn, program("core/I1", "core/S1"));
  const again = await upAgain(harness.provider, made, program("core/S1", "core/I1"));
  expect(again.diff.changes).toEqual({});
});

test("a label that somebody adds in Adobe's UI shows, and goes again", async () => {
  const made = await up(harness.provider, urn, program("core/I1"));
  const [one] = await harness.ui.registry.descriptorsOf(group.id);
  await harness.ui.registry.replaceDescriptor(made.id, {
    ...one,
    "xdm:labels": ["custom/theirs", "core/I1"],
  });
  const read = await refresh(harness.provider, made);
  expect(read?.inputs["labels"]).toEqual(["core/I1", "custom/theirs"]);
  await upAgain(harness.provider, read ?? made, program("core/I1"));
  expect(await atAdobe()).toEqual([[made.id, ["core/I1"]]]);
});

test("a label that somebody adds meanwhile stays when the program adds another", async () => {
  const made = await up(harness.provider, urn, program("core/I1"));
  const [one] = await harness.ui.registry.descriptorsOf(group.id);
  const theirs = { ...one, "xdm:labels": ["core/I1", "custom/theirs"], "xdm:note": "theirs" };
  await harness.ui.registry.replaceDescriptor(made.id, theirs);
  await upAgain(harness.provider, made, program("core/I1", "core/S1"));
  const [now] = await harness.ui.registry.descriptorsOf(group.id);
  expect(now).toMatchObject({
    "xdm:labels": ["core/I1", "custom/theirs", "core/S1"],
    "xdm:note": "theirs",
  });
});

test("a change of a label that somebody has deleted says so", async () => {
  const made = await up(harness.provider, urn, program("core/I1"));
  await harness.ui.registry.deleteDescriptor(made.id);
  const { message } = await failureOf(upAgain(harness.provider, made, program("core/S1")));
  expect(message).toContain("is gone; run `pulumi refresh`");
});

test("a field that somebody has labeled stops the create; an import brings it under the stack", async () => {
  const theirs = await up(await harness.another({}, { id: "other" }), urn, program("core/I2"));
  const { message } = await failureOf(up(await harness.another(), urn, program("core/I1")));
  expect(message).toContain(`pulumi import adobe-aep:xdm:LabelDescriptor email ${theirs.id}`);

  const provider = await harness.another();
  const imported = await importOne(provider, urn, theirs.id);
  const mine = await upAgain(provider, imported, program("core/I1"));
  expect(await atAdobe()).toEqual([[mine.id, ["core/I1"]]]);
  await destroy(provider, mine);
  expect(await atAdobe()).toEqual([]);
});

test("with adoptExisting the labels become those of the program, and a destroy without it leaves them", async () => {
  await up(await harness.another({}, { id: "other" }), urn, program("core/I2"));
  const mine = await up(await harness.another({ adoptExisting: true }), urn, program("core/I1"));
  expect(await atAdobe()).toEqual([[mine.id, ["core/I1"]]]);
  await destroy(await harness.another(), mine);
  expect(await atAdobe()).toEqual([[mine.id, ["core/I1"]]]);
});

test("without the right to label, the create stops and says what the role needs", async () => {
  const match = { method: "POST", path: "/data/foundation/schemaregistry/tenant/descriptors" };
  await harness.fault({ match, do: { status: 403 } });
  const { message } = await failureOf(up(harness.provider, urn, program("core/I1")));
  expect(message).toContain("give the credential a role");
  expect(await atAdobe()).toEqual([]);
});

test("every label of the event model fits the field group that the stack makes", async () => {
  const own = await up(harness.provider, urnOf("xdm:FieldGroup", "events"), {
    intendedToExtend: [classRef],
    properties: fieldGroupProperties,
  });
  for (const { labels, name, property } of labeledFields) {
    await up(harness.provider, urnOf("xdm:LabelDescriptor", name), {
      ownerId: own.id,
      fields: own.outputs["fields"],
      property,
      labels: labels.map((label) => `core/${label}`),
    });
  }
  expect(await harness.ui.registry.descriptorsOf(own.id)).toHaveLength(labeledFields.length);
});

test.each([
  ["core/I11", "near it: core/C11, core/I1, core/C10"],
  ["core/chat", "there is custom/chat"],
  ["custom/chatt", "near it: custom/chat"],
])("the label %s, which does not exist, is named at preview: %s", async (label, meant) => {
  await makeLabels(harness, "chat");
  const words = `labels: there is no data usage label ${label}. Correct it (${meant}`;
  const given = program("core/I1", label);
  const other = await up(harness.provider, urn, program("core/I1"));
  const failing = [
    () => previewCreate(harness.provider, urnOf("xdm:LabelDescriptor", "new"), given),
    () => previewUpdate(harness.provider, other, given),
    () => upAgain(harness.provider, other, given),
  ];
  for (const one of failing) expect((await failureOf(one())).message).toContain(words);
  expect(await atAdobe()).toEqual([[other.id, ["core/I1"]]]);
});
