import { createHash, randomBytes } from "node:crypto";

import * as z from "zod";

import { runPulumi, type StackOptions } from "../pulumi";
import { readStackConfiguration } from "../stackConfiguration";
import { UserError } from "../userError";

const KEY = "chatlio-aep:webhookTokens";

/** The most tokens that are valid at the same time. */
export const MAX_TOKENS = 3;

const tokenList = z.array(z.string().regex(/^[A-Za-z0-9_-]{1,256}$/)).max(MAX_TOKENS);

/** The id by which logs and messages name a token: the first eight hex digits of its SHA-256. */
export function tokenId(token: string): string {
  return createHash("sha256").update(token, "utf8").digest("hex").slice(0, 8);
}

/**
 * The tokens of the stack's configuration, as they are there. Secret: never print one. One is there twice when
 * {@link addToken} was killed.
 *
 * @throws UserError when there is none, or the list is not valid
 */
export async function readTokens(options: StackOptions): Promise<readonly string[]> {
  const { values } = await readStackConfiguration(options);
  const read = tokenList.safeParse(parsed(values[KEY]));
  if (read.success && read.data.length > 0) return read.data;
  throw new UserError(
    `The stack's configuration has no valid list ${KEY}. \`chatlio-aep doctor\` says what is wrong with it.`,
  );
}

function parsed(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? "");
  } catch {
    return undefined;
  }
}

/**
 * Puts a new token in the first place, and moves the others back. The last one is written first: when the command is
 * killed, no token is lost, and the next run goes on: it writes each token once.
 *
 * @param stored - the list as it is
 * @returns the id of the new token
 */
export async function addToken(options: StackOptions, stored: readonly string[]): Promise<string> {
  const token = randomBytes(32).toString("base64url");
  const tokens = [token, ...new Set(stored)];
  for (const [index, value] of [...tokens.entries()].toReversed()) {
    const args = ["config", "set", "--secret", "--path", `${KEY}[${index}]`];
    await runPulumi(options, args, "change the stack's configuration", { input: value });
  }
  await removePlaces(options, [...stored.keys()].slice(tokens.length));
  return tokenId(token);
}

/**
 * Removes a token from the configuration, and what is there twice.
 *
 * @param stored - the list as it is
 */
export async function removeToken(
  options: StackOptions,
  stored: readonly string[],
  token: string,
): Promise<void> {
  const places = [...stored.keys()].filter(
    (index) => stored[index] === token || stored.indexOf(stored[index] ?? "") < index,
  );
  await removePlaces(options, places);
}

/** The last first: those behind a place move forward. */
async function removePlaces(options: StackOptions, places: readonly number[]): Promise<void> {
  for (const index of places.toReversed()) {
    const args = ["config", "rm", "--path", `${KEY}[${index}]`];
    await runPulumi(options, args, "change the stack's configuration");
  }
}
