import * as z from "zod";

import { UNKNOWN } from "../../../provider-sdk";
import type { KeyPair } from "../../client/keyPairs";
import { DAY_MS } from "../../client/timeUnits";
import type { Definition, Operation } from "../lifecycle/definition";
import { generationInput, nameInput } from "./common";
import { secretTexts } from "./credentials";

const algorithms = ["PGP", "GPG"] as const;

const inputs = z.strictObject({
  name: nameInput.describe("Shown in Adobe's UI (_Sources_, _Key pairs_). Default: an auto-name."),
  algorithm: z
    .enum(algorithms)
    .meta({
      id: "KeyAlgorithm",
      description: "By what files are encrypted.",
      values: { PGP: "Pretty Good Privacy.", GPG: "GNU Privacy Guard." },
    })
    .optional()
    .describe("By what the files are encrypted. Default `PGP`."),
  credentials: z
    .strictObject({
      passPhrase: z
        .string()
        .min(1, { error: "is empty; give a passphrase" })
        .describe("Protects the private key, which stays at Adobe. Adobe does not return it."),
    })
    .meta({ id: "KeyPairCredentials", description: "What protects a key pair." })
    .optional()
    .describe(
      "What protects the keys: required, but for a pair that was imported. Adobe does not return it, so a refresh does not compare it.",
    ),
  generation: generationInput,
});
type Inputs = z.infer<typeof inputs>;

const outputs = z.object({
  publicKey: z
    .string()
    .describe("The key to encrypt files with, in Base64: decode it before use. It is not secret."),
  expiresAt: z
    .string()
    .optional()
    .describe("When it expires, 180 days after it was made: RFC 3339 in UTC."),
});
type Outputs = z.infer<typeof outputs>;

function outputsOf({ publicKey, expiresAt }: KeyPair): Outputs {
  return {
    publicKey: publicKey ?? "",
    ...(expiresAt === undefined ? {} : { expiresAt: new Date(expiresAt).toISOString() }),
  };
}

/** Adobe writes an algorithm of another case, or an older one, as it is. */
function algorithmOf({ algorithm = "PGP" }: KeyPair): NonNullable<Inputs["algorithm"]> {
  const found = algorithms.find((one) => one === algorithm.toUpperCase());
  return found ?? (algorithm as NonNullable<Inputs["algorithm"]>);
}

/** Days before its end from which on a read says that a key pair expires. */
const NOTICE_DAYS = 30;

function sayExpiry({ id, expiresAt }: KeyPair, { sandbox, context }: Operation): void {
  const now = sandbox.timing.now();
  if (expiresAt === undefined || expiresAt - now > NOTICE_DAYS * DAY_MS) return;
  const when = new Date(expiresAt).toISOString();
  context.log(
    "warning",
    `the key pair ${id} ${expiresAt <= now ? "has expired" : "expires"} at ${when}, and Adobe cannot renew it: make a second KeyPair, encrypt the files with its publicKey, and give its id to the dataflow before you remove this one`,
  );
}

const NOT_CHANGED = "no document of Adobe shows how to change a key pair";

export const keyPair: Definition<Inputs, Outputs> = {
  token: "adobe-aep:flow:KeyPair",
  description:
    "A key pair of a sandbox for a source of encrypted files: its public key encrypts them, and a `Dataflow` names the pair in `encryption.publicKeyId`, which is its id. It is for sources: what a destination exports with its public key nobody can read. Adobe keeps the private key, and a key pair expires 180 days after it was made: a refresh warns 30 days before. A replacement deletes the old pair, with which files that are still to be read may be encrypted. Your own keys that verify signatures (`signVerificationKeyId`) are left out, as no document of Adobe shows how one is deleted: send one by `POST /data/foundation/connectors/encryption/customer-keys`.",
  displayName: "key pair",
  inputs,
  outputs,
  secretOutputs: ["credentials"],
  importId: "the key pair's `publicKeyId`",
  example: `const keys = new aep.flow.KeyPair("orders", {
  algorithm: "PGP",
  credentials: { passPhrase: account.passPhrase },
});
export const publicKey = keys.publicKey;`,
  nameInput: "name",
  tagLocation:
    "(for which a key pair has no place at Adobe, so it is known by its name and algorithm: within an hour, one with what the run sent is adopted with a warning, and not deleted without your consent)",
  replaces: {
    name: NOT_CHANGED,
    algorithm: NOT_CHANGED,
    credentials: NOT_CHANGED,
    generation: "it is the replacement trigger",
  },
  writeOnly: ["credentials", "generation"],
  ignoreOnImport: ["credentials", "generation"],
  unseenOnImport: ["credentials"],
  credentialsAt: () => "credentials",
  defaults: { algorithm: "PGP" },

  // Of a pair that is there, nobody needs to know it: an import cannot find it.
  check: ({ credentials }, old) =>
    credentials === undefined && old === undefined
      ? [{ property: "credentials", reason: "is required; give it with its passPhrase" }]
      : [],

  preview: (_news, current) => ({
    publicKey: current?.outputs.publicKey ?? UNKNOWN,
    expiresAt: current === undefined ? UNKNOWN : current.outputs.expiresAt,
  }),

  async find({ name }, { sandbox, signal, since }) {
    const all = await sandbox.client.keyPairs.findAll({ signal, since });
    return all.filter((one) => one.name === name).map(({ id }) => id);
  },

  async list({ sandbox, signal, since }) {
    const all = await sandbox.client.keyPairs.findAll({ signal, since });
    return all.map(({ id, name }) => ({ id, name: name ?? id }));
  },

  async create({ name = "", algorithm, credentials }, { sandbox, signal }) {
    const body = { name, encryptionAlgorithm: algorithm, params: { ...credentials } };
    const made = await sandbox.client.keyPairs.create(body, {
      signal,
      secrets: secretTexts({}, credentials),
    });
    // The key is for others to encrypt with, so one that the response lacks is read.
    const whole =
      made.publicKey === undefined ? await sandbox.client.keyPairs.get(made.id, { signal }) : made;
    return { id: made.id, outputs: outputsOf(whole ?? made) };
  },

  async read(id, last, scope) {
    const found = await scope.sandbox.client.keyPairs.get(id, { signal: scope.signal });
    if (found === undefined) return undefined;
    sayExpiry(found, scope);
    // Older editions of the guide show none, and nobody can change it.
    const name = found.name ?? last?.name;
    const inputs = { ...(name === undefined ? {} : { name }), algorithm: algorithmOf(found) };
    return { inputs, outputs: outputsOf(found) };
  },

  // Only what an import could not see comes here, and nothing of it can be changed at Adobe.
  update: (_id, { oldOutputs: { publicKey, expiresAt } }) =>
    Promise.resolve({ publicKey, ...(expiresAt === undefined ? {} : { expiresAt }) }),

  async delete(id, _last, { sandbox, signal }) {
    await sandbox.client.keyPairs.delete(id, { signal });
  },
};
