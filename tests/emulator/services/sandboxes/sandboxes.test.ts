import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { madeUpHeader } from "../../../../emulator/common/apiError";
import { catalog, registry, type ApiResponse, type Client } from "../../support/client";
import { useFreshEmulator, withEmulator } from "../../support/emulator";
import {
  inletPath,
  makeDataset,
  makeFieldGroup,
  makePipeline,
  makeSchema,
} from "../../support/objects";

const own = "/data/foundation/sandbox-management/";
const all = `${own}sandboxes`;
const body = { name: "acme-dev", title: "Acme", type: "development" };

function make(client: Client, more: object = {}): Promise<ApiResponse> {
  return client.call("POST", all, { body: { ...body, ...more } });
}

async function stateOf(client: Client, name = "acme-dev"): Promise<unknown> {
  return (await client.call("GET", `${all}/${name}`)).body.state as unknown;
}

async function ownNames(client: Client): Promise<string[]> {
  const { sandboxes } = (await client.call("GET", own)).body as { sandboxes: { name: string }[] };
  return sandboxes.map(({ name }) => name);
}

describe("a sandbox", () => {
  let now: number;
  beforeEach(() => {
    now = Date.UTC(2026, 5, 1, 12);
  });
  const client = useFreshEmulator({ now: () => now, settleMs: 30_000, tokenLifetimeSeconds: 1e9 });
  const change = (method: string, query = "", sent?: object): Promise<ApiResponse> =>
    client.call(method, `${all}/acme-dev${query}`, sent === undefined ? {} : { body: sent });
  /** One that is active. */
  const made = async (): Promise<void> => {
    expect((await make(client)).status).toBe(202);
    now += 30_000;
  };
  const inIt = { headers: { "x-sandbox-name": "acme-dev" } };

  it("is made with 202, and usable once it is active", async () => {
    const { status, body: response } = await make(client);
    const shown = { ...body, state: "creating", region: "VA7" };
    expect([status, response]).toEqual([202, { id: expect.any(String), ...shown }]);
    expect(await ownNames(client)).not.toContain("acme-dev");
    const early = await client.call("GET", `${catalog}/dataSets`, inIt);
    expect(early.status).toBe(404);
    now += 30_000;
    expect((await change("GET")).body).toMatchObject({
      ...body,
      state: "active",
      isDefault: false,
      createdDate: "2026-06-01 12:00:00",
      createdBy: expect.stringContaining("@techacct.adobe.com"),
    });
    expect(await ownNames(client)).toContain("acme-dev");
    expect((await client.call("GET", `${catalog}/dataSets`, inIt)).body).toEqual({});
  });

  it.each([
    ["a name with capitals", { name: "Acme" }],
    ["a name that begins with a digit", { name: "1acme" }],
    ["a name with 257 characters", { name: "a".repeat(257) }],
    ["no title", { title: undefined }],
    ["another type", { type: "stage" }],
  ])("is rejected with %s", async (_what, more) => {
    const { status, headers } = await make(client, more);
    expect([status, headers[madeUpHeader]]).toEqual([400, "code"]);
  });

  it("is rejected with the name of another", async () => {
    expect((await make(client, { name: "prod" })).status).toBe(409);
  });

  it("changes its title only", async () => {
    await made();
    const changed = await change("PATCH", "", { title: "Second" });
    expect([changed.status, changed.body.title]).toEqual([200, "Second"]);
    expect((await change("GET")).body).toMatchObject({ title: "Second", eTag: 2 });
    expect((await change("PATCH", "", { type: "production" })).status).toBe(400);
  });

  it("that is reset has nothing in it any more, and is active again", async () => {
    await made();
    await client.call("POST", `${registry}/tenant/schemas`, {
      ...inIt,
      body: {
        type: "object",
        title: "S",
        allOf: [{ $ref: "https://ns.adobe.com/xdm/context/profile" }],
      },
    });
    const schemas = async (): Promise<number> => {
      const headers = { ...inIt.headers, accept: "application/vnd.adobe.xed-id+json" };
      const { body: found } = await client.call("GET", `${registry}/tenant/schemas`, { headers });
      return (found.results as unknown[]).length;
    };
    expect(await schemas()).toBe(1);
    expect((await change("PUT", "", { action: "empty" })).status).toBe(400);
    const checked = await change("PUT", "?validationOnly=true", { action: "reset" });
    expect([checked.status, await schemas()]).toEqual([202, 1]);
    const reset = await change("PUT", "", { action: "reset" });
    expect([reset.status, reset.body.state]).toEqual([202, "resetting"]);
    expect((await change("PUT", "", { action: "reset" })).status).toBe(400);
    now += 30_000;
    expect([await stateOf(client), await schemas()]).toEqual(["active", 0]);
  });

  it("that is deleted can be looked up, and nothing else", async () => {
    await made();
    expect((await change("DELETE", "?validationOnly=true")).status).toBe(202);
    expect(await stateOf(client)).toBe("active");
    const deleted = await change("DELETE");
    expect([deleted.status, deleted.body.state]).toEqual([202, "deleted"]);
    expect(await stateOf(client)).toBe("deleted");
    expect(await ownNames(client)).not.toContain("acme-dev");
    expect((await client.call("GET", `${catalog}/dataSets`, inIt)).status).toBe(404);
    for (const [method, sent] of [
      ["PATCH", { title: "x" }],
      ["PUT", { action: "reset" }],
      ["DELETE", undefined],
    ] as const) {
      expect([method, (await change(method, "", sent)).status]).toEqual([method, 404]);
    }
    expect((await make(client)).status).toBe(409);
  });

  it("that is the default is reset, and never deleted", async () => {
    const at = `${all}/prod`;
    expect((await client.call("DELETE", at)).status).toBe(400);
    expect((await client.call("PUT", at, { body: { action: "reset" } })).status).toBe(202);
  });
});

