import { UNKNOWN } from "../../../provider-sdk";
import type { Properties } from "../../../provider-sdk";
import { startHarness } from "../support/harness";
import type { Harness } from "../support/harness";
import {
  actionProgram,
  bucketProgram,
  chatFields,
  classProgram,
  computedProgram,
  connectionProgram,
  dataTypeProgram,
  fieldGroupProgram,
  flowProgram,
  governanceProgram,
  makeEvery,
  mappingProgram,
  mappings,
  mergePolicyProgram,
  namespaceProgram,
  relationalProgram,
  sandboxProgram,
  scheduleProgram,
  schemaProgram,
  segmentProgram,
  sourceProgram,
  templateProgram,
} from "../support/programs";
import type { Every } from "../support/programs";
import type { TestProvider } from "../support/provider";
import { previewCreate, up } from "../support/stack";
import type { Deployed } from "../support/stack";

/**
 * An update gives the outputs of what it changes as unknown in its preview, and what uses them is created with unknown
 * inputs. The name or tag is known all the same, and with it what the create will adopt.
 */
let harness: Harness;
let every: Every;
beforeAll(async () => {
  harness = await startHarness();
  every = await makeEvery(harness.provider);
});
afterAll(() => harness.close());

type Case = readonly [
  what: string,
  of: (made: Every) => Deployed,
  program: (made: Every) => Properties,
];

/** Fields of which something is unknown. */
function fields(chat: object) {
  return { chat: { ...chatFields.chat, ...chat } };
}

const cases: readonly Case[] = [
  [
    "a dataset's description",
    ({ dataset }) => dataset,
    ({ schema }) => ({ schemaId: schema.id, description: UNKNOWN }),
  ],
  [
    "what a dataset keeps, and for whom",
    ({ dataset }) => dataset,
    ({ schema }) => ({ schemaId: schema.id, retentionDays: UNKNOWN, profile: UNKNOWN }),
  ],
  [
    "a dataset's labels",
    ({ dataset }) => dataset,
    ({ schema }) => ({ schemaId: schema.id, labels: UNKNOWN }),
  ],
  [
    "one of a dataset's labels",
    ({ dataset }) => dataset,
    ({ schema }) => ({ schemaId: schema.id, labels: [UNKNOWN, "C1"] }),
  ],
  [
    "a part of a field group's fields",
    ({ group }) => group,
    () => ({ ...fieldGroupProgram, properties: fields({ properties: UNKNOWN }) }),
  ],
  [
    "a field group's fields",
    ({ group }) => group,
    () => ({ ...fieldGroupProgram, properties: UNKNOWN }),
  ],
  [
    "a data type's fields",
    ({ dataType }) => dataType,
    () => ({ ...dataTypeProgram, properties: { page: UNKNOWN } }),
  ],
  [
    "a relational schema's fields",
    ({ relational }) => relational,
    () => ({ ...relationalProgram, properties: UNKNOWN }),
  ],
  ["a class's fields", ({ itsClass }) => itsClass, () => ({ ...classProgram, required: UNKNOWN })],
  [
    "a field group of a schema",
    ({ schema }) => schema,
    ({ group }) => ({ ...schemaProgram(group), fieldGroups: [{ ref: UNKNOWN }] }),
  ],
  [
    "the order of a merge policy's datasets",
    ({ policy }) => policy,
    ({ dataset }) => ({
      ...mergePolicyProgram(dataset),
      attributeMerge: { type: "dataSetPrecedence", order: [UNKNOWN] },
    }),
  ],
  ["a sandbox's title", ({ sandbox }) => sandbox, () => ({ ...sandboxProgram, title: UNKNOWN })],
  [
    "the expression of a segment definition",
    ({ segment }) => segment,
    () => ({ ...segmentProgram, expression: UNKNOWN }),
  ],
  [
    "the expression of a computed attribute",
    ({ computed }) => computed,
    () => ({ ...computedProgram, expression: UNKNOWN }),
  ],
  [
    "the lookback of a computed attribute",
    ({ computed }) => computed,
    () => ({ ...computedProgram, duration: { count: UNKNOWN, unit: "DAYS" } }),
  ],
  [
    "a parameter of a query template",
    ({ template }) => template,
    () => ({ ...templateProgram, queryParameters: { page: UNKNOWN } }),
  ],
  [
    "a marketing action's description",
    ({ action }) => action,
    () => ({ ...actionProgram, description: UNKNOWN }),
  ],
  [
    "a marketing action of a governance policy",
    ({ governance }) => governance,
    ({ action }) => ({ ...governanceProgram(action), marketingActionRefs: [UNKNOWN] }),
  ],
  [
    "a label of a governance policy",
    ({ governance }) => governance,
    ({ action }) => ({ ...governanceProgram(action), deny: { label: UNKNOWN } }),
  ],
  [
    "the operands of a governance policy's expression",
    ({ governance }) => governance,
    ({ action }) => ({
      ...governanceProgram(action),
      deny: { operator: "AND", operands: [UNKNOWN] },
    }),
  ],
  [
    "the times of a scheduled query",
    ({ schedule }) => schedule,
    () => ({ ...scheduleProgram, schedule: UNKNOWN }),
  ],
  [
    "one of the mappings",
    ({ mapping }) => mapping,
    ({ schema }) => ({ ...mappingProgram(schema), mappings: [mappings[0], UNKNOWN] }),
  ],
  [
    "all mappings",
    ({ mapping }) => mapping,
    ({ schema }) => ({ ...mappingProgram(schema), mappings: UNKNOWN }),
  ],
  [
    "the version of a dataflow's mapping set",
    ({ flow }) => flow,
    (made) => ({ ...flowProgram(made), mapping: { id: made.mapping.id, version: UNKNOWN } }),
  ],
  [
    "a dataflow's mapping set",
    ({ flow }) => flow,
    (made) => ({ ...flowProgram(made), mapping: UNKNOWN }),
  ],
  [
    "a source connection's description",
    ({ source }) => source,
    () => ({ ...sourceProgram, description: UNKNOWN }),
  ],
  [
    "a target connection's description",
    ({ target }) => target,
    ({ dataset, schema }) => ({
      datasetId: dataset.id,
      schemaId: schema.id,
      description: UNKNOWN,
    }),
  ],
  [
    "a base connection's description",
    ({ base }) => base,
    () => ({ ...connectionProgram, description: UNKNOWN }),
  ],
  [
    "the description of a base connection with credentials",
    ({ bucket }) => bucket,
    () => ({ ...bucketProgram, description: UNKNOWN }),
  ],
];

