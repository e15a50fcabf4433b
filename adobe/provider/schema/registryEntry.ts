/** The parts of Pulumi's package schema that say where a released package comes from. */
export interface RegistryEntry {
  /** Where Pulumi finds releases of the plugin. */
  readonly pluginDownloadURL?: string;
  readonly homepage?: string;
  readonly repository?: string;
  readonly logoUrl?: string;
}

/** How Pulumi writes that the plugin is attached to the releases of a repository of GitHub. */
const GITHUB = /^github:\/\/api\.github\.com\/([^/\s]+\/[^/\s]+)$/;

/**
 * What Pulumi's registry shows of a release. Its repository is known only from where its plugin is found.
 *
 * @param downloadUrl - where Pulumi finds releases of the plugin; undefined unless this is one of them
 * @param version - of the release, whose tag is `v<version>`
 * @see https://www.pulumi.com/docs/iac/build-with-pulumi/schema/
 */
export function registryEntry(downloadUrl: string | undefined, version: string): RegistryEntry {
  if (downloadUrl === undefined) return {};
  const repository = GITHUB.exec(downloadUrl)?.[1];
  if (repository === undefined) return { pluginDownloadURL: downloadUrl };
  return {
    pluginDownloadURL: downloadUrl,
    homepage: `https://github.com/${repository}/blob/v${version}/docs/provider/README.md`,
    repository: `https://github.com/${repository}`,
    logoUrl: `https://raw.githubusercontent.com/${repository}/v${version}/adobe/logo.svg`,
  };
}
