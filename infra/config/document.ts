import { commandFor, keyInfo, makeToken } from "./keys";
import { configSchema, type ConfigKey } from "./schema";

/** docs/configuration.md, from the schema that checks the configuration. */
export function configurationPage(): string {
  const keys = Object.keys(configSchema.shape) as ConfigKey[];
  return [
    "# Configuration",
    "",
    "<!-- Generated from infra/config/schema.ts by `npm run docs:configuration`. -->",
    "",
    "Every key of a stack's configuration. `pulumi preview` and `pulumi up` check all of them at once",
    "and name each mistake with the command that puts it right. Keys without a default must be set;",
    "where an environment variable is named, it is read when the key is not set. Secrets must be set",
    "with `--secret`: one in plain text is refused.",
    "",
    "Credentials that come from the environment stay out of the stack's state; those in the",
    "configuration are kept in it, encrypted, so that `pulumi destroy` works without them.",
    "",
    ...keys.flatMap(section),
    "A token is made by:",
    "",
    "```sh",
    makeToken,
    "```",
    "",
  ].join("\n");
}

function infoOf(key: ConfigKey) {
  const info = keyInfo.get(configSchema.shape[key]);
  if (info === undefined) throw new Error(`The config key ${key} is not described.`);
  return info;
}

function section(key: ConfigKey): string[] {
  const info = infoOf(key);
  const { about, default: standard, env = [], secret } = info;
  const facts = [
    standard === undefined ? "**Must be set.**" : `Default: ${standard}.`,
    ...(secret ? ["A secret."] : []),
    ...(env.length > 0 ? [`Environment: ${env.map((name) => `\`${name}\``).join(", ")}.`] : []),
  ];
  return [
    `## \`${key}\``,
    "",
    about,
    "",
    facts.join(" "),
    "",
    "```sh",
    commandFor(info),
    "```",
    "",
  ];
}
