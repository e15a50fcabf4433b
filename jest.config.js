// node-fetch 3 and what it is built on are ES modules; jest runs CommonJS, so they are transformed too.
const esModules = ["node-fetch", "data-uri-to-buffer", "fetch-blob", "formdata-polyfill"];

/** @type {import("jest").Config} */
module.exports = {
  testEnvironment: "node",
  testMatch: ["<rootDir>/tests/**/*.test.ts"],
  transform: {
    "^.+\\.[cm]?[jt]s$": [
      "@swc/jest",
      { jsc: { target: "es2022", parser: { syntax: "typescript" } } },
    ],
  },
  transformIgnorePatterns: [`/node_modules/(?!(${esModules.join("|")})/)`],
  errorOnDeprecated: true,
  maxWorkers: 2,
};
