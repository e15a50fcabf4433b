import type { AdobeClient } from "../../../adobe/client";

/** How many of each kind there are at Adobe; descriptors those of one schema. */
export async function countResources(ui: AdobeClient, schemaId: string) {
  const groups = await ui.registry.findAll("fieldgroups");
  const labels = await Promise.all(groups.map(({ $id }) => ui.registry.descriptorsOf($id)));
  return {
    groups: groups.length,
    dataTypes: (await ui.registry.findAll("datatypes")).length,
    classes: (await ui.registry.findAll("classes")).length,
    schemas: (await ui.registry.findAll("schemas")).length,
    descriptors: (await ui.registry.descriptorsOf(schemaId)).length,
    labels: labels.flat().length,
    namespaces: (await ui.identity.list()).filter(({ custom }) => custom === true).length,
    datasets: (await ui.catalog.findAll()).length,
    // Adobe's own is the default.
    mergePolicies: (await ui.mergePolicies.findAll()).filter((one) => !one.isDefault).length,
    segments: (await ui.segments.findAll()).length,
    templates: (await ui.queryTemplates.findAll()).length,
    schedules: (await ui.querySchedules.findAll()).length,
    computed: (await ui.computed.findAll()).length,
    marketingActions: (await ui.policies.findActions()).length,
    governancePolicies: (await ui.policies.findPolicies()).length,
    sandboxes: (await ui.sandboxes.list()).filter(({ name }) => name.startsWith("acme")).length,
    mappingSets: (await ui.dataPrep.findAll()).length,
    keyPairs: (await ui.keyPairs.findAll()).length,
    connections: (await ui.flows.findAll("connections")).length,
    sources: (await ui.flows.findAll("sourceConnections")).length,
    targets: (await ui.flows.findAll("targetConnections")).length,
    flows: (await ui.flows.findAll("flows")).length,
  };
}
