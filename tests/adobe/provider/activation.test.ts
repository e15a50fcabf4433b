import type { Properties } from "../../../provider-sdk";
import { Activations, flowUrn, SELECTORS } from "../support/activations";
import { makeAudiences } from "../support/destinations";
import { failureOf } from "../support/provider";
import { destroy, up, upAgain } from "../support/stack";
import type { Deployed } from "../support/stack";

/** What the documents leave open, both ways. */
const assumptions = [
  {},
  {
    "attribute-mapping": "as-sent",
    "selector-indices": "original",
    "flow-update": "transition",
    "flow-delete": "finalizing",
  },
] as const;

describe.each(assumptions)("a dataflow to a stream, assuming %j", (assume) => {
  let stage: Activations;
  beforeAll(async () => {
    stage = await Activations.start({ assume });
  });
  afterAll(() => stage.harness.close());

  test("is made empty, and gets its audiences and attributes at once", async () => {
    const before = (await stage.harness.requests()).length;
    const deployed = await up(
      stage.harness.provider,
      flowUrn("stream"),
      stage.streaming({
        audiences: stage.audiences(1, 2),
        attributes: [{ path: "person.name.lastName" }],
      }),
    );
    expect(deployed.outputs).toMatchObject({ state: "enabled" });
    const changes = (await stage.harness.requests())
      .slice(before)
      .filter(({ method }) => method !== "GET");
    expect(changes.map(({ method }) => method)).toEqual(["POST", "PATCH"]);
    expect(await stage.numbersThere(deployed)).toEqual([1, 2]);
    const { attributes, found } = await stage.there(deployed);
    expect(attributes).toMatchObject([{ path: "person.name.lastName", operator: "EXISTS" }]);
    expect(found).toMatchObject({
      inheritedAttributes: { properties: { isDestinationFlow: true } },
    });
  });

  test("shows no change afterwards, in whatever order its audiences are", async () => {
    const wanted = {
      audiences: stage.audiences(1, 2),
      attributes: [{ path: "a.b" }, { path: "c.d" }],
    };
    const deployed = await up(stage.harness.provider, flowUrn("again"), stage.streaming(wanted));
    const read = await stage.refreshed(deployed);
    expect(read.inputs).toEqual(deployed.inputs);
    const turned = {
      audiences: stage.audiences(2, 1),
      attributes: [{ path: "c.d" }, { path: "a.b" }],
    };
    for (const one of [deployed, read])
      expect(
        (await upAgain(stage.harness.provider, one, stage.streaming(turned))).diff.changes,
      ).toEqual({});
  });

  test("adds and removes audiences in place", async () => {
    const deployed = await up(
      stage.harness.provider,
      flowUrn("changed"),
      stage.streaming({ audiences: stage.audiences(1, 2, 3, 4) }),
    );
    const next = await upAgain(
      stage.harness.provider,
      deployed,
      stage.streaming({ audiences: stage.audiences(2, 4, 5) }),
    );
    expect(next.id).toBe(deployed.id);
    expect(await stage.numbersThere(next)).toEqual([2, 4, 5]);
    const none = await upAgain(stage.harness.provider, next, stage.streaming({ audiences: [] }));
    expect(await stage.numbersThere(none)).toEqual([]);
  });

  test("exports nothing any more once the program says nothing of it", async () => {
    const deployed = await up(
      stage.harness.provider,
      flowUrn("left out"),
      stage.streaming({ audiences: stage.audiences(1), attributes: [{ path: "a" }] }),
    );
    const next = await upAgain(
      stage.harness.provider,
      deployed,
      stage.streaming({}, { activation: undefined }),
    );
    expect(next.diff.changes).toEqual({ activation: "delete" });
    const { attributes } = await stage.there(next);
    expect([await stage.numbersThere(next), attributes]).toEqual([[], []]);
  });

  test("shows an audience that somebody has added, and takes it out again", async () => {
    const wanted = stage.streaming({ audiences: stage.audiences(1) });
    const deployed = await up(stage.harness.provider, flowUrn("drift"), wanted);
    await stage.byHand(deployed, stage.added(2, { name: "By hand" }));
    const read = await stage.refreshed(deployed);
    const next = await upAgain(stage.harness.provider, read, wanted);
    expect(next.diff.changes).toEqual({ "activation.audiences[1]": "delete" });
    expect(await stage.numbersThere(next)).toEqual([1]);
  });

  test("leaves alone what the program has not changed, and keeps the name of an audience", async () => {
    const deployed = await up(
      stage.harness.provider,
      flowUrn("theirs"),
      stage.streaming({ audiences: stage.audiences(1, 2) }),
    );
    await stage.byHand(
      deployed,
      { op: "add", path: `${SELECTORS}/0/value/name`, value: "Buyers" },
      { op: "remove", path: `${SELECTORS}/1` },
      stage.added(4),
    );
    await upAgain(
      stage.harness.provider,
      deployed,
      stage.streaming({ audiences: stage.audiences(1, 2, 3) }),
    );
    expect(await stage.numbersThere(deployed)).toEqual([1, 4, 3]);
    expect((await stage.there(deployed)).audiences[0]).toMatchObject({ name: "Buyers" });
  });

  test("has attributes under other names, and identities", async () => {
    const attributes = [
      { path: "person.name.lastName", destination: "surname" },
      { path: "Email", identity: "Email" },
    ];
    const deployed = await up(
      stage.harness.provider,
      flowUrn("mapped"),
      stage.streaming({ audiences: stage.audiences(1), attributes }),
    );
    expect((await stage.there(deployed)).attributes).toMatchObject([
      { mapping: { source: "person.name.lastName", destination: "surname" } },
      { path: "Email", identity: { namespace: "Email" } },
    ]);
    const read = await stage.refreshed(deployed);
    expect(read.inputs).toEqual(deployed.inputs);
    const plain = [{ path: "person.name.lastName" }, { path: "Email", identity: "Email" }];
    const next = await upAgain(
      stage.harness.provider,
      read,
      stage.streaming({ audiences: stage.audiences(1), attributes: plain }),
    );
    expect(next.diff.changes).toEqual({ "activation.attributes[0].destination": "delete" });
    expect((await stage.there(next)).attributes[0]).toMatchObject({
      mapping: { destination: "person.name.lastName" },
    });
  });

  test("that is disabled from the start never exports", async () => {
    const wanted = stage.streaming({ audiences: stage.audiences(1) }, { enabled: false });
    const deployed = await up(stage.harness.provider, flowUrn("off"), wanted);
    expect(deployed.outputs).toMatchObject({ state: "disabled" });
    expect(await stage.numbersThere(deployed)).toEqual([1]);
    const sent = (await stage.harness.requests()).filter(({ path }) => path.includes(deployed.id));
    const writes = sent.filter(({ method }) => method !== "GET").map(({ method }) => method);
    expect(writes).toEqual(["POST", "PATCH"]);
  });

  test("can be destroyed, and its audiences only after it", async () => {
    const [audience] = await makeAudiences(stage.harness.provider, ["exported"]);
    const wanted = stage.streaming({ audiences: [{ id: audience?.id }] });
    const deployed = await up(stage.harness.provider, flowUrn("destroyed"), wanted);
    const early = failureOf(destroy(stage.harness.provider, audience as Deployed));
    expect((await early).message).toContain("remove the audience from the destinations");
    await destroy(stage.harness.provider, deployed);
    await destroy(stage.harness.provider, audience as Deployed);
  });
});

