import type { Properties } from "../../../provider-sdk";
import { startHarness } from "../support/harness";
import {
  actionProgram,
  bucketProgram,
  classProgram,
  computedProgram,
  connectionProgram,
  dataTypeProgram,
  descriptorKinds,
  descriptorPrograms,
  fieldGroupProgram,
  flowProgram,
  governanceProgram,
  keyKinds,
  keyPrograms,
  makeEvery,
  mappingProgram,
  mergePolicyProgram,
  namespaceProgram,
  relationalProgram,
  sandboxProgram,
  scheduleProgram,
  schemaProgram,
  segmentProgram,
  sourceProgram,
  keyPairProgram,
  templateProgram,
} from "../support/programs";
import { importOne, upAgain } from "../support/stack";
import type { Deployed } from "../support/stack";

test("every type can be imported, and the program that created it changes nothing", async () => {
  const harness = await startHarness();
  try {
    const whole = await makeEvery(harness.provider);
    const { base, namespace, union } = whole;
    // An import does not have them, so the first up of a program that gives them sets them (credentials.slow.test.ts).
    const bucketWithout = { ...bucketProgram, credentials: undefined };
    const descriptors = descriptorPrograms(whole.schema);
    const keys = keyPrograms(whole.relational);

    const cases: [Deployed, Properties, string?][] = [
      [whole.group, fieldGroupProgram],
      [whole.group, fieldGroupProgram, whole.group.outputs["altId"] as string],
      [whole.schema, schemaProgram(whole.group)],
      [whole.schema, schemaProgram(whole.group), whole.schema.outputs["altId"] as string],
      [
        whole.email,
        {
          schemaId: whole.schema.id,
          fields: whole.schema.outputs["fields"],
          property: "_tenant.chat.email",
          namespace: "Email",
        },
      ],
      [whole.dataset, { schemaId: whole.schema.id, forceDestroy: true }],
      [whole.policy, mergePolicyProgram(whole.dataset)],
      [whole.segment, segmentProgram],
      [whole.computed, computedProgram],
      [whole.template, templateProgram],
      [whole.keyPair, keyPairProgram],
      [whole.action, actionProgram],
      [whole.action, actionProgram, "shareChats"],
      [whole.governance, governanceProgram(whole.action)],
      [whole.schedule, scheduleProgram],
      [whole.sandbox, sandboxProgram],
      [whole.mapping, mappingProgram(whole.schema)],
      [whole.mapping, mappingProgram(whole.schema), `${whole.mapping.id}@0`],
      [whole.source, { ...sourceProgram, generation: "1" }],
      [whole.target, { datasetId: whole.dataset.id, schemaId: whole.schema.id }],
      [whole.flow, { ...flowProgram(whole), drainSeconds: 5, generation: "1" }],
      [base, connectionProgram],
      [whole.bucket, bucketWithout],
      [namespace, namespaceProgram],
      [namespace, namespaceProgram, "SHOPPER"],
      [union, { schemaId: whole.schema.id }],
      [whole.dataType, dataTypeProgram],
      [whole.dataType, dataTypeProgram, whole.dataType.outputs["altId"] as string],
      [whole.itsClass, classProgram],
      [whole.itsClass, classProgram, whole.itsClass.outputs["altId"] as string],
      ...descriptorKinds.map((kind): [Deployed, Properties] => [whole[kind], descriptors[kind]]),
      [whole.relational, relationalProgram],
      [whole.relational, relationalProgram, whole.relational.outputs["altId"] as string],
      ...keyKinds.map((kind): [Deployed, Properties] => [whole[kind], keys[kind]]),
    ];
    const provider = await harness.another();
    for (const [made, program, id = made.id] of cases) {
      const imported = await importOne(provider, made.urn, id);
      expect([made.urn, imported.id]).toEqual([made.urn, made.id]);
      const { diff } = await upAgain(provider, imported, program);
      expect([made.urn, diff.changes]).toEqual([made.urn, {}]);
    }
    const gone = await importOne(provider, whole.flow.urn, "00000000-0000-0000-0000-000000000000");
    expect(gone.id).toBe("");
  } finally {
    await harness.close();
  }
});
