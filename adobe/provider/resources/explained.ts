import { AdobeError } from "../../client/errors";
import { byStatus } from "../../client/hints";

/** The hints that only repeat what Adobe's text says. */
const general: readonly (string | undefined)[] = [byStatus["400"], byStatus["422"]];

/**
 * A rejection for which Adobe's response gives no hint of its own, with the cause that the sandbox shows. Any other
 * error stays as it is, and so does this one when the lookup fails or finds nothing.
 *
 * @param lookUp - what to do about it, from what is in the sandbox; undefined: nothing there explains it
 */
export async function explained(
  error: unknown,
  lookUp: () => Promise<string | undefined>,
): Promise<unknown> {
  if (!(error instanceof AdobeError) || !general.includes(error.details.hint)) return error;
  const hint = await lookUp().catch(() => undefined);
  return hint === undefined ? error : new AdobeError({ ...error.details, hint });
}
