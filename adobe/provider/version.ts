/** Version of the provider: that of the package. */
export { version as VERSION } from "../../package.json";
