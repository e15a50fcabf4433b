import { ensureToolchain, ToolchainError } from "../../../local/toolchain";
import { bundlePlugins } from "./bundles";

/** Runs once, and only when an engine test is going to run: what is missing is made with visible progress. */
export default async function globalSetup(): Promise<void> {
  try {
    await ensureToolchain();
    await bundlePlugins();
  } catch (error) {
    if (!(error instanceof ToolchainError)) throw error;
    // jest would add its own stack, which is of no use to who must install something.
    process.stderr.write(`\n${error.message}\n`);
    process.exit(1);
  }
}
