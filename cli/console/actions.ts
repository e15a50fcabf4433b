import { once } from "node:events";

import { pageUrl } from "../../emulator/pageUrl";
import { newSecret } from "../../emulator/server/secret";
import { withProgress } from "../progress";
import { readDeployedStack, type StackOptions } from "../stackOutputs";
import { print, printJson } from "../terminal";
import { UsageError } from "../userError";
import { ConsoleStack } from "./consoleStack";
import { createConsoleServer } from "./server";

/** The options of `chatlio-aep console`. */
export interface ConsoleOptions extends StackOptions {
  /** 0: any free one. */
  readonly port: number;
  /** Days of logs in which the last event of each webhook is looked for. */
  readonly days: number;
  readonly json?: true;
}

/** A console that runs. */
export interface Console {
  /** Its page, with the secret of the run. */
  readonly pageUrl: string;
  close(): Promise<void>;
}

/**
 * Starts a console on 127.0.0.1.
 *
 * @throws UserError when the stack cannot be read, or the port is taken
 */
export async function startConsole(options: ConsoleOptions): Promise<Console> {
  const deployed = await withProgress("Reading the stack's outputs", () =>
    readDeployedStack(options),
  );
  const stack = new ConsoleStack(deployed, options, options.days);
  const adminSecret = newSecret();
  const app = createConsoleServer(stack, adminSecret);
  try {
    const url = await app.listen({ host: "127.0.0.1", port: options.port });
    return {
      pageUrl: pageUrl({ url, adminSecret }),
      close: async () => {
        await app.close();
        stack.close();
      },
    };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EADDRINUSE") throw error;
    throw new UsageError(
      `Port ${options.port} is taken. Give --port another one, or leave it out.`,
    );
  }
}

/** `console`: serves the page until Ctrl-C. */
export async function runConsole(options: ConsoleOptions): Promise<void> {
  // The SDK's warning about future Node.js releases means nothing to an operator.
  process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] ??= "true";
  const running = await startConsole(options);
  if (options.json) printJson({ url: running.pageUrl });
  else print(`Console: ${running.pageUrl}\nIt runs until you press Ctrl-C.\n`);
  await Promise.race(["SIGINT", "SIGTERM", "SIGHUP"].map((signal) => once(process, signal)));
  await running.close();
}
