import type { ChildProcess } from "node:child_process";
import { openSync, closeSync, mkdirSync } from "node:fs";
import fs from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { spawnGuarded } from "../process/run";
import { request } from "../request";
import { errorMessage, lastLines, ToolchainError } from "../toolchain/errors";
import { openDoor } from "./door";
import {
  credentialVariables,
  newCredentials,
  sessionTokenProblem,
  type AwsCredentials,
} from "./sessionToken";

export interface Ministack {
  readonly url: string;
  /** The only ones that it accepts. */
  readonly credentials: AwsCredentials;
  readonly log: string;
  /** Resolves when it has ended, for whatever reason. */
  readonly ended: Promise<void>;
  close(): Promise<void>;
}

/** Region and account of MiniStack. */
export const awsIdentity = { region: "us-east-1", accountId: "000000000000" } as const;

/** Stops the AWS SDK from printing at every start which Node version later releases need. */
export const quietSdk = { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true" } as const;

const START_MS = 30_000;

/**
 * Starts MiniStack with its files below `directory`. It ends with this process.
 *
 * It runs functions as the user and accepts every request, so a web page or another user that could send it one
 * would run code on this machine. Therefore it listens only on a Unix socket in `directory`, which no browser can
 * reach and no other user can open; the URL is that of a door in front of it, which lets nobody in without the
 * session token of this run. Its own URLs name the door's port too.
 *
 * @param port - A free one when undefined.
 * @param state - Directory that MiniStack's state is read from and written to. Default: none is kept.
 */
export async function startMinistack(
  executable: string,
  directory: string,
  port: number | undefined,
  state?: string,
): Promise<Ministack> {
  const socket = path.join(directory, "ministack.sock");
  const credentials = newCredentials();
  const door = await openDoor("MiniStack", socket, {
    port,
    guard: (request) => sessionTokenProblem(request, credentials.sessionToken),
  });
  const home = path.join(directory, "ministack");
  mkdirSync(home, { recursive: true });
  const log = path.join(directory, "ministack.log");
  const output = openSync(log, "a");
  const python = path.join(path.dirname(executable), "python");
  const child = spawnGuarded(python, serverArguments(socket), {
    // Its Lambda workers inherit this environment and run without a sandbox, so nothing of the user's is in it.
    env: ministackEnvironment(door.port, home, state, credentials),
    stdout: output,
    stderr: output,
  });
  closeSync(output);
  const ended = new Promise<void>((resolve) => {
    child.once("exit", () => resolve());
    child.once("error", () => resolve());
  });
  const close = async () => {
    await door.close();
    child.stdin?.end();
    await ended;
  };
  const { url } = door;
  try {
    await waitUntilHealthy(`${url}/_ministack/health`, child);
  } catch (error) {
    await close();
    const tail = lastLines(await fs.readFile(log, "utf8").catch(() => ""));
    throw new ToolchainError(
      `MiniStack, the AWS emulator, did not start: ${errorMessage(error)}. The end of its log (${log}):\n${tail}`,
    );
  }
  return { url, credentials, log, ended, close };
}

/** MiniStack's own command cannot listen on a socket, but the server that it starts can (as with `--detach`). */
function serverArguments(socket: string): readonly string[] {
  const settings = {
    bind: `unix:${socket}`,
    workers: "0",
    "keep-alive": "75",
    "log-level": "INFO",
  };
  const options = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]);
  return ["-m", "hypercorn", "ministack.app:app", ...options];
}

function ministackEnvironment(
  port: number,
  home: string,
  state: string | undefined,
  credentials: AwsCredentials,
): NodeJS.ProcessEnv {
  return {
    PATH: `${path.dirname(process.execPath)}:/usr/bin:/bin`,
    HOME: home,
    TMPDIR: home,
    BIND_HOST: "127.0.0.1",
    GATEWAY_PORT: String(port),
    MINISTACK_HOST: "127.0.0.1",
    MINISTACK_REGION: awsIdentity.region,
    MINISTACK_ACCOUNT_ID: awsIdentity.accountId,
    LAMBDA_EXECUTOR: "local",
    LAMBDA_STATE_TRANSITION_SECONDS: "0.05",
    IOT_MTLS_ENABLED: "0",
    SFTP_ENABLED: "0",
    ...(state === undefined ? { PERSIST_STATE: "0" } : { PERSIST_STATE: "1", STATE_DIR: state }),
    LOG_LEVEL: "INFO",
    // It gives these to the functions, whose calls of AWS come back through the door.
    ...credentialVariables(credentials),
    ...quietSdk,
  };
}

async function waitUntilHealthy(url: string, child: ChildProcess): Promise<void> {
  const deadline = Date.now() + START_MS;
  while (Date.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`it exited with code ${child.exitCode}`);
    const healthy = await request(url, { timeoutMs: 2_000 }).then(
      ({ ok }) => ok,
      () => false,
    );
    if (healthy) return;
    await sleep(100);
  }
  throw new Error(`timed out after ${START_MS / 1000} s waiting for it to respond`);
}
