import { emulatorCredentials, emulatorTenant } from "../../emulator";
import { textOf } from "../../emulator/common/json";
import type { Pair } from "./collection";

/** Adobe's hosts: a request to one of them goes to the emulator, one to any other host is not sent. */
const adobeHosts: readonly string[] = [
  "platform.adobe.io",
  "ims-na1.adobelogin.com",
  "dcs.adobedc.net",
];

/** Variables of one scope by their name. */
export type Variables = Readonly<Record<string, unknown>>;

/** The scopes of a run, which the scripts of one request leave to the next one. */
export interface Scopes {
  environment: Variables;
  globals: Variables;
  collection: Variables;
}

/** The variables of a list. */
export function variablesOf(pairs: readonly Pair[] = []): Variables {
  return Object.fromEntries(
    pairs.filter(({ disabled }) => disabled !== true).map(({ key, value }) => [key, value]),
  );
}

/**
 * What Adobe's collections expect in the environment, with the emulator's credentials. The names are those of
 * Adobe's environment template, and the lower-case ones of its labs.
 *
 * @param url - the emulator
 * @param token - an access token of it
 */
export function emulatorVariables(url: string, token: string): Variables {
  const { clientId, clientSecret, orgId, sandbox } = emulatorCredentials;
  const upper: Variables = {
    ACCESS_TOKEN: token,
    API_KEY: clientId,
    CLIENT_ID: clientId,
    CLIENT_SECRET: clientSecret,
    SCOPES: "openid,AdobeID",
    IMS_ORG: orgId,
    ORG_ID: orgId,
    IMS: new URL(url).host,
    SANDBOX_NAME: sandbox,
    PLATFORM_GATEWAY: url,
    CONTAINER_ID: "tenant",
    TENANT_ID: emulatorTenant,
  };
  const all: Record<string, unknown> = { ...upper };
  for (const [key, value] of Object.entries(upper)) all[key.toLowerCase()] = value;
  return all;
}

/** The text with `{{name}}` replaced: the environment wins over the collection, it over the globals. */
export function filled(text: string, { environment, globals, collection }: Scopes): string {
  const all: Variables = { ...globals, ...collection, ...environment };
  return text.replaceAll(/\{\{([^{}]+)\}\}/gu, (whole, name: string) => {
    const value = all[name.trim()];
    return value === undefined ? whole : textOf(value);
  });
}

/**
 * Where a request goes: to the emulator when its host is Adobe's or the emulator's, else nowhere.
 *
 * @param url - the request's address, its variables resolved
 * @param emulator - address of the emulator
 */
export function destination(url: string, emulator: string): string | undefined {
  const base = new URL(emulator);
  const whole = /^https?:\/\//u.test(url) ? url : `https://${url}`;
  if (!URL.canParse(whole)) return undefined;
  const { host, hostname, pathname, search } = new URL(whole);
  return host === base.host || adobeHosts.includes(hostname)
    ? `${base.origin}${pathname}${search}`
    : undefined;
}
