import { z } from "zod";

/** What a message about a config key, and the table in docs/configuration.md, need to know of it. */
export interface KeyInfo {
  /** What it is, in a sentence or two, with units and default. */
  readonly about: string;
  /** What follows `pulumi config set`, without `--secret`: path and a value to copy. */
  readonly example: string;
  /** The example's value is good for the part that it names only, not for the value's other parts. */
  readonly ownExample?: true;
  /** Kept encrypted: a value in plain text is refused. */
  readonly secret?: true;
  /** Environment variable read when the key is not set. */
  readonly env?: readonly string[];
  /** Default as the table shows it; undefined when the user must set the key. */
  readonly default?: string;
}

/** Everything known about each config key, by its schema. */
export const keyInfo = z.registry<KeyInfo>();

/** Makes a webhook token: what the messages tell the user to run. */
export const makeToken = `node -p 'require("crypto").randomBytes(32).toString("base64url")'`;

/** The command that sets a key. */
export function commandFor(info: KeyInfo): string {
  return `pulumi config set ${info.secret ? "--secret " : ""}${info.example}`;
}
