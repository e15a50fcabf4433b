import * as fc from "fast-check";

import { definitions } from "../../../adobe/provider/resources";
import { UNKNOWN } from "../../../provider-sdk";
import { checkHarness } from "../support/checkHarness";
import { filledMembers } from "../support/filledShapes";
import { EVENT_CLASS } from "../support/programs";
import { urnOf } from "../support/stack";

const check = checkHarness();

describe("values that are not known yet", () => {
  test.each([
    ["xdm:FieldGroup", { intendedToExtend: UNKNOWN, properties: UNKNOWN }],
    [
      "xdm:FieldGroup",
      { intendedToExtend: [UNKNOWN], properties: { a: UNKNOWN, b: { type: UNKNOWN } } },
    ],
    ["xdm:Schema", { class: UNKNOWN, fieldGroups: [{ ref: UNKNOWN, fields: UNKNOWN }] }],
    ["xdm:Schema", { class: EVENT_CLASS, fieldGroups: UNKNOWN }],
    [
      "xdm:IdentityDescriptor",
      {
        schemaId: UNKNOWN,
        fields: UNKNOWN,
        property: UNKNOWN,
        namespace: UNKNOWN,
        primary: UNKNOWN,
      },
    ],
    [
      "xdm:LabelDescriptor",
      { ownerId: UNKNOWN, fields: UNKNOWN, property: UNKNOWN, labels: [UNKNOWN] },
    ],
    ["xdm:ProfileUnion", { schemaId: UNKNOWN }],
    ["identity:Namespace", { code: UNKNOWN, name: UNKNOWN, idType: UNKNOWN }],
    ["catalog:Dataset", { schemaId: UNKNOWN, retentionDays: UNKNOWN, profile: UNKNOWN }],
    ["catalog:Dataset", { schemaId: UNKNOWN, profileRetentionDays: UNKNOWN, profile: UNKNOWN }],
    [
      "dataprep:MappingSet",
      {
        schemaId: UNKNOWN,
        fields: { _id: "string", "_tenant.chat.messages[*].text": "string", web: "any" },
        mappings: [UNKNOWN, { sourceType: UNKNOWN, source: UNKNOWN, destination: UNKNOWN }],
      },
    ],
    ["dataprep:MappingSet", { schemaId: UNKNOWN, mappings: UNKNOWN }],
    ["flow:Connection", { connectionSpec: UNKNOWN, auth: UNKNOWN }],
    [
      "flow:SourceConnection",
      { connectionSpec: { id: UNKNOWN, version: UNKNOWN }, params: UNKNOWN },
    ],
    ["flow:TargetConnection", { datasetId: UNKNOWN, schemaId: UNKNOWN }],
    [
      "flow:Dataflow",
      {
        flowSpec: UNKNOWN,
        sourceConnectionIds: [UNKNOWN],
        targetConnectionIds: UNKNOWN,
        mapping: { id: UNKNOWN, version: UNKNOWN },
        settleSeconds: UNKNOWN,
      },
    ],
  ])("is valid at any place (%s)", async (type, program) => {
    const urn = urnOf(type, "x");
    const { inputs, failures: found } = await check.harness.provider.check(urn, program);
    expect(found).toEqual([]);
    // And a preview of it passes, which looks for what the create would adopt.
    const { id, properties } = await check.harness.provider.create(urn, inputs, {
      preview: true,
    });
    expect(id).toBe("");
    expect(Object.keys(properties).length).toBeGreaterThan(0);
    await check.leaveOutRequests();
  });
});

/** What cannot be given next to something else, which each of these lists has. */
const leftOut = [
  ["mapping", "schedule", "activation.mapping", "deltaColumn", "encryption", "datasetExport"],
  ["activation", "encryption", "datasetExport"],
  ["activation", "deltaColumn", "datasetExport"],
  ["mapping", "schedule", "activation", "deltaColumn", "encryption"],
].map((inputs) => inputs.map((input) => `Dataflow.${input}`));

test.each(definitions.map(({ token, inputs }) => [token, inputs] as const))(
  "what is not known yet is valid, wherever it is: %s",
  async (token, inputs) => {
    const urn = urnOf(token.replace("adobe-aep:", ""), "x");
    const at = `${token.split(":").at(-1) ?? ""}.`;
    const programs = leftOut.map((one) =>
      filledMembers(inputs, at, { text: UNKNOWN, leftOut: one }),
    );
    await fc.assert(
      fc.asyncProperty(fc.oneof(...programs), async (program) => {
        expect((await check.harness.provider.check(urn, program)).failures).toEqual([]);
      }),
      { numRuns: 40 },
    );
  },
);
