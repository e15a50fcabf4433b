import { unzipSync, strFromU8 } from "fflate";

import { codeSha256, zipArchive } from "../../../local/aws/zip";
import { archiveOf } from "./archive";

test("the same files give the same bytes, whatever their order", () => {
  const one = zipArchive(archiveOf({ "a.js": "1", "b/c.js": "2" }));
  const two = zipArchive(archiveOf({ "b/c.js": "2", "a.js": "1" }));
  expect(codeSha256(one)).toBe(codeSha256(two));
  const files = unzipSync(one);
  expect(Object.entries(files).map(([name, data]) => [name, strFromU8(data)])).toEqual([
    ["a.js", "1"],
    ["b/c.js", "2"],
  ]);
});

test("rejects what is not an archive of assets", () => {
  expect(() => zipArchive({ path: "dir" })).toThrow("only archives of assets");
});
