/** Of an object that is to be changed and is not there any more. */
export function goneError(displayName: string, id: string): Error {
  return new Error(
    `the ${displayName} ${id} is gone; run \`pulumi refresh\`, and then \`pulumi up\` makes it again`,
  );
}
