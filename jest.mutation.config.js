const { projects } = require("./jest.config");

const unit = projects.find(({ displayName }) => displayName === "unit");

/** Tests below tests/handlers, separated by commas; tests/mutation/modules.ts says which belong to a module. */
const names = (process.env.MUTATION_TESTS ?? "*/*").split(",");

/**
 * For `npm run test:mutation`: only the tests of the module that is changed.
 *
 * @type {import("jest").Config}
 */
module.exports = {
  ...unit,
  displayName: "mutation",
  // Stryker puts its own in place of this one, and of no other.
  testEnvironment: "node",
  // Looking whether it is installed starts a process for every mutant.
  watchman: false,
  setupFiles: ["<rootDir>/tests/handlers/support/fewerRuns.ts"],
  testMatch: names.map((name) => `<rootDir>/tests/handlers/${name}.test.ts`),
};
