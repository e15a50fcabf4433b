import fc from "fast-check";

import { inputsOf, withoutGuesses } from "../../../adobe/provider/resources/mappingForm";
import { startHarness } from "../support/harness";
import type { Harness } from "../support/harness";
import { makeAll, mappingProgram, mappings } from "../support/programs";
import { importOne, refresh, up, upAgain, urnOf } from "../support/stack";

/** A `STATIC` mapping may come back under a name that no document shows. */
let harness: Harness;
beforeEach(async () => {
  harness = await startHarness({ assume: { "mapping-static-type": "text/x.constant" } });
});
afterEach(() => harness.close());

test("a constant shows no change at any refresh and preview, and is imported as one", async () => {
  const { mapping, schema } = await makeAll(harness.provider);
  const program = mappingProgram(schema);
  const read = await refresh(harness.provider, mapping);
  if (read === undefined) throw new Error("gone");
  expect(read.inputs).toEqual(mapping.inputs);
  expect((await upAgain(harness.provider, read, program)).diff.changes).toEqual({});

  const imported = await importOne(harness.provider, mapping.urn, mapping.id);
  expect(imported.inputs["mappings"]).toEqual(mapping.inputs["mappings"]);
  expect((await upAgain(harness.provider, imported, program)).diff.changes).toEqual({});
});

test("an imported type that can only be guessed is replaced by the program's", async () => {
  const { mapping, schema } = await makeAll(harness.provider);
  const imported = await importOne(harness.provider, mapping.urn, mapping.id);
  const as = (sourceType: string, source = "chat.left") => ({
    ...mappingProgram(schema),
    mappings: mappings.map((one) =>
      one.destination === "eventType" ? { ...one, sourceType, source } : one,
    ),
  });
  const asExpression = await upAgain(harness.provider, imported, as("EXPRESSION"));
  expect(asExpression.diff.changes).toEqual({});
  const changed = await upAgain(harness.provider, imported, as("EXPRESSION", "now()"));
  expect(changed.diff.changes).toEqual({
    "mappings[2].sourceType": "update",
    "mappings[2].source": "update",
  });
});

describe("an unknown name stays as it was read when another mapping changes", () => {
  const typesOf = async (id: string, version: unknown) => {
    const set = await harness.ui.dataPrep.get(id, version as number);
    return Object.fromEntries(set?.mappings.map((one) => [one.destination, one.sourceType]) ?? []);
  };
  /** A set of the UI's, with a type that nobody knows yet. */
  async function madeByHand(name: string) {
    const { schema } = await makeAll(harness.provider);
    const { id } = await harness.ui.dataPrep.create({
      name,
      outputSchema: {
        schemaRef: {
          id: schema.id,
          contentType: "application/vnd.adobe.xed-full+json;version=1",
        },
      },
      mappings: [
        { sourceType: "ATTRIBUTE", source: "id", destination: "_id" },
        { sourceType: "text/x.future", source: "at", destination: "timestamp" },
      ],
    });
    const program = (source: string, sourceType = "EXPRESSION") => ({
      name,
      schemaId: schema.id,
      mappings: [
        { sourceType: "ATTRIBUTE", source, destination: "_id" },
        { sourceType, source: "at", destination: "timestamp" },
      ],
    });
    return { id, program, urn: urnOf("dataprep:MappingSet", "byHand") };
  }

  test("and after the next change, until the program gives another type", async () => {
    const { id, urn, program } = await madeByHand("By hand");
    const imported = await importOne(harness.provider, urn, id);
    const first = await upAgain(harness.provider, imported, program("first"));
    const second = await upAgain(harness.provider, first, program("second"));
    expect(await typesOf(id, second.outputs["version"])).toMatchObject({
      timestamp: "text/x.future",
    });
    const third = await upAgain(harness.provider, second, program("second", "ATTRIBUTE"));
    expect(third.outputs["version"]).toBe(3);
    expect(await typesOf(id, 3)).toMatchObject({ timestamp: "text/x.schema-path" });
  });

  test("in a set that is adopted with consent", async () => {
    const { id, urn, program } = await madeByHand("Given");
    const adopting = await harness.another({ adoptExisting: true });
    const same = await up(adopting, urn, program("id"));
    expect([same.id, same.outputs["version"]]).toEqual([id, 0]);
  });

  test("in a set of the program's own, whose events still have the constant", async () => {
    const { mapping, schema } = await makeAll(harness.provider);
    const program = mappingProgram(schema);
    const fewer = mappings.filter(({ destination }) => destination !== "_tenant.chat.email");
    const changed = await upAgain(harness.provider, mapping, { ...program, mappings: fewer });
    const types = await typesOf(mapping.id, changed.outputs["version"]);
    expect(Object.values(types)).toContain("text/x.constant");
  });
});

