import { isSecretKey, problemsText, readConfig } from "../../infra/config/read";
import { USAGE_EXIT_CODE } from "../terminal";
import { UserError } from "../userError";
import { newToken } from "./stack";
import type { Setting, StackFile } from "./stackFile";

/**
 * Checks the configuration that the file will have, as the program does at each preview. What is encrypted in the file
 * is not decrypted, so its value is not checked.
 *
 * @param settings - what `init` writes in plain text
 * @param secrets - the keys whose values `init` writes encrypted
 * @throws UserError with exit code 2 and the text of the preview, when the program would reject it
 */
export function checkConfiguration(
  file: StackFile,
  settings: readonly Setting[],
  secrets: Readonly<Record<string, unknown>>,
  environment: NodeJS.ProcessEnv,
): void {
  const plain = Object.fromEntries(settings.map(({ key, value }) => [key, value]));
  const all = { ...file.config(), ...plain, ...secrets };
  const encrypted = new Set(Object.keys(all).filter((key) => isEncrypted(all[key])));
  const read = readConfig({
    config: Object.fromEntries(Object.entries(all).map(([key, value]) => [key, asPulumi(value)])),
    secretKeys: encrypted,
    env: environment,
  });
  if (!("problems" in read)) return;
  const problems = read.problems.filter(({ key }) => {
    const [name = ""] = key.split(/[.[]/);
    return isSecretKey(name) || !encrypted.has(name);
  });
  if (problems.length === 0) return;
  const lines = problemsText(file.stack, problems).split("\n");
  throw new UserError([...lines, "Nothing was written."], USAGE_EXIT_CODE);
}

/** What Pulumi writes for a value that it has encrypted. */
export const encryptedValue = { secure: "" };

function isSecure(value: object): boolean {
  return "secure" in value && Object.keys(value).length === 1;
}

function isEncrypted(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  return isSecure(value) || Object.values(value).some(isEncrypted);
}

/** The value as Pulumi gives it to the program: a text, and lists and objects as JSON. */
function asPulumi(value: unknown): string {
  const open = decrypted(value);
  return typeof open === "string" ? open : JSON.stringify(open);
}

function decrypted(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  // Not decrypted. A new token fits every key that holds a secret, and differs from the other tokens of a list.
  if (isSecure(value)) return newToken();
  if (Array.isArray(value)) return value.map(decrypted);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, decrypted(inner)]));
}
