import type { Properties } from "../../../provider-sdk";
import { startHarness, writesTo } from "../support/harness";
import type { Harness } from "../support/harness";
import { EVENT_CLASS } from "../support/programs";
import { failureOf } from "../support/provider";
import { previewCreate, previewUpdate, up, upAgain, urnOf } from "../support/stack";

/** Adobe's objects that get fields of the organization's own (`standardProperties`). */
const urn = urnOf("xdm:FieldGroup", "inside");
const WEB = "https://ns.adobe.com/xdm/context/experienceevent-web";
const REGISTRY = "/data/foundation/schemaregistry/";

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness.close());
afterEach(() => harness.clearFaults());

function program(path: string, more: Properties = {}): Properties {
  return {
    intendedToExtend: [EVENT_CLASS],
    properties: { a: { type: "string" } },
    standardProperties: { [path]: { b: { type: "string" } } },
    ...more,
  };
}

async function reads(work: () => Promise<unknown>): Promise<string[]> {
  const before = (await harness.requests()).length;
  await work();
  const sent = (await harness.requests()).slice(before);
  return sent.map(({ path }) => path).filter((path) => path.startsWith(`${REGISTRY}global`));
}

const wrong: [path: string, more: Properties, says: string][] = [
  ["web.webPageDetail", { extendedGroups: [WEB] }, `"web.webPageDetail"; correct it, or place the fields in properties. Did you mean web.webPageDetails`],
  ["web.webPageDetail", {}, `"web.webPageDetail"; correct it, or place the fields in properties. Did you mean web.webPageDetails`],
  ["webb", {}, `"webb"; correct it, or place the fields in properties. Did you mean web`],
  ["chat", {}, `"chat"; correct it, or place the fields in properties`],
  ["web.webPageDetails.URL", {}, `is a field of the type string, and only objects can get fields`],
  ["productListItems", {}, `"productListItems" is a list; write productListItems[*]`],
]; // prettier-ignore

describe("one that Adobe does not have is named at preview", () => {
  test.each(wrong)("%s %j", async (path, more, says) => {
    const given = program(path, more);
    const sent = await writesTo(harness, REGISTRY, async () => {
      for (const one of [previewCreate, up])
        expect((await failureOf(one(harness.provider, urn, given))).message).toContain(says);
    });
    expect(sent).toEqual([]);
  });

  test("that an update adds, too, and what is there is not looked up again", async () => {
    const made = await up(harness.provider, urn, program("web"));
    const inside = (...paths: string[]) => ({
      standardProperties: Object.fromEntries(
        paths.map((path) => [path, { b: { type: "string" } }]),
      ),
    });
    const given = program("web", inside("web", "web.webReferer"));
    for (const one of [previewUpdate, upAgain]) {
      const { message } = await failureOf(one(harness.provider, made, given));
      expect(message).toContain(`has no object "web.webReferer"`.replace("has", "have"));
      expect(message).toContain("Did you mean web.webReferrer");
    }
    const fresh = await harness.another();
    const more = { standardProperties: { web: { b: { type: "string" }, c: { type: "string" } } } };
    expect(await reads(() => previewUpdate(fresh, made, program("web", more)))).toEqual([]);
  });
});

describe("one that Adobe has", () => {
  test.each([
    ["web.webPageDetails", { extendedGroups: [WEB] }],
    ["web.webPageDetails", {}],
    ["productListItems[*]", {}],
    ["commerce.order", {}],
    ["identityMap", {}],
  ])("passes: %s %j", async (path, more) => {
    await previewCreate(harness.provider, urn, program(path, more));
  });

  test("of a group that is extended needs no list of all groups", async () => {
    const paths = await reads(async () =>
      previewCreate(await harness.another(), urn, program("web", { extendedGroups: [WEB] })),
    );
    expect(paths.filter((path) => /fieldgroups$/.test(path))).toEqual([]);
    expect(paths).toHaveLength(2);
  });

  test("passes without a look where the credential may not read the library", async () => {
    await harness.fault({
      match: { method: "GET", path: `${REGISTRY}global/*` },
      do: { status: 403, body: { status: 403, title: "Forbidden" } },
    });
    await previewCreate(await harness.another(), urn, program("webb"));
  });
});
