import { madeUpHeader } from "../../../../emulator/common/apiError";
import { mergePolicies, segments, type ApiResponse, type Client } from "../../support/client";
import { useFreshEmulator, withEmulator } from "../../support/emulator";

const profileClass = "_xdm.context.profile";
const value = 'workAddress.country = "US"';

function bodyOf(name: string, more: object = {}): object {
  return {
    name,
    schema: { name: profileClass },
    expression: { type: "PQL", format: "pql/text", value },
    ...more,
  };
}

async function make(client: Client, name: string, more: object = {}): Promise<ApiResponse["body"]> {
  const { status, body } = await client.call("POST", segments, { body: bodyOf(name, more) });
  expect([status, body]).toEqual([200, body]);
  return body;
}

function enabled(kind: string): object {
  return { evaluationInfo: { [kind]: { enabled: true } } };
}

function inSegment(id: unknown): object {
  const text = `inSegment("${String(id)}") and ${value}`;
  return { expression: { type: "PQL", format: "pql/text", value: text } };
}

/** A merge policy that is active on edge. */
async function makeActive(client: Client): Promise<string> {
  const body = {
    name: "Active",
    schema: { name: profileClass },
    identityGraph: { type: "none" },
    attributeMerge: { type: "timestampOrdered" },
    isActiveOnEdge: true,
  };
  return String((await client.call("POST", mergePolicies, { body })).body.id);
}

describe("a segment definition", () => {
  const now = Date.UTC(2026, 0, 1);
  const client = useFreshEmulator({ now: () => now, tokenLifetimeSeconds: 1e9 });

  it("is made with 200 and read as it was sent, with what the service adds", async () => {
    const made = await make(client, "One", { description: "Note", ttlInDays: 60 });
    expect(made).toEqual({
      id: expect.any(String),
      schema: { name: profileClass },
      ttlInDays: 60,
      profileInstanceId: "ups",
      imsOrgId: expect.any(String),
      sandbox: expect.objectContaining({ sandboxName: "dev" }),
      name: "One",
      description: "Note",
      expression: { type: "PQL", format: "pql/text", value },
      mergePolicyId: expect.any(String),
      evaluationInfo: {
        batch: { enabled: true },
        continuous: { enabled: false },
        synchronous: { enabled: false },
      },
      dataGovernancePolicy: { excludeOptOut: true },
      lifecycleState: "published",
      creationTime: now,
      updateEpoch: now / 1000,
      updateTime: now,
    });
    const read = await client.call("GET", `${segments}/${String(made.id)}`);
    expect(read.body).toEqual(made);
  });

  it("may have its expression as JSON", async () => {
    const tree = { nodeType: "literal", literalType: "Boolean", value: true };
    const expression = { type: "PQL", format: "pql/json", value: JSON.stringify(tree) };
    expect((await make(client, "One", { expression })).expression).toEqual(expression);
    for (const [index, wrong] of ["{", "5", "{}"].entries()) {
      const body = bodyOf(`Wrong ${index}`, { expression: { ...expression, value: wrong } });
      expect((await client.call("POST", segments, { body })).status).toBe(400);
    }
  });

  it("is replaced by a PATCH: what it leaves out is as if nobody had given it", async () => {
    const more = { description: "Note", lifecycleState: "draft", ttlInDays: 60 };
    const made = await make(client, "One", more);
    const at = `${segments}/${String(made.id)}`;
    const sent = { ...made, name: "Two" };
    const { status, body } = await client.call("PATCH", at, { body: sent });
    expect([status, body]).toEqual([200, sent]);
    const least = (await client.call("PATCH", at, { body: bodyOf("Two") })).body;
    expect(least).toMatchObject({ description: "", lifecycleState: "published" });
    expect(Object.keys(least)).not.toContain("ttlInDays");
  });

  it("has a name of its own", async () => {
    const first = await make(client, "One");
    const taken = await client.call("POST", segments, { body: bodyOf("One") });
    expect([taken.status, taken.headers[madeUpHeader]]).toEqual([422, "text"]);
    const second = await make(client, "Two");
    const at = `${segments}/${String(second.id)}`;
    expect((await client.call("PATCH", at, { body: bodyOf("One") })).status).toBe(422);
    const own = `${segments}/${String(first.id)}`;
    expect((await client.call("PATCH", own, { body: bodyOf("One") })).status).toBe(200);
  });

  it("is streaming or edge by a merge policy that is active on edge, and batch otherwise", async () => {
    const kindOf = (made: ApiResponse["body"]): string[] =>
      Object.entries(made.evaluationInfo as Record<string, { enabled: boolean }>).flatMap(
        ([kind, info]) => (info.enabled ? [kind] : []),
      );
    expect(kindOf(await make(client, "One", enabled("continuous")))).toEqual(["batch"]);
    const mergePolicyId = await makeActive(client);
    for (const kind of ["batch", "continuous", "synchronous"]) {
      const made = await make(client, kind, { mergePolicyId, ...enabled(kind) });
      expect(kindOf(made)).toEqual([kind]);
    }
  });

  it("that another one names is deleted after that one", async () => {
    const first = await make(client, "One");
    const second = await make(client, "Two", inSegment(first.id));
    const tree = { nodeType: "fnApply", fnName: "inSegment", params: [{ value: second.id }] };
    const expression = { type: "PQL", format: "pql/json", value: JSON.stringify(tree) };
    const third = await make(client, "Three", { expression });
    const at = (one: ApiResponse["body"]): string => `${segments}/${String(one.id)}`;
    const kept = await client.call("DELETE", at(first));
    expect([kept.status, kept.headers[madeUpHeader]]).toEqual([400, "text"]);
    expect(await client.call("DELETE", at(second))).toMatchObject({ status: 400 });
    expect(await client.call("DELETE", at(third))).toMatchObject({ status: 200 });
    expect(await client.call("DELETE", at(second))).toMatchObject({ status: 200 });
    expect(await client.call("DELETE", at(first))).toMatchObject({ status: 200 });
    expect((await client.call("GET", at(first))).status).toBe(404);
    expect((await client.call("DELETE", at(first))).status).toBe(404);
    expect((await client.call("PATCH", at(first), { body: bodyOf("One") })).status).toBe(404);
  });

  it("is found in bulk", async () => {
    const { id } = await make(client, "One");
    const bulk = (ids: unknown): Promise<ApiResponse> =>
      client.call("POST", `${segments}/bulk-get`, { body: { ids } });
    const { status, body } = await bulk([{ id }, { id: "none" }]);
    expect([status, Object.keys(body.results as object)]).toEqual([207, [id]]);
    for (const ids of [undefined, [], [5], [{}], Array.from({ length: 101 }, () => ({ id }))]) {
      expect((await bulk(ids)).status).toBe(400);
    }
  });
});

