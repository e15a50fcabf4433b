/** What a test has made and must close. */
export interface Closable {
  close(): Promise<unknown>;
}

/**
 * Closes what a test file has made, one after the other, for its `afterAll`. What was never made, because `beforeAll`
 * failed before it, is skipped; what cannot be closed does not keep the rest open.
 *
 * @param closables - In the order in which they are closed: what uses another comes before it.
 * @throws the first error of those that could not be closed
 */
export async function closeAll(...closables: readonly (Closable | undefined)[]): Promise<void> {
  const errors: unknown[] = [];
  for (const closable of closables) {
    await closable?.close().catch((error: unknown) => errors.push(error));
  }
  if (errors.length > 0) throw errors[0];
}
