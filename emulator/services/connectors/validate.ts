import { typed } from "../../common/fields";
import { objectOf, stringOf } from "../../common/json";
import type { KeyPair } from "../../state/entities";
import type { Organization } from "../../state/organization";
import type { Sandbox } from "../../state/sandbox";
import { connectorError, connectorErrors } from "./errors";

/** Finds the sandbox of the `x-sandbox-name` header. Only the guide's POST has it: others then mean the default one. */
export function connectorSandbox(organization: Organization, name: string | undefined): Sandbox {
  const fallback = organization.allSandboxes.find(({ info }) => info.isDefault);
  if (name === undefined && fallback !== undefined) return fallback;
  if (name === undefined)
    throw connectorError(connectorErrors.sandboxMissing, "Send x-sandbox-name.");
  const sandbox = organization.sandbox(name);
  if (sandbox !== undefined) return sandbox;
  throw connectorError(connectorErrors.sandboxUnknown, `There is no sandbox ${name}.`);
}

const types = { name: "text", encryptionAlgorithm: "text", params: "object" } as const;

/** The key pair that a request's body wants. Throws 400 with the first thing that is wrong with it. */
export function validKeyPair(body: unknown): Pick<KeyPair, "name" | "algorithm"> {
  const invalid = (detail: string) => connectorError(connectorErrors.invalid, detail);
  const sent = typed(body, types, invalid);
  const algorithm = stringOf(sent["encryptionAlgorithm"]) ?? "";
  if (!["PGP", "GPG"].includes(algorithm)) throw invalid("`encryptionAlgorithm` is PGP or GPG.");
  const passPhrase = stringOf(objectOf(sent["params"])["passPhrase"]) ?? "";
  if (passPhrase === "") throw invalid("`params.passPhrase` is required.");
  return { name: stringOf(sent["name"]), algorithm };
}
