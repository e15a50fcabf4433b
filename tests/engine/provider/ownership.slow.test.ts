import * as pulumi from "@pulumi/pulumi";
import { Stack } from "@pulumi/pulumi/automation";

import * as aep from "../../../adobe/sdk";
import { withLeanOperations, type Operations } from "../../../local/operations";
import type { LocalStack } from "../../../local/workspace";
import { failureOf, startHarness, type Harness } from "./harness";

/**
 * An object that is alive in another state is never adopted, changed or deleted, whatever the stacks
 * and resources are called. Each test ends with two objects where two resources have each made one.
 */
let harness: Harness;
beforeEach(async () => {
  harness = await startHarness();
});
afterEach(() => harness.close());

function source(name = "chat", opts: pulumi.CustomResourceOptions = {}) {
  const { chatlio, streamingProviderId } = aep.specs;
  const args = { connectionSpec: chatlio, providerId: streamingProviderId };
  return new aep.flow.SourceConnection(name, args, opts);
}

function group(
  field: string,
  name = field,
  opts: pulumi.CustomResourceOptions = {},
  title?: string,
) {
  return new aep.xdm.FieldGroup(
    name,
    {
      ...(title === undefined ? {} : { title }),
      intendedToExtend: ["https://ns.adobe.com/xdm/context/experienceevent"],
      properties: { [field]: { type: "string" } },
    },
    opts,
  );
}

type Resources = Readonly<Record<string, pulumi.CustomResource>>;

/** A program whose outputs are the ids of its resources. */
function program(make: () => Resources) {
  return () =>
    Promise.resolve(Object.fromEntries(Object.entries(make()).map(([name, { id }]) => [name, id])));
}
const only = program(() => ({ chat: source() }));
const nothing = program(() => ({}));

/** Another stack of the same project and backend. */
async function sibling(name: string) {
  return withLeanOperations(await Stack.create(name, harness.stack.workspace));
}

/** The ids are taken from the program, which runs in this process: reading the stack's outputs costs more. */
async function upOf(
  stack: Operations & Pick<LocalStack, "workspace">,
  run: () => Promise<Readonly<Record<string, pulumi.Output<string>>>>,
) {
  const ids: Record<string, string> = {};
  stack.workspace.program = async () => {
    for (const [name, id] of Object.entries(await run())) id.apply((value) => (ids[name] = value));
  };
  await stack.up();
  return ids;
}

async function sources() {
  return (await harness.ui.flows.findAll("sourceConnections")).map(({ id }) => id).sort();
}

async function groups() {
  return (await harness.ui.registry.findAll("fieldgroups")).map(({ $id }) => $id).sort();
}

function urnOf(stack: string, name = "chat") {
  return `urn:pulumi:${stack}::${harness.project}::adobe-aep:flow:SourceConnection::${name}`;
}

function move(urn: string) {
  return harness.pulumi("state", "move", "--yes", "--source", "dev", "--dest", "other", urn);
}

test("a renamed stack keeps its object when a new stack takes its old name", async () => {
  const { chat: prod } = await upOf(harness.stack, only);
  await harness.stack.rename({ stackName: "prod" });
  const dev = await sibling("dev");
  const { chat } = await upOf(dev, only);
  expect(chat).not.toBe(prod);
  expect(await sources()).toEqual([prod, chat].sort());
  await dev.destroy();
  expect(await sources()).toEqual([prod]);
});

describe("an object moved to another stack", () => {
  test("is not adopted by the stack it came from, and stays when the program removes it", async () => {
    const { chat: moved } = await upOf(harness.stack, only);
    const other = await sibling("other");
    await upOf(
      other,
      program(() => ({ more: source("more") })),
    );
    await move(urnOf("dev"));
    const { chat } = await upOf(harness.stack, only);
    expect(chat).not.toBe(moved);
    await upOf(harness.stack, nothing);
    expect(await sources()).toContain(moved);
    const there = await upOf(
      other,
      program(() => ({ chat: source(), more: source("more") })),
    );
    expect(there["chat"]).toBe(moved);
    expect(await sources()).toHaveLength(2);
  });

  test("is not adopted by the next object when the program removed it first", async () => {
    const { chat: moved } = await upOf(harness.stack, only);
    const other = await sibling("other");
    await move(urnOf("dev"));
    await upOf(harness.stack, nothing);
    expect((await upOf(other, only))["chat"]).toBe(moved);
    const { chat } = await upOf(harness.stack, only);
    expect(await sources()).toEqual([moved, chat].sort());
    await other.destroy();
    expect(await sources()).toEqual([chat]);
  });
});

