import * as z from "zod";

import type { CheckFailure } from "../../../provider-sdk";
import type { FlowItem } from "../../client/flowService";
import { isObject } from "../../client/json";
import type { Json } from "../../client/json";
import { specs } from "../../sdk/specs";
import { isGiven, isUnknown } from "../lifecycle/unknown";
import { named } from "./notWritten";
import { paramsOf } from "./sourceTransformation";

/** What Adobe decrypts files with, by its guide (help/sources/tutorials/api/encrypt-data.md). */
const encryption = z.strictObject({
  publicKeyId: z
    .string()
    .min(1, { error: "is empty; give the publicKeyId of a key pair" })
    .describe("Id of the `KeyPair` whose public key the files are encrypted with (PGP or GPG)."),
  signVerificationKeyId: z
    .string()
    .min(1, { error: "is empty; give the id of a key, or leave it out" })
    .optional()
    .describe(
      "Id of your own public key, where the files are signed too: `publicKeyId` of the response to `POST /data/foundation/connectors/encryption/customer-keys`.",
    ),
});
export type Encryption = z.infer<typeof encryption>;

export const encryptionInput = encryption
  .meta({ id: "FileEncryption", description: "With which keys Adobe reads encrypted files." })
  .optional()
  .describe(
    "For a source of encrypted files: the keys with which Adobe decrypts them. A `KeyPair` makes them, and they expire after 180 days. A change makes a new dataflow: no document of Adobe shows how to change it in a living one. Change the `generation` of both connections with it.",
  );

/** Flow specifications whose sources are never files. */
const withoutFiles = [
  specs.streamingFlow,
  specs.httpApiFlow,
  specs.httpApiFlowWithMapping,
  specs.tableFlow,
  specs.profileFlow,
].map(({ id }) => id);

/** The transformation that has it. */
export const ENCRYPTION = "Encryption";

/** What of its parameters a program can write. */
export const encryptionKeys = named("publicKeyId", "signVerificationKeyId");

/** The keys of a dataflow at Adobe; undefined when it has none. */
export function encryptionOf(flow: FlowItem): Encryption | undefined {
  const there = paramsOf(flow, ENCRYPTION);
  const given = Object.keys(encryption.shape).filter((key) => (there[key] ?? "") !== "");
  return encryption.safeParse(Object.fromEntries(given.map((key) => [key, there[key]]))).data;
}

export function encryptionTransformation(keys: Encryption): Json {
  return { name: ENCRYPTION, params: keys };
}

/** What to give in place of a key itself. */
const keyFaults: Readonly<Record<string, string>> = {
  publicKeyId:
    "is a key, and must be the id of a key pair; give the id of a KeyPair, or publicKeyId of the response that has this key",
  signVerificationKeyId:
    "is a key, and must be the id that Adobe has given it; send it to /data/foundation/connectors/encryption/customer-keys, and give publicKeyId of the response",
};

/**
 * Whether a text is a key and not its id: PEM, or long Base64, in which Adobe's responses have keys. In the guide an id is a
 * UUID. What is short may be an id in any form.
 */
function isKey(value: unknown): boolean {
  if (typeof value !== "string" || isUnknown(value)) return false;
  const text = value.trim();
  return text.startsWith("-----BEGIN ") || (text.length > 100 && /^[\w+/=\s-]*$/.test(text));
}

/** What is wrong between it and the other parts of a dataflow. Values may be unknown: nothing is said of those. */
export function encryptionFaults(
  value: unknown,
  dataflow: {
    readonly activation?: unknown;
    readonly deltaColumn?: unknown;
    readonly flowSpec?: unknown;
  },
): CheckFailure[] {
  if (!isGiven(value)) return [];
  const texts = Object.keys(encryption.shape).filter((key) => isKey(isObject(value) && value[key]));
  if (texts.length > 0)
    return texts.map((key) => ({ property: `encryption.${key}`, reason: keyFaults[key] ?? "" }));
  const { activation, deltaColumn, flowSpec } = dataflow;
  const fault = (reason: string) => [{ property: "encryption", reason }];
  if (isGiven(activation))
    return fault("is of a source of files; a dataflow with activation has none: leave it out");
  const id = isObject(flowSpec) ? flowSpec["id"] : undefined;
  if (withoutFiles.some((one) => one === id))
    return fault("is of a source of files, and this flow specification has none; leave it out");
  return isGiven(deltaColumn)
    ? fault("is of a source of files, and deltaColumn of one of tables; leave one out")
    : [];
}
