import { createRequire } from "node:module";

/** A value that is created at its first use, so that the start of the emulator does not wait for it. */
export function lazily<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

/**
 * Loads modules at their first use. Not by `import()`: the command runs by tsx/cjs, in which it does not find TypeScript
 * files.
 *
 * @param file - `__filename` of the one that loads. By lint, it also has the module's types by `import type`, which the
 *   borders of the layout see.
 */
export function loaderOf(file: string): (module: string) => unknown {
  return createRequire(file);
}
