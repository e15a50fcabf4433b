import * as z from "zod";

/** What a message about a config key, and its section in docs/configuration.md, say about it. */
export interface KeyInfo {
  /** What the key sets, in a sentence or two, with units. */
  readonly description: string;
  /** What follows `pulumi config set`, without `--secret`: path and a value to copy. */
  readonly example: string;
  /** Whether the example's value fits only the part it names, and not the other parts of the value. */
  readonly exampleFitsOnePart?: true;
  /** Values to copy for the parts that have no default, by name. */
  readonly examplesOfParts?: Readonly<Record<string, string>>;
  /** Kept encrypted: a value in plain text is rejected. */
  readonly secret?: true;
  /** Environment variables read when the key is not set. */
  readonly env?: readonly string[];
  /** Default as the page shows it; undefined when the user must set the key. */
  readonly default?: string;
  /** The settings of an object, when each has a description of its own. */
  readonly settings?: readonly SettingInfo[];
}

/** One setting of a key whose value is an object. */
export interface SettingInfo {
  readonly name: string;
  readonly description: string;
  readonly default: string;
}

/** What an issue of a key's value says in addition to its message. */
export interface ConfigIssueParams {
  /** The key must be removed; no other value is valid. */
  readonly remove?: true;
}

/** Everything known about each config key, by its schema. */
export const keyInfo = z.registry<KeyInfo>();

/**
 * Generates a webhook token: the command that messages tell the user to run. One token of 64 begins with a
 * hyphen, so it stands after `--` in a command.
 */
export const generateToken = `node -p 'require("crypto").randomBytes(32).toString("base64url")'`;

/** The command that sets a key. */
export function commandFor(info: KeyInfo): string {
  return `pulumi config set ${info.secret ? "--secret " : ""}${info.example}`;
}
