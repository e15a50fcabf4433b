import {
  CreateFunctionCommand,
  DeleteFunctionCommand,
  GetFunctionConfigurationCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
  waitUntilFunctionActiveV2,
  waitUntilFunctionUpdatedV2,
  type Architecture,
  type LoggingConfig,
  type Runtime,
} from "@aws-sdk/client-lambda";
import type { FunctionArgs } from "@pulumi/aws/lambda";

import type { Properties } from "../../../provider-sdk";
import { unlessGone, type Aws } from "../clients";
import { same } from "../compare";
import { archive, inputsOf, number, object, str, text, textMap, texts } from "../define";
import type { AwsType } from "../define";
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
];

function settingsOf(inputs: Properties) {
  const environment = inputs["environment"] as { variables?: Record<string, string> } | undefined;
  const logging = inputs["loggingConfig"] as Properties | undefined;
  return {
    FunctionName: str(inputs, "name"),
    Description: (inputs["description"] as string | undefined) ?? "",
    Handler: str(inputs, "handler"),
    Role: str(inputs, "role"),
    Runtime: str(inputs, "runtime") as Runtime,
    MemorySize: inputs["memorySize"] as number | undefined,
    Timeout: inputs["timeout"] as number | undefined,
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
    role: text,
    runtime: text,
    timeout: number.optional(),
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
      }),
    );
    await ready(lambda, waitUntilFunctionActiveV2, name);
    return name;
  },

  async read(name, aws) {
    const command = new GetFunctionConfigurationCommand({ FunctionName: name });
    const found = await unlessGone(aws.lambda.send(command), gone);
    if (found === undefined) return undefined;
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
      runtime: found.Runtime,
      timeout: found.Timeout,
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
  },

  async delete(name, { lambda }) {
    await unlessGone(lambda.send(new DeleteFunctionCommand({ FunctionName: name })), gone);
  },
};