describe("a resource that takes the old name of an aliased one", () => {
  test.each([
    ["after it", false],
    ["before it", true],
  ])("and is created %s gets its own object, and a refresh finds no drift", async (_, isFirst) => {
    const before = await upOf(
      harness.stack,
      program(() => ({ chat: source(), fields: group("fields") })),
    );
    const old = (opts: pulumi.CustomResourceOptions, isAliased = false) => {
      const named = (name: string) => (isAliased ? { ...opts, aliases: [{ name }] } : opts);
      return {
        chatOld: source("chatOld", named("chat")),
        fieldsOld: group("fields", "fieldsOld", named("fields")),
      };
    };
    const reused = (opts: pulumi.CustomResourceOptions) => ({
      chat: source("chat", opts),
      fields: group("fields", "fields", opts),
    });
    await upOf(
      harness.stack,
      program(() => old({}, true)),
    );
    const { chatOld, chat, fieldsOld, fields } = await upOf(
      harness.stack,
      program(() => {
        const first: Resources = isFirst ? reused({}) : old({});
        const opts = { dependsOn: Object.values(first) };
        return { ...first, ...(isFirst ? old(opts) : reused(opts)) };
      }),
    );
    expect([chatOld, fieldsOld]).toEqual([before["chat"], before["fields"]]);
    expect(await sources()).toEqual([chatOld, chat].sort());
    expect(await groups()).toEqual([fieldsOld, fields].sort());
    await harness.stack.refresh();
    await harness.stack.preview({ expectNoChanges: true });
  });

  test("stops and says what to do when the program gives both the same title", async () => {
    const titled = (name: string, opts: pulumi.CustomResourceOptions = {}) =>
      group("fields", name, opts, "Chat fields");
    const { fields } = await upOf(
      harness.stack,
      program(() => ({ fields: titled("fields") })),
    );
    await upOf(
      harness.stack,
      program(() => ({ fieldsOld: titled("fieldsOld", { aliases: [{ name: "fields" }] }) })),
    );
    harness.program(
      program(() => {
        const fieldsOld = titled("fieldsOld");
        return { fieldsOld, fields: titled("fields", { dependsOn: fieldsOld }) };
      }),
    );
    for (const work of [() => harness.stack.preview(), () => harness.stack.up()]) {
      const failure = await failureOf(work());
      expect(failure).toMatch(
        /title: is given to urn:\S+::fieldsOld too: Adobe has one field group of a title/,
      );
      expect(failure).toContain("give one of the two another title");
    }
    expect(await groups()).toEqual([fields]);
  });

  test("across components gets an object of its own", async () => {
    class Part extends pulumi.ComponentResource {
      readonly chat: aep.flow.SourceConnection;
      constructor(kind: string, aliases: pulumi.Alias[] = []) {
        super(`test:index:${kind}`, "part", {});
        this.chat = source("chat", { parent: this, aliases });
        this.registerOutputs({});
      }
    }
    const one = `urn:pulumi:dev::${harness.project}::test:index:One::part`;
    const moved = [{ parent: one }];
    const before = await upOf(
      harness.stack,
      program(() => ({ chat: new Part("One").chat })),
    );
    await upOf(
      harness.stack,
      program(() => ({ chat: new Part("Two", moved).chat })),
    );
    const after = await upOf(
      harness.stack,
      program(() => ({ chat: new Part("Two").chat, again: new Part("One").chat })),
    );
    expect(after["chat"]).toBe(before["chat"]);
    expect(await sources()).toEqual([after["chat"], after["again"]].sort());
  });
});

test("the import line of a component's child brings it back under the component", async () => {
  class Site extends pulumi.ComponentResource {
    readonly chat: aep.flow.SourceConnection;

    constructor(name: string) {
      super("shop:index:Site", name);
      const { chatlio, streamingProviderId } = aep.specs;
      const args = { name: "Given", connectionSpec: chatlio, providerId: streamingProviderId };
      this.chat = new aep.flow.SourceConnection("chat", args, { parent: this });
    }
  }
  const inComponent = program(() => ({ chat: new Site("site").chat }));
  const { chat } = await upOf(harness.stack, inComponent);
  await harness.forget();
  const failure = await failureOf(upOf(harness.stack, inComponent));
  const [, args = ""] = /`pulumi (import [^`]+)`/.exec(failure) ?? [];
  const named = args.replaceAll("'", "").replace("<name of its component>", "site").split(" ");
  await harness.pulumi(...named, "--yes", "--skip-preview", "--generate-code=false", "--stack=dev");
  await harness.stack.preview({ expectNoChanges: true });
  expect((await upOf(harness.stack, inComponent))["chat"]).toBe(chat);
  expect(await sources()).toEqual([chat]);
});

test("an object removed from the state is not adopted by the resource that is created again", async () => {
  const { chat: removed } = await upOf(harness.stack, only);
  await harness.pulumi("state", "delete", "--yes", "--stack", "dev", urnOf("dev"));
  const { chat } = await upOf(harness.stack, only);
  expect(await sources()).toEqual([removed, chat].sort());
  await harness.stack.refresh();
  await harness.stack.preview({ expectNoChanges: true });
  await harness.stack.destroy();
  expect(await sources()).toEqual([removed]);
});

describe("with a backend of each", () => {
  let second: Harness;
  beforeEach(async () => {
    second = await startHarness({ url: harness.url, adminSecret: harness.adminSecret });
  });
  afterEach(() => second.close());

  test("two developers on one stack name have an object each", async () => {
    const { chat: mine } = await upOf(harness.stack, only);
    const { chat: theirs } = await upOf(second.stack, only);
    expect(await sources()).toEqual([mine, theirs].sort());
    await second.stack.destroy();
    expect(await sources()).toEqual([mine]);
  });

  test("a stack copied by export and import makes its own objects from then on", async () => {
    const { chat } = await upOf(harness.stack, only);
    await second.stack.importStack(await harness.stack.exportStack());
    const more = program(() => ({ chat: source(), more: source("more") }));
    const original = await upOf(harness.stack, more);
    const copy = await upOf(second.stack, more);
    expect([original["chat"], copy["chat"]]).toEqual([chat, chat]);
    expect(await sources()).toEqual([chat, original["more"], copy["more"]].sort());
  });
});

test("an object kept by a destroy is adopted only with adoptExisting, and the preview says so", async () => {
  const kept = program(() => ({ chat: source("chat", { retainOnDelete: true }) }));
  const { chat: first } = await upOf(harness.stack, kept);
  await harness.stack.destroy();
  const { chat: next } = await upOf(harness.stack, kept);
  expect(next).not.toBe(first);
  await harness.stack.destroy();
  await harness.ui.flows.delete("sourceConnections", next ?? "");
  await harness.stack.setConfig("adobe-aep:adoptExisting", { value: "true" });
  await harness.stack.up();
  expect(await sources()).toEqual([first]);
});
