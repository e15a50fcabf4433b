/** Version of the provider: that of its npm package. */
export { version as VERSION } from "../package.json";
