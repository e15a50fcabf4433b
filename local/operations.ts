import { AsyncLocalStorage } from "node:async_hooks";

import type {
  DestroyOptions,
  EngineEvent,
  OpMap,
  OutputMap,
  RefreshOptions,
  Stack,
  UpdateSummary,
  UpOptions,
} from "@pulumi/pulumi/automation";

/** What an operation printed and how many resources went through which step. */
export interface OperationResult {
  readonly stdout: string;
  readonly stderr: string;
  /** Step → number of resources, the stack itself included: `{ create: 12, same: 3 }`. */
  readonly resourceChanges: OpMap;
}

/** The operations of a {@link LocalStack}. */
export interface Operations {
  up(options?: UpOptions): Promise<OperationResult>;
  refresh(options?: RefreshOptions): Promise<OperationResult>;
  destroy(options?: DestroyOptions): Promise<OperationResult>;
}

type Replaced = "up" | "refresh" | "destroy";

/**
 * Replaces a stack's operations by ones that do not read outputs and history after each run. The
 * Automation API starts `pulumi` three more times for them, each of which derives the passphrase's key
 * again: 1.1 s of CPU after an `up`. The number of changes is among the engine's events anyway, and
 * `outputs()` is read where it is needed, once until the next operation.
 */
export function withLeanOperations(stack: Stack): Omit<Stack, Replaced> & Operations {
  const running = new AsyncLocalStorage<true>();
  const read = {
    outputs: stack.outputs.bind(stack),
    info: stack.info.bind(stack),
  };
  let known: Promise<OutputMap> | undefined;
  const outputs = (): Promise<OutputMap> => {
    if (running.getStore() === true) return Promise.resolve({});
    known ??= read.outputs();
    return known;
  };
  const info = (showSecrets?: boolean): Promise<UpdateSummary | undefined> =>
    running.getStore() === true ? Promise.resolve(undefined) : read.info(showSecrets);

  const lean =
    <Options extends { onEvent?: (event: EngineEvent) => void }>(
      operation: (options: Options) => Promise<{ stdout: string; stderr: string }>,
    ) =>
    async (options?: Options): Promise<OperationResult> => {
      let resourceChanges: OpMap = {};
      const onEvent = (event: EngineEvent) => {
        if (event.summaryEvent) resourceChanges = event.summaryEvent.resourceChanges;
        options?.onEvent?.(event);
      };
      known = undefined;
      const run = () => operation({ ...options, onEvent } as Options);
      try {
        const { stdout, stderr } = await running.run(true, run);
        return { stdout, stderr, resourceChanges };
      } finally {
        known = undefined;
      }
    };
  return Object.assign(stack, {
    outputs,
    info,
    up: lean<UpOptions>(stack.up.bind(stack)),
    refresh: lean<RefreshOptions>(stack.refresh.bind(stack)),
    destroy: lean<DestroyOptions>(stack.destroy.bind(stack)),
  });
}
