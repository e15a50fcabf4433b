import { spawn, type ChildProcess } from "node:child_process";

import type { RunRequest } from "@pulumi/pulumi/proto/language_pb";

/** Exit code of a program whose error the user has already seen (Pulumi's Node.js SDK). */
const ALREADY_REPORTED = 32;

export interface ProgramEnd {
  /** The message for the user; undefined when the program succeeded or reported its error itself. */
  readonly error?: string;
  /** Whether the program failed and the user has already seen why. */
  readonly reported: boolean;
}

/** The command line and environment with which Pulumi's Node.js SDK runs a program. */
export function programCommand(
  request: RunRequest,
  engineAddress: string,
): { args: string[]; cwd: string; env: NodeJS.ProcessEnv } {
  const info = request.getInfo();
  const options = info?.getOptions()?.toJavaScript() ?? {};
  const cwd = request.getPwd();
  const nodeArgs = typeof options["nodeargs"] === "string" ? options["nodeargs"].split(/\s+/) : [];
  const config: Record<string, string> = {};
  request.getConfigMap().forEach((value, key) => (config[key] = value));
  const flags: Record<string, string> = {
    monitor: request.getMonitorAddress(),
    engine: engineAddress,
    organization: request.getOrganization(),
    project: request.getProject(),
    stack: request.getStack(),
    pwd: cwd,
    parallel: String(request.getParallel()),
    "root-directory": info?.getRootDirectory() ?? "",
  };
  const args = [
    ...nodeArgs.filter((arg) => arg !== ""),
    // The program's own copy of the SDK, as the official host does.
    require.resolve("@pulumi/pulumi/cmd/run", { paths: [cwd] }),
    ...Object.entries(flags)
      .filter(([, value]) => value !== "")
      .map(([name, value]) => `--${name}=${value}`),
    ...(request.getDryrun() ? ["--dry-run"] : []),
    info?.getEntryPoint() ?? request.getProgram(),
    ...request.getArgsList(),
  ];
  return {
    args,
    cwd,
    env: {
      ...process.env,
      PULUMI_CONFIG: JSON.stringify(config),
      PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(request.getConfigsecretkeysList()),
      PULUMI_NODEJS_TYPESCRIPT: String(options["typescript"] !== false),
    },
  };
}

/** What the end of the program's process means to the engine. */
export function programEnd(code: number | null, signal: NodeJS.Signals | null): ProgramEnd {
  if (code === 0) return { reported: false };
  if (code === ALREADY_REPORTED) return { reported: true };
  const how = code === null ? `was ended by ${String(signal)}` : `exited with code ${String(code)}`;
  return { reported: false, error: `the program ${how}` };
}

/** The running programs, so that they end with the host. */
const running = new Set<ChildProcess>();

/** Runs a program to its end. The engine shows what it prints. */
export function runProgram(request: RunRequest, engineAddress: string): Promise<ProgramEnd> {
  const { args, cwd, env } = programCommand(request, engineAddress);
  const child = spawn(process.execPath, args, {
    cwd,
    env,
    stdio: ["ignore", "inherit", "inherit"],
  });
  running.add(child);
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", (code, signal) => {
      running.delete(child);
      resolve(programEnd(code, signal));
    });
  });
}

/** Ends every running program. */
export function endPrograms(): void {
  for (const child of running) child.kill();
}
