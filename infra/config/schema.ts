import * as z from "zod";

import { adobeKeys } from "./adobeKeys";
import { awsKeys } from "./awsKeys";
import { keyInfo } from "./keys";
import {
  adoptedRules,
  consentRules,
  directLinkRules,
  directRules,
  existingRules,
  identityRules,
  linkRules,
  profileRules,
  reconcileRules,
  withoutRelay,
} from "./modes";
import { operatorKeys } from "./operatorKeys";
import { relayKeys } from "./relayKeys";

const keys = z.strictObject({
  ...relayKeys,
  ...operatorKeys,
  ...awsKeys,
  ...adobeKeys,
  "aws:region": z
    .string({ error: "is not set" })
    .regex(/^[a-z]{2}(-[a-z]+)+-\d$/, { error: "must be the name of a region, such as us-east-1" })
    .register(keyInfo, {
      description: "AWS region of the relay. Not needed with `mode: direct`.",
      example: "aws:region us-east-1",
      env: ["AWS_REGION", "AWS_DEFAULT_REGION"],
    }),
});

type Keys = z.output<typeof keys>;

/** AWS would turn away invocations that the queue starts, and events would use up their attempts. */
function enoughReserved(values: Keys): boolean {
  const reserved = values["chatlio-aep:reservedConcurrency"].forwarder;
  return reserved === undefined || reserved >= values["chatlio-aep:delivery"].maxConcurrency;
}
const tooFewReserved = {
  path: ["chatlio-aep:reservedConcurrency", "forwarder"],
  error:
    "is less than delivery.maxConcurrency: AWS would turn away invocations that the queue starts, and events would use up their attempts",
};

/**
 * The stack's configuration, key by key, as Pulumi names them. A scalar arrives as a string, a list
 * or object decoded from JSON. `undefined` means "not set": the default applies, or the key is
 * reported as missing.
 */
export const configSchema = keys.refine(enoughReserved, tooFewReserved);

/** The schema for each mode. They differ in what must be set and in what goes together. */
export const schemaOf: Readonly<Record<Mode, z.ZodType<ConfigValues>>> = {
  relay: configSchema
    .superRefine(identityRules)
    .superRefine(consentRules)
    .superRefine(profileRules)
    .superRefine(existingRules)
    .superRefine(linkRules)
    .superRefine(reconcileRules),
  direct: keys
    .extend(withoutRelay)
    .superRefine(directRules)
    .superRefine(identityRules)
    .superRefine(consentRules)
    .superRefine(profileRules)
    .superRefine(existingRules)
    .superRefine(directLinkRules)
    .superRefine(adoptedRules),
  both: keys
    .refine(enoughReserved, tooFewReserved)
    .superRefine(directRules)
    .superRefine(identityRules)
    .superRefine(consentRules)
    .superRefine(profileRules)
    .superRefine(existingRules)
    .superRefine(linkRules)
    .superRefine(adoptedRules)
    .superRefine(reconcileRules),
};

/** Every key's name. */
export type ConfigKey = keyof Keys;

/** The whole configuration, checked, defaults filled in. */
export type ConfigValues = Keys;

export type Mode = Keys["chatlio-aep:mode"];
