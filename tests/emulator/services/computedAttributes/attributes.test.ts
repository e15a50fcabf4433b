import { madeUpHeader } from "../../../../emulator/common/apiError";
import { computed, type ApiResponse, type Client } from "../../support/client";
import { useFreshEmulator, withEmulator } from "../../support/emulator";

const value = "xEvent[commerce.order.priceTotal >= 10.0].sum(commerce.order.priceTotal)";

function bodyOf(name: string, more: object = {}): object {
  return {
    name,
    displayName: `The ${name}`,
    description: "Note",
    expression: { type: "PQL", format: "pql/text", value },
    keepCurrent: false,
    duration: { count: 7, unit: "DAYS" },
    status: "DRAFT",
    ...more,
  };
}

async function make(client: Client, name: string, more: object = {}): Promise<ApiResponse["body"]> {
  const { status, body } = await client.call("POST", computed, { body: bodyOf(name, more) });
  expect([status, body]).toEqual([200, body]);
  return body;
}

function patch(client: Client, id: unknown, body: object): Promise<ApiResponse> {
  return client.call("PATCH", `${computed}/${String(id)}`, { body });
}

function expressed(text: string): object {
  return { expression: { type: "PQL", format: "pql/text", value: text } };
}

describe("a computed attribute", () => {
  let now = Date.UTC(2026, 0, 1);
  const options = { now: () => now, tokenLifetimeSeconds: 1e9, settleMs: 1000 };
  const client = useFreshEmulator(options);

  it("is made with 200 and read as it was sent, with what the service adds", async () => {
    const made = await make(client, "spent");
    expect(made).toEqual({
      id: expect.any(String),
      type: "ComputedAttribute",
      name: "spent",
      displayName: "The spent",
      description: "Note",
      imsOrgId: expect.any(String),
      sandbox: expect.objectContaining({ sandboxName: "dev", isDefault: false }),
      path: expect.stringMatching(/^_\w+\/ComputedAttributes$/),
      keepCurrent: false,
      expression: { type: "PQL", format: "pql/text", value },
      mergeFunction: { value: "SUM" },
      status: "DRAFT",
      schema: { name: "_xdm.context.profile" },
      duration: { count: 7, unit: "DAYS" },
      lastEvaluationTs: "",
      createEpoch: now,
      updateEpoch: now,
      createdBy: expect.any(String),
    });
    expect((await client.call("GET", `${computed}/${String(made.id)}`)).body).toEqual(made);
  });

  it.each([
    ["xEvent[a = 1].count()", "SUM"],
    ["xEvent[a = 1].min(b)", "MIN"],
    ["xEvent[a = 1].max(b)", "MAX"],
    ['xEvent[a.equals("b")].topN(timestamp, 1).map({"value": c}).head()', "MOST_RECENT"],
    ["xEvent[a = 1].topN(timestamp, 5)", undefined],
    ["a = 1", undefined],
  ])("%s merges by %s", async (text, merge) => {
    const made = await make(client, "merged", expressed(text));
    expect((made.mergeFunction as { value: string } | undefined)?.value).toBe(merge);
  });

  it.each(["HOURS", "DAYS", "WEEKS", "MONTHS"])(
    "looks back within the range of %s",
    async (unit) => {
      const most = { HOURS: 24, DAYS: 7, WEEKS: 4, MONTHS: 6 }[unit] ?? 0;
      await make(client, "most", { duration: { count: most, unit } });
      for (const count of [0, most + 1, "1"]) {
        const body = bodyOf("wrong", { duration: { count, unit } });
        expect((await client.call("POST", computed, { body })).status).toBe(400);
      }
    },
  );

  it.each(["name", "displayName", "description", "expression", "duration", "status"])(
    "is not made without %s",
    async (key) => {
      const body = Object.fromEntries(Object.entries(bodyOf("one")).filter(([one]) => one !== key));
      expect((await client.call("POST", computed, { body })).status).toBe(400);
    },
  );

  it("is made as a draft or published", async () => {
    const body = bodyOf("one", { status: "DISABLED" });
    expect((await client.call("POST", computed, { body })).status).toBe(400);
    const { id, status } = await make(client, "two", { status: "NEW" });
    expect(status).toBe("NEW");
    now += 1000;
    expect((await client.call("GET", `${computed}/${String(id)}`)).body.status).toBe("PROCESSED");
  });

  it("has a name of its own, with the reference's text", async () => {
    const one = await make(client, "one");
    const two = await make(client, "two");
    const body = bodyOf("one");
    const taken = await client.call("POST", computed, { body });
    expect([taken.status, taken.headers[madeUpHeader]]).toEqual([400, undefined]);
    expect(taken.body.title).toBe(
      "Function with the same name already exists for the specified schema or definedOn",
    );
    expect((await patch(client, two.id, { name: "one" })).status).toBe(400);
    expect((await patch(client, one.id, { name: "one" })).status).toBe(200);
  });

  it("can be changed as a draft, and published", async () => {
    const { id } = await make(client, "one");
    now += 5;
    const changes = {
      name: "other",
      displayName: "Other",
      description: "",
      ...expressed("xEvent[a = 1].min(b)"),
      keepCurrent: true,
      duration: { count: 2, unit: "WEEKS" },
    };
    const { status, body } = await patch(client, id, changes);
    expect(status).toBe(200);
    expect(body).toMatchObject({ ...changes, mergeFunction: { value: "MIN" }, updateEpoch: now });
    expect((await patch(client, id, { status: "DISABLED" })).status).toBe(400);
    const more = { description: "Again", status: "NEW" };
    expect((await patch(client, id, more)).body).toMatchObject(more);
  });

  it("can only be disabled once it is published, and not be changed after that", async () => {
    const { id } = await make(client, "one", { status: "NEW" });
    for (const changes of [{ description: "x" }, { status: "DRAFT" }, { name: "x" }]) {
      const { status, headers } = await patch(client, id, changes);
      expect([status, headers[madeUpHeader]]).toEqual([400, "text"]);
    }
    now += 1000;
    expect((await patch(client, id, { description: "x", status: "DISABLED" })).status).toBe(400);
    expect((await patch(client, id, { status: "DISABLED" })).body.status).toBe("DISABLED");
    for (const changes of [{ status: "NEW" }, { status: "DRAFT" }, { description: "x" }]) {
      expect((await patch(client, id, changes)).status).toBe(400);
    }
    const body = bodyOf("one");
    expect((await client.call("POST", computed, { body })).status).toBe(400);
  });

  it.each(["mergeFunction", "path", "schema", "createEpoch"])(
    "has a %s that no PATCH changes",
    async (key) => {
      const { id } = await make(client, "one");
      expect((await patch(client, id, { [key]: "x" })).status).toBe(400);
    },
  );

  it("is deleted as a draft only", async () => {
    const draft = await make(client, "one");
    const at = `${computed}/${String(draft.id)}`;
    expect(await client.call("DELETE", at)).toMatchObject({ status: 202, body: draft });
    expect((await client.call("GET", at)).status).toBe(404);
    expect((await client.call("DELETE", at)).status).toBe(404);
    expect((await patch(client, draft.id, { description: "x" })).status).toBe(404);
    const { id } = await make(client, "one", { status: "NEW" });
    const kept = await client.call("DELETE", `${computed}/${String(id)}`);
    expect([kept.status, kept.headers[madeUpHeader]]).toEqual([400, "text"]);
  });
});

