import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";

import { awsStub } from "../../../local/aws/definition";
import { startMinistack, type Ministack } from "../../../local/services/ministack";
import { ensureMinistackOnly } from "../../../local/toolchain";
import {
  UNKNOWN,
  type Context,
  type Properties,
  type ProviderDefinition,
  type ResourceType,
} from "../../../provider-sdk";

/** MiniStack, and a stub that is configured for it. */
export interface Harness {
  readonly ministack: Ministack;
  readonly definition: ProviderDefinition;
  readonly log: string[];
  close(): Promise<void>;
}

export async function startHarness(): Promise<Harness> {
  const directory = await fs.mkdtemp(path.join(os.tmpdir(), "aws-stub-"));
  const ministack = await startMinistack(await ensureMinistackOnly(), directory, undefined);
  const definition = awsStub({
    AWS_ENDPOINT_URL: ministack.url,
    AWS_SESSION_TOKEN: ministack.credentials.sessionToken,
  });
  const log: string[] = [];
  await definition.configure({ region: "us-east-1" }, (_severity, message) => log.push(message));
  return {
    ministack,
    definition,
    log,
    close: async () => {
      await ministack.close();
      await fs.rm(directory, { recursive: true, force: true });
    },
  };
}

export function contextFor(token: string, name = "it"): Context {
  return {
    urn: `urn:pulumi:test::test::${token}::${name}`,
    type: token,
    name,
    signal: new AbortController().signal,
    timeoutSeconds: undefined,
    log: () => undefined,
  };
}

/** One resource as the engine drives it: check, then the operation. */
export function resource(definition: ProviderDefinition, token: string) {
  const found = definition.resource(token);
  if (found === undefined) throw new Error(`no ${token}`);
  const type: ResourceType = found;
  const context = contextFor(token);

  async function checked(newInputs: Properties, oldInputs: Properties = {}): Promise<Properties> {
    const { inputs, failures } = await type.check({ oldInputs, newInputs: newInputs }, context);
    if (failures.length > 0) throw new Error(JSON.stringify(failures));
    return inputs;
  }

  return {
    check: (newInputs: Properties) => type.check({ oldInputs: {}, newInputs: newInputs }, context),
    async create(newInputs: Properties) {
      const inputs = await checked(newInputs);
      const preview = await type.create({ inputs, preview: true }, context);
      const created = await type.create({ inputs, preview: false }, context);
      // What a preview says is known must be what comes to be.
      for (const [key, value] of Object.entries(preview.outputs)) {
        if (value !== UNKNOWN) expect(created.outputs[key]).toEqual(value);
        else expect(created.outputs[key]).toBeDefined();
      }
      return { ...created, inputs };
    },
    async diff(created: CreatedResource, newInputs: Properties) {
      const { changes } = await type.diff(
        {
          id: created.id,
          oldOutputs: created.outputs,
          oldInputs: created.inputs,
          newInputs: await checked(newInputs, created.inputs),
          ignoreChanges: [],
        },
        context,
      );
      return changes;
    },
    async update(created: CreatedResource, newInputs: Properties) {
      const inputs = await checked(newInputs, created.inputs);
      const outputs = await type.update(
        {
          id: created.id,
          oldOutputs: created.outputs,
          oldInputs: created.inputs,
          newInputs: inputs,
          preview: false,
        },
        context,
      );
      return { id: created.id, inputs, outputs };
    },
    /** As a refresh reads it; undefined when it is gone. */
    read: (created: CreatedResource) =>
      type.read({ id: created.id, outputs: created.outputs, inputs: created.inputs }, context),
    delete: (created: CreatedResource) =>
      type.delete({ id: created.id, outputs: created.outputs, inputs: created.inputs }, context),
  };
}

export interface CreatedResource {
  readonly id: string;
  readonly inputs: Properties;
  readonly outputs: Properties;
}
