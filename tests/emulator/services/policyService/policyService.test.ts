import { madeUpHeader } from "../../../../emulator/common/apiError";
import { policyService, type ApiResponse, type Client } from "../../support/client";
import { useFreshEmulator, withEmulator } from "../../support/emulator";

const actions = `${policyService}/marketingActions/custom`;
const labels = `${policyService}/labels`;
const policies = `${policyService}/policies/custom`;

function bodyOf(name: string, more: object = {}): object {
  return {
    name,
    status: "DRAFT",
    marketingActionRefs: ["../marketingActions/core/emailTargeting"],
    deny: { label: "C1" },
    ...more,
  };
}

async function make(client: Client, name: string, more: object = {}): Promise<ApiResponse["body"]> {
  const { status, body } = await client.call("POST", policies, { body: bodyOf(name, more) });
  expect([status, body]).toEqual([201, body]);
  return body;
}

async function namesAt(client: Client, at: string): Promise<unknown[]> {
  const { body } = await client.call("GET", at);
  return (body.children as { name: string }[]).map(({ name }) => name);
}

describe("a marketing action", () => {
  const now = Date.UTC(2026, 0, 1);
  const client = useFreshEmulator({ now: () => now, tokenLifetimeSeconds: 1e9 });

  it("is made by a PUT with 201, and changed by one with 200", async () => {
    const at = `${actions}/shareChats`;
    const sent = { name: "shareChats", description: "Note" };
    const made = await client.call("PUT", at, { body: sent });
    expect([made.status, made.body]).toEqual([
      201,
      {
        ...sent,
        imsOrg: expect.any(String),
        sandboxName: "dev",
        created: now,
        createdClient: expect.any(String),
        createdUser: expect.any(String),
        updated: now,
        updatedClient: expect.any(String),
        updatedUser: expect.any(String),
        _links: { self: { href: expect.stringMatching(/^http.*\/custom\/shareChats$/) } },
      },
    ]);
    expect((await client.call("GET", at)).body).toEqual(made.body);
    const changed = await client.call("PUT", at, { body: { ...sent, description: "Other" } });
    expect([changed.status, changed.body.description]).toEqual([200, "Other"]);
  });

  it("has the name of its path, with spaces too", async () => {
    const name = "Share chats (all)";
    const at = `${actions}/${encodeURIComponent(name)}`;
    expect((await client.call("PUT", at, { body: { name: "other" } })).status).toBe(400);
    const missing = await client.call("PUT", at, { body: {} });
    expect(missing.body.detail).toContain("No usable value for name");
    expect((await client.call("PUT", at, { body: { name } })).status).toBe(201);
    const { body } = await client.call("GET", at);
    const policy = await make(client, "One", { marketingActionRefs: [body._links?.self.href] });
    expect(policy.marketingActionRefs).toEqual([body._links?.self.href]);
  });

  it("is deleted once no policy refers to it; the rejection has the ids of those that do", async () => {
    const at = `${actions}/shareChats`;
    await client.call("PUT", at, { body: { name: "shareChats" } });
    const refs = { marketingActionRefs: ["../marketingActions/custom/shareChats"] };
    const policy = await make(client, "One", refs);
    const kept = await client.call("DELETE", at);
    expect([kept.status, kept.body.detail]).toEqual([
      400,
      expect.stringContaining(String(policy.id)),
    ]);
    await client.call("DELETE", `${policies}/${String(policy.id)}`);
    const deleted = await client.call("DELETE", at);
    expect([deleted.status, deleted.body]).toEqual([200, undefined]);
    expect((await client.call("GET", at)).status).toBe(404);
    expect((await client.call("DELETE", at)).status).toBe(404);
  });
});

describe("Adobe's own labels and marketing actions", () => {
  const client = useFreshEmulator();

  it("are listed, and found by their names", async () => {
    expect(await namesAt(client, `${labels}/core`)).toEqual(
      expect.arrayContaining(["C1", "C12", "I2", "RHD"]),
    );
    const c1 = (await client.call("GET", `${labels}/core/C1`)).body;
    expect(c1).toMatchObject({ name: "C1", category: "Contract" });
    expect((await client.call("GET", `${labels}/core/C99`)).status).toBe(404);
    const core = `${policyService}/marketingActions/core`;
    expect(await namesAt(client, core)).toEqual(["emailTargeting", "exportToThirdParty"]);
    expect((await client.call("GET", `${core}/emailTargeting`)).status).toBe(200);
    expect((await client.call("GET", `${core}/none`)).status).toBe(404);
  });
});

