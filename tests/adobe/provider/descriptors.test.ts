import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout } from "node:timers/promises";

import type { Properties } from "../../../provider-sdk";
import { startHarness } from "../support/harness";
import type { Harness } from "../support/harness";
import { fieldGroupProgram, schemaProgram } from "../support/programs";
import { failureOf } from "../support/provider";
import type { TestProvider } from "../support/provider";
import { destroy, importOne, refresh, up, upAgain, urnOf } from "../support/stack";
import type { Deployed } from "../support/stack";

/**
 * An identity descriptor has no name and no ownership tag. So nothing at Adobe says which state has it: what is not
 * known to be made by this state is neither adopted without consent nor deleted.
 */
let harness: Harness;
let schema: Deployed;
beforeEach(async () => {
  harness = await startHarness();
  const group = await up(harness.provider, urnOf("xdm:FieldGroup", "chat"), fieldGroupProgram);
  schema = await up(harness.provider, urnOf("xdm:Schema", "chat"), schemaProgram(group));
});
afterEach(() => harness.close());

const urn = urnOf("xdm:IdentityDescriptor", "email");
const theirUrn = urnOf("xdm:IdentityDescriptor", "theirs", "other");

function program(more: Properties = {}): Properties {
  return { schemaId: schema.id, property: "_tenant.chat.email", namespace: "Email", ...more };
}
/** A provider of another state. */
function others() {
  return harness.another({}, { id: "other" });
}
async function there() {
  return (await harness.ui.registry.descriptorsOf(schema.id)).map((one) => one["@id"]);
}
function warnings(provider: TestProvider) {
  return provider.said("warning").join("\n");
}

test("one that another state has stops the create, in the preview too, and says how to import it", async () => {
  const theirs = await up(await others(), theirUrn, program());
  const importing = `pulumi import adobe-aep:xdm:IdentityDescriptor email ${theirs.id}`;
  const { inputs } = await harness.provider.check(urn, program());
  for (const preview of [true, false]) {
    const provider = await harness.another();
    const { message } = await failureOf(provider.create(urn, inputs, { preview }));
    expect(message).toContain(importing);
    expect(message).toContain("adobe-aep:adoptExisting");
  }
  expect(await there()).toEqual([theirs.id]);
});

test("two resources of one stack with the same inputs stop the second create", async () => {
  const first = await up(harness.provider, urn, program());
  const second = urnOf("xdm:IdentityDescriptor", "again");
  const { message } = await failureOf(up(harness.provider, second, program()));
  expect(message).toContain(`${first.id}, which another resource of this stack has`);
  expect(await there()).toEqual([first.id]);
});

describe("two resources that want the same at once", () => {
  const second = urnOf("xdm:IdentityDescriptor", "again");
  const slowly = async () => {
    const match = { method: "POST", path: "/data/foundation/schemaregistry/tenant/descriptors" };
    await harness.fault({ match, times: 1, do: { delayMs: 200, afterWork: true } });
  };
  const sent = async () => {
    while ((await there()).length === 0) await setTimeout(5);
  };

  test("in one program: the second create stops", async () => {
    await slowly();
    const first = up(harness.provider, urn, program());
    await sent();
    const { message } = await failureOf(up(harness.provider, second, program()));
    // The second message is for a busy machine: the first create has ended meanwhile.
    expect(message).toMatch(
      /wants the same identity descriptor|another resource of this stack has/,
    );
    expect(await there()).toEqual([(await first).id]);
  });

  test("in one program: its preview says so", async () => {
    const { inputs } = await harness.provider.check(urn, program());
    await harness.provider.create(urn, inputs, { preview: true });
    const { message } = await failureOf(harness.provider.create(second, inputs, { preview: true }));
    expect(message).toContain(urn);
  });

  test("in a stack and its copy in another backend: the copy takes nothing", async () => {
    await slowly();
    const first = up(harness.provider, urn, program());
    await sent();
    const copy = await harness.another({}, { backend: "file:///copy" });
    await failureOf(up(copy, urn, program()));
    expect(await there()).toEqual([(await first).id]);
  });
});

test("the letter case of a namespace does not matter", async () => {
  await up(await others(), theirUrn, program());
  await failureOf(up(harness.provider, urn, program({ namespace: "email" })));
});

test.each<[string, () => Promise<unknown>]>([
  ["removed from the state", async () => Promise.resolve()],
  ["moved to another one", async () => upAgain(await others(), await moved(), program())],
])("one that was %s is not made twice or taken", async (_, then) => {
  const first = await up(harness.provider, urn, program());
  await then();
  const { message } = await failureOf(up(await harness.another(), urn, program()));
  expect(message).toContain(first.id);
  expect(await there()).toEqual([first.id]);

  await destroy(harness.provider, first);
  expect(await there()).toEqual([]);
});

async function moved(): Promise<Deployed> {
  const [id = ""] = await there();
  return importOne(await others(), theirUrn, id);
}

