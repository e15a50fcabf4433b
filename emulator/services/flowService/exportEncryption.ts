import { arrayOf, objectOf, textOf, valueAt, without, type JsonObject } from "../../common/json";
import { flowError, flowErrors } from "./errors";
import { connectionSpecs, hasId } from "./specs";

/** Base64, with line ends. */
const base64 = /^[A-Za-z0-9+/=\s]+$/u;

/** Rejects the encryption of a destination's files that its connection spec does not allow. */
export function checkEncryption(body: JsonObject): void {
  if (body["encryptionSpecs"] === undefined) return;
  const { params } = objectOf(body["encryptionSpecs"]);
  const id = objectOf(body["connectionSpec"])["id"];
  const spec = connectionSpecs.find(hasId(id));
  const [way] = arrayOf(valueAt(spec, "encryptionSpecs"));
  const { encryptionAlgo, publicKey } = objectOf(params);
  const algorithms = arrayOf(valueAt(way, "spec", "properties", "encryptionAlgo", "enum"));
  const fault =
    way === undefined
      ? `The connection spec ${textOf(id)} has no encryption.`
      : !algorithms.includes(encryptionAlgo)
        ? `encryptionSpecs.params.encryptionAlgo must be one of ${algorithms.map(textOf).join(", ")}.`
        : base64.test(textOf(publicKey))
          ? undefined
          : "encryptionSpecs.params.publicKey must be a key in Base64.";
  if (fault !== undefined) throw flowError(flowErrors.badEncryption, fault, "connections");
}

/** A base connection as it is kept: what was sent as `encryptionSpecs` is read as `encryption`. */
export function withEncryption(body: JsonObject): JsonObject {
  const { encryptionSpecs } = body;
  return encryptionSpecs === undefined
    ? body
    : { ...without(body, "encryptionSpecs"), encryption: encryptionSpecs };
}
