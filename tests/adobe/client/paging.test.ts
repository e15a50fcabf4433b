import { AdobeError, createClient } from "../../../adobe/client";
import type { AdobeClient } from "../../../adobe/client";
import { MAX_LIST_BYTES, MAX_PAGES, readPages } from "../../../adobe/client/paging";
import { startServer } from "../support/httpServer";
import type { Received } from "../support/httpServer";
import { manualTiming } from "../support/manualTiming";

const action = { verb: "look up", kind: "dataset" };

async function reasonOf(work: Promise<unknown>): Promise<string> {
  const error = await work.catch((reason: unknown) => reason);
  if (!(error instanceof AdobeError)) throw new Error(`not an AdobeError: ${String(error)}`);
  return error.details.reason;
}

/** Reads a list of ids whose pages a server makes up; counts the requests. */
async function read(page: (n: number) => { ids: string[]; next?: string; bytes?: number }) {
  let requests = 0;
  const work = readPages<string>({
    action,
    idOf: (id) => id,
    read: () => {
      const { ids, next, bytes = 1 } = page(++requests);
      return Promise.resolve({ items: ids, next, bytes });
    },
  });
  const found = await work.catch((error: unknown) => error);
  return { found, requests };
}

describe("a list", () => {
  test("that never ends costs a bounded number of requests", async () => {
    const { found, requests } = await read((n) => ({ ids: [String(n)], next: `t${n}` }));
    expect(String(found)).toContain(`more than ${MAX_PAGES} pages`);
    expect(requests).toBe(MAX_PAGES);
  });

  test("whose pages are huge costs a bounded number of bytes", async () => {
    const bytes = MAX_LIST_BYTES / 8;
    const { found, requests } = await read((n) => ({ ids: [String(n)], next: `t${n}`, bytes }));
    expect(String(found)).toContain(`a list of more than ${MAX_LIST_BYTES} bytes`);
    expect(requests).toBe(9);
  });

  test.each([1, 2, 7])("with a cycle of %d continuation tokens ends", async (length) => {
    const { found, requests } = await read((n) => ({ ids: [String(n)], next: `t${n % length}` }));
    expect(String(found)).toContain("the same continuation token again");
    expect(requests).toBeLessThanOrEqual(length + 2);
  });

  test("whose pages are all the same ends", async () => {
    const { found, requests } = await read((n) => ({ ids: ["a", "b"], next: `t${n}` }));
    expect(String(found)).toContain("page 2 with the objects of earlier pages");
    expect(requests).toBe(2);
  });

  test("ends at a continuation token that is too long for a URL", async () => {
    const { found } = await read(() => ({ ids: ["a"], next: "t".repeat(10_000) }));
    expect(String(found)).toContain("a continuation token of 10000 characters");
  });

  test("with an object that moves between two pages contains it once", async () => {
    const pages = [["a", "b"], ["b", "c"], ["d"]];
    const { found } = await read((n) => ({
      ids: pages[n - 1] ?? [],
      ...(n < 3 ? { next: `t${n}` } : {}),
    }));
    expect(found).toEqual(["a", "b", "c", "d"]);
  });
});

async function withClient(
  respond: (request: Received, count: number, url: () => string) => unknown,
  run: (client: AdobeClient, received: Received[]) => Promise<void>,
) {
  let url = "";
  const server = await startServer((request, count) => ({
    body: respond(request, count, () => url),
  }));
  ({ url } = server);
  const client = createClient({
    platformUrl: server.url,
    orgId: "org@AdobeOrg",
    sandbox: "dev",
    clientId: "client",
    clientSecret: "secret",
    timing: manualTiming(),
    tokens: { token: () => Promise.resolve("t"), discard: () => {} },
  });
  try {
    await run(client, server.received);
  } finally {
    client.close();
    await server.close();
  }
}