function withoutActivation(inputs: Properties): Properties {
  return Object.fromEntries(Object.entries(inputs).filter(([key]) => key !== "activation"));
}

describe("an older state", () => {
  let stage: Activations;
  beforeAll(async () => {
    stage = await Activations.start();
  });
  afterAll(() => stage.harness.close());

  test("of a dataflow that somebody has given audiences shows no change", async () => {
    const deployed = await up(stage.harness.provider, flowUrn("older"), stage.streaming({}));
    await stage.byHand(deployed, stage.added(1));
    const without = withoutActivation(deployed.inputs);
    const read = await stage.refreshed({ ...deployed, inputs: without });
    expect(read.inputs).not.toHaveProperty("activation");
    const program = withoutActivation(stage.streaming({}));
    expect((await upAgain(stage.harness.provider, read, program)).diff.changes).toEqual({});
    expect(await stage.numbersThere(deployed)).toEqual([1]);
  });
});

describe("a create whose audiences Adobe has not taken", () => {
  let stage: Activations;
  beforeAll(async () => {
    stage = await Activations.start();
  });
  afterAll(() => stage.harness.close());

  test("stays in the state with its id, and the next up gives them", async () => {
    await stage.harness.fault({
      match: { method: "PATCH", path: "/data/foundation/flowservice/flows/*", nth: 1 },
      do: { status: 400 },
    });
    const its = flowUrn("cut");
    const { inputs } = await stage.harness.provider.check(
      its,
      stage.streaming({ audiences: stage.audiences(1, 2) }),
    );
    const { message, partly } = await failureOf(stage.harness.provider.create(its, inputs));
    expect(message).toContain("was made but is not ready");
    expect(message).toContain("under Destinations, Browse");
    const id = partly?.id ?? "";
    await stage.byHand({ id }, stage.added(2), stage.added(3));
    await stage.harness.provider.update(its, {
      id,
      oldOutputs: partly?.properties ?? {},
      oldInputs: inputs,
      newInputs: inputs,
    });
    expect(await stage.numbersThere({ id })).toEqual([2, 3, 1]);
  });
});
