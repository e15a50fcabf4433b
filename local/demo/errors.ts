/** Something in the demo is not as it should be; the message is the reason. */
export class DemoError extends Error {
  override readonly name = "DemoError";
}
