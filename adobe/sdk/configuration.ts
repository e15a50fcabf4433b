/** An organization's id, as Adobe's Developer Console shows it. Program, provider and `chatlio-aep probe` check it. */
export const orgIdPattern = /^[^@\s]+@AdobeOrg$/;

/** What is wrong with an organization's id that {@link orgIdPattern} does not match. */
export const orgIdRule = "must look like 0123456789ABCDEF01234567@AdobeOrg";

/** A sandbox's name: lowercase letters, digits and hyphens. Program, provider and `chatlio-aep probe` check it. */
export const sandboxPattern = /^[a-z0-9][a-z0-9-]{0,255}$/;

/** The environment variable of each configuration value that says where and as whom to use Adobe's APIs. */
export const environmentOf = {
  orgId: "AEP_ORG_ID",
  clientId: "AEP_CLIENT_ID",
  clientSecret: "AEP_CLIENT_SECRET",
  scopes: "AEP_SCOPES",
  sandbox: "AEP_SANDBOX",
  imsUrl: "AEP_IMS_URL",
  platformUrl: "AEP_PLATFORM_URL",
} as const;
