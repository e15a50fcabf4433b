/**
 * AEP's services learn with a delay what others have made, changed or deleted. The engine tests of stacks and provider
 * run with this, under a short provisioning delay; docs/testing.md (Assumptions) says which go without, and why.
 */
export const slowPlatform = {
  "new-object-visible": "late",
  "union-visible": "late",
  "deleted-reference": "late",
} as const;

/** Provisioning delay under which a run waits once for each object, and not for long. */
export const SLOW_PLATFORM_MS = 50;

/** Time until new objects are known: longer than most steps of the engine take, so that the provider has to wait. */
const SLOW_VISIBLE_MS = 100;

/** Time until new objects are known that is longer than any step of the engine takes: the provider always has to wait. */
export const LATE_VISIBLE_MS = 300;

/** Options of the engine tests' emulators. */
export const slowOptions = {
  settleMs: SLOW_PLATFORM_MS,
  assume: slowPlatform,
  delays: { visibleMs: SLOW_VISIBLE_MS },
} as const;

/** The same for the tests of the wait itself; each object costs them more time. */
export const lateOptions = { ...slowOptions, delays: { visibleMs: LATE_VISIBLE_MS } } as const;
