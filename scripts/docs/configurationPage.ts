import type * as z from "zod";

import { formerSpelling } from "../../infra/config/formerKeys";
import {
  commandFor,
  generateToken,
  keyInfo,
  type KeyInfo,
  type SettingInfo,
} from "../../infra/config/keys";
import { configSchema, type ConfigKey } from "../../infra/config/schema";

/** docs/configuration.md, from the schema that checks the configuration. */
export function configurationPage(): string {
  const keys = Object.keys(configSchema.shape) as ConfigKey[];
  return [
    "# Configuration",
    "",
    "<!-- Generated from infra/config by `npm run docs:configuration`. -->",
    "",
    "Every key of a stack's configuration. `pulumi preview` and `pulumi up` check all of them at once",
    "and report each problem with the command that fixes it. Keys without a default must be set. Where",
    "an environment variable is named, it applies when the key is not set. Secrets must be set with",
    "`--secret`: a secret in plain text is rejected.",
    "",
    "Every length of time is a whole number with its unit: `500ms`, `90s`, `10m`, `24h`, `30d`. Keys",
    "that end in `Seconds`, `Ms` or `Days` are the former spelling. They stay valid, with a number in",
    "that unit (`settleSeconds: 4`) or with a unit (`settleSeconds: 4s`).",
    "",
    "Credentials that come from the environment stay out of the stack's state. Those in the",
    "configuration are kept in the state, encrypted, so that `pulumi destroy` works without them.",
    "",
    ...keys.flatMap(section),
    "This command generates a token:",
    "",
    "```sh",
    generateToken,
    "```",
    "",
  ].join("\n");
}

function infoOf(key: ConfigKey): KeyInfo {
  const info = keyInfo.get(configSchema.shape[key]);
  if (info === undefined) throw new Error(`The config key ${key} is not described.`);
  return info;
}

/** The default as text; undefined when the user must set the key. */
function defaultOf(info: KeyInfo, schema: z.ZodType): string | undefined {
  if (info.default !== undefined) return info.default;
  const parsed = schema.safeParse(undefined);
  return parsed.success ? String(parsed.data) : undefined;
}

function section(key: ConfigKey): string[] {
  const info = infoOf(key);
  const { description, env = [], secret, settings = [] } = info;
  const standard = defaultOf(info, configSchema.shape[key]);
  const facts = [
    standard === undefined ? "**Must be set.**" : `Default: ${standard}.`,
    ...(secret ? ["A secret."] : []),
    ...(env.length > 0 ? [`Environment: ${env.map((name) => `\`${name}\``).join(", ")}.`] : []),
    ...formerText(key),
  ];
  return [
    `## \`${key}\``,
    "",
    description,
    "",
    facts.join(" "),
    "",
    ...(settings.length > 0 ? table(key, settings) : []),
    "```sh",
    commandFor(info),
    "```",
    "",
  ];
}

function formerText(key: string): string[] {
  const former = formerSpelling(key);
  if (former === undefined) return [];
  return [`Former spelling: \`${former.name}\`, ${inWords[former.unit]}.`];
}

const inWords = {
  ms: "in milliseconds",
  s: "in seconds",
  m: "in minutes",
  h: "in hours",
  d: "in days",
};

function table(key: string, settings: readonly SettingInfo[]): string[] {
  const rows = settings.map(({ name, description, default: standard }) => {
    const former = formerSpelling(`${key}.${name}`);
    const spelling = former && `\`${former.name.slice(key.length + 1)}\`, ${inWords[former.unit]}`;
    return [`\`${name}\``, description, standard, spelling ?? ""];
  });
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [
    line(["Setting", "What it is", "Default", "Former spelling"]),
    line(["---", "---", "---", "---"]),
    ...rows.map(line),
    "",
  ];
}
