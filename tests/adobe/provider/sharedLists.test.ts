import type { Properties } from "../../../provider-sdk";
import { quick, startHarness } from "../support/harness";
import type { Harness } from "../support/harness";
import { inParallel, listedTypes } from "../support/hundreds";
import {
  fieldGroupProgram,
  namespaceProgram,
  schemaProgram,
  segmentProgram,
  sourceProgram,
} from "../support/programs";
import { failureOf } from "../support/provider";
import { destroy, previewCreate, refresh, up, urnOf } from "../support/stack";
import type { Deployed } from "../support/stack";

/** Objects that are made at the same time. */
const COUNT = 48;

const names = Array.from({ length: COUNT }, (_, index) => `n${index}`);
const DESCRIPTORS = "/data/foundation/schemaregistry/tenant/descriptors";
const SEGMENTS = "/data/core/ups/segment/definitions";
const NAMESPACES = "/data/core/idnamespace/identities";

let harness: Harness;
beforeEach(async () => {
  // Time stands still: what a list has does not grow old.
  harness = await startHarness({ timeoutMs: 3000, timing: { ...quick, now: () => 1e12 } });
});
afterEach(() => harness.close());

/** How often the list is read from its beginning while the work is done. */
async function readsOf(list: string, work: () => Promise<unknown>): Promise<number> {
  const before = (await harness.requests()).length;
  await work();
  const since = (await harness.requests()).slice(before);
  const pages = since.filter(({ method, path }) => method === "GET" && path === list);
  return pages.filter(({ query }) => !/[?&](start|offset|page)=/.test(query)).length;
}

function upAll(program: (name: string) => [type: string, inputs: Properties]): Promise<Deployed[]> {
  const tasks = names.map((name) => () => {
    const [type, inputs] = program(name);
    return up(harness.provider, urnOf(type, name), inputs);
  });
  return inParallel(tasks);
}

/** A schema whose field group has a field for each of the objects. */
async function schemaOfFields(): Promise<Deployed> {
  const fields = Object.fromEntries(names.map((name) => [name, { type: "string" }]));
  const group = await up(harness.provider, urnOf("xdm:FieldGroup", "chat"), {
    ...fieldGroupProgram,
    properties: fields,
  });
  return up(harness.provider, urnOf("xdm:Schema", "chat"), schemaProgram(group));
}

describe("the list in which resources are looked up is read once for all", () => {
  test.each(listedTypes)("$type", async ({ type, list, program }) => {
    const reads = await readsOf(list, () => upAll((name) => [type, program(name)]));
    expect(reads).toBe(1);
  });

  test.each([
    ["xdm:IdentityDescriptor", { namespace: "Email" }],
    ["xdm:ReferenceIdentityDescriptor", { namespace: "Email" }],
    ["xdm:DisplayInfoDescriptor", { titles: { en_us: "Address" } }],
    ["xdm:DeprecationDescriptor", {}],
  ])("%s of one schema", async (type, more) => {
    const { id: schemaId } = await schemaOfFields();
    const reads = await readsOf(DESCRIPTORS, () =>
      upAll((name) => [type, { schemaId, property: `_tenant.${name}`, ...more }]),
    );
    expect(reads).toBe(1);
  });

  test("a preview, too", async () => {
    const previews = names.map((name) => () => {
      const program = { ...namespaceProgram, code: name, name };
      return previewCreate(harness.provider, urnOf("identity:Namespace", name), program);
    });
    const reads = await readsOf(NAMESPACES, () => inParallel(previews));
    expect(reads).toBe(1);
  });

  test("an adoption of what a destroy has kept", async () => {
    const list = "/data/foundation/flowservice/sourceConnections";
    const provider = await harness.another({ adoptExisting: true });
    const create = (name: string) => () =>
      up(provider, urnOf("flow:SourceConnection", name), sourceProgram);
    const before = (await harness.requests()).length;
    await inParallel(names.map(create));
    const gets = (await harness.requests()).slice(before).filter(({ path }) => path === list);
    const whole = gets.filter(({ method, query }) => method === "GET" && !query.includes("name"));
    expect(whole).toHaveLength(1);
  });

  test("a refresh of identities whose namespaces Adobe shows by id", async () => {
    const { id: schemaId, outputs } = await schemaOfFields();
    const tenant = String(outputs["tenantNamespace"]);
    const email = (await harness.ui.identity.list()).find(({ code }) => code === "Email");
    const made: Deployed[] = [];
    for (const name of names) {
      const one = await harness.ui.registry.createDescriptor({
        "@type": "xdm:descriptorIdentity",
        "xdm:sourceSchema": schemaId,
        "xdm:sourceVersion": 1,
        "xdm:sourceProperty": `/${tenant}/${name}`,
        "xdm:namespace": email?.id,
        "xdm:property": "xdm:id",
        "xdm:isPrimary": false,
      });
      const inputs = { schemaId, property: `_tenant.${name}`, namespace: "Email", primary: false };
      const urn = urnOf("xdm:IdentityDescriptor", name);
      made.push({ urn, id: one["@id"], inputs, outputs: { ...inputs, tenantNamespace: tenant } });
    }
    let read: (Deployed | undefined)[] = [];
    const reads = await readsOf(NAMESPACES, async () => {
      read = await inParallel(made.map((one) => () => refresh(harness.provider, one)));
    });
    expect(read.map((one) => one?.inputs["namespace"])).toEqual(names.map(() => "Email"));
    expect(reads).toBe(1);
  });
});

