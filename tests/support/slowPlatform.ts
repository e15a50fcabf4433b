/**
 * AEP's services learn with a delay what others have made, changed or deleted. The engine tests run with
 * this, under a short provisioning delay; only tests that count requests go without.
 */
export const slowPlatform = {
  "new-object-visible": "late",
  "union-visible": "late",
  "deleted-reference": "late",
} as const;

/** Provisioning delay under which a run waits once for each object, and not for long. */
export const SLOW_PLATFORM_MS = 50;

/** Time until new objects are known that is longer than the engine needs to come to the next one: the provider must wait. */
export const LATE_VISIBLE_MS = 300;