it("a reset takes rows, streaming endpoints and batches with it, and leaves other sandboxes", async () => {
  await withEmulator({}, async (client) => {
    const { flowId, datasetId } = await makePipeline(client);
    const inlet = await inletPath(client, flowId);
    const prod = { headers: { "x-sandbox-name": "prod" } };
    const list = async (send: object): Promise<number> =>
      Object.keys((await client.call("GET", `${catalog}/dataSets`, send)).body as object).length;
    await client.call("PUT", `${all}/prod`, { body: { action: "reset" } });
    expect(await list({})).toBe(1);
    await client.call("PUT", `${all}/dev`, { body: { action: "reset" } });
    expect([await list({}), await list(prod)]).toEqual([0, 0]);
    const posted = await client.bare("POST", inlet, { body: {} });
    expect(posted.status).toBe(404);
    expect((await client.call("GET", `${catalog}/batches?dataSet=${datasetId}`)).body).toEqual({});
    // It can be filled again.
    await makeDataset(client, await makeSchema(client, [await makeFieldGroup(client)]));
    expect(await list({})).toBe(1);
  });
});

it("a data directory keeps the sandboxes that were made, and those that were deleted", async () => {
  const directory = await mkdtemp(path.join(tmpdir(), "aep-sandboxes-"));
  await withEmulator({ data: directory }, async (client) => {
    await make(client);
    await make(client, { name: "gone" });
    await client.call("DELETE", `${all}/gone`);
  });
  await withEmulator({ data: directory }, async (client) => {
    expect((await ownNames(client)).toSorted()).toEqual(["acme-dev", "dev", "prod"]);
    expect(await stateOf(client, "gone")).toBe("deleted");
    await client.admin.reset();
    expect(await ownNames(client)).toEqual(["prod", "dev"]);
  });
  await rm(directory, { recursive: true });
});

describe("by assumption,", () => {
  it("sandbox-deleted-name=free: the name of a deleted sandbox is given again", async () => {
    await withEmulator({ assume: { "sandbox-deleted-name": "free" } }, async (client) => {
      await make(client);
      expect((await make(client)).status).toBe(409);
      await client.call("DELETE", `${all}/acme-dev`);
      expect((await make(client, { type: "production" })).status).toBe(202);
    });
  });

  it("sandbox-delete=deleting: a sandbox is deleting first", async () => {
    let now = Date.UTC(2026, 0, 2);
    const assume = { "sandbox-delete": "deleting" };
    await withEmulator({ assume, settleMs: 1000, now: () => now }, async (client) => {
      await make(client);
      now += 1000;
      const { body: response } = await client.call("DELETE", `${all}/acme-dev`);
      expect(response.state).toBe("deleting");
      expect((await client.call("DELETE", `${all}/acme-dev`)).status).toBe(400);
      now += 1000;
      expect(await stateOf(client)).toBe("deleted");
    });
  });

  it("sandbox-limit=5: a sixth sandbox is rejected, until one is deleted", async () => {
    await withEmulator({ assume: { "sandbox-limit": "5" } }, async (client) => {
      for (const name of ["a", "b", "c"]) expect((await make(client, { name })).status).toBe(202);
      expect((await make(client)).status).toBe(400);
      await client.call("DELETE", `${all}/a`);
      expect((await make(client)).status).toBe(202);
    });
  });

  it("new-sandbox-role=lacks-it: a new sandbox is there, and not usable", async () => {
    await withEmulator({ assume: { "new-sandbox-role": "lacks-it" } }, async (client) => {
      await make(client);
      expect(await stateOf(client)).toBe("active");
      expect(await ownNames(client)).toEqual(["prod", "dev"]);
    });
  });

  it.each([["at-once", 200], ["late", 403]])("new-sandbox-known=%s", async (value, expected) => {
    const assume = { "new-sandbox-known": value };
    let now = Date.now();
    await withEmulator({ assume, settleMs: 1000, now: () => now }, async (client) => {
      const used = async () => {
        const at = "/data/foundation/schemaregistry/tenant/schemas";
        const headers = { "x-sandbox-name": "acme-dev", accept: "application/vnd.adobe.xed-id+json" };
        return (await client.call("GET", at, { headers })).status;
      };
      await make(client);
      now += 1000;
      expect([await stateOf(client), await ownNames(client)]).toEqual(["active", ["prod", "dev", "acme-dev"]]);
      expect(await used()).toBe(expected);
      now += 1000;
      expect(await used()).toBe(200);
    });
  }); // prettier-ignore

  it("sandbox-view=forbidden: no sandbox is made", async () => {
    await withEmulator({ assume: { "sandbox-view": "forbidden" } }, async (client) => {
      expect((await make(client)).status).toBe(403);
    });
  });
});
