import path from "node:path";

import { buildSync } from "esbuild";

import { bundle, bundleOptions } from "../../infra/bundle";

const functions = [
  {
    name: "receiver",
    maxBytes: 150_000,
    packages: ["@smithy/core", "@smithy/signature-v4", "lossless-json", "zod"],
  },
  {
    name: "receiver's search for personal data",
    entry: "handlers/receiver/privacy.ts",
    maxBytes: 250_000,
    packages: ["entities", "libphonenumber-js", "lossless-json", "zod"],
  },
  {
    name: "forwarder",
    maxBytes: 150_000,
    packages: ["@smithy/core", "@smithy/signature-v4", "lossless-json", "zod"],
  },
  {
    name: "reconciler",
    maxBytes: 700_000,
    packages: ["@smithy/core", "@smithy/signature-v4", "lossless-json", "zod"],
  },
  {
    name: "keeper",
    maxBytes: 150_000,
    packages: ["@smithy/core", "@smithy/signature-v4", "lossless-json", "zod"],
  },
];

/** The npm packages of which something is in the bundle. */
function packagesIn(entry: string): string[] {
  const { metafile } = buildSync({
    ...bundleOptions,
    absWorkingDir: path.join(__dirname, "../.."),
    entryPoints: [entry],
    metafile: true,
    write: false,
  });
  const used = Object.values(metafile.outputs).flatMap(({ inputs }) =>
    Object.entries(inputs).filter(([, { bytesInOutput }]) => bytesInOutput > 0),
  );
  const names = used.flatMap(
    ([file]) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1] ?? [],
  );
  return [...new Set(names)].sort();
}

describe.each(functions)("the $name", ({ name, entry: other, maxBytes, packages }) => {
  const entry = other ?? `handlers/${name}/index.ts`;

  it("is no larger than it has to be: Lambda loads it at each cold start", () => {
    expect(Buffer.byteLength(bundle(entry).code)).toBeLessThan(maxBytes);
  });

  it("contains these npm packages and no other", () => {
    expect(packagesIn(entry)).toEqual(packages);
  });
});
