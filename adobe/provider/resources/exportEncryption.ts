import * as z from "zod";

import type { CheckFailure } from "../../../provider-sdk";
import type { FlowItem } from "../../client/flowService";
import type { SpecItem } from "../../client/flowSpecs";
import { isObject } from "../../client/json";
import type { Json } from "../../client/json";
import { plain } from "../../client/text";
import { isGiven, isUnknown } from "../lifecycle/unknown";
import { objectIn, textOf } from "./common";
import { named } from "./notWritten";
import type { KnownKeys } from "./notWritten";

/** How a destination encrypts its files (help/destinations/api/activate-segments-file-based-destinations.md). */
const encryption = z.strictObject({
  publicKey: z
    .string()
    .min(1, { error: "is empty; give your public key, in Base64" })
    .describe(
      "Your RSA public key for PGP or GPG, in Base64. Whoever has the private key reads the files, so it is not the key of a `KeyPair`, whose private key stays at Adobe.",
    ),
});
type Encryption = z.infer<typeof encryption>;

export const exportEncryptionInput = encryption
  .meta({ id: "ExportEncryption", description: "With which key a destination encrypts its files." })
  .optional()
  .describe(
    "Of a destination of files: with which key Adobe encrypts them (PGP/GPG). Default: they are not encrypted. A change makes a new base connection: no document of Adobe shows how to change it in a living one. What somebody has set in Adobe's UI stays where the program gives none.",
  );

/** The algorithm that the guide's specification has. */
const ALGORITHM = "PGPGPG";

/** What no encryption is there. */
const NONE = "NONE";

/** What of it a program can write, in whichever place Adobe shows it. */
const written: KnownKeys = { specName: true, params: named("encryptionAlgo", "publicKey") };

/** It as the newer editions of the guide send it. Older ones have it in `auth.params`. */
export function exportEncryptionBody({ publicKey }: Encryption): Json {
  const params = { encryptionAlgo: ALGORITHM, publicKey };
  return { encryptionSpecs: { specName: "Encryption spec", params } };
}

/**
 * What Adobe shows of it. The guide to the API's migration shows `encryption` in a base connection that is read; the
 * guide's requests have other places, in which Adobe may show it as well.
 */
function shownIn(
  found: FlowItem,
): { readonly algorithm: string; readonly publicKey: string } | undefined {
  const places = [
    found["encryption"],
    found["encryptionSpecs"],
    objectIn(objectIn(found, "auth"), "params")["encryptionSpecs"],
  ].filter(isObject);
  const shown = places
    .map((place) => (isObject(place["params"]) ? place["params"] : place))
    .map(({ encryptionAlgo, publicKey }) => ({
      algorithm: textOf(encryptionAlgo),
      publicKey: textOf(publicKey),
    }));
  return shown.find(({ algorithm, publicKey }) => algorithm !== "" || publicKey !== "");
}

/** Whether a base connection shows that its files are encrypted. */
export function isShownEncrypted(found: FlowItem): boolean {
  const shown = shownIn(found);
  return shown !== undefined && shown.algorithm !== NONE;
}

/**
 * The encryption of a base connection at Adobe. Nobody can change it by a documented request, so a key that Adobe does
 * not show, or masks, is the program's.
 */
export function exportEncryptionOf(
  found: FlowItem,
  last: Encryption | undefined,
): Encryption | undefined {
  const shown = shownIn(found);
  if (shown?.algorithm === NONE) return undefined;
  const key = readableKey(shown?.publicKey ?? "");
  if (key === undefined) return last;
  const isSameKey = last !== undefined && contentOf(last.publicKey) === contentOf(key);
  return isSameKey ? last : { publicKey: key };
}

/** Characters of Base64: no RSA key has so few. Of a mask (`[REDACTED]`, `mQEN****`) nobody knows the form. */
const SHORTEST_KEY = 128;

/** A key that Adobe shows, in Base64; undefined: it is masked, or there is none. */
function readableKey(shown: string): string | undefined {
  if (shown.includes("PUBLIC KEY")) return Buffer.from(shown).toString("base64");
  const text = dense(shown);
  const isWhole = text.length >= SHORTEST_KEY && /^[A-Za-z0-9+/]+={0,2}$/.test(text);
  return isWhole ? shown : undefined;
}

/** What a key in Base64 says: spaces and line ends mean nothing, there or in it. */
function contentOf(key: string): string {
  return dense(Buffer.from(dense(key), "base64").toString("latin1"));
}

/** What of the encryption of a base connection a program can write: nothing of one whose key Adobe does not show. */
export function writtenEncryption(found: FlowItem): KnownKeys {
  return exportEncryptionOf(found, undefined) === undefined ? {} : written;
}

function dense(text: string): string {
  return text.replaceAll(/\s/g, "");
}

/** What is wrong with the key itself. Never shows it. */
export function exportEncryptionFaults(value: unknown): CheckFailure[] {
  if (!isGiven(value) || !isObject(value)) return [];
  const { publicKey } = value;
  if (isUnknown(publicKey) || typeof publicKey !== "string" || publicKey === "") return [];
  const fault = (reason: string) => [{ property: "encryption.publicKey", reason }];
  const encoded = /^[A-Za-z0-9+/=\s]+$/.test(publicKey);
  const text = encoded ? Buffer.from(dense(publicKey), "base64").toString("latin1") : publicKey;
  if (text.includes("PRIVATE KEY"))
    return fault(
      "is a private key; give the public one, and make a new pair if this one was shared",
    );
  return encoded
    ? []
    : fault('is not in Base64; encode the whole key: Buffer.from(key).toString("base64")');
}

/** A destination whose specification has no encryption would export files that anybody can read. */
export function exportEncryptionRejection(
  value: Encryption | undefined,
  spec: SpecItem | undefined,
): string[] {
  if (value === undefined || spec === undefined) return [];
  const ways: unknown = spec["encryptionSpecs"];
  return Array.isArray(ways) && ways.length > 0
    ? []
    : [
        `encryption: the specification "${plain(spec.name ?? spec.id)}" has no encryptionSpecs, so nothing would be encrypted; leave it out, or give the specification of a destination of files`,
      ];
}
