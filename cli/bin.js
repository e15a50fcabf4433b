#!/usr/bin/env node
// The command runs its TypeScript sources, so there is no build step.
try {
  require("tsx/cjs");
} catch (error) {
  if (error.code !== "MODULE_NOT_FOUND") throw error;
  console.error(
    "The packages are not installed yet: run `npm ci` in the directory of chatlio-aep.",
  );
  process.exit(1);
}
require("./terminal.ts").endWithReader();
require("./main.ts").main(process.argv);
