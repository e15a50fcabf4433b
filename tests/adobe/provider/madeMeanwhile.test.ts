import type { Timing } from "../../../adobe/client";
import { isObject } from "../../../adobe/client/json";
import { specs } from "../../../adobe/sdk/specs";
import { startChangingProxy } from "../support/changingProxy";
import { quick, startHarness } from "../support/harness";
import type { Harness } from "../support/harness";
import {
  descriptorPrograms,
  descriptorTypes,
  fieldGroupProgram,
  flowProgram,
  makeAll,
  mappingProgram,
  schemaProgram,
  sourceProgram,
} from "../support/programs";
import { failureOf } from "../support/provider";
import { destroy, up, upAgain, urnOf } from "../support/stack";
import type { Deployed } from "../support/stack";

/**
 * A POST of unknown outcome has made nothing, and somebody else makes an object with the same name or natural key
 * before the provider looks for its own. Only what the POST sent may be this resource's.
 */
let harness: Harness;
let group: Deployed;
let schema: Deployed;
/** Runs once, when the provider waits after the POST. */
let meanwhile: (() => Promise<unknown>) | undefined;
const timing: Timing = {
  ...quick,
  sleep: async (ms, signal) => {
    const work = meanwhile;
    meanwhile = undefined;
    await work?.();
    await quick.sleep(ms, signal);
  },
};
beforeEach(async () => {
  harness = await startHarness({ timing });
  group = await up(harness.provider, urnOf("xdm:FieldGroup", "chat"), fieldGroupProgram);
  schema = await up(harness.provider, urnOf("xdm:Schema", "chat"), schemaProgram(group));
});
afterEach(() => harness.close());

const descriptors = "/data/foundation/schemaregistry/tenant/descriptors";

function failFirstPost(path: string, afterWork = false) {
  return harness.fault({
    match: { method: "POST", path, nth: 1 },
    do: { status: 503, afterWork },
  });
}

/** The provider of another stack, on another machine. */
function somebody() {
  return harness.another({}, { id: "theirs", backend: "theirs", ...harness.anotherMachine() });
}

const kinds = ["label", "displayInfo", "reference", "relationship"] as const;
function programs(kind: (typeof kinds)[number]) {
  if (kind === "label") {
    const mine = { ownerId: group.id, property: "_tenant.chat.email", labels: ["core/I1"] };
    const urn = urnOf("xdm:LabelDescriptor", "email");
    return { urn, mine, theirs: { ...mine, labels: ["core/I2", "core/C5"] } };
  }
  const others = {
    displayInfo: { titles: { en_us: "Theirs" }, descriptions: { en_us: "Theirs" } },
    reference: { namespace: "Phone" },
    relationship: { sourceToDestinationTitle: "Theirs" },
  };
  const title = kind === "relationship" ? { sourceToDestinationTitle: "Ours" } : {};
  const mine = { ...descriptorPrograms(schema)[kind], ...title };
  return { urn: urnOf(descriptorTypes[kind], "email"), mine, theirs: { ...mine, ...others[kind] } };
}

describe.each(kinds)("a %s descriptor of another content stops the create and stays", (kind) => {
  test("when it is made after a POST that was lost", async () => {
    const { urn, mine, theirs } = programs(kind);
    const other = await somebody();
    await failFirstPost(descriptors);
    let there: unknown;
    let id = "";
    meanwhile = async () => {
      ({ id } = await up(other, urn, theirs));
      there = await harness.ui.registry.getDescriptor(id);
    };
    await expect(up(harness.provider, urn, mine)).rejects.toThrow(/pulumi import \S+ email /);
    await expect(up(await harness.another(), urn, mine)).rejects.toThrow(` email ${id}\``);
    expect(await harness.ui.registry.getDescriptor(id)).toEqual(there);
  });

  test("when it is made after a run was killed", async () => {
    const { urn, mine, theirs } = programs(kind);
    const killed = await up(await harness.another(), urn, mine);
    await harness.loseOutcomes();
    await harness.ui.registry.deleteDescriptor(killed.id);
    const { id } = await up(await somebody(), urn, theirs);
    const there = await harness.ui.registry.getDescriptor(id);
    await expect(up(await harness.another(), urn, mine)).rejects.toThrow(` email ${id}\``);
    expect(await harness.ui.registry.getDescriptor(id)).toEqual(there);
  });
});

