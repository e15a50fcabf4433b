import { execFile } from "node:child_process";
import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";

import { quickTypeScript } from "../support/programs";

const repository = path.join(__dirname, "../..");

async function docs(...args: string[]): Promise<{ code: number; stderr: string }> {
  const script = path.join(repository, "scripts/docs/main.ts");
  const command = [...quickTypeScript, script, ...args];
  return promisify(execFile)(process.execPath, command, { cwd: repository }).then(
    ({ stderr }) => ({ code: 0, stderr }),
    (error: unknown) => error as { code: number; stderr: string },
  );
}

test("every generated page is current (npm run docs)", async () => {
  expect(await docs("--check")).toEqual({ code: 0, stderr: "" });
}, 60_000);

describe("a page that differs from its sources", () => {
  const stale = "docs/configuration.md";
  let root: string;

  beforeAll(async () => {
    root = await fs.mkdtemp(path.join(os.tmpdir(), "docs-test-"));
    for (const name of [".prettierrc.json", ".prettierignore", "docs"]) {
      await fs.cp(path.join(repository, name), path.join(root, name), { recursive: true });
    }
    await fs.appendFile(path.join(root, stale), "Written by hand.\n");
  });
  afterAll(() => fs.rm(root, { recursive: true, force: true }));

  it("fails the check, which names it and the command that fixes it", async () => {
    expect(await docs("--root", root, "--check")).toMatchObject({
      code: 1,
      stderr: `${stale} is stale: run \`npm run docs\`.\n`,
    });
  }, 60_000);

  it("is not changed when another group is written, and is rewritten with its own", async () => {
    await docs("--root", root, "costs");
    expect(await fs.readFile(path.join(root, stale), "utf8")).toContain("by hand");
    await docs("--root", root, "configuration");
    expect(await docs("--root", root, "--check", "configuration")).toEqual({ code: 0, stderr: "" });
  }, 120_000);
});
