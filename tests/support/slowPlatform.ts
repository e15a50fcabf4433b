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
