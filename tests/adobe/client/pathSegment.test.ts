import fc from "fast-check";

import { createClient } from "../../../adobe/client";
import type { AdobeClient } from "../../../adobe/client";
import { isPathSegment } from "../../../adobe/client/pathSegment";
import { altIdOf } from "../../../adobe/client/schemaRegistry";
import { startServer } from "../support/httpServer";
import { manualTiming } from "../support/manualTiming";

let server: Awaited<ReturnType<typeof startServer>>;
let client: AdobeClient;
/** What the server responds. */
let body: unknown = {};

beforeAll(async () => {
  server = await startServer(() => ({ body }));
  client = createClient({
    platformUrl: server.url,
    orgId: "org@AdobeOrg",
    sandbox: "dev",
    clientId: "client",
    clientSecret: "secret",
    timing: manualTiming(),
    tokens: { token: () => Promise.resolve("t"), discard: () => {} },
  });
});
afterAll(async () => {
  client.close();
  await server.close();
});
beforeEach(() => {
  body = {};
  server.received.length = 0;
});

/** Every call with an id in its path. */
const calls: readonly [string, (id: string) => Promise<unknown>][] = [
  ["reads a dataset", (id) => client.catalog.get(id)],
  ["updates a dataset", (id) => client.catalog.update(id, {})],
  ["patches a dataset", (id) => client.catalog.patch(id, [])],
  ["sets the retention of a dataset", (id) => client.catalog.setRetention(id, 30)],
  ["deletes a dataset", (id) => client.catalog.delete(id)],
  ["reads a mapping set", (id) => client.dataPrep.get(id, 1)],
  ["replaces a mapping set", (id) => client.dataPrep.replace(id, {})],
  ["deletes a mapping set", (id) => client.dataPrep.delete(id)],
  ["reads a dataflow", (id) => client.flows.get("flows", id)],
  ["looks for a hidden dataflow", (id) => client.flows.isHidden("flows", id)],
  ["patches a dataflow", (id) => client.flows.patch("flows", id, [], '"1"')],
  ["deletes a dataflow", (id) => client.flows.delete("flows", id)],
  ["enables a dataflow", (id) => client.flows.setEnabled(id, true)],
  ["reads a connection specification", (id) => client.flows.specs.get("connectionSpecs", id)],
  ["reads a schema", (id) => client.registry.get("schemas", id)],
  ["reads a resolved schema", (id) => client.registry.getResolved("schemas", id)],
  ["replaces a schema", (id) => client.registry.replace("schemas", id, {})],
  ["patches a schema", (id) => client.registry.patch("schemas", id, [])],
  ["deletes a schema", (id) => client.registry.delete("schemas", id)],
  ["reads a descriptor", (id) => client.registry.getDescriptor(id)],
  ["deletes a descriptor", (id) => client.registry.deleteDescriptor(id)],
  ["reads a sandbox", (id) => client.sandboxes.get(id)],
  ["reads a namespace", (id) => client.identity.get(id as unknown as number)],
  ["replaces a namespace", (id) => client.identity.replace(id as unknown as number, { code: "a" })],
];

const hostile = [
  "", ".", "..", "../..", "a/b", "a\\b", "/", "%2e%2e", "..%2f", "a?b", "a#b", "a b", "a\nb", "é",
  "a\0", "\u202e", "http://x/../y", "https://x//y", "https://x/%2e%2e/y", "a".repeat(600),
]; // prettier-ignore

describe.each(calls)("a call that %s", (_, call) => {
  test.each(hostile)("sends nothing for the id %j, and says why", async (id) => {
    const error = await call(id).catch((reason: unknown) => reason);
    // A lookup of what may be hidden reports in its result.
    expect(String(error)).toContain("this is not in the form of an id");
    expect(server.received).toEqual([]);
  });

  test("sends any other id as one segment of its path", async () => {
    const segments = async (id: string) => {
      server.received.length = 0;
      await call(id).catch(() => undefined);
      const [request] = server.received;
      return (
        request && new URL(request.url, server.url).pathname.split("/").map(decodeURIComponent)
      );
    };
    const plain = await segments("plain-id");
    await fc.assert(
      fc.asyncProperty(fc.string({ minLength: 1, maxLength: 12 }), async (id) => {
        const sent = await segments(id);
        expect(sent !== undefined).toBe(isPathSegment(id));
        if (sent !== undefined)
          expect(sent).toEqual(plain?.map((one) => (one === "plain-id" ? id : one)));
      }),
      { numRuns: 30 },
    );
  });
});

test("the URI of a resource of the registry is sent without slashes, or with encoded ones", async () => {
  const own = "https://ns.adobe.com/acme/schemas/1f2e";
  expect(altIdOf(own)).toBe("_acme.schemas.1f2e");
  for (const id of [own, "https://ns.adobe.com/xdm/context/profile"]) {
    await client.registry.delete("schemas", id);
  }
  expect(server.received.map(({ url }) => url.split("/").at(-1))).toEqual([
    "_acme.schemas.1f2e",
    encodeURIComponent("https://ns.adobe.com/xdm/context/profile"),
  ]);
});

/** Every call whose response has an id that later becomes part of a path. */
const creates: readonly [string, (id: string) => unknown, () => Promise<unknown>][] = [
  ["dataset", (id) => [`@/dataSets/${id}`], () => client.catalog.create({ name: "a" })],
  ["mapping set", (id) => ({ id, version: 0 }), () => client.dataPrep.create({ name: "a" })],
  ["dataflow", (id) => ({ id }), () => client.flows.create("flows", { name: "a" })],
  [
    "schema",
    (id) => ({ $id: id, "meta:altId": "a", title: "a" }),
    () => client.registry.create("schemas", { title: "a" }),
  ],
  ["descriptor", (id) => ({ "@id": id, "@type": "a" }), () => client.registry.createDescriptor({})],
];

describe.each(creates)("the id of a new %s", (_, response, create) => {
  test.each(["", "..", "a\\b", "%2e", "a b", "a?b"])("may not be %j", async (id) => {
    body = response(id);
    const error = await create().catch((reason: unknown) => reason);
    expect(String(error)).toContain("is not in the form of an id");
    // The object exists, under an id that nobody knows: the caller looks it up.
    expect((error as { details: { ambiguous: boolean } }).details.ambiguous).toBe(true);
  });
});

test.each(["_proto__", "", "a.b", "a/b"])("the tenant id may not be %j", async (tenantId) => {
  body = { tenantId };
  await expect(client.registry.tenantId()).rejects.toThrow("documented form");
});

test.each([-1, 1.5, 1e300, "../1"])("the id of a namespace may not be %p", async (id) => {
  body = { id, code: "a", name: "a", idType: "Cookie" };
  await expect(client.identity.create({ code: "a" })).rejects.toThrow("documented form");
});

test.each(["constructor", "toString", "hasOwnProperty", "valueOf"])(
  "a dataset named like a property of every object is not found: %s",
  async (id) => expect(await client.catalog.get(id)).toBeUndefined(),
);
