import type { InvokeFunction, ProviderDefinition, ResourceType } from "../../provider-sdk";
import { Limiter, realTiming } from "../client";
import type { Timing } from "../client";
import { createTokenSource } from "../client/ims";
import { functions } from "./functions";
import { checkConfig, diffConfig, scopeFromEnvironment, readConfig } from "./lifecycle/config";
import { invokeFunction } from "./lifecycle/function";
import { JournalFile } from "./lifecycle/journalFile";
import { ManagedResource } from "./lifecycle/managedResource";
import { SandboxContext } from "./lifecycle/sandboxContext";
import type { Shared } from "./lifecycle/sandboxContext";
import { SandboxContexts } from "./lifecycle/sandboxContexts";
import { isUnknown } from "./lifecycle/unknown";
import { definitions } from "./resources";
import { packageSchema } from "./schema/packageSchema";
import { VERSION } from "./version";

export interface ProviderOptions {
  /** Where what is not configured comes from. Default `process.env`. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** Clock and pauses; a test controls them. */
  readonly timing?: Timing;
  /** How long to wait for one response, in milliseconds. Default 60,000. */
  readonly timeoutMs?: number | undefined;
  /** Where the state is kept: it tells two copies of one stack apart. Default: not known. */
  readonly backend?: string;
  /** Where to keep the journals of creates. Default: none are kept. */
  readonly journalDirectory?: string;
}

/** The `adobe-aep` provider. One of these serves one configuration: one sandbox. */
export function createProvider(options: ProviderOptions = {}): ProviderDefinition {
  const environment = options.environment ?? process.env;
  const timing = options.timing ?? realTiming;
  let shared: Shared | undefined;
  let isNewState = false;
  const sandboxes = new SandboxContexts((config) => {
    if (shared === undefined) throw new Error("the provider adobe-aep is not configured");
    return new SandboxContext(config, shared);
  });
  const types = new Map<string, ResourceType>(
    definitions.map((definition) => [definition.token, new ManagedResource(definition, sandboxes)]),
  );
  const invokes = new Map<string, InvokeFunction>(
    functions.map((definition) => [
      definition.token,
      invokeFunction(definition, () => sandboxes.current),
    ]),
  );
  return {
    name: "adobe-aep",
    version: VERSION,
    schema: () => JSON.stringify(packageSchema()),
    secretConfig: ["clientSecret"],
    checkConfig: (newInputs, oldInputs) => {
      isNewState = Object.keys(oldInputs).length === 0;
      return Promise.resolve({
        failures: checkConfig(newInputs, environment),
        inputs: scopeFromEnvironment(newInputs, environment),
      });
    },
    diffConfig: (oldInputs, newInputs) => Promise.resolve(diffConfig(oldInputs, newInputs)),
    configure: (config, write, id) => {
      const values = readConfig(config, environment);
      const isKnown = id !== undefined && !isUnknown(id);
      const owner = isKnown ? `${id} ${options.backend ?? ""}` : id;
      shared = {
        timing,
        timeoutMs: options.timeoutMs,
        tokens: createTokenSource(values, timing),
        limiter: new Limiter(),
        log: write,
        owner,
        isNewState,
        journal: new JournalFile(options.journalDirectory, isKnown ? id : undefined),
        recentDirectory: options.journalDirectory,
      };
      sandboxes.configure(values);
      return Promise.resolve();
    },
    resource: (token) => types.get(token),
    invoke: (token) => invokes.get(token),
  };
}
