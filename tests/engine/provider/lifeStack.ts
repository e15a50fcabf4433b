import { program as programOf } from "./everyType";
import type { Shape } from "./everyType";
import { everyTypesLife } from "./everyTypesLife";
import { collectSteps } from "./harness";
import type { Harness } from "./harness";

/** A program with every resource type, in a sandbox of its own. */
export function program(shape: Shape = {}) {
  return programOf({ sandbox: true, ...shape });
}

/** Its resources. */
export const keys = Object.keys(everyTypesLife);

/** What is expected of each resource, of those of which something is. */
export function expectedOf<T>(what: (one: (typeof everyTypesLife)[string]) => T | undefined) {
  const found = keys.map((key) => [key, what(everyTypesLife[key] ?? fail(key))] as const);
  return Object.fromEntries(found.filter(([, value]) => value !== undefined)) as Record<string, T>;
}

/** @throws Error always */
export function fail(key: string): never {
  throw new Error(`nothing is known of ${key}`);
}

/** Previews, then brings the stack to the program; what the preview showed of each resource. */
export async function shownAndDone(harness: Harness, shape: Shape) {
  harness.program(program(shape));
  const { onEvent, steps } = collectSteps();
  await harness.stack.preview({ onEvent });
  await harness.stack.up();
  await harness.stack.preview({ expectNoChanges: true });
  return steps;
}
