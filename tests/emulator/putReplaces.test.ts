import {
  catalog,
  conversion,
  identities,
  mergePolicies,
  policyService,
  registry,
} from "./support/client";
import { useEmulator } from "./support/emulator";
import { contentType, fieldGroupBody, makePipeline, title } from "./support/objects";
import { identity, makeDescriptor, one, xed } from "./support/registry";

/**
 * A PUT replaces, as at Adobe: what the sender leaves out is gone. A client that forgets to send back what it
 * does not know loses it here too.
 */
describe("a PUT that leaves a part out removes it from", () => {
  const client = useEmulator();

  /** Whether the object shows the part after the PUT. */
  async function shows(part: string, at: string, body: object, read = at): Promise<boolean> {
    expect((await client.call("PUT", at, { body })).status).toBeLessThan(300);
    const headers = at.includes("/descriptors/") ? {} : xed;
    const { body: object } = await client.call("GET", read, { headers });
    return JSON.stringify(object).includes(part);
  }

  it("a field group and a descriptor", async () => {
    const body = fieldGroupBody({ a: { type: "string" } });
    const noted = { ...body, "x-note": "kept by nobody" };
    const made = await client.call("POST", `${registry}/tenant/fieldgroups`, { body: noted });
    const at = one("fieldgroups", String(made.body["$id"]));
    expect(await shows("x-note", at, noted)).toBe(true);
    expect(await shows("x-note", at, body)).toBe(false);

    const { schemaId } = await makePipeline(client);
    const sent = identity(schemaId);
    const described = await makeDescriptor(client, { ...sent, "x-note": "kept by nobody" });
    const descriptor = `${registry}/tenant/descriptors/${String(described.body["@id"])}`;
    expect(await shows("x-note", descriptor, { ...sent, "x-note": "again" })).toBe(true);
    expect(await shows("x-note", descriptor, sent)).toBe(false);
  });

  it("a namespace", async () => {
    const sent = { name: "Note", code: "noteOfTest", idType: "DEVICE" };
    const made = await client.call("POST", identities, { body: { ...sent, description: "note" } });
    const at = `${identities}/${String(made.body.id)}`;
    expect(await shows('"note"', at, { ...sent, description: "note" })).toBe(true);
    expect(await shows('"note"', at, sent)).toBe(false);
  });

  it("a dataset", async () => {
    const { datasetId, schemaId } = await makePipeline(client);
    const at = `${catalog}/dataSets/${datasetId}`;
    const sent = { name: title("D"), schemaRef: { id: schemaId, contentType } };
    expect(await shows('"note"', at, { ...sent, description: "note" })).toBe(true);
    expect(await shows('"note"', at, sent)).toBe(false);
  });

  it("a merge policy", async () => {
    const sent = {
      schema: { name: "_xdm.context.profile" },
      identityGraph: { type: "none" },
      attributeMerge: { type: "timestampOrdered" },
    };
    const made = await client.call("POST", mergePolicies, { body: { ...sent, name: "note" } });
    const at = `${mergePolicies}/${String(made.body.id)}`;
    expect(await shows('"note"', at, { ...sent, name: "note" })).toBe(true);
    expect(await shows('"note"', at, sent)).toBe(false);
  });

  it("a marketing action, a label and a governance policy", async () => {
    const action = `${policyService}/marketingActions/custom/note`;
    expect(await shows('"Note"', action, { name: "note", description: "Note" })).toBe(true);
    expect(await shows('"Note"', action, { name: "note" })).toBe(false);

    const label = `${policyService}/labels/custom/N1`;
    const named = { name: "N1", category: "Custom", friendlyName: "N" };
    expect(await shows('"Note"', label, { ...named, description: "Note" })).toBe(true);
    expect(await shows('"Note"', label, named)).toBe(false);

    const sent = {
      name: title("Policy"),
      status: "DRAFT",
      marketingActionRefs: ["../marketingActions/custom/note"],
      deny: { label: "N1" },
    };
    const made = await client.call("POST", `${policyService}/policies/custom`, { body: sent });
    const policy = `${policyService}/policies/custom/${String(made.body.id)}`;
    expect(await shows('"Note"', policy, { ...sent, description: "Note" })).toBe(true);
    expect(await shows('"Note"', policy, sent)).toBe(false);
  });

  it("a mapping set", async () => {
    const { mappingId } = await makePipeline(client);
    const at = `${conversion}/mappingSets/${mappingId}`;
    const { body } = await client.call("GET", `${at}?version=0`);
    const sent = { name: body.name, outputSchema: body.outputSchema, mappings: body.mappings };
    const inputSchema = { id: "note", version: "1.0" };
    expect(await shows('"note"', at, { ...sent, inputSchema }, `${at}?version=1`)).toBe(true);
    expect(await shows('"note"', at, sent, `${at}?version=2`)).toBe(false);
  });
});