describe("the next link of Flow Service", () => {
  test.each([
    ["another host", "https://evil.example/connections?continuationToken=a", "to evil.example"],
    ["another host without a scheme", "//evil.example/?continuationToken=a", "to evil.example"],
    ["no URL", "http://[", "that is not a URL"],
    ["a link without a token", "/connections", "without a continuationToken"],
  ])("%s is an error that names it", (_, href, reason) =>
    withClient(
      () => ({ items: [{ id: "a", name: "x" }], _links: { next: { href } } }),
      async ({ flows }, received) => {
        expect(await reasonOf(flows.findAll("flows"))).toContain(`a next link ${reason}`);
        expect(received).toHaveLength(1);
      },
    ),
  );

  test("may be relative or absolute, and its token may contain any character", () =>
    withClient(
      ({ url }, count, origin) => {
        const token = encodeURIComponent("a=b&c d/é");
        const at = count === 1 ? "" : `${origin()}/data/foundation/flowservice`;
        const href = `${at}/flows?continuationToken=${token}${count}`;
        expect(new URL(url, "http://x").searchParams.get("continuationToken")).toBe(
          count === 1 ? null : `a=b&c d/é${count - 1}`,
        );
        return { items: [{ id: `f${count}` }], _links: count < 3 ? { next: { href } } : {} };
      },
      async ({ flows }) => {
        expect((await flows.findAll("flows")).map(({ id }) => id)).toEqual(["f1", "f2", "f3"]);
      },
    ));
});

const names = Array.from({ length: 100 }, (_, index) => `d${index}`);
const sameDatasets = Object.fromEntries(names.map((name) => [name, { name }]));
const sameSets = { data: names.map((id) => ({ id, version: 0, name: id })) };

test.each<[string, unknown, (client: AdobeClient) => Promise<unknown>]>([
  ["datasets", sameDatasets, ({ catalog }) => catalog.findAll()],
  ["mapping sets", sameSets, ({ dataPrep }) => dataPrep.findAll()],
  [
    "schemas",
    { results: [{ $id: "a", "meta:altId": "a", title: "a" }], _page: { next: "a" } },
    ({ registry }) => registry.findAll("schemas"),
  ],
])("a server that always sends the same page of %s gets no third request", (_, body, list) =>
  withClient(
    () => body,
    async (client, received) => {
      expect(await reasonOf(list(client))).toContain("does not lead to its end");
      expect(received.length).toBeLessThanOrEqual(2);
    },
  ),
);

test("a list of wrong elements is one short error", () =>
  withClient(
    () => ({ items: Array.from({ length: 9_000 }, () => ({ id: 1 })) }),
    async ({ flows }) => {
      const reason = await reasonOf(flows.findAll("flows"));
      expect(reason).toMatch(/expected string, received number at items\.0\.id; .* and 8990 more/);
      expect(reason.length).toBeLessThan(2_500);
    },
  ));

test("an object that is wrong in more places than can be listed is one short error", () => {
  const tags = Object.fromEntries(Array.from({ length: 300_000 }, (_, index) => [`k${index}`, 1]));
  return withClient(
    () => ({ abc: { name: "n", tags } }),
    async ({ catalog }) => {
      const reason = await reasonOf(catalog.get("abc"));
      expect(reason).toMatch(
        /documented form \((it is wrong in too many places|.* and \d+ more)\)$/,
      );
      expect(reason.length).toBeLessThan(2_500);
    },
  );
});

test("a list of more objects than a page may have is not validated", () =>
  withClient(
    () => ({ items: Array.from({ length: 20_000 }, () => ({ id: 1 })) }),
    async ({ flows }) => {
      expect(await reasonOf(flows.findAll("flows"))).toMatch(
        /expected array to have <=10000 items/,
      );
    },
  ));

test("keys of a server in an error are short and show no secret", () =>
  withClient(
    () => ({ ["secret\u202e".repeat(50_000)]: 1 }),
    async ({ catalog }) => {
      const reason = await reasonOf(catalog.findAll());
      expect(reason.length).toBeLessThan(500);
      expect(reason).not.toMatch(/secret\b(?!\])|\p{Cf}/u);
    },
  ));
