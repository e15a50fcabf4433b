import { USAGE_EXIT_CODE, visible } from "./terminal";

/** An error that the user can fix: only its message is shown. */
export class UserError extends Error {
  override readonly name = "UserError";

  /** The message's lines. */
  readonly lines: readonly string[];

  /**
   * @param message - one line, or each line of several. A line break in it comes from a value, such as the name of a
   * stack, and is escaped: nobody can add a line that looks like one of ours.
   * @param exitCode - of the command. Default 1.
   */
  constructor(
    message: string | readonly string[],
    readonly exitCode = 1,
  ) {
    const lines = (typeof message === "string" ? [message] : message).map(visible);
    super(lines.join("\n"));
    this.lines = lines;
  }
}

/**
 * The command line is wrong, or what it names is missing or unusable: a file, a directory, a variable of the environment,
 * a stack, sandbox or widget. Nothing was begun. Its exit code is {@link USAGE_EXIT_CODE}.
 */
export class UsageError extends UserError {
  constructor(message: string | readonly string[]) {
    super(message, USAGE_EXIT_CODE);
  }
}

/**
 * Waits for what a command reads before it begins.
 *
 * @throws UsageError in place of another {@link UserError}
 */
export async function beforeBeginning<T>(reading: Promise<T>): Promise<T> {
  try {
    return await reading;
  } catch (error) {
    throw error instanceof UserError ? new UsageError(error.lines) : error;
  }
}
