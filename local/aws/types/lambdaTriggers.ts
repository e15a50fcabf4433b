import { setTimeout as sleep } from "node:timers/promises";

import {
  AddPermissionCommand,
  CreateEventSourceMappingCommand,
  DeleteEventSourceMappingCommand,
  GetEventSourceMappingCommand,
  GetPolicyCommand,
  RemovePermissionCommand,
  UpdateEventSourceMappingCommand,
  type FunctionResponseType,
} from "@aws-sdk/client-lambda";
import type { EventSourceMappingArgs, PermissionArgs } from "@pulumi/aws/lambda";

import type { Properties } from "../../../provider-sdk";
import { unlessGone } from "../clients";
import { boolean, inputsOf, number, object, str, text, texts, type AwsType } from "../define";

const gone = ["ResourceNotFoundException"];

function mappingOf(inputs: Properties) {
  const scaling = inputs["scalingConfig"] as { maximumConcurrency?: number } | undefined;
  return {
    FunctionName: str(inputs, "functionName"),
    BatchSize: inputs["batchSize"] as number | undefined,
    Enabled: inputs["enabled"] !== false,
    FunctionResponseTypes: inputs["functionResponseTypes"] as FunctionResponseType[] | undefined,
    MaximumBatchingWindowInSeconds: inputs["maximumBatchingWindowInSeconds"] as number | undefined,
    ScalingConfig: scaling && { MaximumConcurrency: scaling.maximumConcurrency },
  };
}

/** `aws:lambda/eventSourceMapping:EventSourceMapping`; id: its UUID. */
export const eventSourceMapping: AwsType = {
  inputs: inputsOf<EventSourceMappingArgs>()({
    eventSourceArn: text,
    functionName: text,
    batchSize: number.optional(),
    enabled: boolean.optional(),
    functionResponseTypes: texts.optional(),
    maximumBatchingWindowInSeconds: number.optional(),
    scalingConfig: object({ maximumConcurrency: number }).optional(),
  }),
  replaces: ["eventSourceArn"],
  computed: ["functionArn", "state", "uuid"],

  async create(inputs, { lambda }) {
    const created = await lambda.send(
      new CreateEventSourceMappingCommand({
        ...mappingOf(inputs),
        EventSourceArn: str(inputs, "eventSourceArn"),
      }),
    );
    return str({ ...created }, "UUID");
  },

  async read(id, { lambda }) {
    const command = new GetEventSourceMappingCommand({ UUID: id });
    const found = await unlessGone(lambda.send(command), gone);
    if (found === undefined || found.State === "Deleting") return undefined;
    return {
      uuid: found.UUID,
      state: found.State,
      functionArn: found.FunctionArn,
      // Lambda returns the ARN. The program passes the ARN too, so that it reads back unchanged.
      functionName: found.FunctionArn,
      eventSourceArn: found.EventSourceArn,
      batchSize: found.BatchSize,
      enabled: !found.State?.startsWith("Disabl"),
      functionResponseTypes: found.FunctionResponseTypes,
      maximumBatchingWindowInSeconds: found.MaximumBatchingWindowInSeconds,
      ...(found.ScalingConfig?.MaximumConcurrency
        ? { scalingConfig: { maximumConcurrency: found.ScalingConfig.MaximumConcurrency } }
        : {}),
    };
  },

  async update(id, newInputs, _oldInputs, { lambda }) {
    await lambda.send(new UpdateEventSourceMappingCommand({ ...mappingOf(newInputs), UUID: id }));
  },

  async delete(id, { lambda }) {
    const command = new DeleteEventSourceMappingCommand({ UUID: id });
    await unlessGone(lambda.send(command), gone);
    const exists = () =>
      unlessGone(lambda.send(new GetEventSourceMappingCommand({ UUID: id })), gone);
    for (let attempt = 0; attempt < 60 && (await exists()) !== undefined; attempt++) {
      await sleep(500);
    }
  },
};

interface Statement {
  readonly Sid?: string;
  readonly Action?: string;
  readonly Principal?: { readonly Service?: string };
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** `aws:lambda/permission:Permission`; id: the statement's id. */
export const permission: AwsType = {
  inputs: inputsOf<PermissionArgs>()({
    action: text,
    function: text,
    principal: text,
    sourceArn: text.optional(),
    statementId: text,
  }),
  // A statement cannot be changed.
  replaces: ["action", "function", "principal", "sourceArn", "statementId"],
  computed: [],

  withDefaults: (inputs, name) => ({ statementId: name, ...inputs }),

  async create(inputs, { lambda }) {
    const id = str(inputs, "statementId");
    await lambda.send(
      new AddPermissionCommand({
        FunctionName: str(inputs, "function"),
        StatementId: id,
        Action: str(inputs, "action"),
        Principal: str(inputs, "principal"),
        SourceArn: inputs["sourceArn"] as string | undefined,
      }),
    );
    return id;
  },

  async read(id, { lambda }, state) {
    const command = new GetPolicyCommand({ FunctionName: str(state, "function") });
    const policy = (await unlessGone(lambda.send(command), gone))?.Policy;
    const { Statement: statements } = JSON.parse(policy ?? "{}") as { Statement?: Statement[] };
    const found = statements?.find((statement) => statement.Sid === id);
    if (found === undefined) return undefined;
    const sourceArn = Object.values(found.Condition ?? {})
      .map((test) => test["AWS:SourceArn"] ?? test["aws:SourceArn"])
      .find((arn) => arn !== undefined);
    return {
      statementId: id,
      function: state["function"],
      action: found.Action,
      principal: found.Principal?.Service,
      ...(sourceArn ? { sourceArn } : {}),
    };
  },

  async delete(id, { lambda }, state) {
    const command = new RemovePermissionCommand({
      FunctionName: str(state, "function"),
      StatementId: id,
    });
    await unlessGone(lambda.send(command), gone);
  },
};
