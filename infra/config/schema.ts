import * as z from "zod";

import { adobeKeys } from "./adobeKeys";
import { awsKeys } from "./awsKeys";
import { keyInfo } from "./keys";
import { relayKeys } from "./relayKeys";

const keys = z.strictObject({
  ...relayKeys,
  ...awsKeys,
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

/**
 * The stack's configuration, key by key, as Pulumi names them. A scalar arrives as a string, a list
 * or object decoded from JSON. `undefined` means "not set": the default applies, or the key is
 * reported as missing.
 */
export const configSchema = keys.refine(
  (values) => {
    const reserved = values["chatlio-aep:reservedConcurrency"].forwarder;
    return reserved === undefined || reserved >= values["chatlio-aep:delivery"].maxConcurrency;
  },
  {
    path: ["chatlio-aep:reservedConcurrency", "forwarder"],
    error:
      "is less than delivery.maxConcurrency: AWS would turn away invocations that the queue starts, and events would use up their attempts",
  },
);

/** Every key's name. */
export type ConfigKey = keyof z.output<typeof configSchema>;

/** The whole configuration, checked, defaults filled in. */
export type ConfigValues = z.output<typeof configSchema>;
