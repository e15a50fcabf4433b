import { readdirSync } from "node:fs";
import path from "node:path";

import { version } from "../../package.json";
import { runsFull } from "../support/full";
import { beyondUpdates, describeEarlier, objects, states } from "./earlierStack";
import { startRecorded } from "./recordedStack";
import { run } from "./stackSupport";

// A whole stack on a busy machine: this ends what hangs.
jest.setTimeout(600_000);

const ofReleases = readdirSync(states).filter((name) =>
  /^(both|direct|people|relay)-\d/.test(name),
);
// A relay takes longer; `npm test` has the one below, which is older than any release.
const tried = ofReleases.filter((name) => runsFull || name.startsWith("direct-"));

// `npm run record:stack` writes them, which is a step of each release.
test("there are stacks of this version for the tests of later ones", () => {
  for (const kind of ["both", "direct", "people", "relay"])
    expect(ofReleases).toContain(`${kind}-${version}.json`);
});

test.each(tried)("%s, a stack of that version, keeps its objects and URLs", async (name) => {
  const local = await startRecorded(path.join(states, name));
  try {
    const before = await objects(local);
    const { steps } = await run(local.stack, "preview");
    expect(beyondUpdates(steps)).toEqual([]);
    await run(local.stack, "refresh");
    expect(await objects(local)).toEqual(before);
  } finally {
    await local.close();
  }
});

// recordedStack.slow.test.ts has the one of the other source.
describeEarlier("chatlio");
