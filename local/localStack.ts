import { randomBytes } from "node:crypto";

import { pageUrl } from "../emulator/pageUrl";
import type { Progress } from "./progress";
import type { Services } from "./services";
import { repository } from "./toolchain/context";
import { createStack, type LocalStack, type StackOptions } from "./workspace";

/**
 * Creates the stack `local` of this project against the local services, with a new webhook token.
 *
 * @param options - Further config and the plugins' stubs, as for {@link createStack}.
 */
export function createLocalStack(
  services: Services,
  progress?: Progress,
  { config = {}, ...options }: Pick<StackOptions, "config" | "stubs" | "env"> = {},
): Promise<LocalStack> {
  return createStack({
    workDir: repository,
    stackName: "local",
    services,
    config: {
      "chatlio-aep:webhookTokens[0]": {
        value: randomBytes(32).toString("base64url"),
        secret: true,
      },
      ...config,
    },
    ...options,
    ...(progress === undefined ? {} : { progress }),
  });
}

function quote(text: string) {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** The address to open in a browser: that of the emulator's page, with the admin secret if it is known. */
export function aepAddress({ aepUrl: url, adminSecret }: Services): string {
  return adminSecret === undefined ? url : pageUrl({ url, adminSecret });
}

/** Shell commands for working on a stack by hand in another terminal. */
export function byHand(stack: LocalStack): string {
  const { PATH = "", ...rest } = stack.environment;
  const inherited = process.env["PATH"] ?? "";
  const own = PATH.endsWith(inherited) ? PATH.slice(0, PATH.length - inherited.length) : PATH;
  return [
    `cd ${quote(stack.directory)}`,
    `export PATH=${quote(own.replace(/:+$/, ""))}:"$PATH"`,
    // An empty AWS_PROFILE, which keeps the user's own away from the engine, is the name of a profile for the AWS CLI.
    ...Object.entries(rest).map(([name, value]) =>
      value === "" ? `unset ${name}` : `export ${name}=${quote(value)}`,
    ),
    `pulumi stack select ${stack.name}`,
    "pulumi up",
  ].join("\n");
}

/** Resolves when the user ends the program: Ctrl-C, or the terminal was closed. */
export function untilInterrupted(): Promise<void> {
  return new Promise((resolve) => {
    const timer = setInterval(() => undefined, 2 ** 30); // a promise alone does not keep Node running
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
      process.once(signal, () => {
        clearInterval(timer);
        resolve();
      });
    }
  });
}