test.each([
  ["is not named as left behind when its content is another", false],
  ["is named when its content is what the killed run sent", true],
])("a colleague's label, once the program has changed, %s", async (_, isSame) => {
  const { urn, mine, theirs } = programs("label");
  const killed = await up(await harness.another(), urn, mine);
  await harness.loseOutcomes();
  await harness.ui.registry.deleteDescriptor(killed.id);
  const { id } = await up(await somebody(), urn, isSame ? mine : theirs);
  const next = await harness.another();
  await up(next, urnOf("xdm:LabelDescriptor", "mood"), { ...mine, property: "_tenant.chat.mood" });
  const lines = next.said("warning").filter((line) => line.includes(id));
  expect(lines).toEqual(
    isSame ? [expect.stringContaining("it fits what that run sent, and this state does not")] : [],
  );
});

test("a descriptor of the same content that another credential has made stays", async () => {
  const { urn, mine } = programs("label");
  const proxy = await startChangingProxy(harness.url);
  const client = '"xdm:createdClientId":"local-client-id"';
  proxy.change = (body) =>
    JSON.parse(
      JSON.stringify(body).replaceAll(client, '"xdm:createdClientId":"theirs"'),
    ) as unknown;
  const provider = await harness.another({ platformUrl: proxy.url });
  const other = await somebody();
  await failFirstPost(descriptors);
  meanwhile = () => up(other, urn, mine);
  await expect(up(provider, urn, mine)).rejects.toThrow("pulumi import");
  await proxy.close();
});

test("a label that a POST made without a response is adopted, although the list shows it late", async () => {
  const { urn, mine } = programs("label");
  const proxy = await startChangingProxy(harness.url);
  let lists = 0;
  proxy.change = (body) => {
    const isList = isObject(body) && Array.isArray(body["results"]);
    const isOfLabels = isList && JSON.stringify(body).includes("xdm:labels");
    return isOfLabels && ++lists <= 5 ? { ...body, results: [] } : body;
  };
  const provider = await harness.another({ platformUrl: proxy.url });
  await failFirstPost(descriptors, true);
  const { id } = await up(provider, urn, mine);
  const there = await harness.ui.registry.descriptorsOf(group.id);
  expect(there.map((one) => one["@id"])).toEqual([id]);
  expect(lists).toBeGreaterThan(5);
  await proxy.close();
});

test("a descriptor to which the platform adds empty texts is known as what the POST sent", async () => {
  const { urn, mine } = programs("displayInfo");
  const proxy = await startChangingProxy(harness.url);
  proxy.change = (body) =>
    JSON.parse(
      JSON.stringify(body).replaceAll(
        '"xdm:title":',
        '"xdm:description":{"en_us":""},"meta:enum":{},"xdm:title":',
      ),
    ) as unknown;
  const provider = await harness.another({ platformUrl: proxy.url });
  await failFirstPost(descriptors, true);
  const { id } = await up(provider, urn, mine);
  expect((await harness.ui.registry.descriptorsOf(schema.id)).map((one) => one["@id"])).toEqual([id]); // prettier-ignore
  await proxy.close();
});

describe("a mapping set without a tag, of the name that the program gives", () => {
  const urn = urnOf("dataprep:MappingSet", "named");
  const mappingSets = "/data/foundation/conversion/mappingSets";
  const program = () => ({ ...mappingProgram(schema), name: "Chat mapping" });

  /** In Adobe's UI, without a tag: with all of the program's mappings, or only some. */
  async function makeByHand(mappings?: number): Promise<string> {
    const other = await up(await somebody(), urn, { ...program(), name: "Model" });
    const model = await harness.ui.dataPrep.get(other.id, undefined);
    if (model?.schemaId === undefined) throw new Error("gone");
    const made = await harness.ui.dataPrep.create({
      name: "Chat mapping",
      schemaRef: {
        id: model.schemaId,
        contentType: "application/vnd.adobe.xed-full+json;version=1",
      },
      mappings: model.mappings.slice(0, mappings),
    });
    return made.id;
  }

  test("stops the create and stays when its mappings are others", async () => {
    await failFirstPost(mappingSets);
    let id = "";
    meanwhile = async () => (id = await makeByHand(2));
    await expect(up(harness.provider, urn, program())).rejects.toThrow(/pulumi import \S+ named /);
    expect((await harness.ui.dataPrep.get(id, undefined))?.mappings).toHaveLength(2);
  });

  test("is adopted when its mappings are the same, and a destroy leaves it", async () => {
    await failFirstPost(mappingSets);
    let id = "";
    meanwhile = async () => (id = await makeByHand());
    const adopted = await up(harness.provider, urn, program());
    expect(adopted.id).toBe(id);
    await destroy(await harness.another(), adopted);
    expect(await harness.ui.dataPrep.get(id, undefined)).toBeDefined();
  });

  test("stays when the list shows this resource's own too, with its tag", async () => {
    const proxy = await startChangingProxy(harness.url);
    // The newest comes first.
    proxy.change = (body) =>
      isObject(body) && Array.isArray(body["data"])
        ? { ...body, data: (body["data"] as unknown[]).toReversed() }
        : body;
    const provider = await harness.another({ platformUrl: proxy.url });
    await failFirstPost(mappingSets, true);
    let id = "";
    meanwhile = async () => (id = await makeByHand());
    const adopted = await up(provider, urn, program());
    expect(adopted.id).not.toBe(id);
    await destroy(await harness.another(), adopted);
    expect(await harness.ui.dataPrep.get(adopted.id, undefined)).toBeUndefined();
    expect(await harness.ui.dataPrep.get(id, undefined)).toBeDefined();
    await proxy.close();
  });
});

