import { existsSync } from "node:fs";
import path from "node:path";

import { registryEntry } from "../../../adobe/provider/schema/registryEntry";

const root = path.join(__dirname, "../../..");

test("a release on GitHub names its repository, and a page and a logo that the repository has", () => {
  const at = "github://api.github.com/acme/chatlio-aep";
  const { homepage = "", logoUrl = "", ...others } = registryEntry(at, "1.2.3");
  expect(others).toEqual({
    pluginDownloadURL: at,
    repository: "https://github.com/acme/chatlio-aep",
  });
  const files = [homepage, logoUrl].map((url) => url.split("/v1.2.3/")[1] ?? "");
  expect(files).toEqual([expect.stringMatching(/\.md$/), expect.stringMatching(/\.svg$/)]);
  for (const file of files) expect(existsSync(path.join(root, file))).toBe(true);
});

test("a plugin from elsewhere names only where it is found, and one that is not a release names nothing", () => {
  const at = "https://example.com/plugins";
  expect(registryEntry(at, "1.2.3")).toEqual({ pluginDownloadURL: at });
  expect(registryEntry(undefined, "1.2.3")).toEqual({});
});
