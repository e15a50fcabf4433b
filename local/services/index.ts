import fs from "node:fs/promises";
import os from "node:os";

import { startEmulator } from "../../emulator";
import { emulatorCredentials } from "../../emulator/defaults";
import { temporaryDirectory } from "../process/temporary";
import type { Progress } from "../progress";
import { ensureMinistackOnly } from "../toolchain";
import { awsIdentity, quietSdk, startMinistack } from "./ministack";
import { claimPort } from "./ports";

export interface ServiceOptions {
  /** A running AEP emulator, or a proxy in front of one. No other is started. */
  readonly aepUrl?: string;
  /** Whether to start MiniStack. Default true. */
  readonly ministack?: boolean;
  /** Ports to listen on. Default: free ones. */
  readonly ports?: { readonly aep?: number; readonly aws?: number };
  /** Directory with the state that MiniStack starts with. Default: it starts empty. */
  readonly awsState?: string;
  readonly progress?: Progress;
}

/** The local services. All of them end with this process, however it ends. */
export interface Services {
  readonly aepUrl: string;
  /** Undefined without MiniStack. */
  readonly awsUrl: string | undefined;
  /** Environment with which provider, stubs and AWS SDKs reach these services and no others. */
  readonly env: Readonly<Record<string, string>>;
  /** Temporary directory of the logs. */
  readonly directory: string;
  /** Ends the services and removes their logs, unless `keepLogs` is set. */
  close(options?: { readonly keepLogs?: boolean }): Promise<void>;
}

/** Starts the emulators of AEP and AWS on this machine. */
export async function startServices(options: ServiceOptions = {}): Promise<Services> {
  const { ports = {} } = options;
  if (ports.aep !== undefined) await claimPort(ports.aep, "the AEP emulator", "--aep-port");
  if (ports.aws !== undefined) await claimPort(ports.aws, "MiniStack", "--aws-port");
  const closers: (() => Promise<void>)[] = [];
  const directory = await temporaryDirectory("services");
  const close: Services["close"] = async ({ keepLogs = false } = {}) => {
    await Promise.all(closers.splice(0).map((end) => end()));
    if (!keepLogs) await fs.rm(directory, { recursive: true, force: true });
  };
  try {
    let { aepUrl } = options;
    if (aepUrl === undefined) {
      const emulator = await startEmulator(ports.aep === undefined ? {} : { port: ports.aep });
      closers.push(() => emulator.close());
      aepUrl = emulator.url;
    }
    let awsUrl: string | undefined;
    if (options.ministack !== false) {
      const executable = await ensureMinistackOnly(
        options.progress === undefined ? {} : { progress: options.progress },
      );
      const ministack = await startMinistack(executable, directory, ports.aws, options.awsState);
      closers.push(() => ministack.close());
      awsUrl = ministack.url;
    }
    return { aepUrl, awsUrl, env: serviceEnvironment(aepUrl, awsUrl), directory, close };
  } catch (error) {
    await close({ keepLogs: true });
    await fs.rmdir(directory).catch(() => undefined); // succeeds only without logs in it
    throw error;
  }
}

function serviceEnvironment(aepUrl: string, awsUrl: string | undefined): Record<string, string> {
  const url = aepUrl.replace(/\/+$/, "");
  return {
    AEP_IMS_URL: url,
    AEP_PLATFORM_URL: url,
    AEP_ORG_ID: emulatorCredentials.orgId,
    AEP_CLIENT_ID: emulatorCredentials.clientId,
    AEP_CLIENT_SECRET: emulatorCredentials.clientSecret,
    AEP_SANDBOX: emulatorCredentials.sandbox,
    ...(awsUrl === undefined
      ? {}
      : {
          AWS_ENDPOINT_URL: awsUrl,
          AWS_REGION: awsIdentity.region,
          AWS_ACCESS_KEY_ID: awsIdentity.accessKeyId,
          AWS_SECRET_ACCESS_KEY: awsIdentity.secretAccessKey,
          // The user's own AWS accounts must not be used.
          AWS_PROFILE: "",
          AWS_SESSION_TOKEN: "",
          AWS_CONFIG_FILE: os.devNull,
          AWS_SHARED_CREDENTIALS_FILE: os.devNull,
          AWS_EC2_METADATA_DISABLED: "true",
          ...quietSdk,
        }),
  };
}
