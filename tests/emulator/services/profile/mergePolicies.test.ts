import { madeUpHeader } from "../../../../emulator/common/apiError";
import { mergePolicies, registry, type ApiResponse, type Client } from "../../support/client";
import { useFreshEmulator, withEmulator } from "../../support/emulator";
import { makeDataset, makeFieldGroup, makeSchema } from "../../support/objects";
import { identityMap, joinUnion } from "../../support/registry";

const profileClass = "_xdm.context.profile";

/** A policy of a test: by time, with what the test adds. */
function bodyOf(name: string, more: object = {}): object {
  return {
    name,
    schema: { name: profileClass },
    identityGraph: { type: "none" },
    attributeMerge: { type: "timestampOrdered" },
    ...more,
  };
}

async function make(client: Client, name: string, more: object = {}): Promise<ApiResponse["body"]> {
  const { status, body } = await client.call("POST", mergePolicies, { body: bodyOf(name, more) });
  expect(status).toBe(200);
  return body;
}

/** The values of one field of all policies, by name. */
async function fieldsOf(client: Client, field: string): Promise<Record<string, unknown>> {
  const { body } = await client.call("GET", mergePolicies);
  const all = body.children as Record<string, unknown>[];
  return Object.fromEntries(all.map((one) => [String(one["name"]), one[field]]));
}

describe("a merge policy", () => {
  const now = Date.UTC(2026, 0, 1);
  const client = useFreshEmulator({ now: () => now, tokenLifetimeSeconds: 1e9 });

  it("is made with 200 and read as it was sent, with what Profile adds", async () => {
    const schemaId = await makeSchema(client, [await makeFieldGroup(client)]);
    const datasetId = await makeDataset(client, schemaId);
    const attributeMerge = { type: "dataSetPrecedence", order: [datasetId] };
    const made = await make(client, "One", { attributeMerge });
    expect(made).toEqual({
      id: expect.any(String),
      name: "One",
      imsOrgId: expect.any(String),
      sandbox: expect.objectContaining({ sandboxName: "dev" }),
      schema: { name: profileClass },
      version: 1,
      identityGraph: { type: "none" },
      attributeMerge,
      isActiveOnEdge: false,
      default: false,
      updateEpoch: now / 1000,
    });
    const read = await client.call("GET", `${mergePolicies}/${String(made.id)}`);
    expect(read.body).toEqual(made);
  });

  it("is replaced by a PUT that sends it back, and its version goes up", async () => {
    const made = await make(client, "One");
    const at = `${mergePolicies}/${String(made.id)}`;
    const sent = { ...made, name: "Two", identityGraph: { type: "pdg" } };
    const { status, body } = await client.call("PUT", at, { body: sent });
    expect([status, body]).toEqual([200, { ...sent, version: 2 }]);
  });

  it.each([
    ["a list of operations, as in the reference", [{ op: "add", path: "/name", value: "Two" }]],
    ["one operation, as in the guide", { op: "add", path: "/name", value: "Two" }],
  ])("is changed by %s", async (_what, body) => {
    const { id } = await make(client, "One");
    const { status } = await client.call("PATCH", `${mergePolicies}/${String(id)}`, { body });
    expect(status).toBe(200);
    expect(Object.keys(await fieldsOf(client, "id"))).toContain("Two");
  });

  it("is changed by paths with a dot and by booleans as text, and by no other", async () => {
    const { id } = await make(client, "One");
    const patch = (path: string, value: unknown, op = "add"): Promise<ApiResponse> =>
      client.call("PATCH", `${mergePolicies}/${String(id)}`, { body: [{ op, path, value }] });
    expect((await patch("/identityGraph.type", "pdg")).body.identityGraph.type).toBe("pdg");
    expect((await patch("/default", "true")).body.default).toBe(true);
    expect((await patch("/isActiveOnEdge", "true")).body.isActiveOnEdge).toBe(true);
    for (const [path, value, op] of [
      ["/identityGraph.type", "coop"],
      ["/attributeMerge.type", "dataSetPrecedence"],
      ["/schema.name", "_xdm.context.none"],
      ["/imsOrgId", "x"],
      ["/name", "x", "replace"],
    ] as const) {
      expect([path, (await patch(path, value, op)).status]).toEqual([path, 400]);
    }
  });

  it("that becomes the default takes that from the one that was", async () => {
    expect(await fieldsOf(client, "default")).toEqual({ "Default Timebased": true });
    await make(client, "One", { default: true });
    expect(await fieldsOf(client, "default")).toEqual({ "Default Timebased": false, One: true });
    await make(client, "Event", {
      default: true,
      schema: { name: "_xdm.context.experienceevent" },
    });
    expect(await fieldsOf(client, "default")).toMatchObject({ One: true, Event: true });
  });

  it("that is the default is not deleted, and does not stop to be it", async () => {
    const { id } = await make(client, "One", { default: true });
    const at = `${mergePolicies}/${String(id)}`;
    const deleted = await client.call("DELETE", at);
    expect([deleted.status, deleted.headers[madeUpHeader]]).toEqual([400, "text"]);
    const body = bodyOf("One", { default: false });
    expect((await client.call("PUT", at, { body })).status).toBe(400);
    await make(client, "Two", { default: true });
    expect((await client.call("DELETE", at)).status).toBe(200);
  });

  it("that is active on edge is deleted once it is not", async () => {
    const { id } = await make(client, "One", { isActiveOnEdge: true });
    const at = `${mergePolicies}/${String(id)}`;
    expect((await client.call("DELETE", at)).status).toBe(400);
    expect((await client.call("PUT", at, { body: bodyOf("One") })).status).toBe(200);
    const deleted = await client.call("DELETE", at);
    expect([deleted.status, deleted.body]).toEqual([200, undefined]);
    expect((await client.call("GET", at)).status).toBe(404);
    expect((await client.call("DELETE", at)).status).toBe(404);
  });

  it("that becomes active on edge takes that from the one that was", async () => {
    await make(client, "One", { isActiveOnEdge: true });
    await make(client, "Two", { isActiveOnEdge: true });
    expect(await fieldsOf(client, "isActiveOnEdge")).toMatchObject({ One: false, Two: true });
  });

  it("is found with others by its id", async () => {
    const { id } = await make(client, "One");
    const bulk = (body: object): Promise<ApiResponse> =>
      client.call("POST", `${mergePolicies}/bulk-get`, { body });
    const { status, body } = await bulk({ ids: [{ id }, { id: "none" }] });
    expect([status, Object.keys(body.results as object)]).toEqual([207, [id]]);
    expect((await bulk({ ids: [id] })).status).toBe(400);
    expect((await bulk({})).status).toBe(400);
  });

  it("is only in its sandbox", async () => {
    const { id } = await make(client, "One");
    const headers = { "x-sandbox-name": "prod" };
    const there = await client.call("GET", `${mergePolicies}/${String(id)}`, { headers });
    expect(there.status).toBe(404);
  });
});

