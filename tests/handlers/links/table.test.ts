import fc from "fast-check";

import { merged, type Link } from "../../../handlers/links/link";
import { dynamoLinks } from "../../../handlers/links/table";
import { ForwarderHarness, NOW } from "../support/forwarder";
import { LinkStore } from "../support/linkStore";
import { PATIENT } from "../support/settings";
import { kinds, linkOf, SHARED_UUID } from "./people";

const harness = new ForwarderHarness();
const tableArn = "arn:aws:dynamodb:eu-west-1:000000000000:table/links";

let store: LinkStore;
beforeEach(() => {
  store = new LinkStore(harness.aws);
});

/** Events of a chat in which two people may take turns, some at the same time. */
function linksOf(most: number): fc.Arbitrary<readonly Link[]> {
  const one = fc.record({
    name: fc.constantFrom("a", "b"),
    known: fc.subarray(kinds, { minLength: 1 }),
    minute: fc.integer({ min: 0, max: 3 }),
    isShared: fc.boolean(),
  });
  return fc.array(one, { minLength: 1, maxLength: most }).map((all) =>
    all.map(({ isShared, known, minute, name }) => ({
      ...linkOf(name, known, `2026-11-23T10:0${minute}:00.000Z`),
      ...(isShared && { visitorUuid: SHARED_UUID }),
    })),
  );
}

function fold(links: readonly Link[]): Link {
  return links.reduce((before, link) => merged(before, link));
}

async function learnedBy(learn: (learnOne: (link: Link) => Promise<void>) => Promise<unknown>) {
  store.items.clear();
  const table = dynamoLinks({ tableArn, scope: "scope-1" }, () => NOW, PATIENT);
  await learn((link) => table.learn(link, {}));
  return table.find("c", {});
}

// The simulation of faults has a table in memory, which merges in the same way.
describe("the table", () => {
  it("knows what the events say together, in the order in which they are learned", async () => {
    await fc.assert(
      fc.asyncProperty(linksOf(6), async (links) => {
        const found = await learnedBy(async (learnOne) => {
          for (const link of links) await learnOne(link);
        });
        expect(found).toEqual(fold(links));
      }),
    );
  });

  it("knows the same when they are learned at the same time", async () => {
    await fc.assert(
      fc.asyncProperty(linksOf(4), async (links) => {
        const found = await learnedBy((learnOne) => Promise.all(links.map(learnOne)));
        expect(found).toEqual(fold(links));
      }),
    );
  });

  it("knows the same when some were put together before", async () => {
    await fc.assert(
      fc.asyncProperty(linksOf(6), fc.nat(6), async (links, size) => {
        const parts = [links.slice(0, size), links.slice(size)].filter(({ length }) => length > 0);
        const found = await learnedBy(async (learnOne) => {
          for (const part of parts) await learnOne(fold(part));
        });
        expect(found).toEqual(fold(links));
      }),
      { numRuns: 50 },
    );
  });

  it("uses nothing of an item of an older release, which does not say when, once the visitor changes", async () => {
    const at = "2026-11-23T10:02:00.000Z";
    const late = linkOf("b", ["visitorUserId"], "2026-11-23T10:01:00.000Z");
    const found = await learnedBy(async (learnOne) => {
      store.items.set("scope-1/c", {
        id: { S: "scope-1/c" },
        conversationId: { S: "c" },
        at: { S: at },
        visitorUserId: { S: "a-user" },
        version: { N: "1" },
        expires: { N: "9999999999" },
      });
      await learnOne(late);
    });
    expect(found).toEqual({ conversationId: "c", at, changed: true });
  });

  it("keeps nothing in an item of the visitor before", async () => {
    await learnedBy(async (learnOne) => {
      await learnOne(linkOf("a", kinds, "2026-11-23T10:00:00.000Z"));
      await learnOne(linkOf("b", ["visitorUserId"], "2026-11-23T10:01:00.000Z"));
    });
    const [item] = [...store.items.values()];
    expect(Object.keys(item ?? {}).sort()).toEqual([
      "at",
      "changed",
      "conversationId",
      "expires",
      "id",
      "said.visitorUserId",
      "version",
      "visitorUserId",
    ]);
  });
});
