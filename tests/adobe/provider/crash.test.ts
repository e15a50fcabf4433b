import { specs } from "../../../adobe/sdk/specs";
import type { Properties } from "../../../provider-sdk";
import { alsoNamed, testInterruptions } from "../support/interruption";
import type { Setting } from "../support/interruption";
import type { Run } from "../support/miniEngine";
import {
  EVENT_CLASS,
  chatFields,
  classProgram,
  computedProgram,
  descriptorKinds,
  descriptorPrograms,
  descriptorTypes,
  keyKinds,
  keyPairProgram,
  keyPrograms,
  keyTypes,
  mappings,
  relationalProgram,
  sandboxProgram,
  scheduleProgram,
} from "../support/programs";
import { countResources } from "../support/resourceCount";

/**
 * The provider process is cut off from Adobe at a request of an up, an update or a replacement,
 * before or after Adobe has done the work, and its responses are lost. Another process then runs the
 * same program again over what the state has. With TEST_FULL=1 at every request, otherwise at a
 * sample of them.
 */
interface Shape {
  /** The program names every object itself. */
  named?: boolean;
  mood?: string;
  providerId?: string;
  more?: Properties;
}

function program(shape: Shape = {}) {
  return async (run: Run) => {
    const called = (name: string) => (shape.named === true ? { name } : {});
    const titled = (title: string) => (shape.named === true ? { title } : {});
    const mood = shape.mood ?? "good";
    const dataType = await run.resource("xdm:DataType", "visit", {
      ...titled("Visits"),
      properties: { page: { type: "string", title: mood } },
    });
    await run.resource("xdm:Class", "shop", {
      ...titled("Shops"),
      ...classProgram,
      description: mood,
    });
    const group = await run.resource("xdm:FieldGroup", "chat", {
      ...titled("Chat fields"),
      intendedToExtend: [EVENT_CLASS],
      properties: {
        visit: { type: "object", ref: dataType.id },
        chat: { ...chatFields.chat, properties: { ...chatFields.chat.properties, ...shape.more } },
      },
    });
    const schema = await run.resource("xdm:Schema", "chat", {
      ...titled("Chats"),
      class: EVENT_CLASS,
      fieldGroups: [{ ref: group.id, fields: group.outputs["fields"] }],
    });
    await run.resource("identity:Namespace", "shopper", {
      code: "shopper",
      name: "Shopper",
      idType: "Cookie",
    });
    await run.resource("xdm:IdentityDescriptor", "email", {
      schemaId: schema.id,
      property: "_tenant.chat.email",
      namespace: "Email",
      primary: true,
    });
    await run.resource("xdm:LabelDescriptor", "mood", {
      ownerId: group.id,
      property: "_tenant.chat.mood",
      labels: shape.mood === undefined ? ["core/S1"] : ["core/S1", "core/C5"],
    });
    for (const kind of descriptorKinds) {
      await run.resource(descriptorTypes[kind], "email", {
        ...descriptorPrograms(schema)[kind],
        ...(kind === "displayInfo" ? { descriptions: { en_us: shape.mood ?? "first" } } : {}),
      });
    }
    const visits = await run.resource("xdm:RelationalSchema", "visits", {
      ...titled("Visits of pages"),
      ...relationalProgram,
      description: mood,
    });
    for (const kind of keyKinds) {
      await run.resource(keyTypes[kind], "visits", keyPrograms(visits)[kind]);
    }
    await run.resource("xdm:ProfileUnion", "chat", { schemaId: schema.id });
    const dataset = await run.resource("catalog:Dataset", "chat", {
      ...called("Chats"),
      schemaId: schema.id,
      description: shape.mood ?? "first",
    });
    await run.resource("profile:MergePolicy", "chat", {
      ...called("Chats"),
      identityGraph: shape.mood === undefined ? "none" : "pdg",
      attributeMerge: { type: "dataSetPrecedence", order: [dataset.id] },
    });
    await run.resource("profile:SegmentDefinition", "chat", {
      ...called("Chats"),
      expression: 'person.name.lastName = "Doe"',
      description: shape.mood ?? "first",
    });
    await run.resource("profile:ComputedAttribute", "visits", {
      ...computedProgram,
      description: mood,
    });
    await run.resource("query:Template", "visits", {
      ...called("Visits"),
      sql: `SELECT '${mood}'`,
    });
    await run.resource("flow:KeyPair", "files", { ...called("Files"), ...keyPairProgram });
    const action = await run.resource("policy:MarketingAction", "share", {
      name: "shareChats",
      description: shape.mood ?? "first",
    });
    await run.resource("policy:GovernancePolicy", "share", {
      ...called("Chats"),
      marketingActionRefs: [action.id],
      deny: { label: "C2" },
      description: shape.mood ?? "first",
    });
    await run.resource("query:Schedule", "visits", {
      ...scheduleProgram,
      name: null,
      ...called("Visits each day"),
      schedule: shape.mood === undefined ? "@daily" : "@hourly",
      enabled: shape.mood !== undefined,
    });
    await run.resource("sandboxes:Sandbox", "acme", { ...sandboxProgram, title: mood });
    const mapping = await run.resource("dataprep:MappingSet", "chat", {
      ...called("Chats"),
      schemaId: schema.id,
      mappings: [
        ...mappings,
        { sourceType: "STATIC", source: shape.mood ?? "good", destination: "_tenant.chat.mood" },
      ],
    });
    const base = await run.resource("flow:Connection", "inlet", {
      ...called("Inlet"),
      connectionSpec: specs.httpApi,
      auth: { specName: "Streaming Connection", params: { dataType: "raw" } },
    });
    const source = await run.resource("flow:SourceConnection", "chat", {
      ...called("Chats"),
      connectionSpec: specs.chatlio,
      providerId: shape.providerId ?? specs.streamingProviderId,
    });
    await run.resource("flow:SourceConnection", "http", {
      ...called("HTTP"),
      connectionSpec: specs.httpApi,
      baseConnectionId: base.id,
    });
    const target = await run.resource("flow:TargetConnection", "chat", {
      ...called("Chats"),
      datasetId: dataset.id,
      schemaId: schema.id,
    });
    await run.resource("flow:Dataflow", "chat", {
      ...called("Chats"),
      flowSpec: specs.streamingFlow,
      sourceConnectionIds: [source.id],
      targetConnectionIds: [target.id],
      mapping: { id: mapping.id, version: mapping.outputs["version"] },
      settleSeconds: 0,
    });
  };
}

