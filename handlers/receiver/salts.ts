import { readSecretVersion, secretsManager, type GetSecretValue } from "../shared/secretVersion";
import { within } from "../shared/within";
import { saltsSecret, type ReceiverSettings, type Salts } from "./settings";

/** Reads the salts once and then keeps them. A failed read is tried again by the next call. */
export type ReadSalts = () => Promise<Salts>;

/** Time of one read, in milliseconds: a second request when the first one hangs, and the response. */
const READ_MS = 3_000;

const ATTEMPT_MS = 1_400;

function parse(text = ""): Salts {
  try {
    return saltsSecret.parse(JSON.parse(text));
  } catch {
    // Neither message is passed on: they may quote a salt.
    throw new Error("The secret with the salts is invalid. Deploy it with `pulumi up`.");
  }
}

/**
 * Where the receiver's salts come from: the secret that the settings name, or the settings themselves,
 * where earlier releases wrote them.
 *
 * @param getSecretValue default: one that gives up in time for the webhook's response
 */
export function saltsOf(
  settings: Pick<ReceiverSettings, "saltsSecret" | "dedupeSalt" | "privacySalt">,
  getSecretValue?: GetSecretValue,
): ReadSalts {
  const { saltsSecret: version, dedupeSalt, privacySalt } = settings;
  if (version === undefined) return () => Promise.resolve({ dedupeSalt, privacySalt });
  const read = getSecretValue ?? secretsManager({ attempts: 2, attemptMs: ATTEMPT_MS });
  let kept: Promise<Salts> | undefined;
  return () => {
    kept ??= within(READ_MS, async (signal) =>
      parse(await readSecretVersion(read, version, signal)),
    ).catch((error: unknown) => {
      kept = undefined;
      throw error;
    });
    return kept;
  };
}
