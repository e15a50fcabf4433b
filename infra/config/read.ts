import type { z } from "zod";

import { commandFor, keyInfo } from "./keys";
import { configSchema, type ConfigKey, type ConfigValues } from "./schema";

/** What the program is given: Pulumi's config, which of it is encrypted, the environment. */
export interface RawConfig {
  readonly config: Readonly<Record<string, string>>;
  /** Keys that are kept encrypted; undefined when that is not known. */
  readonly secretKeys: ReadonlySet<string> | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** One mistake in the configuration. */
export interface Problem {
  /** The key, with the path inside a list or object: `chatlio-aep:privacy.ip`. */
  readonly key: string;
  /** What is wrong, as the rest of a sentence that starts with the key. */
  readonly reason: string;
  /** The command that puts it right, or what to do. */
  readonly remedy: string;
}

const keys = Object.keys(configSchema.shape) as ConfigKey[];
const isKey = (name: string): name is ConfigKey => (keys as string[]).includes(name);

const namespaces = ["chatlio-aep:", "adobe-aep:"];

/** Lists and objects come as JSON; anything else is left as the string it is. */
function decode(value: string): unknown {
  if (!/^\s*[[{]/.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

function info(key: ConfigKey) {
  const found = keyInfo.get(configSchema.shape[key]);
  if (found === undefined) throw new Error(`The config key ${key} is not described.`);
  return found;
}

function pathText(path: readonly PropertyKey[]): string {
  return path.map((part) => (typeof part === "number" ? `[${part}]` : `.${String(part)}`)).join("");
}

function remedyFor(key: ConfigKey): string {
  const known = info(key);
  const env = known.env?.length ? `   (or environment ${known.env.join(", ")})` : "";
  return commandFor(known) + env;
}

/** The values that are set, decoded, and which of them the environment gave. */
function gather({ config, env }: RawConfig) {
  const found: Record<string, unknown> = {};
  const fromEnv = new Set<ConfigKey>();
  for (const key of keys) {
    const set = config[key];
    const named = info(key)
      .env?.map((name) => env[name])
      .find((value) => value !== undefined && value !== "");
    if (set !== undefined) found[key] = decode(set);
    else if (named !== undefined) {
      found[key] = named;
      fromEnv.add(key);
    }
  }
  return { found, fromEnv };
}

/** The nearest known key, for a typing mistake. */
function nearest(name: string): string | undefined {
  const letters = (text: string) => text.toLowerCase().replace(/[^a-z]/g, "");
  return keys.find((key) => {
    const [a, b] = [letters(key), letters(name)];
    return a === b || (a.length > 12 && (a.startsWith(b) || b.startsWith(a)));
  });
}

function unknownKeys({ config }: RawConfig): Problem[] {
  return Object.keys(config)
    .filter((name) => namespaces.some((prefix) => name.startsWith(prefix)) && !isKey(name))
    .map((name) => {
      const meant = nearest(name);
      return {
        key: name,
        reason: `is not a key of this program${meant ? `; ${meant} is` : ""}`,
        remedy: `pulumi config rm ${name}`,
      };
    });
}

function plainSecrets({ config, secretKeys }: RawConfig): Problem[] {
  if (secretKeys === undefined) return [];
  return keys
    .filter((key) => info(key).secret && config[key] !== undefined && !secretKeys.has(key))
    .map((key) => ({
      key,
      reason: "is a secret and stands in plain text in the stack's file",
      remedy: remedyFor(key),
    }));
}

/** Where the problems are and what the user types, for one of zod's issues. */
function toProblems(issue: z.core.$ZodIssue): Problem[] {
  const [first, ...rest] = issue.path;
  const key = first as ConfigKey;
  const where = key + pathText(rest);
  if (issue.code === "unrecognized_keys" && issue.keys.length > 0) {
    return issue.keys.map((name) => ({
      key: `${where}.${name}`,
      reason: issue.message,
      remedy: `pulumi config rm --path '${where}.${name}'`,
    }));
  }
  return [{ key: where, reason: issue.message, remedy: remedyAt(key, where) }];
}

/** What to type for a part of a key's value: its example at that place, or back to the default. */
function remedyAt(key: ConfigKey, where: string): string {
  const example = remedyFor(key);
  if (where === key || example.includes(`'${where}'`)) return example;
  return info(key).ownExample
    ? `pulumi config rm --path '${where}'   (its default applies then)`
    : example.replace(/--path '[^']*'/, `--path '${where}'`);
}

/** A configuration without mistakes. */
export interface CheckedConfig {
  readonly values: ConfigValues;
  /** Keys that are not set and came from the environment. */
  readonly fromEnv: ReadonlySet<ConfigKey>;
}

/** Reads and checks the whole configuration; every problem is found, not the first alone. */
export function readConfig(
  raw: RawConfig,
): CheckedConfig | { readonly problems: readonly Problem[] } {
  const { found, fromEnv } = gather(raw);
  const parsed = configSchema.safeParse(found);
  const problems = [
    ...(parsed.success ? [] : parsed.error.issues.flatMap(toProblems)),
    ...plainSecrets(raw),
    ...unknownKeys(raw),
  ];
  return parsed.success && problems.length === 0 ? { values: parsed.data, fromEnv } : { problems };
}

/** The message for a list of problems: each with its key and the command that puts it right. */
export function problemsText(stack: string, problems: readonly Problem[]): string {
  const count = problems.length === 1 ? "a problem" : `${problems.length} problems`;
  const lines = problems.map(({ key, reason, remedy }) => `  ${key} ${reason}.\n      ${remedy}`);
  return `The configuration of the stack ${stack} has ${count}:\n\n${lines.join("\n")}\n`;
}
