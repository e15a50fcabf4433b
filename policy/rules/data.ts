import { parsed, type ResourceRule } from "../resource";

/** Logs that are kept for ever cost money for ever. */
export const logRetention: ResourceRule = {
  name: "log-retention",
  description: "Every log group deletes its events after some time.",
  check: ({ type, props }) =>
    type === "aws:cloudwatch/logGroup:LogGroup" && !(Number(props["retentionInDays"]) > 0)
      ? ["The log group keeps its events for ever. Set retentionInDays."]
      : [],
};

/** Names of settings that hold a secret, and what may follow in the name of one that only refers to it. */
const secretName = /(secret|password|passphrase|token|salt|credential|api_?key|private_?key)s?$/i;

/** Texts that are a secret whatever their name is. */
const secretTexts = [
  /[?&]token=[^&]/i,
  /:\/\/[^/\s:@]+:[^/\s@]+@/,
  /-----BEGIN [A-Z ]*PRIVATE KEY/,
];

/** The places of secrets in a value, as `CHATLIO_AEP_SETTINGS.privacySalt`. */
function secretPlaces(value: unknown, place: string): string[] {
  if (typeof value === "string" && !value.trimStart().startsWith("{")) {
    const name = place.split(".").at(-1) ?? "";
    const isSecret = secretName.test(name) || secretTexts.some((text) => text.test(value));
    return isSecret && value !== "" && !value.startsWith("arn:") ? [place] : [];
  }
  if (Array.isArray(value)) return value.flatMap((each) => secretPlaces(each, place));
  return Object.entries(parsed(value)).flatMap(([name, each]) =>
    secretPlaces(each, place === "" ? name : `${place}.${name}`),
  );
}

/** Everybody who may look at a function reads its environment. Secrets Manager logs who reads a secret. */
export const noPlainSecret: ResourceRule = {
  name: "no-plain-secret",
  description: "No function has a secret in its environment variables.",
  check: ({ type, props }) => {
    if (type !== "aws:lambda/function:Function") return [];
    const { variables = {} } = parsed(props["environment"]);
    return secretPlaces(variables, "").map(
      (place) => `The environment variable ${place} holds a secret. Use Secrets Manager.`,
    );
  },
};

/** `forceDestroy` is set unless `chatlio-aep:protectData` keeps the data. */
export const dataProtected: ResourceRule = {
  name: "data-protected",
  description: "A destroy keeps the dataset and its rows, and a bucket with objects.",
  check: ({ type, props }) => {
    if (props["forceDestroy"] !== true) return [];
    if (type === "aws:s3/bucket:Bucket") return ["A destroy deletes the bucket with its objects."];
    return type === "adobe-aep:catalog:Dataset"
      ? ["A destroy deletes the dataset with its rows. Set chatlio-aep:protectData to true."]
      : [];
  },
};
