// The AWS SDK's announcement of the Node.js version that its later releases need would fill the output.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";

// Tests make much that is soon garbage. Jest starts its workers with these arguments: V8's room for young objects is
// 16 MiB by default, and an eighth of the CPU of unit tests went into emptying it.
process.execArgv.push("--max-semi-space-size=64");
// The commands of the Pulumi engine end long before they would use much memory.
process.env.GOGC ??= "400";

// These are ES modules; jest runs CommonJS, so they are transformed too.
const esModules = [
  "node-fetch",
  "data-uri-to-buffer",
  "fetch-blob",
  "formdata-polyfill",
  "keep-a-changelog",
];

// The first proves what other tests prove too, with a tool that takes half a minute to install. The second
// takes minutes: it makes one change of a stack after the other, under traffic. The third compiles Pulumi's generators.
const onlyInFull =
  process.env.TEST_FULL === "1"
    ? []
    : [
        "<rootDir>/tests/iam/moto/",
        "<rootDir>/tests/engine/traffic/",
        "<rootDir>/tests/engine/languages/",
      ];

/** @type {import("jest").Config} */
const common = {
  testEnvironment: "<rootDir>/tests/support/environment.cjs",
  // google-protobuf keeps its types in a global of its own, about which jest would warn in every file.
  testEnvironmentOptions: { globalsCleanup: "off" },
  transform: {
    "^.+\\.[cm]?[jt]s$": [
      "@swc/jest",
      { jsc: { target: "es2022", parser: { syntax: "typescript" } } },
    ],
  },
  transformIgnorePatterns: [`/node_modules/(?!(${esModules.join("|")})/)`],
  errorOnDeprecated: true,
  collectCoverageFrom: [
    "<rootDir>/{adobe,cli,emulator,handlers,infra,local,provider-sdk}/**/*.{ts,cjs}",
    "!<rootDir>/**/{dist,node_modules}/**",
  ],
  // Copies of the tree, made by the mutation tests.
  modulePathIgnorePatterns: ["<rootDir>/.stryker-tmp/"],
};

/**
 * Tests under the real Pulumi engine; the first of them makes sure that it is there.
 *
 * @type {import("jest").Config}
 */
const engine = {
  ...common,
  globalSetup: "<rootDir>/tests/engine/support/globalSetup.ts",
  setupFilesAfterEnv: ["<rootDir>/tests/engine/support/timeout.ts"],
};

/** @type {import("jest").Config} */
module.exports = {
  // On two cores too: an engine test waits for more than half of its time.
  maxWorkers: 4,
  // A worker that has run a quarter of all files has a heap of a gigabyte or more, which takes longer to free than the
  // half second after which jest says that it did not exit.
  workerGracefulExitTimeout: 10_000,
  testSequencer: "<rootDir>/tests/support/engineFirst.cjs",
  coverageReporters: ["text-summary", "json-summary", "html"],
  projects: [
    {
      ...common,
      displayName: "unit",
      testMatch: ["<rootDir>/tests/**/*.test.ts"],
      testPathIgnorePatterns: ["/node_modules/", "<rootDir>/tests/engine/", ...onlyInFull],
      setupFilesAfterEnv: ["<rootDir>/tests/support/timeout.ts"],
    },
    {
      ...engine,
      displayName: "engine",
      testMatch: ["<rootDir>/tests/engine/**/*.test.ts"],
      testPathIgnorePatterns: ["/node_modules/", "\\.slow\\.test\\.ts$", ...onlyInFull],
    },
    {
      // Tests of the engine that `npm test` leaves out, for it is to take minutes: what they prove, other tests prove in
      // another way. `npm run test:engine` and `npm run test:full` run them.
      ...engine,
      displayName: "slow",
      testMatch: ["<rootDir>/tests/engine/**/*.slow.test.ts"],
    },
  ],
};
