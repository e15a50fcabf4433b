/** An object that somebody has deleted since the state was written. */
export class GoneError extends Error {
  override readonly name = "GoneError";
}

/** The error of an update whose object is gone, with what makes it again. */
export function goneError(displayName: string, id: string): GoneError {
  return new GoneError(
    `the ${displayName} ${id} is gone; run \`pulumi refresh\`, and then \`pulumi up\` makes it again`,
  );
}
