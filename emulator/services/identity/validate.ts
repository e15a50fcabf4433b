import { typed } from "../../common/fields";
import { stringOf } from "../../common/json";
import type { Namespace } from "../../state/entities";
import { identityError, identityErrors } from "./errors";

const idTypes = ["COOKIE", "CROSS_DEVICE", "DEVICE", "EMAIL", "MOBILE", "NON_PEOPLE", "PHONE"];

/** What a caller may set of a namespace. */
export type NamespaceInput = Pick<Namespace, "code" | "name" | "idType" | "description">;

/** The namespace in a request's body. Throws 400 with the first thing that is wrong with it. */
export function validNamespace(body: unknown): NamespaceInput {
  const sent = typed(body, { name: "text", code: "text", description: "text" }, (detail) =>
    identityError(identityErrors.badRequest, detail),
  );
  const [name, code, idType] = ["name", "code", "idType"].map((key) => stringOf(sent[key]));
  if (name === undefined || code === undefined || idType === undefined) {
    throw identityError(identityErrors.badRequest, "Required: name, code, idType.");
  }
  if (!/^[A-Za-z0-9]+$/u.test(code)) {
    throw identityError(identityErrors.badRequest, "The code may have letters and digits only.");
  }
  const type = idType.toUpperCase();
  if (!idTypes.includes(type)) {
    throw identityError(identityErrors.badRequest, `idType must be one of ${idTypes.join(", ")}.`);
  }
  return { name, code, idType: type, description: stringOf(sent["description"]) ?? "" };
}
