import type { Behavior } from "./behavior";

/** An error response, in the envelope of its service. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  constructor(
    readonly status: number,
    readonly body: unknown,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(`HTTP ${status}`);
  }
}

/** One line of a service's table of errors. */
export interface ErrorKind {
  readonly status: number;
  /** The service's own code, as `XDM-1521-400`; empty where the service has none. */
  readonly code: string;
  readonly title: string;
  readonly behavior: Behavior;
  /** No document and no sighting has the code: it is the emulator's own, and the response says so. */
  readonly madeUp?: true;
}

/** Header of a response whose code is the emulator's own invention: no program should look at it. */
export const madeUpHeader = "x-emulator-made-up";

/** The headers that an error of this kind has in addition to its body. */
export function headersOf({ madeUp }: ErrorKind): Readonly<Record<string, string>> {
  return madeUp === true ? { [madeUpHeader]: "code" } : {};
}

/** Keeps the keys of a table of errors as literal names. */
export function errorTable<Name extends string>(
  table: Readonly<Record<Name, ErrorKind>>,
): Readonly<Record<Name, ErrorKind>> {
  return table;
}
