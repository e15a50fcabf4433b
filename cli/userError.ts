/** An error that the user can fix: only its message is shown. */
export class UserError extends Error {
  override readonly name = "UserError";

  /** @param exitCode - of the command. Default 1. */
  constructor(
    message: string,
    readonly exitCode = 1,
  ) {
    super(message);
  }
}
