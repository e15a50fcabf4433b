import { assumed, type Behavior } from "./behavior";

/** One line of a service's table of errors. */
export interface ErrorKind {
  readonly status: number;
  /** The service's own code, as `XDM-1521-400`; empty where the service has none. */
  readonly code: string;
  readonly title: string;
  readonly behavior: Behavior;
  /**
   * What no document and no sighting has, so that it is the emulator's own and the response says so: `true` for the
   * code, `text` for the text of an error without a code. An assumed error without a code needs no `text`: its text is
   * always the emulator's own.
   */
  readonly madeUp?: true | "text";
}

/** Header of an error response with a code or text that nobody can rely on. Its values are those of `madeUpPart`. */
export const madeUpHeader = "x-emulator-made-up";

/**
 * What the emulator has made up about an error. `code`: the code itself is the emulator's own. `use`: the code is
 * Adobe's, but that Adobe returns it here is assumed. `text`: the error has no code, so a client can look only at its
 * text, and that is the emulator's own. Undefined: nothing. The text next to a code is not looked at: only the code is
 * what a client should compare.
 */
export function madeUpPart({
  code,
  behavior,
  madeUp,
}: ErrorKind): "code" | "use" | "text" | undefined {
  if (madeUp === "text") return madeUp;
  if (madeUp === true) return "code";
  if (behavior.grade !== "assumed") return undefined;
  return code === "" ? "text" : "use";
}

/**
 * An error response, in the envelope of its service. It is always of a kind that stands in a table of errors, so that
 * its status and the header about a made-up code come from the table and cannot be forgotten.
 */
export class ApiError extends Error {
  override readonly name = "ApiError";
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    kind: ErrorKind,
    readonly body: unknown,
  ) {
    super(`HTTP ${kind.status}`);
    const part = madeUpPart(kind);
    this.status = kind.status;
    this.headers = part === undefined ? {} : { [madeUpHeader]: part };
  }
}

/** An error of the emulator's own API, which has no code. */
export function adminError(status: number, error: string): ApiError {
  const behavior = { grade: "documented", source: "docs/emulator.md", says: error } as const;
  return new ApiError({ status, code: "", title: "", behavior }, { error });
}

/**
 * The two errors of the header x-sandbox-name, for services of which no document shows an error's code.
 *
 * @param basis - what the documents of the service leave out
 */
export function sandboxErrorKinds(
  basis: string,
): Readonly<Record<"sandboxMissing" | "sandboxUnknown", ErrorKind>> {
  return {
    sandboxMissing: {
      status: 400,
      code: "",
      title: "Missing required header x-sandbox-name",
      behavior: assumed(basis, "A call without x-sandbox-name returns 400."),
    },
    sandboxUnknown: {
      status: 404,
      code: "",
      title: "Sandbox not found",
      behavior: assumed(basis, "An unknown sandbox returns 404."),
    },
  };
}

/** Keeps the keys of a table of errors as literal names. */
export function errorTable<Name extends string>(
  table: Readonly<Record<Name, ErrorKind>>,
): Readonly<Record<Name, ErrorKind>> {
  return table;
}
