import fc from "fast-check";

import { merged, type Link } from "../../../handlers/links/link";
import { dynamoLinks } from "../../../handlers/links/table";
import { ForwarderHarness, NOW } from "../support/forwarder";
import { LinkStore } from "../support/linkStore";
import { PATIENT } from "../support/settings";
import { kinds, linkOf } from "./people";

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
  });
  return fc
    .array(one, { minLength: 1, maxLength: most })
    .map((all) =>
      all.map(({ known, minute, name }) => linkOf(name, known, `2026-11-23T10:0${minute}:00.000Z`)),
    );
}

function fold(links: readonly Link[]): Link {
  return links.reduce((before, link) => merged(before, link));
}

function ordersOf(links: readonly Link[]): readonly (readonly Link[])[] {
  if (links.length <= 1) return [links];
  return links.flatMap((first, index) =>
    ordersOf(links.filter((_, other) => other !== index)).map((rest) => [first, ...rest]),
  );
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

  it("knows what they say in one order or another when they are learned at the same time", async () => {
    await fc.assert(
      fc.asyncProperty(linksOf(4), async (links) => {
        const found = await learnedBy((learnOne) => Promise.all(links.map(learnOne)));
        expect(ordersOf(links).map(fold)).toContainEqual(found);
      }),
    );
  });
});
