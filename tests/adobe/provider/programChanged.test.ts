import type { Properties } from "../../../provider-sdk";
import { startChangingProxy } from "../support/changingProxy";
import { startHarness } from "../support/harness";
import type { Harness } from "../support/harness";
import { withoutElements } from "../support/hiddenElements";
import {
  descriptorPrograms,
  descriptorTypes,
  fieldGroupProgram,
  schemaProgram,
} from "../support/programs";
import { failureOf } from "../support/provider";
import { importOne, up, upAgain, urnOf } from "../support/stack";
import type { Deployed } from "../support/stack";

/**
 * A run was killed at the create of a descriptor, and then the program changes. The journal has what that create sent,
 * so the descriptor is known by its content, and changed to what the program wants now.
 */
let harness: Harness;
let group: Deployed;
let schema: Deployed;
beforeAll(async () => {
  harness = await startHarness();
  group = await up(harness.provider, urnOf("xdm:FieldGroup", "chat"), fieldGroupProgram);
  schema = await up(harness.provider, urnOf("xdm:Schema", "chat"), schemaProgram(group));
});
afterAll(() => harness.close());

function ofLabel(labels: string[]) {
  return { ownerId: group.id, property: "_tenant.chat.email", labels };
}

function displayInfo(more: Properties) {
  return { ...descriptorPrograms(schema).displayInfo, titles: { en_us: "A" }, ...more };
}

function relationship(more: Properties) {
  return { ...descriptorPrograms(schema).relationship, ...more };
}

const changes: [string, string, () => [Properties, Properties]][] = [
  [
    "a description added",
    descriptorTypes.displayInfo,
    () => [displayInfo({}), displayInfo({ descriptions: { en_us: "B" } })],
  ],
  [
    "a language left out",
    descriptorTypes.displayInfo,
    () => [displayInfo({ titles: { en_us: "A", de_de: "C" } }), displayInfo({})],
  ],
  [
    "another title",
    descriptorTypes.relationship,
    () => [
      relationship({ sourceToDestinationTitle: "S" }),
      relationship({ sourceToDestinationTitle: "T" }),
    ],
  ],
  [
    "a title left out",
    descriptorTypes.relationship,
    () => [relationship({ sourceToDestinationTitle: "S" }), relationship({})],
  ],
  [
    "a label more",
    "xdm:LabelDescriptor",
    () => [ofLabel(["core/I1"]), ofLabel(["core/I1", "core/I2"])],
  ],
  [
    "a label less",
    "xdm:LabelDescriptor",
    () => [ofLabel(["core/I1", "core/I2"]), ofLabel(["core/I1"])],
  ],
];

test.each(changes)(
  "%s (%s): it is adopted, also when the list shows it late",
  async (_, type, programs) => {
    const urn = urnOf(type, "email");
    const [before, after] = programs();
    const made = await up(await harness.another(), urn, before);
    await harness.loseOutcomes();
    const proxy = await startChangingProxy(harness.url);
    let lists = 0;
    proxy.change = (body) =>
      JSON.stringify(body).includes('"results"') && ++lists <= 2
        ? withoutElements(body, made.id)
        : body;
    const adopted = await up(await harness.another({ platformUrl: proxy.url }), urn, after);
    expect([adopted.id, lists > 2]).toEqual([made.id, true]);
    await proxy.close();
    await harness.ui.registry.deleteDescriptor(made.id);
  },
);

test.each(changes)(
  "%s (%s): it is adopted again when the run that adopted it was killed after its PUT",
  async (_, type, programs) => {
    const urn = urnOf(type, "email");
    const [before, after] = programs();
    const made = await up(await harness.another(), urn, before);
    await harness.loseOutcomes();
    await up(await harness.another(), urn, after);
    await harness.loseResponses();
    const adopted = await up(await harness.another(), urn, after);
    await harness.loseResponses();
    const changedBack = await up(await harness.another(), urn, before);
    expect([adopted.id, changedBack.id]).toEqual([made.id, made.id]);
    await harness.ui.registry.deleteDescriptor(made.id);
  },
);

test("a label is adopted again when the response to the adoption's PUT was lost, and not once somebody has changed it", async () => {
  const urn = urnOf("xdm:LabelDescriptor", "email");
  const after = ofLabel(["core/I1", "core/I2"]);
  const made = await up(await harness.another(), urn, ofLabel(["core/I1"]));
  await harness.loseOutcomes();
  await harness.fault({
    match: { method: "PUT", path: "/data/foundation/schemaregistry/tenant/descriptors*" },
    do: { status: 503, afterWork: true },
  });
  await expect(up(await harness.another(), urn, after)).rejects.toThrow("503");
  await harness.clearFaults();
  expect((await up(await harness.another(), urn, after)).id).toBe(made.id);
  await harness.loseResponses();
  const there = await harness.ui.registry.getDescriptor(made.id);
  if (there === undefined) throw new Error("gone");
  await harness.ui.registry.replaceDescriptor(made.id, { ...there, "xdm:labels": ["core/C5"] });
  await expect(up(await harness.another(), urn, after)).rejects.toThrow("pulumi import");
  await harness.ui.registry.deleteDescriptor(made.id);
});

describe("an identity that became primary has to be made again:", () => {
  const urn = urnOf("xdm:IdentityDescriptor", "email");
  const program = () => ({
    schemaId: schema.id,
    property: "_tenant.chat.email",
    namespace: "Email",
  });
  const primary = () => ({ ...program(), primary: true });
  let made: Deployed;
  beforeEach(async () => {
    made = await up(await harness.another(), urn, program());
    await harness.loseOutcomes();
  });
  const there = async () =>
    (await harness.ui.registry.descriptorsOf(schema.id)).filter(
      (one) => one["@type"] === "xdm:descriptorIdentity",
    );

  test("preview and up stop with an error that names the one that is there, and its import line", async () => {
    const provider = await harness.another();
    const { inputs } = await provider.check(urn, primary());
    const previewed = await failureOf(provider.create(urn, inputs, { preview: true }));
    const stopped = await failureOf(up(await harness.another(), urn, primary()));
    const line = `pulumi import adobe-aep:xdm:IdentityDescriptor email ${made.id}`;
    const words = `cannot adopt the identity descriptor ${made.id}: it differs in primary, which Adobe cannot change. Delete that object, or bring it under this stack with \`${line}\`, so that the next \`pulumi up\` replaces it`;
    expect(previewed.message).toContain(words);
    expect(stopped.message).toContain(words);
    expect(provider.said("warning")).toEqual([]);
    await harness.ui.registry.deleteDescriptor(made.id);
  });

  test("after that import, the next up replaces it, and there is one", async () => {
    await failureOf(up(await harness.another(), urn, primary()));
    const imported = await importOne(await harness.another(), urn, made.id);
    const replaced = await upAgain(await harness.another(), imported, primary());
    expect(replaced.diff).toMatchObject({ replaces: ["primary"], deleteBeforeReplace: true });
    expect(await there()).toMatchObject([{ "@id": replaced.id, "xdm:isPrimary": true }]);
    await harness.ui.registry.deleteDescriptor(replaced.id);
  });

  test("after it was deleted, the next up makes it", async () => {
    await failureOf(up(await harness.another(), urn, primary()));
    await harness.ui.registry.deleteDescriptor(made.id);
    const next = await up(await harness.another(), urn, primary());
    expect(await there()).toMatchObject([{ "@id": next.id, "xdm:isPrimary": true }]);
    await harness.ui.registry.deleteDescriptor(next.id);
  });
});
