import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";

import { checkConfiguration, encryptedValue } from "../../../cli/init/configuration";
import { StackFile } from "../../../cli/init/stackFile";
import { UserError } from "../../../cli/userError";

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(path.join(os.tmpdir(), "init-"));
});
afterEach(() => rmSync(directory, { recursive: true }));

/** What `init` says about a file with these lines; undefined when the program would accept it. */
function saidOf(mode: string, lines: readonly string[]): string | undefined {
  const text = lines.map((line) => `  chatlio-aep:${line}\n`).join("");
  writeFileSync(path.join(directory, "Pulumi.prod.yaml"), `config:\n${text}`);
  const file = new StackFile(directory, "prod");
  const settings = {
    "aws:region": "us-east-1",
    "adobe-aep:orgId": "0123456789ABCDEF01234567@AdobeOrg",
    "adobe-aep:clientId": "client",
    "adobe-aep:sandbox": "dev",
    "chatlio-aep:mode": mode,
    "chatlio-aep:widgets": ["main"],
  };
  const isThere = file.config()["chatlio-aep:webhookTokens"] !== undefined;
  const secrets = {
    "adobe-aep:clientSecret": encryptedValue,
    ...(isThere || mode === "direct" ? {} : { "chatlio-aep:webhookTokens": [encryptedValue] }),
  };
  const plain = Object.entries(settings).map(([key, value]) => ({ key, value, comment: "" }));
  try {
    checkConfiguration(file, plain, secrets, {});
    return undefined;
  } catch (error) {
    expect(error).toBeInstanceOf(UserError);
    return (error as UserError).message;
  }
}

it.each<[string, string, string]>([
  ["direct", "source: http-api", "chatlio-aep:source is http-api, which only the relay can use"],
  ["direct", "privacy: { ip: hash }", "chatlio-aep:privacy.ip is hash, which direct mode can do"],
  ["both", "privacy: { text: hash }", "chatlio-aep:privacy.text is hash, which direct mode can do"],
  ["both", "dedupeSalt: { secure: abc }", "chatlio-aep:dedupeSalt cannot be used in direct mode"],
  [
    "direct",
    "adopted: [schema, other/feedback-left]",
    "chatlio-aep:adopted[1] names a webhook that",
  ],
  ["both", "adopted: [schema, other/feedback-left]", "chatlio-aep:adopted[1] names a webhook that"],
  ["relay", "profileRetention: 30d", "chatlio-aep:profileRetention is only for a stack with"],
  ["relay", "dedupeWindow: soon", "chatlio-aep:dedupeWindow "],
  ["relay", "dedupWindow: 5m", "chatlio-aep:dedupWindow is not a valid key"],
  ["relay", "privacySalt: abc", "chatlio-aep:privacySalt is a secret and is in plain text"],
  ["relay", "webhookTokens: [short]", "chatlio-aep:webhookTokens[0] is shorter than 32"],
])("rejects what a preview in mode %s rejects: %s", (mode, line, text) => {
  const said = saidOf(mode, [line]);
  expect(said).toContain("The configuration of the stack prod has ");
  expect(said).toContain(text);
  expect(said).toMatch(/Nothing was written\.$/);
});

it.each<[string, readonly string[]]>([
  ["relay", []],
  ["direct", []],
  ["both", ["privacy: { ip: drop, email: hash }"]],
  ["relay", ["source: http-api", "privacy: { ip: hash }"]],
  ["relay", ["webhookTokens: [{ secure: abc }]", "dedupeSalt: { secure: abc }"]],
  // During a rotation.
  ["relay", ["webhookTokens: [{ secure: abc }, { secure: def }]"]],
  // A value that is encrypted, though it is not secret.
  ["relay", ["retention: { secure: abc }"]],
  ["relay", ["retentionDays: 400", "protectData: false"]],
])("accepts what a preview in mode %s accepts: %j", (mode, lines) => {
  expect(saidOf(mode, lines)).toBeUndefined();
});
