import { noSandbox, sandboxChoice } from "../../../cli/init/sandboxChoice";

const prod = { name: "prod", type: "production" };
const live = { name: "live", type: "production" };
const dev = { name: "dev", type: "development" };
const stage = { name: "stage", type: "development" };

it.each([
  ["a development sandbox, not the first of the list", [prod, dev, stage], undefined, "dev"],
  ["the one that the file names", [prod, dev, stage], "stage", "stage"],
  ["a production sandbox that the file names", [dev, prod], "prod", "prod"],
  ["a development sandbox when the one that is named is not there", [prod, dev], "gone", "dev"],
  ["none when all are production sandboxes", [prod, live], undefined, noSandbox],
  ["none when only one is there", [prod], "gone", noSandbox],
  ["none when the type is not known", [{ name: "x", type: "unknown" }], undefined, noSandbox],
])("preselects %s", (_, sandboxes, known, initialValue) => {
  const choice = sandboxChoice(sandboxes, known);
  expect(choice.initialValue).toBe(initialValue);
  const names = choice.options.map(({ value }) => value);
  expect(names).toContain(initialValue);
  expect(names.filter((name) => name !== noSandbox)).toEqual(sandboxes.map(({ name }) => name));
});
