import * as z from "zod";

import { DEFAULT_PLATFORM_URL } from "../adobe/client";
import { DEFAULT_IMS_URL, DEFAULT_SCOPES } from "../adobe/client/ims";
import { environmentOf, orgIdPattern, orgIdRule, sandboxPattern } from "../adobe/sdk/configuration";
import { readStackConfiguration } from "./stackConfiguration";
import { UsageError } from "./userError";

const url = z.url({ protocol: /^https?$/, error: "must be an http(s) URL" });

const shape = z.object({
  orgId: z.string().regex(orgIdPattern, { error: orgIdRule }),
  clientId: z.string(),
  clientSecret: z.string(),
  scopes: z.string().default(DEFAULT_SCOPES),
  sandbox: z.string().regex(sandboxPattern, { error: "must be the sandbox's name, in lower case" }),
  imsUrl: url.default(DEFAULT_IMS_URL),
  platformUrl: url.default(DEFAULT_PLATFORM_URL),
});

/** Where and as whom a command uses Adobe's APIs. */
export type AdobeSettings = z.output<typeof shape>;

const keys = Object.keys(environmentOf) as (keyof AdobeSettings)[];

/** The options that say where the settings come from. */
export interface SettingsOptions {
  readonly stack?: string;
  readonly cwd: string;
  readonly sandbox?: string;
  /** Whether the configuration of the selected stack applies when no stack is named. Default false. */
  readonly selected?: boolean;
}

/**
 * The credential and sandbox, as the provider takes them: from the stack's configuration, and from the
 * environment what the stack does not set.
 *
 * @throws UserError that names everything that is missing or invalid, and how to set it.
 */
export async function readAdobeSettings(
  options: SettingsOptions,
  environment: NodeJS.ProcessEnv,
): Promise<AdobeSettings> {
  const isOfStack = options.stack !== undefined || options.selected === true;
  const configured: Readonly<Record<string, string>> = isOfStack
    ? (await readStackConfiguration(options)).values
    : {};
  const values: Record<string, unknown> = {};
  for (const key of keys) {
    const value = configured[`adobe-aep:${key}`] ?? environment[environmentOf[key]];
    if (value !== undefined && value !== "") values[key] = value;
  }
  if (options.sandbox !== undefined) values["sandbox"] = options.sandbox;
  const read = shape.safeParse(values);
  if (read.success) return read.data;
  throw new UsageError(
    read.error.issues.map(({ path: [key], message }) => {
      const name = String(key) as keyof AdobeSettings;
      const rule = values[name] === undefined ? "is missing" : message;
      return `adobe-aep:${name} ${rule}. ${fixOf(name, options)}`;
    }),
  );
}

function fixOf(key: keyof AdobeSettings, { stack, selected }: SettingsOptions): string {
  const variable = `set ${environmentOf[key]}`;
  if (key === "sandbox" && selected !== true) return `Give --sandbox, or ${variable}.`;
  const flag = key === "clientSecret" ? "--secret " : "";
  if (stack === undefined && selected !== true) return `Give --stack, or ${variable}.`;
  const ofStack = stack === undefined ? "" : ` --stack ${stack}`;
  return `Run \`pulumi config set ${flag}adobe-aep:${key} …${ofStack}\`, or ${variable}.`;
}
