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
}

/** Keeps the keys of a table of errors as literal names. */
export function errorTable<Name extends string>(
  table: Readonly<Record<Name, ErrorKind>>,
): Readonly<Record<Name, ErrorKind>> {
  return table;
}
