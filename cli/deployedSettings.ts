import { GetFunctionConfigurationCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";

import { saltsOf } from "../handlers/receiver/salts";
import { readReceiverSettings, type ReceiverSettings } from "../handlers/receiver/settings";
import { regionOf, type StackOutputs } from "./stackOutputs";
import { UserError } from "./userError";

/** The settings of the deployed receiver, without salts that a secret holds. */
export async function readReceiverConfiguration(outputs: StackOutputs): Promise<ReceiverSettings> {
  const lambda = new LambdaClient({ region: regionOf(outputs) });
  const { Environment: environment } = await lambda.send(
    new GetFunctionConfigurationCommand({ FunctionName: outputs.receiverFunctionArn }),
  );
  return readSettings(environment?.Variables ?? {});
}

/** The settings of the deployed receiver with its salts: raw bodies are converted with them. */
export async function readDeployedSettings(outputs: StackOutputs): Promise<ReceiverSettings> {
  const settings = await readReceiverConfiguration(outputs);
  const secrets = new SecretsManagerClient({ region: regionOf(outputs) });
  const readSalts = saltsOf(settings, async (input, abortSignal) => {
    const options = abortSignal && { abortSignal };
    return (await secrets.send(new GetSecretValueCommand(input), options)).SecretString;
  });
  try {
    return { ...settings, ...(await readSalts()) };
  } catch (error) {
    throw new UserError(
      `Cannot read the receiver's salts in Secrets Manager: ${(error as Error).message}`,
    );
  }
}

function readSettings(variables: Readonly<Record<string, string>>): ReceiverSettings {
  try {
    return readReceiverSettings(variables);
  } catch (error) {
    throw new UserError(`Receiver function: ${(error as Error).message}`);
  }
}
