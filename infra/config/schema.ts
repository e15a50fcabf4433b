import * as z from "zod";

import { adobeKeys } from "./adobeKeys";
import { keyInfo } from "./keys";
import { relayKeys } from "./relayKeys";

/**
 * The stack's configuration, key by key, as Pulumi names them. A scalar arrives as a string, a list
 * or object decoded from JSON. `undefined` means "not set": the default applies, or the key is
 * reported as missing.
 */
export const configSchema = z.strictObject({
  ...relayKeys,
  ...adobeKeys,
  "aws:region": z
    .string({ error: "is not set" })
    .regex(/^[a-z]{2}(-[a-z]+)+-\d$/, { error: "must be the name of a region, such as us-east-1" })
    .register(keyInfo, {
      description: "AWS region of the relay.",
      example: "aws:region us-east-1",
      env: ["AWS_REGION", "AWS_DEFAULT_REGION"],
    }),
});

/** Every key's name. */
export type ConfigKey = keyof z.output<typeof configSchema>;

/** The whole configuration, checked, defaults filled in. */
export type ConfigValues = z.output<typeof configSchema>;
