import * as z from "zod/mini";

import { metricsSettings } from "../shared/metricsSettings";
import { decodeSettings, encodeSettings } from "../shared/settings";

/** Where Chatlio's server API is. */
export const DEFAULT_CHATLIO_URL = "https://api.chatlio.com";

/** The reconciler's settings. Only the Pulumi program writes them. */
export const reconcilerSettings = z.object({
  ...metricsSettings,
  datasetId: z.string().check(z.minLength(1)),
  /** Dataflows into the dataset. */
  flowIds: z.array(z.string().check(z.minLength(1))),
  /**
   * Whether what the forwarder has delivered is all that comes into the dataset. Otherwise other rows would hide
   * missing ones, so only rejected rows are looked for.
   */
  isOnlyRelay: z.boolean(),
  /** Whether a run also looks for gaps. Otherwise it only looks whether the dataflows are enabled. */
  comparesRows: z._default(z.boolean(), true),
  /** Seconds that one run looks at: the time between two runs. */
  windowSeconds: z.int().check(z.minimum(60)),
  /** Seconds that AEP may take for a row. Default: an hour. */
  settleSeconds: z._default(z.int().check(z.minimum(0)), 3_600),
  /** The secret that holds {@link adobeSecret} as JSON. */
  secretArn: z.string().check(z.minLength(1)),
  secretVersionId: z.string().check(z.minLength(1)),
});

export type ReconcilerSettings = z.output<typeof reconcilerSettings>;
export type ReconcilerSettingsInput = z.input<typeof reconcilerSettings>;

/** The JSON in the reconciler's secret: the credential with which it reads from Adobe. */
export const adobeSecret = z.object({
  clientId: z.string().check(z.minLength(1)),
  clientSecret: z.string().check(z.minLength(1)),
  orgId: z.string().check(z.minLength(1)),
  sandbox: z.string().check(z.minLength(1)),
  /** Comma-separated. Default: those of an AEP credential. */
  scopes: z.optional(z.string().check(z.minLength(1))),
  /** Origin of Adobe IMS. Default: production's. */
  imsUrl: z.optional(z.url({ protocol: /^https?$/ })),
  /** Origin of AEP's APIs. Default: production's. */
  platformUrl: z.optional(z.url({ protocol: /^https?$/ })),
});

export type AdobeSecret = z.output<typeof adobeSecret>;

/** The environment of the reconciler's function. */
export function encodeReconcilerSettings(
  settings: ReconcilerSettingsInput,
): Record<string, string> {
  return encodeSettings(reconcilerSettings, settings);
}

/**
 * Reads what {@link encodeReconcilerSettings} wrote.
 *
 * @throws Error that names the invalid keys
 */
export function readReconcilerSettings(env: Readonly<Record<string, string | undefined>>) {
  return decodeSettings(reconcilerSettings, env);
}
