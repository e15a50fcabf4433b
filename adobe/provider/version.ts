/** Version of the provider: that of its npm package. */
export { version as VERSION } from "../package.json";

/** Set where the provider is bundled (scripts/bundleProvider.ts). */
declare const PLUGIN_DOWNLOAD_URL: string | null;

/** Where Pulumi finds releases of the plugin; undefined unless this is one of them. */
export const downloadUrl =
  typeof PLUGIN_DOWNLOAD_URL === "undefined" ? undefined : (PLUGIN_DOWNLOAD_URL ?? undefined);
