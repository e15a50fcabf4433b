import { randomBytes } from "node:crypto";

import { problemsText, readConfig, type RawConfig } from "../../infra/config/read";

export function token() {
  return randomBytes(32).toString("base64url");
}

export const good: Readonly<Record<string, string>> = {
  "aws:region": "us-east-1",
  "adobe-aep:orgId": "0123456789ABCDEF01234567@AdobeOrg",
  "adobe-aep:clientId": "client",
  "adobe-aep:clientSecret": "not a secret",
  "adobe-aep:sandbox": "dev",
  "chatlio-aep:webhookTokens": JSON.stringify([token()]),
};

export function raw(
  config: Record<string, string | undefined>,
  rest: Partial<RawConfig> = {},
): RawConfig {
  const entries = Object.entries({ ...good, ...config }).filter(([, value]) => value !== undefined);
  return {
    config: Object.fromEntries(entries) as Record<string, string>,
    secretKeys: undefined,
    env: {},
    ...rest,
  };
}

export function problems(
  config: Record<string, string | undefined>,
  rest: Partial<RawConfig> = {},
) {
  const read = readConfig(raw(config, rest));
  return "problems" in read ? read.problems : [];
}

export function values(config: Record<string, string | undefined>, rest: Partial<RawConfig> = {}) {
  const read = readConfig(raw(config, rest));
  if ("problems" in read) throw new Error(problemsText("test", read.problems));
  return read.values;
}
