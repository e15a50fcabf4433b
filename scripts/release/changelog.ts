import { parser, Release } from "keep-a-changelog";

/**
 * Moves the changes of _Unreleased_ to a new version.
 *
 * @param text - CHANGELOG.md
 * @param version - as in package.json, such as `1.2.0`
 * @param date - the day of the release
 * @returns CHANGELOG.md with the new version below an empty _Unreleased_
 * @throws when nothing is unreleased, or when the changelog has this version already
 */
export function releaseChangelog(text: string, version: string, date: Date): string {
  const changelog = parser(text);
  changelog.format = "markdownlint";
  if (changelog.findRelease(version) !== undefined) {
    throw new Error(`CHANGELOG.md has version ${version} already.`);
  }
  const unreleased = changelog.findRelease();
  if (unreleased === undefined || unreleased.isEmpty()) {
    throw new Error("CHANGELOG.md has no changes under Unreleased. Describe what changes first.");
  }
  unreleased.setVersion(version);
  unreleased.setDate(date);
  return changelog.addRelease(new Release()).toString();
}
