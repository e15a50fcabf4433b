import { createLocalStack } from "../../local/localStack";
import { startServices, type Services } from "../../local/services";
import { repository } from "../../local/toolchain/context";
import type { LocalStack, StackOptions } from "../../local/workspace";
import { runToFailure } from "./stackSupport";
import { closeAll } from "./support/closeAll";
import { createTestStack } from "./support/testStack";

// A whole stack on a busy machine takes minutes; what hangs ends here.
jest.setTimeout(600_000);

let services: Services;

beforeAll(async () => {
  services = await startServices();
}, 600_000);

afterAll(() => closeAll(services));

async function using<T>(stack: LocalStack, use: (stack: LocalStack) => Promise<T>): Promise<T> {
  try {
    return await use(stack);
  } finally {
    await stack.close();
  }
}

/** What a preview says of a configuration that is wrong. */
async function previewOf(
  config: StackOptions["config"],
  env: Readonly<Record<string, string>> = {},
  stackName = "local",
): Promise<string> {
  const stack = await createTestStack({
    workDir: repository,
    stackName,
    keepPlugins: false,
    env: { AEP_ORG_ID: "", AEP_CLIENT_ID: "", AEP_CLIENT_SECRET: "", AEP_SANDBOX: "", ...env },
    ...(config === undefined ? {} : { config }),
  });
  return using(stack, (made) => runToFailure(made, "preview"));
}

function credentials() {
  return services.env;
}

/** No frame of a stack trace, and no word of one. */
function expectForUsers(text: string): void {
  expect(text).not.toMatch(/^\s+at .*:\d+/m);
  expect(text).not.toMatch(/unhandled|exception|node_modules/i);
}

describe("a configuration with errors", () => {
  it("with no key set: names each required key, and its command", async () => {
    const text = await previewOf(undefined);
    expectForUsers(text);
    expect(text).toContain("The configuration of the stack local has 5 problems");
    for (const [key, fix] of [
      ["adobe-aep:orgId is not set", "pulumi config set adobe-aep:orgId"],
      ["adobe-aep:clientId is not set", "AEP_CLIENT_ID"],
      ["adobe-aep:clientSecret is not set", "pulumi config set --secret adobe-aep:clientSecret"],
      ["adobe-aep:sandbox is not set", "pulumi config set adobe-aep:sandbox"],
      ["chatlio-aep:webhookTokens is not set", "--path 'chatlio-aep:webhookTokens[0]'"],
    ] as const) {
      expect(text).toContain(key);
      expect(text).toContain(fix);
    }
  });

  it("with values of the wrong kind: lists all of them, and shows no token", async () => {
    const token = "a-token-that-is-too-short";
    const text = await previewOf(
      {
        "chatlio-aep:webhookTokens[0]": { value: token, secret: true },
        "chatlio-aep:logRetentionDays": "soon",
        "chatlio-aep:mode": "indirect",
        "chatlio-aep:privacy.email": "hide",
        "chatlio-aep:smoketest": "true",
      },
      credentials(),
    );
    expectForUsers(text);
    expect(text).toContain("has 5 problems");
    expect(text).toContain("chatlio-aep:webhookTokens[0] is shorter than 32 random bytes");
    expect(text).toContain("chatlio-aep:logRetentionDays must be a length of time");
    expect(text).toContain("must be one of relay, direct, both");
    expect(text).toContain("pulumi config set --path 'chatlio-aep:privacy.email' drop");
    expect(text).toContain("did you mean chatlio-aep:smokeTest?");
    expect(text).not.toContain(token);
  });

  it("with a token in plain text: says so", async () => {
    const plain = Buffer.from(Array.from({ length: 32 }, (_, index) => index * 7)).toString("hex");
    const text = await previewOf({ "chatlio-aep:webhookTokens[0]": plain }, credentials());
    expectForUsers(text);
    expect(text).toContain("chatlio-aep:webhookTokens[0] is a secret and is in plain text");
    expect(text).not.toContain(plain);
  });

  it("of the example stack: needs the secrets, and nothing else", async () => {
    const text = await previewOf(undefined, {}, "dev");
    expect(text).toContain("The configuration of the stack dev has 2 problems");
    expect(text).toContain("chatlio-aep:webhookTokens is not set");
    expect(text).toContain("adobe-aep:clientSecret is not set");
  });
});

describe("Adobe rejects", () => {
  it.each([
    [
      "a wrong client secret",
      { AEP_CLIENT_SECRET: "a-wrong-client-secret" },
      [/POST \/ims\/token\/v3/, /401 invalid_client/, /Check clientId and clientSecret/],
    ],
    [
      "another organization",
      { AEP_ORG_ID: "FFFFFFFFFFFFFFFFFFFFFFFF@AdobeOrg" },
      [/GET \/data\/foundation/, /403 403025/, /Check orgId/],
    ],
    ["an unknown sandbox", { AEP_SANDBOX: "nowhere" }, [/404 FLOW-2100-404/, /Check sandbox/]],
  ])("%s: the call, Adobe's code and request id, what to check", async (_what, env, expected) => {
    const stack = await createLocalStack({ ...services, env: { ...services.env, ...env } });
    await using(stack, async (made) => {
      const text = await runToFailure(made, "up");
      expectForUsers(text);
      for (const part of [...expected, /Request id \S+/]) expect(text).toMatch(part);
      expect(text).not.toContain("a-wrong-client-secret");
      await made.destroy();
    });
  });
});
