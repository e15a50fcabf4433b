const { projects } = require("./jest.config");

const unit = projects.find(({ displayName }) => displayName === "unit");

/**
 * For `npm run test:mutation`: only the tests of the pure modules of receipt and delivery.
 *
 * @type {import("jest").Config}
 */
module.exports = {
  ...unit,
  displayName: "mutation",
  setupFiles: ["<rootDir>/tests/handlers/support/fewerRuns.ts"],
  testMatch: [
    "<rootDir>/tests/handlers/{receipt,shared}/**/*.test.ts",
    "<rootDir>/tests/handlers/receiver/{token,request}.test.ts",
    "<rootDir>/tests/handlers/forwarder/{backoff,httpApi,messages,run,verdict}.test.ts",
  ],
};
