import { UserError } from "../userError";

/** What to do, by what Pulumi says. */
const ways: readonly (readonly [RegExp, string])[] = [
  [
    /no stack named|no stack selected/u,
    "Name a stack with --stack: `pulumi stack ls` lists them, and `chatlio-aep init` creates one",
  ],
  [/no Pulumi\.yaml/u, "Run it in the directory that has the project's Pulumi.yaml"],
  [
    /passphrase/u,
    "Set PULUMI_CONFIG_PASSPHRASE, or PULUMI_CONFIG_PASSPHRASE_FILE, to the stack's passphrase",
  ],
];

const otherwise =
  "First make `pulumi stack ls` work: `pulumi login` chooses the backend, and PULUMI_BACKEND_URL comes before it";

/**
 * Adds what to do to the error of a configuration that Pulumi cannot read.
 *
 * @returns any other error as it is
 */
export function withWayOut(error: unknown): unknown {
  if (!(error instanceof UserError)) return error;
  const [, fix = otherwise] = ways.find(([said]) => said.test(error.message)) ?? [];
  const text = error.message.trimEnd();
  return new UserError(`${/[.!?]$/.test(text) ? text : `${text}.`} ${fix}`.split("\n"));
}
