import { madeUpHeader } from "../../../../emulator/common/apiError";
import { queryTemplates, type ApiResponse, type Client } from "../../support/client";
import { useFreshEmulator, withEmulator } from "../../support/emulator";

async function make(client: Client, name: string, more: object = {}): Promise<ApiResponse["body"]> {
  const sent = { name, sql: "SELECT 1", ...more };
  const { status, body } = await client.call("POST", queryTemplates, { body: sent });
  expect([status, body]).toEqual([202, body]);
  return body;
}

/** A clock that goes on with every look at it. */
function ticking(): () => number {
  let now = Date.UTC(2026, 0, 1);
  return () => (now += 1000);
}

describe("a query template", () => {
  let now = Date.UTC(2026, 0, 1);
  const client = useFreshEmulator({ now: () => now, tokenLifetimeSeconds: 1e9 });

  it("is made with 202 and read as it was sent, with what the service adds", async () => {
    const parameters = { country: "US", least: 5 };
    const made = await make(client, "One", { queryParameters: parameters, other: 1 });
    expect(made).toEqual({
      id: expect.any(String),
      name: "One",
      sql: "SELECT 1",
      queryParameters: parameters,
      created: new Date(now).toISOString(),
      updated: new Date(now).toISOString(),
      userId: expect.any(String),
      _links: expect.objectContaining({ self: expect.anything() }),
    });
    expect((await client.call("GET", `${queryTemplates}/${String(made.id)}`)).body).toEqual(made);
  });

  it("is replaced by a PUT: what it leaves out is gone", async () => {
    const made = await make(client, "One", { queryParameters: { a: "1" } });
    const at = `${queryTemplates}/${String(made.id)}`;
    now += 5;
    const { status, body } = await client.call("PUT", at, { body: { name: "Two", sql: "x" } });
    expect([status, body.name, body.sql]).toEqual([202, "Two", "x"]);
    expect(Object.keys(body)).not.toContain("queryParameters");
    expect([body.created, body.updated]).toEqual([made.created, new Date(now).toISOString()]);
    expect(body.lastUpdatedBy).toBe(made.userId);
  });

  it("may have the name of another one", async () => {
    await make(client, "One");
    await make(client, "One");
    const { body } = await client.call("GET", `${queryTemplates}/count`);
    expect(body).toEqual({ totalCount: 2, version: 1 });
  });

  it("is deleted with 202 and a message, once", async () => {
    const at = `${queryTemplates}/${String((await make(client, "One")).id)}`;
    const gone = await client.call("DELETE", at);
    expect([gone.status, gone.body]).toEqual([202, { message: "Deleted", statusCode: 202 }]);
    for (const method of ["GET", "DELETE", "PUT"]) {
      const body = method === "PUT" ? { name: "One", sql: "x" } : undefined;
      const { status, headers } = await client.call(method, at, { body });
      expect([method, status, headers[madeUpHeader]]).toEqual([method, 404, "text"]);
    }
  });
});

describe("the list of query templates", () => {
  it("is the newest first, unless it is ordered, and can be filtered", async () => {
    await withEmulator({ now: ticking(), tokenLifetimeSeconds: 1e9 }, async (client) => {
      const { id } = await make(client, "B");
      await make(client, "C");
      const { userId } = await make(client, "A");
      await client.call("PUT", `${queryTemplates}/${String(id)}`, {
        body: { name: "B", sql: "x" },
      });
      const names = async (query = ""): Promise<unknown[]> => {
        const { body } = await client.call("GET", `${queryTemplates}?${query}`);
        return (body.templates as { name: string }[]).map(({ name }) => name);
      };
      expect(await names()).toEqual(["A", "C", "B"]);
      expect(await names("orderby=%2Bcreated")).toEqual(["B", "C", "A"]);
      expect(await names("orderby=created")).toEqual(["B", "C", "A"]);
      expect(await names("orderby=-updated")).toEqual(["B", "A", "C"]);
      expect(await names("orderby=name&limit=x&start=2")).toEqual(["A", "C", "B"]);
      expect(await names("property=name~C")).toEqual(["C"]);
      expect(await names("property=name==C")).toEqual(["C"]);
      expect(await names(`property=name~A,userId==${String(userId)}`)).toEqual(["A"]);
      expect(await names("property=lastUpdatedBy==none")).toEqual([]);
      expect(await names("property=sql~x")).toHaveLength(3);
    });
  });

  it.each(["after", "from"])("query-page=%s: its links lead through all", async (assumed) => {
    const options = {
      now: ticking(),
      tokenLifetimeSeconds: 1e9,
      assume: { "query-page": assumed },
    };
    await withEmulator(options, async (client) => {
      for (const name of ["A", "B", "C", "D", "E"]) await make(client, name);
      const seen: string[] = [];
      let query: string | undefined = "orderby=%2Bcreated";
      while (query !== undefined) {
        const { body } = await client.call("GET", `${queryTemplates}?${query}&limit=2`);
        seen.push(...(body.templates as { name: string }[]).map(({ name }) => name));
        const links = body._links as { next?: { href: string } };
        query = links.next?.href.split("?")[1];
        const { next } = body._page as { next?: string };
        expect(query?.includes(`start=${next ?? ""}`)).toBe(next === undefined ? undefined : true);
      }
      expect(seen).toEqual(["A", "B", "C", "D", "E"]);
    });
  });

  it("has those of one time on one page", async () => {
    const now = Date.UTC(2026, 0, 1);
    await withEmulator({ now: () => now, tokenLifetimeSeconds: 1e9 }, async (client) => {
      for (const name of ["A", "B", "C"]) await make(client, name);
      const { body } = await client.call("GET", `${queryTemplates}?limit=2`);
      expect(body.templates).toHaveLength(3);
      expect([body._links, body._page]).toEqual([{}, expect.objectContaining({ count: 3 })]);
    });
  });
});

it("query-template-parameters=absent: no response has the parameters", async () => {
  const assume = { "query-template-parameters": "absent" };
  await withEmulator({ assume }, async (client) => {
    const made = await make(client, "One", { queryParameters: { a: "1" } });
    expect(Object.keys(made)).not.toContain("queryParameters");
  });
});
