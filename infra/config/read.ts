import type * as z from "zod";

import { formerKeys, renameFormerKeys } from "./formerKeys";
import { commandFor, keyInfo, type ConfigIssueParams } from "./keys";
import { modes } from "./relayKeys";
import { configSchema, schemaOf, type ConfigKey, type ConfigValues } from "./schema";

/** What the program gets: Pulumi's config, which of it is encrypted, the environment. */
export interface RawConfig {
  readonly config: Readonly<Record<string, string>>;
  /** Keys that are kept encrypted; undefined when that is not known. */
  readonly secretKeys: ReadonlySet<string> | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** One problem of the configuration. */
export interface Problem {
  /** The key, with the path inside a list or object: `chatlio-aep:privacy.ip`. */
  readonly key: string;
  /** What is wrong, as the rest of a sentence that starts with the key. */
  readonly reason: string;
  /** The command that fixes it. */
  readonly fix: string;
}

const keys = Object.keys(configSchema.shape) as ConfigKey[];
function isKey(name: string): name is ConfigKey {
  return (keys as string[]).includes(name);
}

const namespaces = ["chatlio-aep:", "adobe-aep:"];

/** Lists and objects arrive as JSON; anything else stays a string. */
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

/** Whether a key holds a secret, which Pulumi keeps encrypted. */
export function isSecretKey(name: string): boolean {
  return isKey(name) && info(name).secret === true;
}

function pathText(path: readonly PropertyKey[]): string {
  return path.map((part) => (typeof part === "number" ? `[${part}]` : `.${String(part)}`)).join("");
}

function fixFor(key: ConfigKey): string {
  const known = info(key);
  const env = known.env?.length ? `   (or environment ${known.env.join(", ")})` : "";
  return commandFor(known) + env;
}

/** The values that are set, decoded, in today's spelling, and which of them the environment gave. */
function gather({ config, env }: RawConfig) {
  const found: Record<string, unknown> = {};
  for (const name of Object.keys(formerKeys)) {
    if (config[name] !== undefined) found[name] = decode(config[name]);
  }
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
  return { ...renameFormerKeys(found), fromEnv };
}

/** The known key that a mistyped one probably means. */
function nearest(name: string): string | undefined {
  const letters = (text: string) => text.toLowerCase().replace(/[^a-z]/g, "");
  return keys.find((key) => {
    const [a, b] = [letters(key), letters(name)];
    return a === b || (a.length > 12 && (a.startsWith(b) || b.startsWith(a)));
  });
}

function unknownKeys({ config }: RawConfig): Problem[] {
  return Object.keys(config)
    .filter((name) => namespaces.some((prefix) => name.startsWith(prefix)))
    .filter((name) => !isKey(name) && !Object.hasOwn(formerKeys, name))
    .map((name) => {
      const meant = nearest(name);
      return {
        key: name,
        reason: `is not a valid key${meant ? `; did you mean ${meant}?` : ""}`,
        fix: `pulumi config rm ${name}`,
      };
    });
}

function plainSecrets({ config, secretKeys }: RawConfig): Problem[] {
  if (secretKeys === undefined) return [];
  return keys
    .filter((key) => info(key).secret && config[key] !== undefined && !secretKeys.has(key))
    .flatMap((key) => placesOf(key, config[key] ?? ""))
    .map((where) => ({
      key: where,
      reason: "is a secret and is in plain text in the stack's file",
      fix: encryption(where),
    }));
}

/** The key, or each place of a list. */
function placesOf(key: ConfigKey, value: string): readonly string[] {
  const list = decode(value);
  return Array.isArray(list) && list.length > 0
    ? list.map((_, index) => `${key}[${index}]`)
    : [key];
}

/** The command that encrypts a value as it is: a new one in its place might take away what is in use. */
function encryption(where: string): string {
  const at = argumentOf(where);
  return `pulumi config set --secret ${at} -- "$(pulumi config get ${at})"`;
}

/** How a command of `pulumi config` names a key, or a part of one. */
function argumentOf(where: string): string {
  return /[.[]/.test(where) ? `--path '${where}'` : where;
}

/** Where the problems are and what the user types, for one of zod's issues. */
function toProblems(issue: z.core.$ZodIssue, writtenAs: ReadonlyMap<string, string>): Problem[] {
  const [first, ...rest] = issue.path;
  const key = first as ConfigKey;
  const where = key + pathText(rest);
  if (issue.code === "unrecognized_keys" && issue.keys.length > 0) {
    return issue.keys.map((name) => ({
      key: `${where}.${name}`,
      reason: issue.message,
      fix: removal(`${where}.${name}`),
    }));
  }
  if (issue.code === "too_big" && issue.origin === "array") {
    // The key's example would take the place of the first, and the list would be as long as before.
    const fix = `${removal(`${where}[<place>]`)}   (one that is not in use; the first place is 0)`;
    return [{ key: where, reason: issue.message, fix }];
  }
  const written = writtenAs.get(where);
  const params: ConfigIssueParams = issue.code === "custom" ? (issue.params ?? {}) : {};
  const fix = params.remove === true ? removal(where) : fixAt(key, where);
  return [
    { key: written ?? where, reason: issue.message, fix: fix.replace(where, written ?? where) },
  ];
}

/** The command that removes a key or a part of one. */
function removal(where: string): string {
  return `pulumi config rm ${argumentOf(where)}`;
}

/** What to type for a part of a key's value: its example at that place, or back to the default. */
function fixAt(key: ConfigKey, where: string): string {
  const example = fixFor(key);
  if (where === key || example.includes(`'${where}'`)) return example;
  const ofPart = info(key).examplesOfParts?.[where.split(".").at(-1) ?? ""];
  if (ofPart !== undefined) return `pulumi config set --path '${where}' ${ofPart}`;
  return info(key).exampleFitsOnePart
    ? `${removal(where)}   (its default applies then)`
    : example.replace(/--path '[^']*'/, `--path '${where}'`);
}

/** A configuration without problems. */
export interface CheckedConfig {
  readonly values: ConfigValues;
  /** Keys that are not set and came from the environment. */
  readonly fromEnv: ReadonlySet<ConfigKey>;
}

/** Reads and checks the whole configuration. Finds every problem, not only the first. */
export function readConfig(
  raw: RawConfig,
): CheckedConfig | { readonly problems: readonly Problem[] } {
  const { values, writtenAs, duplicates, fromEnv } = gather(raw);
  // Which keys must be set depends on the mode. A wrong mode is a problem of its own.
  const mode = modes.find((each) => each === values["chatlio-aep:mode"]) ?? "relay";
  const parsed = schemaOf[mode].safeParse(values);
  const issues = parsed.success ? [] : parsed.error.issues;
  const problems = [
    // Encrypted first, each place as it is: a removal below moves what is behind it forward.
    ...plainSecrets(raw),
    ...issues.flatMap((issue) => toProblems(issue, writtenAs)),
    ...duplicates.map((key) => ({
      key,
      reason: "is the former spelling of a setting that is set as well",
      fix: removal(key),
    })),
    ...unknownKeys(raw),
  ];
  return parsed.success && problems.length === 0 ? { values: parsed.data, fromEnv } : { problems };
}

/** Problems of one key that are shown, and keys; the others are counted. */
const MAX_SHOWN = 10;
const MAX_KEYS = 30;

/**
 * The message for a list of problems: each with its key and the command that fixes it. Of a key with many,
 * as a long list has, the first ten and how many more.
 */
export function problemsText(stack: string, problems: readonly Problem[]): string {
  const count = problems.length === 1 ? "a problem" : `${problems.length} problems`;
  const byKey = new Map<string, Problem[]>();
  for (const problem of problems) {
    const [key = ""] = problem.key.split(/[.[]/);
    const same = byKey.get(key);
    if (same === undefined) byKey.set(key, [problem]);
    else same.push(problem);
  }
  const lines = [...byKey].slice(0, MAX_KEYS).flatMap(([key, all]) => {
    const more = all.length - MAX_SHOWN;
    return [
      ...all.slice(0, MAX_SHOWN).map(({ key, reason, fix }) => `  ${key} ${reason}.\n      ${fix}`),
      ...(more > 0 ? [`  ${key} has ${more} more problems. Correct these first.`] : []),
    ];
  });
  const moreKeys = byKey.size - MAX_KEYS;
  if (moreKeys > 0) lines.push(`  ${moreKeys} more keys have problems. Correct these first.`);
  return `The configuration of the stack ${stack} has ${count}:\n\n${lines.join("\n")}\n`;
}