describe("the list of segment definitions", () => {
  it("is the newest first, unless it is sorted, and can be of one kind", async () => {
    let now = Date.UTC(2026, 0, 1);
    await withEmulator({ now: () => (now += 1000), tokenLifetimeSeconds: 1e9 }, async (client) => {
      for (const name of ["B", "C", "A"]) await make(client, name);
      const names = async (query = ""): Promise<unknown[]> => {
        const { body } = await client.call("GET", `${segments}${query}`);
        return (body.segments as { name: string }[]).map(({ name }) => name);
      };
      expect(await names()).toEqual(["A", "C", "B"]);
      expect(await names("?sort=name:asc")).toEqual(["A", "B", "C"]);
      expect(await names("?sort=name:desc&limit=1")).toEqual(["C"]);
      expect(await names("?start=1")).toEqual(["C", "B"]);
      expect(await names("?limit=x&page=-1&sort=none")).toEqual(["A", "C", "B"]);
      expect(await names("?evaluationInfo.batch.enabled=true")).toHaveLength(3);
      expect(await names("?evaluationInfo.continuous.enabled=true")).toEqual([]);
    });
  });

  it.each([
    ["from-0", 0],
    ["from-1", 1],
  ])("segment-page=%s: the first page is %i", async (assumed, first) => {
    await withEmulator({ assume: { "segment-page": assumed } }, async (client) => {
      for (const name of ["A", "B", "C"]) await make(client, name);
      const page = async (query: string): Promise<unknown> => {
        const { body } = await client.call("GET", `${segments}?sort=name:asc&limit=2${query}`);
        return [(body.segments as { name: string }[]).map(({ name }) => name), body.page];
      };
      const counts = { totalCount: 3, totalPages: 2, sortField: "name", sort: "asc", limit: 2 };
      const begin = [["A", "B"], { ...counts, pageSize: 2 }];
      expect(await page("")).toEqual(begin);
      expect(await page(`&page=${first}`)).toEqual(begin);
      expect(await page(`&page=${first + 1}`)).toEqual([["C"], { ...counts, pageSize: 1 }]);
    });
  });
});

describe("assumptions about segment definitions", () => {
  it("segment-name=repeatable: two may have one name", async () => {
    await withEmulator({ assume: { "segment-name": "repeatable" } }, async (client) => {
      await make(client, "One");
      await make(client, "One");
    });
  });

  it("segment-policy=absent: one that was made without a merge policy shows none", async () => {
    await withEmulator({ assume: { "segment-policy": "absent" } }, async (client) => {
      expect(Object.keys(await make(client, "One"))).not.toContain("mergePolicyId");
    });
  });

  it("segment-edge=refused: one that needs the edge is rejected where its policy is not there", async () => {
    await withEmulator({ assume: { "segment-edge": "refused" } }, async (client) => {
      const body = bodyOf("One", enabled("synchronous"));
      expect((await client.call("POST", segments, { body })).status).toBe(400);
      await make(client, "One", {
        mergePolicyId: await makeActive(client),
        ...enabled("continuous"),
      });
    });
  });

  it("segment-dependents=allowed: one that another names is deleted", async () => {
    await withEmulator({ assume: { "segment-dependents": "allowed" } }, async (client) => {
      const { id } = await make(client, "One");
      await make(client, "Two", inSegment(id));
      expect((await client.call("DELETE", `${segments}/${String(id)}`)).status).toBe(200);
    });
  });
});
