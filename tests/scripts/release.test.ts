import { readFileSync } from "node:fs";
import path from "node:path";

import { releaseChangelog } from "../../scripts/release/changelog";

const today = new Date("2026-12-01T12:00:00Z");
function changelog(unreleased: string) {
  return `# Changelog

Words about it.

## Unreleased
${unreleased}
## 0.1.0 - 2026-11-01

### Added

- The first version.
`;
}
const change = `
### Fixed

- A bug that takes
  two lines.
`;

describe("releaseChangelog", () => {
  it("moves the unreleased changes to the new version and leaves an empty Unreleased", () => {
    expect(releaseChangelog(changelog(change), "0.2.0", today)).toBe(
      changelog(`\n## 0.2.0 - 2026-12-01\n${change}`),
    );
  });

  it("rejects a release without changes", () => {
    expect(() => releaseChangelog(changelog(""), "0.2.0", today)).toThrow("no changes");
  });

  it("rejects a version that is already in the changelog", () => {
    expect(() => releaseChangelog(changelog(change), "0.1.0", today)).toThrow("already");
  });

  it("keeps every line of this project's changelog", () => {
    const text = readFileSync(path.join(__dirname, "../../CHANGELOG.md"), "utf8");
    const released = releaseChangelog(text, "999.0.0", today);
    expect(released).toBe(
      text.replace("## Unreleased\n", "## Unreleased\n\n## 999.0.0 - 2026-12-01\n"),
    );
  });
});
