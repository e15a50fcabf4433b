/**
 * SHA-256 of the archives of Pulumi's releases, by version and platform. A download with any other content is
 * not used, wherever it comes from.
 *
 * Before `@pulumi/pulumi` gets another version, add that version here: the release on GitHub has a file
 * `pulumi-<version>-checksums.txt`, and the formula in `pulumi/homebrew-tap` has the same values.
 */
export type ReleaseSums = Readonly<Record<string, Readonly<Record<string, string>>>>;

export const releaseSums: ReleaseSums = {
  "3.248.0": {
    "darwin-arm64": "1c42c8e4c504c12e8cdce42a638ff47a4786afbaebf2f381563bb01f2fadbe48",
    "darwin-x64": "c0ddbbdf20dcee54b5c542106956fedb0c61b9b11f103a6e2a6d4df4bb64bc5a",
    "linux-arm64": "c0287edf11cac0f0f77378b17b843ef6cb7f39252c9fcc1d2ba62145d6d96d58",
    "linux-x64": "a13732d8921f99d70b9ae270d79c3b575bb37707fce7486e64fef333afc11ae0",
  },
};
