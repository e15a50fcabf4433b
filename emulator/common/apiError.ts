import type { Behavior } from "./behavior";

/** One line of a service's table of errors. */
export interface ErrorKind {
  readonly status: number;
  /** The service's own code, as `XDM-1521-400`; empty where the service has none. */
  readonly code: string;
  readonly title: string;
  readonly behavior: Behavior;
  /**
   * What no document and no sighting has, so that it is the emulator's own and the response says so: `true` for the
   * code, `text` for a text that clients may read to know what is wrong.
   */
  readonly madeUp?: true | "text";
}

/** Header of an error response with a code or text that nobody can rely on. Its values are those of `madeUpPart`. */
export const madeUpHeader = "x-emulator-made-up";

/**
 * What the emulator has made up about an error. `code`: the code itself is the emulator's own. `use`: the code is
 * Adobe's, but that Adobe returns it here is assumed. `text`: a text that tells what is wrong is the emulator's own.
 * Undefined: nothing, or the error has no code.
 */
export function madeUpPart({
  code,
  behavior,
  madeUp,
}: ErrorKind): "code" | "use" | "text" | undefined {
  if (madeUp === "text") return madeUp;
  if (code === "") return undefined;
  if (madeUp === true) return "code";
  return behavior.grade === "assumed" ? "use" : undefined;
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

/** Keeps the keys of a table of errors as literal names. */
export function errorTable<Name extends string>(
  table: Readonly<Record<Name, ErrorKind>>,
): Readonly<Record<Name, ErrorKind>> {
  return table;
}
