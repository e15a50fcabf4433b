import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";

import { BundleCache } from "../../infra/bundleCache";

const files = ["src/index.ts", "src/part/index.ts", "node_modules/kit/index.js"];
let root: string;
let cache: BundleCache;

async function put(name: string, content: string): Promise<void> {
  await mkdir(path.dirname(path.join(root, name)), { recursive: true });
  await writeFile(path.join(root, name), content);
}

beforeEach(async () => {
  root = await mkdtemp(path.join(os.tmpdir(), "bundle-cache-"));
  for (const name of [...files, "package-lock.json", "tsconfig.json"]) await put(name, name);
  cache = new BundleCache(root, path.join(root, "cache/functions"));
  cache.write("key", files, "code");
});
afterEach(() => rm(root, { recursive: true }));

test("returns the code of the same sources, and none for another key", () => {
  expect(cache.read("key")).toBe("code");
  expect(cache.read("other")).toBeUndefined();
});

test.each([
  ["an own source", "src/part/index.ts"],
  ["a package's source", "node_modules/kit/index.js"],
  ["the lock file", "package-lock.json"],
  ["the compiler's settings", "tsconfig.json"],
  ["a new file that takes the place of another", "src/part.ts"],
])("does not return it after a change of %s", async (_what, name) => {
  await put(name, "changed");
  expect(cache.read("key")).toBeUndefined();
});

test("does not return it when a source is gone", async () => {
  await rm(path.join(root, "src/part/index.ts"));
  expect(cache.read("key")).toBeUndefined();
});

test.each(["", "{", "{}", '{"inputs":{"src/index.ts":1},"code":2}'])(
  "reads a damaged entry %j as none, and replaces it",
  async (content) => {
    const [entry = ""] = await readdir(path.join(root, "cache/functions"));
    await put(`cache/functions/${entry}`, content);
    expect(cache.read("key")).toBeUndefined();
    cache.write("key", files, "new");
    expect(cache.read("key")).toBe("new");
  },
);

test("costs nothing but time where it cannot be written", async () => {
  await put("file", "");
  const other = new BundleCache(root, path.join(root, "file/functions"));
  expect(() => {
    other.write("key", files, "code");
  }).not.toThrow();
  expect(other.read("key")).toBeUndefined();
});
