/** The credentials that an emulator accepts by default. They are public: they protect nothing. */
export const emulatorCredentials = {
  orgId: "0123456789ABCDEF01234567@AdobeOrg",
  clientId: "local-client-id",
  clientSecret: "local-client-secret-not-secret",
  scopes: "openid,AdobeID,read_organizations,additional_info.projectedProductContext,session",
  sandbox: "dev",
} as const;

/** The header of the admin secret, without which the admin API responds with 403. */
export const adminSecretHeader = "x-emulator-secret";

/** The environment variable that the command `emulator` and `EmulatorClient` read the admin secret from. */
export const adminSecretVariable = "AEP_EMULATOR_SECRET";

/** The organization's tenant id; fields live below `_localtenant`. */
export const emulatorTenant = "localtenant";

/** The sandboxes that every emulator has. */
export const emulatorSandboxes = [
  { name: "prod", title: "Production", type: "production", isDefault: true },
  { name: "dev", title: "Development", type: "development", isDefault: false },
] as const;