describe("the list of computed attributes", () => {
  it("has the last changed first, unless it is sorted, in pages, and can be filtered", async () => {
    let now = Date.UTC(2026, 0, 1);
    const options = { now: () => (now += 1000), tokenLifetimeSeconds: 1e9, settleMs: 1e9 };
    await withEmulator(options, async (client) => {
      const { id } = await make(client, "b");
      await make(client, "c", { ...expressed("xEvent[a = 1].min(b)"), status: "NEW" });
      const { createEpoch } = await make(client, "a");
      await patch(client, id, { description: "Changed" });
      const names = async (query = ""): Promise<unknown[]> => {
        const { body } = await client.call("GET", `${computed}?${query}`);
        return (body.computedAttributes as { name: string }[]).map(({ name }) => name);
      };
      expect(await names()).toEqual(["b", "a", "c"]);
      expect(await names("sortBy=name")).toEqual(["a", "b", "c"]);
      expect(await names("sortBy=-name&limit=2&offset=1")).toEqual(["b", "a"]);
      expect(await names("sortBy=createEpoch")).toEqual(["b", "c", "a"]);
      expect(await names("sortBy=none&limit=0")).toEqual(["b"]);
      expect(await names("property=name=a")).toEqual(["a"]);
      expect(await names("property=name!=a&property=status=draft")).toEqual(["b"]);
      expect(await names("property=status=contains(new,processing)")).toEqual(["c"]);
      expect(await names("property=status=!contains(new,processing)")).toEqual(["b", "a"]);
      expect(await names("property=mergeFunction.value=MIN")).toEqual(["c"]);
      expect(await names(`property=createEpoch>=${String(createEpoch)}`)).toEqual(["a"]);
      expect(await names(`property=createEpoch<=${String(createEpoch)}`)).toHaveLength(3);
      expect(await names("property=other=1&property=")).toHaveLength(3);
      const { body } = await client.call("GET", `${computed}?limit=1&offset=1`);
      expect(body._page).toEqual({ offset: 1, limit: 1, count: 1, totalCount: 3 });
      expect(body._links).toEqual({
        last: { href: "/attributes?offset=2&limit=1" },
        next: { href: "/attributes?offset=2&limit=1" },
        prev: { href: "/attributes?offset=0&limit=1" },
        self: { href: "/attributes?offset=1&limit=1" },
      });
    });
  });
});

describe("assumptions about computed attributes", () => {
  it("computed-duration=absent: only the list has the lookback", async () => {
    await withEmulator({ assume: { "computed-duration": "absent" } }, async (client) => {
      expect(Object.keys(await make(client, "one"))).not.toContain("duration");
      const { body } = await client.call("GET", computed);
      const [first] = body.computedAttributes as object[];
      expect(first).toMatchObject({ duration: { count: 7, unit: "DAYS" } });
    });
  });

  it("computed-display-name=refused: a draft keeps its display name", async () => {
    await withEmulator({ assume: { "computed-display-name": "refused" } }, async (client) => {
      const { id } = await make(client, "one");
      expect((await patch(client, id, { displayName: "Other" })).status).toBe(400);
      expect((await patch(client, id, { displayName: "The one", name: "b" })).status).toBe(200);
    });
  });

  it("computed-inactive-name=free: the name of a disabled one can be given again", async () => {
    await withEmulator({ assume: { "computed-inactive-name": "free" } }, async (client) => {
      const { id } = await make(client, "one", { status: "NEW" });
      const body = bodyOf("one");
      expect((await client.call("POST", computed, { body })).status).toBe(400);
      await patch(client, id, { status: "DISABLED" });
      await make(client, "one");
    });
  });
});