describe.each<[string, () => Promise<TestProvider>]>([
  [
    "what a killed create has left",
    async () => {
      await harness.loseOutcomes();
      return harness.another();
    },
  ],
  [
    "what a killed create has left, and its response named",
    async () => {
      await harness.loseResponses();
      return harness.another();
    },
  ],
  [
    "the object of another state with adoptExisting",
    () => harness.another({ adoptExisting: true }, { id: "another" }),
  ],
  [
    "the object of another state with adoptExisting, in a new state",
    () => harness.another({ adoptExisting: true }, { id: UNKNOWN }),
  ],
])("a preview announces %s, although it does not know", (_, provider) => {
  test.each(cases)("%s", async (_what, of, program) => {
    const { urn, id } = of(every);
    const said = await previewCreate(await provider(), urn, program(every));
    expect(said).toContain("will adopt the ");
    expect(said).toContain(` ${id} instead of making one`);
  });
});

test("a namespace, of which Adobe has one for each code, is announced without its name", async () => {
  const { urn, id } = every.namespace;
  const program = { ...namespaceProgram, name: UNKNOWN };
  expect(await previewCreate(await harness.another({}, { id: "another" }), urn, program)).toContain(
    `will adopt the identity namespace ${id} instead of making one`,
  );
});

describe("an object whose name the program gives", () => {
  const program = { ...sourceProgram, name: "Given" };
  let made: Deployed;
  beforeAll(async () => {
    made = await up(await harness.another({}, { id: "given" }), every.source.urn, program);
  });

  test.each([["another"], [UNKNOWN]])("is announced in a state %s", async (id) => {
    const provider = await harness.another({ adoptExisting: true }, { id });
    const said = await previewCreate(provider, made.urn, { ...program, description: UNKNOWN });
    expect(said).toContain(`will adopt the source connection ${made.id} instead of making one`);
  });

  test("is not, where the name itself is unknown", async () => {
    const provider = await harness.another({ adoptExisting: true }, { id: "another" });
    expect(await previewCreate(provider, made.urn, { ...program, name: UNKNOWN })).toBe("");
  });
});
