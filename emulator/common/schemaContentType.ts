/** The registry's media types with a version, in the spellings that the guides use; older guides have a bare version. */
const pattern =
  /^(?:application\/vnd\.adobe\.xed(?:-full|-notext)*\+json;\s*version=)?(\d+)(?:\.(\d+))?$/u;

/**
 * What is wrong with the content type in a reference to a schema; undefined when it names a form and version of it.
 * Every service that takes such a reference calls this.
 *
 * @param contentType - as it was sent
 * @param version - the schema's, `1.4`: a reference names its major version, or one up to this minor version;
 *   undefined when the schema has none, so that only the form is checked
 */
export function contentTypeFault(
  contentType: unknown,
  version: string | undefined,
): string | undefined {
  const found = typeof contentType === "string" ? pattern.exec(contentType) : null;
  if (found === null) {
    return "A reference to a schema must name one of the registry's forms with a version, as application/vnd.adobe.xed+json;version=1.";
  }
  if (version === undefined) return undefined;
  const [major, minor] = version.split(".").map(Number);
  const isThere = Number(found[1]) === major && Number(found[2] ?? 0) <= (minor ?? 0);
  return isThere ? undefined : `The schema has no such version; it is at ${version}.`;
}
