import { emulatorCredentials } from "../../../emulator";
import { runWritten, writtenCommands } from "../../support/writtenCommands";
import type { Harness } from "./harness";

/**
 * Makes the stack of an example by the commands of its page, with the emulator's credentials in place of the page's.
 *
 * @param page - from the root of the repository
 * @param more - environment variables that the commands use
 * @returns where further commands of the page run
 */
export async function deployAsWritten(
  harness: Harness,
  page: string,
  more: Readonly<Record<string, string>> = {},
): Promise<{ readonly cwd: string; readonly env: NodeJS.ProcessEnv }> {
  const { clientId, clientSecret, orgId } = emulatorCredentials;
  const commands = writtenCommands(page, "pulumi stack init dev")
    .replace("0123456789ABCDEF01234567@AdobeOrg", orgId)
    .replace("…", clientId);
  await harness.pulumi("stack", "rm", "dev", "--yes");
  const { directory: cwd, environment } = harness.stack;
  const env = { ...process.env, ...environment, ...more };
  await runWritten(commands, { cwd, env, input: `${clientSecret}\n` });
  return { cwd, env };
}