describe("the list of merge policies", () => {
  /** The names of all pages, one policy each. */
  async function pages(client: Client): Promise<string[]> {
    const names: string[] = [];
    let start: string | undefined;
    do {
      const query = `limit=1${start === undefined ? "" : `&start=${encodeURIComponent(start)}`}`;
      const { body } = await client.call("GET", `${mergePolicies}?${query}`);
      names.push(...(body.children as { name: string }[]).map(({ name }) => name));
      const href = String(body._links?.next.href ?? "");
      start = /start=([^&]*)/.exec(href)?.[1] ?? (body._page.next as string | undefined);
    } while (start !== undefined && names.length < 10);
    return names;
  }

  it.each(["link", "token"])("has pages by name, with a %s to the next one", async (value) => {
    await withEmulator({ assume: { "merge-policy-page": value } }, async (client) => {
      for (const name of ["B", "A", "E"]) await make(client, name);
      expect(await pages(client)).toEqual(["A", "B", "Default Timebased", "E"]);
      const { body } = await client.call("GET", `${mergePolicies}?limit=2`);
      expect(body._page).toEqual(
        value === "link" ? { totalCount: 4, pageSize: 2 } : { count: 2, next: expect.any(String) },
      );
    });
  });

  it("is filtered and ordered as the query says", async () => {
    await withEmulator({}, async (client) => {
      await make(client, "A", { isActiveOnEdge: true, identityGraph: { type: "pdg" } });
      await make(client, "B", { schema: { name: "_xdm.context.experienceevent" } });
      const names = async (query: string): Promise<string[]> => {
        const { body } = await client.call("GET", `${mergePolicies}?${query}`);
        return (body.children as { name: string }[]).map(({ name }) => name);
      };
      expect(await names("default=true")).toEqual(["Default Timebased"]);
      expect(await names("isActiveOnEdge=true")).toEqual(["A"]);
      expect(await names("identityGraph.type=none")).toEqual(["B"]);
      expect(await names("schema.name=_xdm.context.experienceevent")).toEqual(["B"]);
      expect(await names("attributeMerge.type=dataSetPrecedence")).toEqual([]);
      expect(await names("orderBy=-name")).toEqual(["Default Timebased", "B", "A"]);
    });
  });
});

describe("by assumption,", () => {
  it("merge-policy-edge=refused: a second policy that is to be active on edge is rejected", async () => {
    await withEmulator({ assume: { "merge-policy-edge": "refused" } }, async (client) => {
      const made = await make(client, "One", { isActiveOnEdge: true });
      const body = bodyOf("Two", { isActiveOnEdge: true });
      expect((await client.call("POST", mergePolicies, { body })).status).toBe(400);
      const at = `${mergePolicies}/${String(made.id)}`;
      expect((await client.call("PUT", at, { body: made })).status).toBe(200);
    });
  });

  it("merge-policy-default=allowed: the default may be deleted, and there is a new one of Adobe's", async () => {
    await withEmulator({ assume: { "merge-policy-default": "allowed" } }, async (client) => {
      const { id } = await make(client, "One", { default: true });
      expect((await client.call("DELETE", `${mergePolicies}/${String(id)}`)).status).toBe(200);
      const { body } = await client.call("GET", `${mergePolicies}?default=true`);
      expect(body.children).toHaveLength(1);
    });
  });

  it("first-merge-policy=with-union: there is none before a schema of profiles is in the union", async () => {
    await withEmulator({ assume: { "first-merge-policy": "with-union" } }, async (client) => {
      expect(await fieldsOf(client, "default")).toEqual({});
      const allOf = ["https://ns.adobe.com/xdm/context/profile", identityMap];
      const sent = { type: "object", title: "People", allOf: allOf.map(($ref) => ({ $ref })) };
      const made = await client.call("POST", `${registry}/tenant/schemas`, { body: sent });
      expect((await joinUnion(client, String(made.body.$id))).status).toBe(200);
      expect(await fieldsOf(client, "default")).toEqual({ "Default Timebased": true });
    });
  });
});
