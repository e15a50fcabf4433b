import { eventSlugs } from "../../handlers/model";
import { receiverSettings, type ReceiverSettings } from "../../handlers/receiver/settings";
import { readConfig } from "../../infra/config/read";
import { withAwsErrors } from "../awsErrors";
import { readDeployedSettings } from "../deployedSettings";
import { readStackConfiguration } from "../stackConfiguration";
import { readStackOutputs } from "../stackOutputs";
import { UserError } from "../userError";
import type { ExplainOptions } from "./actions";

/** The settings of the deployed stack, else the defaults for whatever widget is named. */
export async function settingsOf(options: ExplainOptions): Promise<ReceiverSettings> {
  if (options.stack !== undefined && options.mode === "direct") return configured(options);
  if (options.stack !== undefined) {
    const outputs = await readStackOutputs(options);
    const needs =
      "lambda:GetFunctionConfiguration on the receiver and secretsmanager:GetSecretValue of the salts";
    return withAwsErrors(needs, () => readDeployedSettings(outputs));
  }
  return localSettings([options.widget ?? "main"]);
}

/** Settings of a receiver that receives nothing. */
function localSettings(widgets: readonly string[], more: object = {}): ReceiverSettings {
  return receiverSettings.parse({
    queueUrl: "http://localhost",
    deadLetterQueueUrl: "http://localhost",
    tokens: [{ id: "none", sha256: "0".repeat(64) }],
    widgets,
    events: eventSlugs,
    privacy: {},
    ...more,
  });
}

/** In direct mode there is no receiver: what the stack's configuration says counts. */
async function configured(options: ExplainOptions): Promise<ReceiverSettings> {
  const { secretKeys, values } = await readStackConfiguration(options);
  const read = readConfig({ config: values, secretKeys, env: process.env });
  if ("problems" in read) {
    throw new UserError(
      "The stack's configuration is not valid. `chatlio-aep doctor` says what is wrong with it.",
    );
  }
  const config = read.values;
  return localSettings(config["chatlio-aep:widgets"], {
    events: config["chatlio-aep:events"],
    privacy: config["chatlio-aep:privacy"],
    transcript: config["chatlio-aep:transcript"],
    identities: config["chatlio-aep:identities"],
    dedupeWindowSeconds: Math.round(config["chatlio-aep:dedupeWindow"] / 1_000),
  });
}
