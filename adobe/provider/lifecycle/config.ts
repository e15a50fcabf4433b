import * as z from "zod";

import { limitFailures } from "../../../provider-sdk";
import type { CheckFailure, Diff, Properties } from "../../../provider-sdk";
import { DEFAULT_PLATFORM_URL } from "../../client";
import { DEFAULT_IMS_URL, DEFAULT_SCOPES } from "../../client/ims";
import {
  environmentOf as sharedEnvironment,
  orgIdPattern,
  orgIdRule,
  sandboxPattern,
} from "../../sdk/configuration";
import { isInternal } from "./internalState";
import { isUnknown } from "./unknown";

const url = z.string().refine((text) => URL.canParse(text) && /^https?:/.test(text), {
  error: "must be an http(s) URL",
});

/**
 * The provider's configuration: from stack configuration (`adobe-aep:…`), an explicit provider or the
 * environment.
 */
export const configShape = z.object({
  orgId: z
    .string()
    .regex(orgIdPattern, { error: orgIdRule })
    .describe("Organization id, `…@AdobeOrg`. Changing it replaces every resource."),
  clientId: z.string().min(1).describe("Client id of an OAuth server-to-server credential."),
  clientSecret: z.string().min(1).describe("Client secret of the credential. Kept as a secret."),
  scopes: z
    .string()
    .min(1)
    .optional()
    .describe(`Comma-separated scopes of the credential. Default \`${DEFAULT_SCOPES}\`.`),
  sandbox: z
    .string()
    .regex(sandboxPattern, {
      error: "must be the sandbox's name, in lower case, not its title",
    })
    .describe("Name of the sandbox. Changing it replaces every resource."),
  imsUrl: url
    .optional()
    .describe(`Origin of Adobe's identity service. Default \`${DEFAULT_IMS_URL}\`.`),
  platformUrl: url
    .optional()
    .describe(`Origin of AEP's APIs. Default \`${DEFAULT_PLATFORM_URL}\`.`),
  namePrefix: z
    .string()
    .min(1)
    .optional()
    .describe("First words of auto-names. Default: the project's name."),
  adoptExisting: z
    .boolean({ error: "must be true or false" })
    .optional()
    .describe(
      "Adopt objects of the wanted name that are not in this state: unmanaged ones, and those that a destroy of this stack has kept. Only a preview of the whole program knows all of the state: with `--skip-preview` or `--target`, a new resource may adopt what a renamed one (`aliases`) has, and every later run stops with both URNs. Without it, what was adopted is not deleted either. Default false.",
    ),
});

export type ProviderConfig = z.infer<typeof configShape>;
type Key = keyof ProviderConfig;

/** The environment variable of each value, used when the value is not configured. */
export const environmentOf: Readonly<Record<Key, string>> = {
  ...sharedEnvironment,
  namePrefix: "AEP_NAME_PREFIX",
  adoptExisting: "AEP_ADOPT_EXISTING",
};
const keys = Object.keys(environmentOf) as Key[];

/** What the engine adds to a provider's configuration. */
const engineKeys = ["version", "pluginDownloadURL", "pluginChecksums", "parameterization"];

/** An invalid configuration; the message is shown as it is. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Merges configured values and the environment's; configured ones win. A boolean may be a text. */
function gather(config: Properties, environment: Environment): Properties {
  const values: Properties = {};
  for (const key of keys) {
    let value = config[key] ?? environment[environmentOf[key]];
    if (value === "" || value === undefined) continue;
    if (key === "adoptExisting" && (value === "true" || value === "false"))
      value = value === "true";
    values[key] = value;
  }
  return values;
}

/**
 * Reports everything that is invalid at once, each with its key, the rule and the fix. Unknown values are
 * valid.
 */
export function checkConfig(config: Properties, environment: Environment): CheckFailure[] {
  const values = gather(config, environment);
  const failures: CheckFailure[] = Object.keys(config)
    .filter(
      (key) => !Object.hasOwn(environmentOf, key) && !engineKeys.includes(key) && !isInternal(key),
    )
    .map((key) => ({
      property: key,
      reason: `is not a valid key of the provider; remove it with \`pulumi config rm adobe-aep:${key}\`. Valid keys: ${keys.join(", ")}.`,
    }));
  const result = configShape.safeParse(values);
  for (const issue of result.success ? [] : result.error.issues) {
    const key = issue.path[0] as Key;
    if (isUnknown(values[key])) continue;
    const flag = key === "clientSecret" ? "--secret " : "";
    const fix = `run \`pulumi config set ${flag}adobe-aep:${key} …\` or set ${environmentOf[key]}`;
    const rule =
      values[key] === undefined
        ? "is missing"
        : issue.message.startsWith("Invalid input") && issue.code === "invalid_type"
          ? `must be of type ${issue.expected}`
          : issue.message;
    failures.push({ property: key, reason: `${rule}; ${fix}` });
  }
  return failures;
}

/** Returns the checked configuration. Throws a {@link ConfigError} that names everything that is invalid. */
export function readConfig(config: Properties, environment: Environment): ProviderConfig {
  const failures = checkConfig(config, environment);
  if (failures.length > 0) {
    const lines = limitFailures(failures).map(({ property, reason }) =>
      property === "" ? reason : `adobe-aep:${property} ${reason}`,
    );
    throw new ConfigError(lines.join("\n"));
  }
  return configShape.parse(gather(config, environment));
}

/**
 * What the state keeps in addition to the given configuration: organization and sandbox. So a change of the
 * environment shows as a replacement, and refresh and destroy reach the same sandbox. Never a credential.
 */
export function scopeFromEnvironment(config: Properties, environment: Environment): Properties {
  const { orgId, sandbox } = gather(config, environment);
  return { orgId, sandbox };
}

/**
 * The changed keys. The provider itself is never replaced: the diff of each object shows that it is in
 * another sandbox now.
 */
export function diffConfig(oldInputs: Properties, newInputs: Properties): Diff {
  const changed = keys.filter(
    (key) => JSON.stringify(oldInputs[key]) !== JSON.stringify(newInputs[key]),
  );
  return { changes: Object.fromEntries(changed.map((key) => [key, "update"])) };
}
