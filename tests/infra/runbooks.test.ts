import { readFileSync } from "node:fs";
import path from "node:path";

import { sample } from "../support/full";
import { problems } from "./configuration";
import { runProgram } from "./program";

const repository = path.join(__dirname, "../..");
const set = /^ *pulumi config set (?:--path )?(?:'([^']+)'|([^\s'-]\S*)) (\S+)$/gm;

/** A stack with everything that the runbooks change. */
const base = { "chatlio-aep:alarmEmail": "operations@example.com", "chatlio-aep:reconcile": "6h" };

/** The commands of docs/runbooks.md that change a value which is not a secret: key with its path, and value. */
const commands = [
  ...readFileSync(path.join(repository, "docs/runbooks.md"), "utf8").matchAll(set),
].map(([, quoted, plain, value = ""]): [string, string] => [quoted ?? plain ?? "", value]);

/** As Pulumi stores it: an object when the key has a path. */
function configOf(key: string, value: string): Record<string, string> {
  const [, name = "", part] = /^([^.]+)\.?(.*)$/.exec(key) ?? [];
  return { [name]: part ? JSON.stringify({ [part]: value }) : value };
}

let before: string;

async function deployed(config: Record<string, string>): Promise<string> {
  const { resources } = await runProgram({ ...base, ...config });
  return JSON.stringify(resources.map(({ name, inputs }) => [name, inputs]));
}

beforeAll(async () => {
  before = await deployed({});
}, 60_000);

test("the runbooks have such commands, and the program declares the same each time", async () => {
  expect(commands.length).toBeGreaterThan(6);
  expect(await deployed({})).toBe(before);
}, 60_000);

test("the configuration may have each value", () => {
  for (const command of commands) {
    expect([command, problems({ ...base, ...configOf(...command) })]).toEqual([command, []]);
  }
});

test.each(sample(commands, 3))(
  "`pulumi up` takes %s %s of the runbooks, and it changes something",
  async (key, value) => {
    expect(await deployed(configOf(key, value))).not.toBe(before);
  },
  60_000,
);