test.each(["a response", "no response"])(
  "only the type changes: one new version, with %s to the PUT",
  async (what) => {
    const { mapping, schema } = await makeAll(harness.provider);
    if (what === "no response") {
      await harness.fault({
        match: { method: "PUT", path: "/data/foundation/conversion/mappingSets/*", nth: 1 },
        do: { reset: true, afterWork: true },
      });
    }
    const changed = mappings.map((one) =>
      one.sourceType === "STATIC" ? { ...one, sourceType: "EXPRESSION", source: "now()" } : one,
    );
    const expression = await upAgain(harness.provider, mapping, {
      ...mappingProgram(schema),
      mappings: changed,
    });
    expect(expression.outputs["version"]).toBe(1);
    const back = changed.map((one) =>
      one.sourceType === "EXPRESSION" ? { ...one, sourceType: "STATIC" } : one,
    );
    const program = { ...mappingProgram(schema), mappings: back };
    const constant = await upAgain(harness.provider, expression, program);
    expect(constant.outputs["version"]).toBe(2);
    const newest = await harness.ui.dataPrep.get(mapping.id, 2);
    expect(newest?.mappings.map(({ sourceType }) => sourceType)).toContain("text/x.constant");
  },
);

describe("the type of a mapping that is read", () => {
  const type = fc.constantFrom("ATTRIBUTE", "STATIC", "EXPRESSION");
  const known = fc.record({
    sourceType: type as fc.Arbitrary<"ATTRIBUTE">,
    source: fc.constantFrom("a", "b"),
    destination: fc.constantFrom("_id", "_acme.x", "_tenant.x"),
  });
  const found = (sourceType: string, source: string) => ({
    id: "1",
    version: 0,
    name: "n",
    createdAt: undefined,
    schemaRef: undefined,
    schemaId: "https://ns.adobe.com/acme/schemas/1",
    mappings: [{ sourceType, source, destination: "_acme.x", whole: {} }],
    outputSchema: undefined,
    tags: [],
    options: {},
  });
  const last = (mapping: { sourceType: "ATTRIBUTE"; source: string; destination: string }) => ({
    name: "n",
    schemaId: "https://ns.adobe.com/acme/schemas/1",
    mappings: [mapping],
  });

  test("keeps the last known type under an unknown name, as long as source and destination stay", () => {
    fc.assert(
      fc.property(known, fc.string(), fc.constantFrom("a", "b"), (mapping, name, source) => {
        fc.pre(
          !/^(ATTRIBUTE|STATIC|EXPRESSION|text\/(plain|x\.schema-path|x\.aep-xl))$/.test(name),
        );
        const [read] = inputsOf(found(name, source), last(mapping), "_acme").mappings;
        const isSame = mapping.source === source && mapping.destination !== "_id";
        expect(read?.sourceType).toBe(isSame ? mapping.sourceType : "STATIC");
      }),
    );
  });

  test("is the one that Adobe returns under a known name", () => {
    fc.assert(
      fc.property(known, (mapping) => {
        const [read] = inputsOf(found("text/x.aep-xl", "a"), last(mapping), "_acme").mappings;
        expect(read?.sourceType).toBe("EXPRESSION");
      }),
    );
  });

  test("is replaced by the program's only when it was guessed", () => {
    fc.assert(
      fc.property(known, known, fc.boolean(), (imported, program, isGuessed) => {
        const guessed = isGuessed ? ["_acme.x"] : [];
        const [one] = withoutGuesses(last(imported), last(program), guessed).mappings;
        const isOfProgram =
          isGuessed &&
          imported.destination !== "_id" &&
          program.destination !== "_id" &&
          imported.source === program.source;
        expect(one).toEqual({
          ...imported,
          ...(isOfProgram ? { sourceType: program.sourceType } : {}),
        });
      }),
    );
  });
});
