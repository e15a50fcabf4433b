import fs from "node:fs/promises";
import os from "node:os";

import { startEmulator, type EmulatorCredentials } from "../../emulator";
import { adminSecretVariable, emulatorCredentials } from "../../emulator/defaults";
import { newSecret } from "../../emulator/server/secret";
import { temporaryDirectory } from "../process/temporary";
import type { Progress } from "../progress";
import { ensureMinistackOnly } from "../toolchain";
import { awsIdentity, quietSdk, startMinistack, type Ministack } from "./ministack";
import { claimPort } from "./ports";
import { credentialVariables, type AwsCredentials } from "./sessionToken";

export interface ServiceOptions {
  /** A running AEP emulator, or a proxy in front of one. No other is started. */
  readonly aepUrl?: string;
  /** Its admin secret. Default: the value of `AEP_EMULATOR_SECRET`. */
  readonly adminSecret?: string;
  /** Whether to start MiniStack. Default true. */
  readonly ministack?: boolean;
  /** Ports to listen on. Default: free ones. */
  readonly ports?: { readonly aep?: number; readonly aws?: number };
  /** Directory with the state that MiniStack starts with. Default: it starts empty. */
  readonly awsState?: string;
  readonly progress?: Progress;
}

/** Where the local AWS is, and what its clients log in with. */
export interface LocalAws {
  readonly url: string;
  readonly credentials: AwsCredentials;
}

/** The local services. All of them end with this process, however it ends. */
export interface Services {
  readonly aepUrl: string;
  /** The emulator's admin secret; undefined when it runs already and nobody said. */
  readonly adminSecret: string | undefined;
  /** What its clients log in with; the client secret is another one in each run, unless the emulator runs already. */
  readonly credentials: EmulatorCredentials;
  /** Undefined without MiniStack. */
  readonly aws: LocalAws | undefined;
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
    let { aepUrl, adminSecret = process.env[adminSecretVariable] } = options;
    let credentials: EmulatorCredentials = emulatorCredentials;
    if (aepUrl === undefined) {
      // Other users of the machine know the emulator's usual client secret.
      credentials = { ...emulatorCredentials, clientSecret: newSecret() };
      const emulator = await startEmulator({ port: ports.aep, credentials });
      closers.push(() => emulator.close());
      ({ url: aepUrl, adminSecret } = emulator);
    }
    let aws: Ministack | undefined;
    if (options.ministack !== false) {
      const executable = await ensureMinistackOnly(
        options.progress === undefined ? {} : { progress: options.progress },
      );
      const ministack = await startMinistack(executable, directory, ports.aws, options.awsState);
      closers.push(() => ministack.close());
      aws = ministack;
    }
    const aep = { aepUrl, adminSecret, credentials };
    const env = { ...aepEnvironment(aep), ...(aws && awsEnvironment(aws)) };
    return { ...aep, aws, env, directory, close };
  } catch (error) {
    await close({ keepLogs: true });
    await fs.rmdir(directory).catch(() => undefined); // succeeds only without logs in it
    throw error;
  }
}

function aepEnvironment({
  aepUrl,
  adminSecret,
  credentials,
}: Pick<Services, "aepUrl" | "adminSecret" | "credentials">): Record<string, string> {
  const url = aepUrl.replace(/\/+$/, "");
  return {
    AEP_IMS_URL: url,
    AEP_PLATFORM_URL: url,
    AEP_ORG_ID: credentials.orgId,
    AEP_CLIENT_ID: credentials.clientId,
    AEP_CLIENT_SECRET: credentials.clientSecret,
    AEP_SANDBOX: emulatorCredentials.sandbox,
    ...(adminSecret === undefined ? {} : { [adminSecretVariable]: adminSecret }),
  };
}

function awsEnvironment({ url, credentials }: LocalAws): Record<string, string> {
  return {
    AWS_ENDPOINT_URL: url,
    AWS_REGION: awsIdentity.region,
    ...credentialVariables(credentials),
    // The user's own AWS accounts must not be used.
    AWS_PROFILE: "",
    AWS_CONFIG_FILE: os.devNull,
    AWS_SHARED_CREDENTIALS_FILE: os.devNull,
    AWS_EC2_METADATA_DISABLED: "true",
    ...quietSdk,
  };
}
