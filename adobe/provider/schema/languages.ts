/**
 * What Pulumi's SDK generators need to know in addition to types and resources, by language. `respectSchemaVersion` gives
 * an SDK the version of the schema; without it, it has none. Go's module path is the generator's default,
 * `example.com/pulumi-adobe-aep/sdk/go`, until the SDK is published somewhere: `pulumi package add` replaces it with the
 * generated directory.
 */
export const languages = {
  go: { generateResourceContainerTypes: true, respectSchemaVersion: true },
  nodejs: { packageName: "@chatlio-aep/adobe-aep", respectSchemaVersion: true },
  python: {
    packageName: "pulumi_adobe_aep",
    pyproject: { enabled: true },
    respectSchemaVersion: true,
  },
  csharp: { respectSchemaVersion: true },
} as const;
