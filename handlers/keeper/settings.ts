import * as z from "zod/mini";

import { bucketSettings } from "../shared/aws/bucket";
import { decodeSettings, encodeSettings } from "../shared/settings";

export { COPIES_FOLDER, DROPPED_FOLDER, EVENTS_FOLDER } from "../shared/copies";

/** The keeper's settings. Only the Pulumi program writes them. */
export const keeperSettings = z.object({
  /** URL of the dead-letter queue. */
  deadLetterQueueUrl: z.url(),
  /** The bucket that gets a copy of each message. Default: there are no copies. */
  copies: z.optional(bucketSettings),
});

export type KeeperSettings = z.output<typeof keeperSettings>;
export type KeeperSettingsInput = z.input<typeof keeperSettings>;

/** The environment of the keeper's function. */
export function encodeKeeperSettings(settings: KeeperSettingsInput): Record<string, string> {
  return encodeSettings(keeperSettings, settings);
}

/**
 * Reads what {@link encodeKeeperSettings} wrote.
 *
 * @throws Error that names the invalid keys
 */
export function readKeeperSettings(env: Readonly<Record<string, string | undefined>>) {
  return decodeSettings(keeperSettings, env);
}
