import { bring, SandboxReader } from "../../../../adobe/provider/importing";
import type { Brought, Choice, Listing } from "../../../../adobe/provider/importing";
import { definitions } from "../../../../adobe/provider/resources";
import { emulatorCredentials } from "../../../../emulator";
import type { Properties } from "../../../../provider-sdk";
import { useEmulator } from "../../../emulator/support/emulator";
import { sendLabRequests } from "../../../emulator/support/labs";
import { batchFlowProgram, makeBatchParts, PAST } from "../../support/batch";
import {
  daily,
  destinationFlowProgram,
  makeAudiences,
  makeDestination,
} from "../../support/destinations";
import type { DestinationName, DestinationParts } from "../../support/destinations";
import { quick, startHarness } from "../../support/harness";
import {
  keyKinds,
  keyPrograms,
  keyTypes,
  makeAll,
  relationalProgram,
} from "../../support/programs";
import { importOne, up, urnOf } from "../../support/stack";
import { errorsOfPrograms } from "./typeCheck";

const everything = { types: [], names: [] };

function readerOf(url: string): SandboxReader {
  const { orgId, clientId, clientSecret, sandbox } = emulatorCredentials;
  const config = { orgId, clientId, clientSecret, sandbox, imsUrl: url, platformUrl: url };
  return new SandboxReader(config, { timing: quick });
}

async function listOf(url: string): Promise<Listing> {
  const reader = readerOf(url);
  try {
    return await reader.list();
  } finally {
    reader.close();
  }
}

async function bringFrom(url: string, choice: Choice = everything): Promise<Brought> {
  const reader = readerOf(url);
  try {
    const { objects } = await reader.list();
    return await bring(reader, emulatorCredentials.sandbox, objects, choice);
  } finally {
    reader.close();
  }
}

describe("a sandbox that labs have filled", () => {
  const client = useEmulator();
  let brought: Brought;
  let sent: readonly string[];
  beforeAll(async () => {
    await sendLabRequests(client);
    const before = (await client.admin.requests()).length;
    brought = await bringFrom(client.url);
    const requests = (await client.admin.requests()).slice(before);
    // A token is requested first.
    sent = requests.map(({ method, path, query }) => `${method} ${path}${query}`).slice(1);
  });

  it("is imported whole", () => {
    expect(brought.left).toEqual([]);
    expect(errorsOfPrograms([brought.program])).toEqual([]);
  });

  it("is only read, and each thing once", () => {
    expect(sent.filter((one) => !one.startsWith("GET "))).toEqual([]);
    expect(new Set(sent).size).toBe(sent.length);
  });
});

test("every type lists its objects, so that a walk leaves none out", () => {
  // What belongs to the organization is in no sandbox.
  const without = definitions.filter((one) => !("list" in one || one.ofOrganization === true));
  expect(without.map(({ token }) => token)).toEqual([]);
});

test("what a program has made is imported whole", async () => {
  const harness = await startHarness();
  try {
    await makeAll(harness.provider);
    const visits = await up(
      harness.provider,
      urnOf("xdm:RelationalSchema", "visits"),
      relationalProgram,
    );
    for (const kind of keyKinds) {
      await up(harness.provider, urnOf(keyTypes[kind], "visits"), keyPrograms(visits)[kind]);
    }
    const rows = { schemaId: visits.id, name: "Visits" };
    await up(harness.provider, urnOf("catalog:Dataset", "visits"), rows);
    const files = await makeBatchParts(harness.provider, "files");
    const schedule = { startTime: PAST, frequency: "hour", interval: 6 };
    const daily = batchFlowProgram(files, schedule);
    await up(harness.provider, urnOf("flow:Dataflow", "daily"), daily);
    const { left, program } = await bringFrom(harness.url);
    expect(left).toEqual([]);
    expect(errorsOfPrograms([program])).toEqual([]);
    const words = program.replaceAll(/\s+/g, " ");
    expect(words).toContain(`schedule: { startTime: ${PAST}, frequency: "hour", interval: 6, }`);
    expect(words).toContain('dataProperties: { columnDelimiter: ";", }');
    for (const type of ["RelationalSchema", ...keyKinds.map((kind) => keyTypes[kind].slice(4))]) {
      expect(program.split(`new aep.xdm.${type}(`)).toHaveLength(2);
    }
  } finally {
    await harness.close();
  }
});

test("a descriptor of a kind that the provider has no type for is named, with its field and schema", async () => {
  const harness = await startHarness();
  try {
    const { schema } = await makeAll(harness.provider);
    const { ui } = harness;
    const granularity = await ui.registry.createDescriptor({
      "@type": "xdm:descriptorTimeSeriesGranularity",
      "xdm:sourceSchema": schema.id,
      "xdm:sourceVersion": 1,
      "xdm:granularity": "day",
      "xdm:ianaTimezone": "UTC",
    });
    const { objects } = await listOf(harness.url);
    expect(objects.at(-1)).toMatchObject({
      token: "adobe-aep:xdm:descriptorTimeSeriesGranularity",
      id: granularity["@id"],
      of: schema.id,
    });
    const { left, program } = await bringFrom(harness.url);
    expect(left).toMatchObject([{ id: granularity["@id"] }]);
    expect(program).toContain(
      `- xdm:descriptorTimeSeriesGranularity of ${schema.id} (${granularity["@id"]}): the`,
    );
    expect(program).toContain("the provider has no resource type for it");
    const urn = urnOf("xdm:IdentityDescriptor", "granularity");
    await expect(importOne(harness.provider, urn, granularity["@id"])).rejects.toThrow(
      "is of type xdm:descriptorTimeSeriesGranularity, not an identity descriptor: no resource type is for it",
    );
  } finally {
    await harness.close();
  }
});

