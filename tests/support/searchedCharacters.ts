/**
 * Runs some work and counts characters, not seconds: the length of the longest text that a regular
 * expression was given meanwhile. Expressions that search a bounded text do a bounded amount of work.
 */
export async function longestSearched(work: () => unknown): Promise<number> {
  let longest = 0;
  const prototype = RegExp.prototype as unknown as Record<PropertyKey, unknown>;
  const methods = ["exec", "test", Symbol.replace, Symbol.match, Symbol.split, Symbol.search];
  const originals = methods.map((method) => [method, prototype[method]] as const);
  for (const [method, original] of originals) {
    prototype[method] = function (this: RegExp, text: unknown, ...more: unknown[]): unknown {
      if (typeof text === "string") longest = Math.max(longest, text.length);
      return (original as (...all: unknown[]) => unknown).call(this, text, ...more);
    };
  }
  try {
    await work();
  } finally {
    for (const [method, original] of originals) prototype[method] = original;
  }
  return longest;
}