test("a label of the same content that another stack has made is adopted with a warning, and so is a change of it", async () => {
  const { urn, mine } = programs("label");
  const other = await somebody();
  const provider = await harness.another();
  await failFirstPost(descriptors);
  meanwhile = () => up(other, urn, mine);
  const adopted = await up(provider, urn, mine);
  expect(provider.said("warning").join()).toContain("Somebody else may have made it");
  const next = await harness.another();
  await upAgain(next, adopted, { ...mine, labels: ["core/C1"] });
  expect(next.said("warning").join()).toContain(`changes the label descriptor ${adopted.id}`);
  const consented = await harness.another({ adoptExisting: true });
  await upAgain(consented, adopted, { ...mine, labels: ["core/C1"] });
  expect(consented.said("warning")).toEqual([]);
});

describe("a source connection of the given name, made by hand and adopted with consent after a lost POST", () => {
  const sources = "/data/foundation/flowservice/sourceConnections";
  const urn = urnOf("flow:SourceConnection", "given");
  const program = { ...sourceProgram, name: "Given", description: "Ours" };
  let id = "";
  beforeEach(async () => {
    await failFirstPost(sources);
    meanwhile = async () => {
      id = await harness.ui.flows.create("sourceConnections", {
        name: "Given",
        description: "Theirs",
        connectionSpec: specs.chatlio,
        providerId: specs.streamingProviderId,
        data: { format: "json" },
      });
    };
  });

  async function expectKept() {
    const next = await harness.another();
    const again = await up(next, urn, program);
    expect(again.id).toBe(id);
    expect(next.said("warning").join()).toContain("Somebody else may have made it");
    await destroy(next, again);
    expect(await harness.ui.flows.get("sourceConnections", id)).toBeDefined();
  }

  test("is left by a destroy without consent, when the run was killed after the adoption", async () => {
    await up(await harness.another({ adoptExisting: true }), urn, program);
    await harness.loseResponses();
    await expectKept();
  });

  test("is left when the response to the adoption's own request was lost", async () => {
    await harness.fault({
      match: { method: "PATCH", path: `${sources}/*` },
      do: { status: 503, afterWork: true },
    });
    const adopting = up(await harness.another({ adoptExisting: true }), urn, program);
    await expect(adopting).rejects.toThrow("503");
    await harness.clearFaults();
    await expectKept();
  });
});

test("a dataflow that was adopted with consent and is not ready is known as adopted: a destroy leaves it", async () => {
  const whole = await makeAll(harness.provider);
  const flows = "/data/foundation/flowservice/flows";
  const provider = await harness.another({ adoptExisting: true });
  await failFirstPost(flows);
  let id = "";
  meanwhile = async () => {
    const program = { ...flowProgram(whole), name: "Given", enabled: false };
    const model = await up(await somebody(), urnOf("flow:Dataflow", "theirs"), program);
    // As Adobe's UI makes it: without an ownership tag.
    ({ id } = model);
    await harness.ui.flows.patch(
      "flows",
      id,
      [{ op: "replace", path: "/description", value: "" }],
      (await harness.ui.flows.get("flows", id))?.etag ?? "",
    );
    await harness.fault({
      match: { method: "POST", path: `${flows}/${id}/action*` },
      do: { status: 403 },
    });
  };
  const urn = urnOf("flow:Dataflow", "given");
  const program = { ...flowProgram(whole), name: "Given", enabled: true };
  const { partly } = await failureOf(up(provider, urn, program));
  if (partly === undefined) throw new Error("there is no dataflow");
  expect(partly.id).toBe(id);
  await harness.clearFaults();
  const next = await harness.another();
  await destroy(next, { urn, id, inputs: partly.inputs, outputs: partly.properties });
  expect(await harness.ui.flows.get("flows", id)).toBeDefined();
  expect(next.said("warning").join()).toContain("stays at Adobe");
});
