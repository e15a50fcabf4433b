/**
 * Whether exhaustive sweeps run whole: `TEST_FULL=1`, which `npm run test:full` sets. Otherwise
 * they run a fixed sample, so that `npm test` stays short.
 */
export const runsFull = process.env["TEST_FULL"] === "1";

/** `count` of the cases, evenly spread from the first to the last and the same every time. */
export function spread<Case>(cases: readonly Case[], count: number): readonly Case[] {
  if (count >= cases.length) return cases;
  const step = (cases.length - 1) / Math.max(count - 1, 1);
  return Array.from({ length: count }, (_, index) => cases[Math.round(index * step)] as Case);
}

/** All cases when {@link runsFull}, otherwise `count` of them, evenly spread. */
export function sample<Case>(cases: readonly Case[], count: number): readonly Case[] {
  return runsFull ? cases : spread(cases, count);
}
