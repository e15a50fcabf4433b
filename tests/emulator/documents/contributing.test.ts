import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { typeErrors } from "../../adobe/support/typeErrors";

const repository = path.join(__dirname, "../../..");
const service = "emulator/services/sandboxes";
const page = readFileSync(path.join(repository, "CONTRIBUTING.md"), "utf8");
const section = /\n## Add an endpoint to the emulator\n[^]*?(?=\n## )/.exec(page)?.[0] ?? "";

/** The page's TypeScript, a block in an item of a list. */
const blocks = [...section.matchAll(/^ {3}```ts\n([^]*?)^ {3}```/gm)].map(([, block = ""]) =>
  block.replaceAll(/^ {3}/gm, ""),
);
const [find = "", findImport = "", route = "", behaviorImport = "", test = ""] = blocks;
const testFile = /`(tests\/[\w/]+\.test\.ts)`/.exec(section)?.[1] ?? "";

/** @throws Error when the text is not there, so that the step cannot be done. */
function replace(text: string, before: string, after: string): string {
  if (!text.includes(before)) throw new Error(`There is no ${before}`);
  return text.replace(before, () => after);
}

function read(file: string): string {
  return readFileSync(path.join(repository, file), "utf8");
}

/** The files as they are after the page's steps. */
function afterSteps(): ReadonlyMap<string, string> {
  const errors = 'import { sandboxError, sandboxErrors } from "./errors";\n';
  const objects = replace(read(`${service}/sandboxes.ts`), errors, errors + findImport) + find;
  const isOfBehaviors = /^import \{ \w+ \} from "\.\.\/\.\.\/common\/behavior";\n/m;
  let routes = read(`${service}/routes.ts`).replace(isOfBehaviors, () => behaviorImport);
  routes = replace(routes, "  findSandbox,\n", "  findSandbox,\n  findType,\n");
  routes = replace(routes, "  routes: [\n", `  routes: [\n${route}`);
  return new Map([
    [`${service}/sandboxes.ts`, objects],
    [`${service}/routes.ts`, routes],
    [testFile, test],
  ]);
}

/** A copy of the emulator and of what its tests share, with the page's endpoint and test. */
function makeCopy(): string {
  const copy = mkdtempSync(path.join(tmpdir(), "contributing-"));
  for (const part of ["emulator", "tests/emulator/support", "tests/support"])
    cpSync(path.join(repository, part), path.join(copy, part), {
      recursive: true,
      filter: (file) => !/[\\/](node_modules|dist)$/.test(file),
    });
  // What its tests import from elsewhere, and the packages, are the same.
  for (const part of readdirSync(repository).filter((name) => !/^(\.|emulator$|tests$)/.test(name)))
    symlinkSync(path.join(repository, part), path.join(copy, part));
  for (const [file, text] of afterSteps()) {
    mkdirSync(path.join(copy, path.dirname(file)), { recursive: true });
    writeFileSync(path.join(copy, file), text);
  }
  return copy;
}

it("the endpoint that CONTRIBUTING.md adds has the right types", () => {
  expect(blocks).toHaveLength(5);
  const files = [...afterSteps()].map(
    ([file, text]) => [path.join(repository, file), text] as const,
  );
  expect(typeErrors(new Map(files))).toEqual([]);
});

describe("with the endpoint that CONTRIBUTING.md adds, its test passes:", () => {
  const copy = makeCopy();
  afterAll(() => rmSync(copy, { recursive: true }));
  // It has `describe` and `it` of its own, which must be there before this `describe` ends.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  require(path.join(copy, testFile));
});
