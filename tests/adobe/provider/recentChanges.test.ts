import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";

import { RecentChanges } from "../../../adobe/provider/lifecycle/recentChanges";
import type { Place } from "../../../adobe/provider/lifecycle/recentChanges";

const here = { platformUrl: "https://platform.example", orgId: "A@AdobeOrg", sandbox: "dev" };
const elsewhere: [string, Place][] = [
  ["sandbox", { ...here, sandbox: "prod" }],
  ["organization", { ...here, orgId: "B@AdobeOrg" }],
  ["platform", { ...here, platformUrl: "https://other.example" }],
  ["platform, Adobe's own", { ...here, platformUrl: undefined }],
];

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(path.join(os.tmpdir(), "recent-"));
});
afterEach(() => rm(directory, { recursive: true }));

test.each(elsewhere)("an object is made in its own %s only", (_what, place) => {
  const change = { at: 2, made: "shareChats" };
  new RecentChanges(directory, here).note(change);
  expect(new RecentChanges(directory, here).since(1)).toMatchObject([change]);
  expect(new RecentChanges(directory, here).since(3)).toEqual([]);
  expect(new RecentChanges(directory, place).since(1)).toEqual([]);
});

test("a sandbox is opened in its organization, from any of its sandboxes", () => {
  const change = { at: 2, sandbox: "fresh" };
  new RecentChanges(directory, here).note(change);
  const at = (place: Partial<Place>) =>
    new RecentChanges(directory, { ...here, ...place }).since(1);
  expect(at({ sandbox: "fresh" })).toMatchObject([change]);
  expect(at({})).toEqual([]);
  expect(at({ sandbox: "fresh", orgId: "B@AdobeOrg" })).toEqual([]);
});

test("a long file is shortened to what is recent, of every place", () => {
  const other = new RecentChanges(directory, { ...here, sandbox: "prod" });
  const own = new RecentChanges(directory, here);
  other.note({ at: 5, made: "kept" });
  for (let nth = 0; nth < 300; nth++) own.note({ at: 1, released: "x".repeat(1000) });
  expect(own.since(4)).toEqual([]);
  expect(own.since(0)).toEqual([]);
  expect(other.since(0)).toMatchObject([{ made: "kept" }]);
});