describe("adopted with adoptExisting", () => {
  async function adopted() {
    const theirs = await up(await others(), theirUrn, program());
    const adopting = await harness.another({ adoptExisting: true });
    const preview = await adopting.check(urn, program());
    await adopting.create(urn, preview.inputs, { preview: true });
    expect(warnings(adopting)).toContain(`will adopt the identity descriptor ${theirs.id}`);
    const mine = await up(adopting, urn, program());
    expect(mine.id).toBe(theirs.id);
    return { mine, adopting };
  }

  test("it stays when the resource is destroyed without that setting, and the warning says so", async () => {
    const { mine } = await adopted();
    const later = await harness.another();
    await destroy(later, mine);
    expect(warnings(later)).toContain(`the identity descriptor ${mine.id} stays at Adobe`);
    expect(await there()).toEqual([mine.id]);
  });

  test("a refresh and an up do not make it this state's own", async () => {
    const { mine } = await adopted();
    const later = await harness.another();
    const read = await refresh(later, mine);
    if (read === undefined) throw new Error("gone");
    const again = await upAgain(later, read, program());
    expect(again.diff.changes).toEqual({});
    await destroy(later, again);
    expect(await there()).toEqual([mine.id]);
  });

  test("it is deleted with that setting, and without it after an import", async () => {
    const { mine, adopting } = await adopted();
    await destroy(adopting, mine);
    expect(await there()).toEqual([]);

    const again = await up(await others(), theirUrn, program());
    const provider = await harness.another();
    await destroy(provider, await importOne(provider, urn, again.id));
    expect(await there()).toEqual([]);
  });
});

describe("when a run was interrupted at the create", () => {
  test("after the response, the next one adopts it as this state's own: it can be changed and is deleted", async () => {
    const left = await up(harness.provider, urn, program());
    await harness.loseResponses();
    const next = await harness.another();
    const adopted = await up(next, urn, program());
    expect(adopted.id).toBe(left.id);
    expect(warnings(next)).toContain("an interrupted run of this resource");
    const changed = await upAgain(await harness.another(), adopted, program({ primary: true }));
    expect(await there()).toEqual([changed.id]);
    await destroy(await harness.another(), changed);
    expect(await there()).toEqual([]);
  });

  test("before the response, the next one adopts what there is, and leaves it when it is destroyed", async () => {
    const left = await up(harness.provider, urn, program());
    await harness.loseOutcomes();
    const next = await harness.another();
    const adopted = await up(next, urn, program());
    expect(adopted.id).toBe(left.id);
    expect(warnings(next)).toContain("an interrupted run of this resource");
    await destroy(next, adopted);
    expect(await there()).toEqual([left.id]);
  });

  test("what was adopted by its inputs alone is replaced with consent only", async () => {
    await up(harness.provider, urn, program());
    await harness.loseOutcomes();
    const adopted = await up(await harness.another(), urn, program());
    const primary = program({ primary: true });
    const { message } = await failureOf(upAgain(await harness.another(), adopted, primary));
    expect(message).toContain("pulumi config set adobe-aep:adoptExisting true");
    expect(await there()).toEqual([adopted.id]);
    const consenting = await harness.another({ adoptExisting: true });
    const changed = await upAgain(consenting, adopted, primary);
    expect(await there()).toEqual([changed.id]);
  });

  test("what another state of this machine has made since then is not adopted", async () => {
    const left = await up(harness.provider, urn, program());
    await harness.loseOutcomes();
    await harness.ui.registry.deleteDescriptor(left.id);
    const theirs = await up(await others(), theirUrn, program());
    const { message } = await failureOf(up(await harness.another(), urn, program()));
    expect(message).toContain(theirs.id);
    expect(await there()).toEqual([theirs.id]);
  });

  test("what another state of another machine has made since then stays, whatever happens here", async () => {
    const left = await up(harness.provider, urn, program());
    await harness.loseOutcomes();
    await harness.ui.registry.deleteDescriptor(left.id);
    const journalDirectory = path.join(tmpdir(), `other-machine-${process.pid}`);
    const other = await harness.another({}, { id: "other", journalDirectory });
    const theirs = await up(other, theirUrn, program());
    await rm(journalDirectory, { recursive: true });
    const next = await harness.another();
    const mine = await up(next, urn, program());
    expect(warnings(next)).toContain("a destroy leaves it at Adobe");
    await destroy(next, mine);
    expect(await there()).toEqual([theirs.id]);
  });
});

describe("when the create has ended", () => {
  async function stopsAt(id: string) {
    const { message } = await failureOf(up(await harness.another(), urn, program()));
    expect(message).toContain(`pulumi import adobe-aep:xdm:IdentityDescriptor email ${id}`);
  }

  test("with a rejection, what another state has made since then stops the next one", async () => {
    const match = { method: "POST", path: "/data/foundation/schemaregistry/tenant/descriptors" };
    await harness.fault({ match, do: { status: 400 } });
    await failureOf(up(await harness.another(), urn, program()));
    await harness.clearFaults();
    const theirs = await up(await others(), theirUrn, program());
    await stopsAt(theirs.id);
  });

  test("without anybody knowing how, what another state has made since then stops the next one", async () => {
    const match = { method: "POST", path: "/data/foundation/schemaregistry/tenant/descriptors" };
    await harness.fault({ match, times: 3, do: { status: 503 } });
    await failureOf(up(await harness.another(), urn, program()));
    const journalDirectory = path.join(tmpdir(), `third-machine-${process.pid}`);
    const other = await harness.another({}, { id: "other", journalDirectory });
    const theirs = await up(other, theirUrn, program());
    await rm(journalDirectory, { recursive: true });
    await stopsAt(theirs.id);
  });

  test("with an object that is gone, so does it", async () => {
    const left = await up(harness.provider, urn, program());
    await harness.loseResponses();
    await harness.ui.registry.deleteDescriptor(left.id);
    const theirs = await up(await others(), theirUrn, program());
    await stopsAt(theirs.id);
  });
});

test("one that this state has made is deleted, whatever else has happened to it", async () => {
  const mine = await up(harness.provider, urn, program());
  const next = await harness.another();
  const read = await refresh(next, mine);
  if (read === undefined) throw new Error("gone");
  await destroy(next, read);
  expect(await there()).toEqual([]);
});
