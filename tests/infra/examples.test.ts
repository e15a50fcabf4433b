import { readFileSync } from "node:fs";

import { parse } from "yaml";

import { readConfig } from "../../infra/config/read";
import { token } from "./configuration";

test.each(["dev", "prod"])("Pulumi.%s.yaml lacks nothing but its secrets", (stack) => {
  const { config } = parse(readFileSync(`Pulumi.${stack}.yaml`, "utf8")) as {
    config: Record<string, string | number | boolean | object>;
  };
  const texts = Object.entries(config).map(([key, value]) => [
    key,
    typeof value === "object" ? JSON.stringify(value) : String(value),
  ]);
  const secrets = {
    "adobe-aep:clientSecret": "not a secret",
    "chatlio-aep:webhookTokens": JSON.stringify([token()]),
  };
  const read = readConfig({
    config: { ...(Object.fromEntries(texts) as Record<string, string>), ...secrets },
    secretKeys: new Set(Object.keys(secrets)),
    env: {},
  });
  expect(read).not.toHaveProperty("problems");
});
