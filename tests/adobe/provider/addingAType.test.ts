import { readdir, readFile } from "node:fs/promises";
import path from "node:path";

const repository = path.join(__dirname, "../../..");

/** Compares the classes with the types by itself, so there is nothing to add. */
const withoutList = "tests/engine/provider/standalone.test.ts";

async function testsIn(folder: string): Promise<string[]> {
  const names = await readdir(path.join(repository, folder), { recursive: true });
  return names.filter((name) => name.endsWith(".test.ts")).map((name) => `${folder}/${name}`);
}

test("the page about a new type names each test with a list of all types", async () => {
  const page = await readFile(path.join(repository, "docs/provider/adding-a-type.md"), "utf8");
  const withList: string[] = [];
  for (const file of [...(await testsIn("tests/adobe")), ...(await testsIn("tests/engine"))]) {
    const text = await readFile(path.join(repository, file), "utf8");
    if (/definitions\.map\(\(\{ token \}\) => token\)/.test(text)) withList.push(file);
  }
  expect(withList).toContain("tests/adobe/provider/grownObjects.test.ts");
  const missing = withList.filter((file) => file !== withoutList && !page.includes(`\`${file}\``));
  expect(missing).toEqual([]);
});