const RESOURCES = 32;

const ONE_OF_EACH = {
  groups: 1,
  dataTypes: 1,
  classes: 1,
  schemas: 2,
  descriptors: 5,
  keys: 3,
  labels: 1,
  namespaces: 1,
  datasets: 1,
  mergePolicies: 1,
  segments: 1,
  computed: 1,
  templates: 1,
  marketingActions: 1,
  governancePolicies: 1,
  schedules: 1,
  sandboxes: 1,
  mappingSets: 1,
  keyPairs: 1,
  connections: 1,
  sources: 2,
  targets: 1,
  flows: 1,
  inState: RESOURCES,
};

/** What there is after an interruption and another run. */
async function lookAt({ engine, harness }: Setting) {
  const schema = engine.resources.find(({ urn }) => urn.includes("xdm:Schema"));
  const visits = engine.resources.find(({ urn }) => urn.includes("xdm:RelationalSchema"));
  return {
    ...(await countResources(harness.ui, schema?.id ?? "")),
    keys: (await harness.ui.registry.descriptorsOf(visits?.id ?? "")).length,
    inState: engine.resources.length,
  };
}

const scenarios = alsoNamed<Shape>([
  ["an up from nothing", undefined, {}],
  ["an update of several", {}, { mood: "bad", more: { more: { type: "string" } } }],
  ["a replacement of connection and dataflow", {}, { providerId: "another" }],
]);

testInterruptions({ scenarios, program, look: lookAt, expected: () => ONE_OF_EACH });
