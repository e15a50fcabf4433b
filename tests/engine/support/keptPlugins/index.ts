import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { createInterface } from "node:readline";

import { BUNDLES_VARIABLE } from "../../../../local/toolchain/context";
import type { StackOptions } from "../../../../local/workspace";
import type { PluginPorts } from "./main";

/** File name of the bundle of `main.ts`. */
export const keptPluginsBundle = "kept-plugins.cjs";

/** Less work for the garbage collector: each run loads the program's modules again. */
const nodeOptions = ["--max-semi-space-size=64"];

/** Plugins that serve one stack until they are closed. */
export interface KeptPlugins {
  /** What makes the engine attach to them. */
  readonly env: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

/**
 * Starts a process with the stubs and the language host for one stack.
 *
 * @param env - Of the stack: the stubs read it, and so does the program.
 * @param stubs - Those that the stack may use.
 */
export async function startKeptPlugins(
  env: Readonly<Record<string, string>>,
  stubs: NonNullable<StackOptions["stubs"]> = ["aws", "command"],
): Promise<KeptPlugins> {
  const file = path.join(process.env[BUNDLES_VARIABLE] ?? "", keptPluginsBundle);
  const child = spawn(process.execPath, [...nodeOptions, file], {
    env: { ...process.env, ...env },
    stdio: ["pipe", "pipe", "inherit"],
  });
  child.stdin.on("error", () => undefined); // it may have ended
  const lines = createInterface({ input: child.stdout });
  const [line] = (await Promise.race([
    once(lines, "line"),
    once(child, "exit").then(() => Promise.reject(new Error("the tests' plugins have ended"))),
  ])) as [string];
  const ports = JSON.parse(line) as PluginPorts;
  return {
    env: {
      PULUMI_DEBUG_PROVIDERS: stubs.map((name) => `${name}:${String(ports[name])}`).join(","),
      PULUMI_DEBUG_LANGUAGES: `nodejs:${String(ports.nodejs)}`,
    },
    close: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, "exit");
      child.stdin.end();
      await ended;
    },
  };
}
