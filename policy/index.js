// The pack runs its TypeScript sources, so there is no build step.
require("tsx/cjs");
require("./pack.ts");
