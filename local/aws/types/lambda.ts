import {
  CreateFunctionCommand,
  DeleteFunctionConcurrencyCommand,
  DeleteFunctionCommand,
  GetFunctionCommand,
  PutFunctionConcurrencyCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
  waitUntilFunctionActiveV2,
  waitUntilFunctionUpdatedV2,
  type Architecture,
  type LoggingConfig,
  type Runtime,
  type TracingMode,
} from "@aws-sdk/client-lambda";
import type { FunctionArgs } from "@pulumi/aws/lambda";

import type { Properties } from "../../../provider-sdk";
import { unlessGone, type Aws } from "../clients";
import { same } from "../compare";
import { archive, inputsOf, number, object, str, text, textMap, texts } from "../define";
import type { AwsType } from "../define";
import { changedTags, tagsOf } from "../tags";
import { zipArchive } from "../zip";

const gone = ["ResourceNotFoundException"];

/** Inputs that the function's configuration consists of, in AWS's sense: all but its code. */
const configurationKeys = [
  "description",
  "environment",
  "handler",
  "loggingConfig",
  "memorySize",
  "role",
  "runtime",
  "timeout",
  "tracingConfig",
];

function settingsOf(inputs: Properties) {
  const environment = inputs["environment"] as { variables?: Record<string, string> } | undefined;
  const logging = inputs["loggingConfig"] as Properties | undefined;
  const tracing = inputs["tracingConfig"] as { mode?: TracingMode } | undefined;
  return {
    FunctionName: str(inputs, "name"),
    Description: (inputs["description"] as string | undefined) ?? "",
    Handler: str(inputs, "handler"),
    Role: str(inputs, "role"),
    Runtime: str(inputs, "runtime") as Runtime,
    MemorySize: inputs["memorySize"] as number | undefined,
    Timeout: inputs["timeout"] as number | undefined,
    TracingConfig: { Mode: tracing?.mode ?? "PassThrough" },
    Environment: { Variables: environment?.variables ?? {} },
    LoggingConfig: logging && {
      LogFormat: logging["logFormat"] as LoggingConfig["LogFormat"],
      LogGroup: logging["logGroup"] as string | undefined,
      ApplicationLogLevel: logging["applicationLogLevel"] as LoggingConfig["ApplicationLogLevel"],
      SystemLogLevel: logging["systemLogLevel"] as LoggingConfig["SystemLogLevel"],
    },
  };
}

function ready(lambda: Aws["lambda"], wait: typeof waitUntilFunctionActiveV2, name: string) {
  return wait(
    { client: lambda, maxWaitTime: 60, minDelay: 0.2, maxDelay: 1 },
    {
      FunctionName: name,
    },
  );
}

async function setTags(
  newInputs: Properties,
  oldOutputs: Properties,
  lambda: Aws["lambda"],
): Promise<void> {
  const { set, remove } = changedTags(oldOutputs, newInputs);
  const resource = () => ({ Resource: str(oldOutputs, "arn") });
  if (set) await lambda.send(new TagResourceCommand({ ...resource(), Tags: set }));
  if (remove) await lambda.send(new UntagResourceCommand({ ...resource(), TagKeys: remove }));
}

async function setConcurrency(
  FunctionName: string,
  newInputs: Properties,
  oldInputs: Properties,
  lambda: Aws["lambda"],
): Promise<void> {
  const key = "reservedConcurrentExecutions";
  const [before, after] = [oldInputs[key], newInputs[key]];
  if (before === after) return;
  const reserved = { FunctionName, ReservedConcurrentExecutions: after as number };
  await (after === undefined
    ? lambda.send(new DeleteFunctionConcurrencyCommand({ FunctionName }))
    : lambda.send(new PutFunctionConcurrencyCommand(reserved)));
}

/** `aws:lambda/function:Function` from an archive; id: the function's name. */
export const lambdaFunction: AwsType = {
  inputs: inputsOf<FunctionArgs>()({
    name: text,
    architectures: texts.optional(),
    code: archive,
    description: text.optional(),
    environment: object({ variables: textMap }).optional(),
    handler: text,
    loggingConfig: object({
      logFormat: text,
      logGroup: text,
      applicationLogLevel: text,
      systemLogLevel: text,
    }).optional(),
    memorySize: number.optional(),
    reservedConcurrentExecutions: number.optional(),
    role: text,
    runtime: text,
    tags: textMap.optional(),
    timeout: number.optional(),
    tracingConfig: object({ mode: text }).optional(),
  }),
  replaces: ["name"],
  computed: ["arn", "invokeArn", "codeSha256"],

  async create(inputs, { lambda }) {
    const name = str(inputs, "name");
    await lambda.send(
      new CreateFunctionCommand({
        ...settingsOf(inputs),
        Architectures: inputs["architectures"] as Architecture[] | undefined,
        Code: { ZipFile: zipArchive(inputs["code"]) },
        Tags: tagsOf(inputs),
      }),
    );
    await ready(lambda, waitUntilFunctionActiveV2, name);
    await setConcurrency(name, inputs, {}, lambda);
    return name;
  },

  async read(name, aws) {
    const command = new GetFunctionCommand({ FunctionName: name });
    const response = await unlessGone(aws.lambda.send(command), gone);
    const found = response?.Configuration;
    if (found === undefined) return undefined;
    const reserved = response?.Concurrency?.ReservedConcurrentExecutions;
    const logging = found.LoggingConfig;
    return {
      name,
      arn: found.FunctionArn,
      invokeArn: `arn:aws:apigateway:${aws.region}:lambda:path/2015-03-31/functions/${found.FunctionArn ?? ""}/invocations`,
      codeSha256: found.CodeSha256,
      architectures: found.Architectures,
      description: found.Description,
      environment: { variables: found.Environment?.Variables ?? {} },
      handler: found.Handler,
      ...(logging
        ? {
            loggingConfig: {
              logFormat: logging.LogFormat,
              logGroup: logging.LogGroup,
              applicationLogLevel: logging.ApplicationLogLevel,
              systemLogLevel: logging.SystemLogLevel,
            },
          }
        : {}),
      memorySize: found.MemorySize,
      role: found.Role,
      ...(reserved === undefined ? {} : { reservedConcurrentExecutions: reserved }),
      runtime: found.Runtime,
      tags: response?.Tags ?? {},
      timeout: found.Timeout,
      tracingConfig: { mode: found.TracingConfig?.Mode ?? "PassThrough" },
    };
  },

  /** In the order of the real provider: between the two steps, the old code runs with the new settings. */
  async update(name, newInputs, oldInputs, { lambda }) {
    const changed = (...keys: readonly string[]) =>
      keys.some((key) => !same(newInputs[key], oldInputs[key]));
    if (changed(...configurationKeys)) {
      await lambda.send(new UpdateFunctionConfigurationCommand(settingsOf(newInputs)));
      await ready(lambda, waitUntilFunctionUpdatedV2, name);
    }
    if (changed("code", "architectures")) {
      await lambda.send(
        new UpdateFunctionCodeCommand({
          FunctionName: name,
          Architectures: newInputs["architectures"] as Architecture[] | undefined,
          ZipFile: zipArchive(newInputs["code"]),
        }),
      );
      await ready(lambda, waitUntilFunctionUpdatedV2, name);
    }
    await setConcurrency(name, newInputs, oldInputs, lambda);
    await setTags(newInputs, oldInputs, lambda);
  },

  async delete(name, { lambda }) {
    await unlessGone(lambda.send(new DeleteFunctionCommand({ FunctionName: name })), gone);
  },
};
