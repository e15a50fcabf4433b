import type { Resource } from "../../policy/resource";
import { findingsAfter, program, type Props } from "./support";

describe("the rule about secrets finds what violates it, and nothing else", () => {
  let resources: readonly Resource[];

  beforeAll(async () => {
    resources = await program();
  });

  const after = (name: string, props: Props, type?: string) =>
    findingsAfter(resources, name, props, type);

  it.each<[string, Props, string]>([
    ["a variable's name", { CLIENT_SECRET: "s3cret" }, "CLIENT_SECRET"],
    ["a name in settings", { SETTINGS: '{"privacySalt":"0123"}' }, "SETTINGS.privacySalt"],
    ["a list in settings", { SETTINGS: '{"a":{"tokens":["0123"]}}' }, "SETTINGS.a.tokens"],
    ["a URL with a token", { HOOK: "https://relay.example/chatlio?token=0123" }, "HOOK"],
    ["a list of objects", { SETTINGS: '[{"apiToken":"0123"}]' }, "SETTINGS.apiToken"],
    ["a secret that starts as JSON does", { PASSWORD: "{s3cret" }, "PASSWORD"],
    [
      "an object that is a secret",
      { CREDENTIALS: '{"user":"me","value":"x"}' },
      "CREDENTIALS.user",
    ],
    ["a word in the middle", { DB_PASSWORD_PROD: "s3cret" }, "DB_PASSWORD_PROD"],
    ["a short word", { ADMIN_PWD: "s3cret" }, "ADMIN_PWD"],
    ["a key", { hmacKey: "0123" }, "hmacKey"],
    ["an access key", { AWS_SECRET_ACCESS_KEY: "0123" }, "AWS_SECRET_ACCESS_KEY"],
    ["a connection string", { CONNECTION_STRING: "Server=db" }, "CONNECTION_STRING"],
    ["a URL with a password", { DATABASE: "postgres://me:s3cret@db.example/" }, "DATABASE"],
    ["a URL with a password only", { CACHE: "redis://:s3cret@cache.example" }, "CACHE"],
    ["a header", { HEADER: "Bearer 0123456789abcdef" }, "HEADER"],
    ["a streaming endpoint", { TO: `https://dcs.adobedc.net/collection/${"0a".repeat(32)}` }, "TO"],
    ["a webhook of Slack", { TELL: "https://hooks.slack.com/services/T0/B0/x" }, "TELL"],
    ["an access key's id as text", { SETTING: "AKIAIOSFODNN7EXAMPLE" }, "SETTING"],
  ])("no-plain-secret: %s", (_, variables, place) => {
    expect(after("relay-receiver-function", { environment: { variables } })).toContain(
      `no-plain-secret: relay-receiver-function: The environment variable ${place} holds a secret. Use Secrets Manager.`,
    );
  });

  it("no-plain-secret: names that only refer to a secret are not secrets", () => {
    const variables = {
      SETTINGS: JSON.stringify({
        inletSecretArn: "arn:aws:secretsmanager:us-east-1:123456789012:secret:name",
        secret: "arn:aws:secretsmanager:us-east-1:123456789012:secret:name",
        tokens: [{ id: "01234567", sha256: "ab" }],
      }),
      SECRET_NAME: "chatlio-aep/prod",
      TOKEN_TTL: "30",
      TOKEN_REQUIRED: "true",
      PASSWORD: "",
      COMPASS: "north",
      KEYBOARD: "qwerty",
      URL: "https://platform.adobe.io/collection/list?page=2",
    };
    expect(after("relay-receiver-function", { environment: { variables } })).toEqual([]);
  });

  it("no-plain-secret: other places", () => {
    const found = (type: string, props: Props) => after("added", props, type);
    expect(
      found("aws:ssm/parameter:Parameter", { name: "/a/token", type: "String", value: "x" }),
    ).toEqual([
      "no-plain-secret: added: The parameter /a/token holds a secret. Use Secrets Manager.",
    ]);
    expect(
      found("aws:ssm/parameter:Parameter", { name: "/a/token", type: "SecureString", value: "x" }),
    ).toEqual([]);
    expect(found("aws:apigatewayv2/stage:Stage", { stageVariables: { apiKey: "x" } })).toEqual([
      "no-plain-secret: added: The stage variable apiKey holds a secret. Use Secrets Manager.",
    ]);
  });
});
