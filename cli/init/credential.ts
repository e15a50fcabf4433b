import { DEFAULT_PLATFORM_URL } from "../../adobe/client";
import { DEFAULT_IMS_URL, DEFAULT_SCOPES } from "../../adobe/client/ims";
import type { AdobeSettings } from "../adobeSettings";
import type { Answers } from "./questions";

/** What `init` does not ask for: where Adobe is, and the credential's scopes. Adobe's own when undefined. */
export interface Addresses {
  readonly imsUrl: string | undefined;
  readonly platformUrl: string | undefined;
  readonly scopes: string | undefined;
}

/** The settings with which a command uses Adobe's APIs. */
export function adobeSettings(
  {
    clientId,
    clientSecret,
    orgId,
    sandbox,
  }: Pick<Answers, "clientId" | "clientSecret" | "orgId" | "sandbox">,
  {
    imsUrl = DEFAULT_IMS_URL,
    platformUrl = DEFAULT_PLATFORM_URL,
    scopes = DEFAULT_SCOPES,
  }: Addresses,
): AdobeSettings {
  return { clientId, clientSecret, imsUrl, orgId, platformUrl, sandbox, scopes };
}
