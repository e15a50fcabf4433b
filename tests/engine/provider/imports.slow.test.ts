import { writeFile } from "node:fs/promises";
import path from "node:path";

import { closeAll } from "../support/closeAll";
import { program as programOf } from "./everyType";
import type { Shape } from "./everyType";
import { everyTypesLife } from "./everyTypesLife";
import { failureOf, startHarness } from "./harness";
import type { Harness, StateResource } from "./harness";

function program(shape: Shape = {}) {
  return programOf({ sandbox: true, ...shape });
}

let harness: Harness;
let made: Record<string, StateResource>;
beforeAll(async () => {
  harness = await startHarness();
  harness.program(program());
  await harness.stack.up();
  made = await harness.resources();
});
afterAll(() => closeAll(harness));

const keys = Object.keys(everyTypesLife);
function idOf(key: string) {
  return made[key]?.id ?? "";
}
/** The other form of its id, where there is one. */
function aliasOf(key: string) {
  return (made[key] && everyTypesLife[key]?.aliases?.(made[key])[0]) ?? idOf(key);
}

/** All are in the state again, each under the id it has at Adobe. */
async function expectAllThere(): Promise<void> {
  const current = await harness.resources();
  const ids = (of: Record<string, StateResource>) => keys.map((key) => [key, of[key]?.id]);
  expect(ids(current)).toEqual(ids(made));
  harness.program(program());
  await harness.stack.preview({ expectNoChanges: true });
}

/** `pulumi import` as a user writes it; no code is to be generated, which only the official language host can. */
async function importByCommand(...what: string[]): Promise<void> {
  await harness.pulumi(
    "import",
    ...what,
    "--yes",
    "--skip-preview",
    "--generate-code=false",
    "--stack",
    "dev",
  );
}

test.each([
  ["its id", idOf],
  ["the other form of its id", aliasOf],
])("pulumi import brings every type back by %s, and nothing is left to do", async (_, form) => {
  await harness.forget();
  const resources = keys.map((key) => {
    const [type = "", name] = key.split(" ");
    return { type: `adobe-aep:${type}`, name, id: form(key) };
  });
  const file = path.join(harness.stack.directory, "resources.json");
  await writeFile(file, JSON.stringify({ resources }));
  await importByCommand("--file", file);
  await expectAllThere();
});

test("pulumi import of a single one, by the line its documentation gives", async () => {
  await harness.forget();
  await importByCommand("adobe-aep:xdm:Schema", "chat", aliasOf("xdm:Schema chat"));
  expect((await harness.resources())["xdm:Schema chat"]?.id).toBe(idOf("xdm:Schema chat"));
});

test.each([
  ["its id", idOf],
  ["the other form of its id", aliasOf],
])(
  "the option `import` brings every type back by %s, and nothing is left to do",
  async (_, form) => {
    await harness.forget();
    const options = Object.fromEntries(keys.map((key) => [key, { import: form(key) }]));
    harness.program(program({ options }));
    const up = await harness.stack.up();
    expect(up.resourceChanges).toMatchObject({ import: keys.length });
    await harness.stack.preview({ expectNoChanges: true });
    await expectAllThere();
  },
);

test("an object that does not exist cannot be imported, and the state stays empty", async () => {
  await harness.forget();
  const failure = await failureOf(
    importByCommand("adobe-aep:catalog:Dataset", "chat", "0".repeat(24)),
  );
  expect(failure).toContain("does not exist");
  expect(await harness.resources()).toEqual({});
});
