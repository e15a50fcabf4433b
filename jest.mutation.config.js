const { projects } = require("./jest.config");

const unit = projects.find(({ displayName }) => displayName === "unit");

const tests = process.env.MUTATION_TESTS?.split(",").map(
  (name) => `<rootDir>/tests/handlers/${name}.test.ts`,
);

/**
 * For `npm run test:mutation`: only the tests of the pure modules of receipt and delivery. All of it
 * takes hours; one module by its own tests takes minutes:
 * `MUTATION_TESTS=receipt/cut npm run test:mutation -- --mutate handlers/receipt/cut.ts`
 *
 * @type {import("jest").Config}
 */
module.exports = {
  ...unit,
  displayName: "mutation",
  setupFiles: ["<rootDir>/tests/handlers/support/fewerRuns.ts"],
  testMatch: tests ?? [
    "<rootDir>/tests/handlers/{receipt,shared}/**/*.test.ts",
    "<rootDir>/tests/handlers/receiver/{token,request}.test.ts",
    "<rootDir>/tests/handlers/forwarder/{backoff,httpApi,messages,run,verdict}.test.ts",
  ],
};
