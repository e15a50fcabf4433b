import { ApiError, errorTable, sandboxErrorKinds, type ErrorKind } from "../../common/apiError";
import { assumed } from "../../common/behavior";

export const keyGuide =
  "AdobeDocs/experience-platform.en, help/sources/tutorials/api/encrypt-data.md";
const basis = "The guide shows no response to a request that fails.";

export const connectorErrors = errorTable({
  notFound: {
    status: 404,
    code: "",
    title: "Key not found",
    behavior: assumed(basis, "A key pair that does not exist returns 404."),
  },
  invalid: {
    status: 400,
    code: "",
    title: "Invalid key pair",
    behavior: assumed(
      "The guide requires a passphrase that is not empty, and has two algorithms; it shows no response to anything else.",
      "A key pair with another algorithm than PGP and GPG, without a passphrase, or with a field of another type returns 400.",
    ),
  },
  ...sandboxErrorKinds(basis),
});

/** An error in the general envelope of Experience Platform. */
export function connectorError(kind: ErrorKind, detail: string): ApiError {
  const { status, title } = kind;
  return new ApiError(kind, { type: "about:blank", title, status, detail });
}