test("a list is read again when it is old, and when one of its objects was deleted", async () => {
  let now = 1e12;
  await harness.close();
  harness = await startHarness({ timing: { ...quick, now: () => now } });
  const { provider } = harness;
  const create = (name: string) => {
    const program = { ...segmentProgram, name };
    return up(provider, urnOf("profile:SegmentDefinition", name), program);
  };
  const reads = (work: () => Promise<unknown>) => readsOf(SEGMENTS, work);
  const first = await create("first");
  expect(await reads(() => create("second"))).toBe(0);
  now += 9999;
  expect(await reads(() => create("third"))).toBe(0);
  now += 2;
  expect(await reads(() => create("fourth"))).toBe(1);
  await destroy(provider, first);
  expect(await reads(() => create("first"))).toBe(1);
});

test("a list that Adobe rejects is an error of every resource that waits for it", async () => {
  await harness.fault({ match: { method: "GET", path: NAMESPACES }, do: { status: 403 } });
  const failing = names.map((name) => () => {
    const program = { ...namespaceProgram, code: name, name };
    return failureOf(up(harness.provider, urnOf("identity:Namespace", name), program));
  });
  for (const { message } of await inParallel(failing)) {
    expect(message).toContain("cannot list identity namespaces");
  }
  await harness.clearFaults();
  const program = { ...namespaceProgram, code: "after", name: "after" };
  await up(harness.provider, urnOf("identity:Namespace", "after"), program);
});

test.each([
  ["the list", "identity:Namespace", NAMESPACES],
  ["the labels", "policy:GovernancePolicy", "/data/foundation/dulepolicy/labels/core"],
  ["the tenant id", "xdm:FieldGroup", "/data/foundation/schemaregistry/stats"],
])("a resource whose time is over while it waits for %s fails no other", async (_, type, path) => {
  const provider = await harness.another();
  await harness.fault({ match: { method: "GET", path, nth: 1 }, do: { hang: true } });
  const program = (name: string) =>
    type === "xdm:FieldGroup"
      ? fieldGroupProgram
      : (listedTypes.find((one) => one.type === type)?.program(name) ?? {});
  const first = failureOf(up(provider, urnOf(type, "first"), program("first"), { timeout: 1 }));
  const second = up(provider, urnOf(type, "second"), program("second"));
  expect((await first).message).toContain("1 s");
  expect((await second).id).not.toBe("");
});