test("a destination is imported with its audiences, and without its credentials", async () => {
  const harness = await startHarness();
  try {
    const { provider } = harness;
    const [first, second] = await makeAudiences(provider, ["first", "second"]);
    const stream = await makeDestination(provider, "Amazon Kinesis", "stream");
    const files = await makeDestination(provider, "Amazon S3", "files");
    const activate = (kind: DestinationName, parts: DestinationParts, activation: Properties) =>
      up(provider, urnOf("flow:Dataflow", kind), destinationFlowProgram(kind, parts, activation));
    await activate("Amazon Kinesis", stream, {
      audiences: [{ id: first?.id }, { id: second?.id }],
      attributes: [{ path: "person.name.lastName", destination: "surname" }],
    });
    await activate("Amazon S3", files, {
      audiences: [{ id: second?.id, ...daily }],
      mapping: { id: "5f00", version: 0 },
      mandatoryFields: ["Email"],
      deduplicationKeys: [{ identity: "Email" }],
    });
    const { left, program } = await bringFrom(harness.url);
    expect(left).toEqual([]);
    expect(errorsOfPrograms([program])).toEqual([]);
    const words = program.replaceAll(/\s+/g, " ");
    expect(words.match(/id: \w+SegmentDefinition\.id/g)).toHaveLength(3);
    expect(words.match(/baseConnectionId: \w+\.id/g)).toHaveLength(2);
    expect(words).toContain('destination: "surname"');
    expect(words).toContain('mapping: { id: "5f00", version: 0, }');
    expect(words).toContain('triggerType: "AFTER_SEGMENT_EVAL"');
    expect(program).not.toMatch(/secret-of-the-stream|authorizedDate|secretOfTheBucket/);
  } finally {
    await harness.close();
  }
});

test("audiences come behind their merge policy and the audiences that they name", async () => {
  const harness = await startHarness();
  try {
    const policy = await up(harness.provider, urnOf("profile:MergePolicy", "policy"), {
      identityGraph: "none",
      attributeMerge: { type: "timestampOrdered" },
    });
    const segment = (name: string, expression: string, more = {}) =>
      up(harness.provider, urnOf("profile:SegmentDefinition", name), {
        name,
        expression,
        mergePolicyId: policy.id,
        ...more,
      });
    const first = await segment("Zz first", "a = 1");
    const node = { nodeType: "fnApply", fnName: "inSegment", params: [{ value: first.id }] };
    await segment("Mm json", JSON.stringify(node), { format: "pql/json" });
    await segment("Aa last", `inSegment("${first.id}") and not inSegment("5f00")`);
    // Adobe's own, as Adobe may mark it.
    const whole = (await harness.ui.segments.get(first.id))?.whole ?? {};
    const { objects } = await listOf(harness.url);
    expect(objects.filter(isAudience)).toHaveLength(3);

    // What is chosen brings what it names.
    const { program, imported, left } = await bringFrom(harness.url, {
      types: [],
      names: ["Aa*", "Mm*"],
    });
    expect(left).toEqual([]);
    expect(errorsOfPrograms([program])).toEqual([]);
    expect(
      imported
        .filter(isAudience)
        .map(({ name }) => name)
        .sort(),
    ).toEqual(["Aa last", "Mm json", "Zz first"]);
    const at = (text: string) => program.indexOf(text);
    expect(at("new aep.profile.MergePolicy(")).toBeLessThan(at('name: "Zz first"'));
    expect(at('name: "Zz first"')).toBeLessThan(at('name: "Mm json"'));
    expect(at('name: "Zz first"')).toBeLessThan(at('name: "Aa last"'));
    expect(program.match(/dependsOn: \[zzFirstSegmentDefinition\]/g)).toHaveLength(2);
    expect(program.match(/mergePolicyId: \w+\.id/g)).toHaveLength(3);

    await harness.fault({
      match: { method: "GET", path: "/data/core/ups/segment/definitions" },
      do: { status: 200, body: { segments: [{ ...whole, isSystem: true }] } },
    });
    expect((await listOf(harness.url)).objects.filter(isAudience)).toEqual([]);
  } finally {
    await harness.close();
  }
});

function isAudience({ token }: { readonly token: string }): boolean {
  return token === "adobe-aep:profile:SegmentDefinition";
}

test("governance policies come behind the marketing actions that they deny", async () => {
  const harness = await startHarness();
  try {
    const action = await up(harness.provider, urnOf("policy:MarketingAction", "share"), {
      name: "shareChats",
    });
    await up(harness.provider, urnOf("policy:GovernancePolicy", "share"), {
      name: "No sharing",
      marketingActionRefs: ["core/exportToThirdParty", action.id],
      deny: { operator: "AND", operands: [{ label: "C2" }, { label: "I1" }] },
    });
    const { left, program } = await bringFrom(harness.url, {
      ...everything,
      types: ["policy:GovernancePolicy"],
    });
    expect(left).toEqual([]);
    expect(errorsOfPrograms([program])).toEqual([]);
    const words = program.replaceAll(/\s+/g, " ");
    expect(words).toContain('"core/exportToThirdParty", shareChatsMarketingAction.id');
    expect(words).toContain('new aep.policy.MarketingAction("shareChatsMarketingAction"');
    expect(words).toContain('status: "DRAFT"');
  } finally {
    await harness.close();
  }
});