describe("a label of the organization", () => {
  const client = useFreshEmulator();

  it("is made and changed by name, and policies may have it then", async () => {
    const sent = { name: "L1", category: "Custom", friendlyName: "Bank" };
    const at = `${labels}/custom/L1`;
    const body = bodyOf("One", { deny: { label: "L1" } });
    expect((await client.call("POST", policies, { body })).status).toBe(400);
    expect((await client.call("PUT", at, { body: sent })).status).toBe(201);
    expect((await client.call("PUT", at, { body: sent })).status).toBe(200);
    expect((await client.call("GET", at)).body).toMatchObject(sent);
    expect(await namesAt(client, `${labels}/custom`)).toEqual(["L1"]);
    expect((await client.call("GET", `${labels}/custom/L2`)).status).toBe(404);
    expect((await client.call("PUT", at, { body: { name: "L1" } })).status).toBe(400);
    expect((await client.call("POST", policies, { body })).status).toBe(201);
  });
});

describe("a governance policy", () => {
  const now = Date.UTC(2026, 0, 1);
  const client = useFreshEmulator({ now: () => now, tokenLifetimeSeconds: 1e9 });

  it("is made with 201 and read as it was sent, with whole addresses", async () => {
    const deny = {
      operator: "OR",
      operands: [
        { label: "C1" },
        { operator: "AND", operands: [{ label: "C3" }, { label: "I1" }] },
      ],
    };
    const made = await make(client, "One", { deny, description: "Note" });
    expect(made).toMatchObject({ name: "One", status: "DRAFT", deny, description: "Note" });
    expect(made.marketingActionRefs).toEqual([
      expect.stringMatching(/^http.*\/dulepolicy\/marketingActions\/core\/emailTargeting$/),
    ]);
    expect((await client.call("GET", `${policies}/${String(made.id)}`)).body).toEqual(made);
  });

  it.each([
    [
      "a list of operations, as in the guide",
      [{ op: "replace", path: "/status", value: "ENABLED" }],
    ],
    ["one operation, as in the reference", { op: "replace", path: "/status", value: "ENABLED" }],
  ])("is changed by %s", async (_what, body) => {
    const { id } = await make(client, "One");
    const at = `${policies}/${String(id)}`;
    const changed = await client.call("PATCH", at, { body });
    expect([changed.status, changed.body.status]).toEqual([200, "ENABLED"]);
    const test = [{ op: "test", path: "/status", value: "ENABLED" }];
    expect((await client.call("PATCH", at, { body: test })).status).toBe(400);
  });

  it("is deleted for ever", async () => {
    const { id } = await make(client, "One");
    const at = `${policies}/${String(id)}`;
    const deleted = await client.call("DELETE", at);
    expect([deleted.status, deleted.body]).toEqual([200, undefined]);
    for (const method of ["GET", "DELETE"] as const) {
      expect((await client.call(method, at)).status).toBe(404);
    }
    const gone = await client.call("PUT", at, { body: bodyOf("One") });
    expect([gone.status, gone.headers[madeUpHeader]]).toEqual([404, "text"]);
  });

  it("is only in its sandbox", async () => {
    const { id } = await make(client, "One");
    const headers = { "x-sandbox-name": "prod" };
    expect((await client.call("GET", `${policies}/${String(id)}`, { headers })).status).toBe(404);
  });

  it("is listed in pages, from the token of the page before", async () => {
    for (const name of ["A", "B", "C"]) await make(client, name);
    const ids: unknown[] = [];
    let start = "";
    do {
      const { body } = await client.call("GET", `${policies}?limit=2${start}`);
      ids.push(...(body.children as { id: string }[]).map(({ id }) => id));
      const { next = "" } = body._page as { next?: string };
      start = next === "" ? "" : `&start=${next}`;
    } while (start !== "" && ids.length < 10);
    expect(ids).toHaveLength(3);
    expect(new Set(ids).size).toBe(3);
    expect(await namesAt(client, `${policies}?property=name==B`)).toEqual(["B"]);
    expect(await namesAt(client, `${policies}?orderby=-name`)).toEqual(["C", "B", "A"]);
  });
});

describe("by assumption,", () => {
  it("policy-name=unique: a second policy of a name is rejected", async () => {
    await withEmulator({ assume: { "policy-name": "unique" } }, async (client) => {
      const { id } = await make(client, "One");
      const taken = await client.call("POST", policies, { body: bodyOf("One") });
      expect([taken.status, taken.headers[madeUpHeader]]).toEqual([400, "text"]);
      const at = `${policies}/${String(id)}`;
      expect((await client.call("PUT", at, { body: bodyOf("One") })).status).toBe(200);
    });
  });

  it("policy-name=repeatable: two may have one name", async () => {
    await withEmulator({}, async (client) => {
      await make(client, "One");
      await make(client, "One");
    });
  });

  it("policy-references=unchecked: a policy may name what does not exist", async () => {
    await withEmulator({ assume: { "policy-references": "unchecked" } }, async (client) => {
      await make(client, "One", {
        deny: { label: "C99" },
        marketingActionRefs: ["../marketingActions/custom/none"],
      });
    });
  });
});
