import { assumptions } from "../../../emulator";
import { sample } from "../../support/full";
import { startHarness } from "../support/harness";
import { flowProgram, makeAll, mappingProgram, mappings } from "../support/programs";
import type { Whole } from "../support/programs";
import { destroy, refresh, upAgain } from "../support/stack";

/** Every value of the emulator's assumptions that touches what the provider calls. */
const touching = [
  "flow-inlet-url", "inlet-url-survives", "breaking-from", "title-scope", "registry-accept", "schema-in-use",
  "dataset-in-use", "connection-in-use", "dataset-name", "catalog-delete-missing", "mapping-create-status",
  "mapping-get-default", "mapping-delete", "mapping-static-type", "mapping-version-type", "mapping-schema-version", "flow-sandbox-header",
  "flow-not-found", "flow-delete", "new-object-visible", "deleted-reference", "token-expires-in", "union-without-identity",
  "ref-property",
] as const; // prettier-ignore

const cases = touching.flatMap((name) =>
  assumptions[name].values.slice(1).map((value) => [name, value] as const),
);

/** And all the other values together. */
const others = Object.fromEntries(
  touching.map((name) => [name, assumptions[name].values.at(-1) ?? ""]),
);

// With TEST_FULL=1 each value has a run of its own.
test.each([
  ...sample(cases, 10).map(([name, value]) => [`${name}=${value}`, { [name]: value }] as const),
  ["all of them at once", others] as const,
])("objects are created, unchanged, refreshed, changed and deleted under %s", async (_, assume) => {
  const harness = await startHarness({ assume });
  try {
    const whole = await makeAll(harness.provider);
    expect(whole.flow.outputs["inletUrl"]).toContain("/collection/");
    for (const deployed of Object.values(whole) as Whole["flow"][]) {
      const read = await refresh(harness.provider, deployed);
      expect([deployed.urn, read?.inputs, read?.outputs]).toEqual([
        deployed.urn,
        deployed.inputs,
        deployed.outputs,
      ]);
    }
    const changed = { ...mappingProgram(whole.schema), mappings: mappings.slice(0, 3) };
    const mapping = await upAgain(harness.provider, whole.mapping, changed);
    expect(mapping.outputs["version"]).toBe(1);
    const flow = await upAgain(harness.provider, whole.flow, flowProgram({ ...whole, mapping }));
    expect(flow.outputs).toMatchObject({ state: "enabled", mapping: { version: 1 } });
    expect(await refresh(harness.provider, flow)).toMatchObject({ inputs: flow.inputs });
    expect(await refresh(harness.provider, mapping)).toMatchObject({ inputs: mapping.inputs });
    const all = Object.values({ ...whole, mapping, flow }).reverse();
    await destroy(harness.provider, ...all);
    await destroy(harness.provider, ...all);
    expect(await harness.ui.flows.findAll("flows")).toEqual([]);
    expect(await harness.ui.catalog.findAll()).toEqual([]);
    expect(await harness.ui.registry.findAll("schemas")).toEqual([]);
  } finally {
    await harness.close();
  }
});
