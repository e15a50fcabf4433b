import { emulatorCredentials, emulatorTenant } from "../../emulator";
import type { Variable } from "./format";

/** The emulator's login under the names of Adobe's environment template. */
function login(token: string): Readonly<Record<string, string>> {
  const { clientId, clientSecret, orgId, sandbox } = emulatorCredentials;
  return {
    ACCESS_TOKEN: token,
    API_KEY: clientId,
    CLIENT_ID: clientId,
    CLIENT_SECRET: clientSecret,
    SCOPES: "openid,AdobeID",
    IMS_ORG: orgId,
    ORG_ID: orgId,
    SANDBOX_NAME: sandbox,
    TENANT_ID: emulatorTenant,
  };
}

/** What a collection expects in addition to the login. The values of collection and environment win. */
const defaults: Readonly<Record<string, string>> = {
  IMS: "ims-na1.adobelogin.com",
  PLATFORM_GATEWAY: "https://platform.adobe.io",
  PLATFORM_URL: "platform.adobe.io",
  CONTAINER_ID: "tenant",
};

/** `API_KEY`, `api_key`, `api-key`, `apiKey` and `APIKey` are the same. */
function normalized(key: string): string {
  return key.toLowerCase().replaceAll(/[^a-z\d]/gu, "");
}

/** `API_KEY` → `API_KEY`, `api_key`, `apiKey` */
function spellings(key: string): readonly string[] {
  const lower = key.toLowerCase();
  return [key, lower, lower.replaceAll(/_(.)/gu, (_, letter: string) => letter.toUpperCase())];
}

/** Whether the author left the variable for the user to fill in. */
export function isLeftEmpty({ value, enabled, disabled }: Variable): boolean {
  return enabled === false || disabled === true || value === "";
}

/** The scopes with which a run starts. */
export interface Scopes {
  readonly environment: readonly Variable[];
  readonly globals: readonly Variable[];
}

/**
 * The environment's values, with the emulator's login in place of any other: a real one would be rejected.
 *
 * @param token - an access token of the emulator
 * @param environment - values of the user's environment
 * @param collection - the collection's own variables, for its spelling of the login
 */
export function scopesOf(
  token: string,
  environment: readonly Variable[],
  collection: readonly Variable[],
): Scopes {
  const values = login(token);
  const known = new Map(Object.entries(values).map(([key, value]) => [normalized(key), value]));
  const own = [...environment, ...collection].flatMap(({ key }) => {
    const value = known.get(normalized(key));
    return value === undefined ? [] : [{ key, value }];
  });
  return {
    environment: [
      ...environment.filter((one) => !isLeftEmpty(one) && !known.has(normalized(one.key))),
      ...pairs(values),
      ...own,
    ],
    globals: pairs(defaults),
  };
}

function pairs(values: Readonly<Record<string, string>>): Variable[] {
  return Object.entries(values).flatMap(([key, value]) =>
    spellings(key).map((spelling) => ({ key: spelling, value })),
  );
}
