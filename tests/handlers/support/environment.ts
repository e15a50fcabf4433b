import type { AwsServer } from "./awsServer";

const names = [
  "AWS_ENDPOINT_URL",
  "AWS_REGION",
  "AWS_ACCESS_KEY_ID",
  "AWS_SECRET_ACCESS_KEY",
  "CHATLIO_AEP_SETTINGS",
] as const;

/** Sets what Lambda's environment holds; returns how to put back what was there. */
export function lambdaEnvironment(
  aws: AwsServer,
  settings: Record<string, string> = {},
): () => void {
  const before = names.map((name) => [name, process.env[name]] as const);
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: aws.url,
    AWS_REGION: "us-east-1",
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    ...settings,
  });
  return () => {
    for (const [name, value] of before)
      if (value === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = value;
  };
}

/** Everything written to standard output meanwhile, one JSON object a line: logs and metrics. */
export function captureOutput(): {
  lines: () => Record<string, unknown>[];
  text: () => string;
  stop: () => void;
} {
  let text = "";
  const take = (chunk: unknown) => {
    text += String(chunk);
    return true;
  };
  const write = jest.spyOn(process.stdout, "write").mockImplementation(take);
  return {
    text: () => text,
    lines: () =>
      text
        .split("\n")
        .filter((line) => line.startsWith("{"))
        .map((line) => JSON.parse(line) as Record<string, unknown>),
    stop: () => write.mockRestore(),
  };
}
