/** A failure of the demo. The message is the reason, for the user. */
export class DemoError extends Error {
  override readonly name = "DemoError";
}
