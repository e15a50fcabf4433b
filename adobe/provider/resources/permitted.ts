import { AdobeError } from "../../client";

/** The result of a lookup; undefined where the credential may not look, so that nothing is checked. */
export async function permitted<T>(look: () => Promise<T>): Promise<T | undefined> {
  try {
    return await look();
  } catch (error) {
    if (error instanceof AdobeError && error.details.status === 403) return undefined;
    throw error;
  }
}
