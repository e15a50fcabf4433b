/** The data directory cannot be used. The message is for the user. */
export class DataDirectoryError extends Error {
  override readonly name = "DataDirectoryError";
}
