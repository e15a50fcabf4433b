import path from "node:path";

/**
 * Node's arguments for a program in TypeScript: it starts in a third of the CPU that tsx takes. What starts a program as
 * users do, with tsx, is tests/cli/bin.test.ts.
 */
export const quickTypeScript: readonly string[] = [
  "--require",
  path.join(__dirname, "quickTypeScript.cjs"),
];

/** Node's arguments for `chatlio-aep`, without those of the command line. */
export const chatlioAep: readonly string[] = [
  ...quickTypeScript,
  path.join(__dirname, "../../cli/bin.js"),
];
