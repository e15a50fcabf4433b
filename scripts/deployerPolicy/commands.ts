import type { StatementSource, Target } from "./statements";

// What the policies of several commands have in common.

export const queueType = "aws:sqs/queue:Queue";
export const bucketType = "aws:s3/bucket:Bucket";
const functionType = "aws:lambda/function:Function";

/** The stack's queues, by the last parts of their names. */
export function queues(...parts: readonly string[]) {
  return ({ partition, region, account, prefix }: Target) =>
    parts.map((part) => `arn:${partition}:sqs:${region}:${account}:${prefix}-*-${part}`);
}

/** To read what the receiver is configured to take. */
export const receiverStatement: StatementSource = {
  sid: "Receiver",
  actions: { [functionType]: ["lambda:GetFunctionConfiguration"] },
  resources: ({ partition, region, account, prefix }) => [
    `arn:${partition}:lambda:${region}:${account}:function:${prefix}-*-receiver`,
  ],
};

/** To read the salts of the receiver's hashes. */
export const saltsStatement: StatementSource = {
  // Secrets Manager ends each ARN with a dash and six random characters.
  sid: "Salts",
  actions: { "aws:secretsmanager/secret:Secret": ["secretsmanager:GetSecretValue"] },
  resources: ({ partition, region, account, prefix }) => [
    `arn:${partition}:secretsmanager:${region}:${account}:secret:${prefix}-*-salts-*`,
  ],
};

/** What each service does with the user's key, when the stack has one, in the name of whoever runs the command. */
const keyUses = {
  sqs: "MessageKey",
  secretsmanager: "SaltsKey",
  s3: "ArchiveKey",
  dynamodb: "LinksKey",
} as const;

/** @param actions - of AWS KMS, by the service that performs them */
export function keyStatements(
  actions: Readonly<Partial<Record<keyof typeof keyUses, readonly string[]>>>,
): readonly StatementSource[] {
  return Object.entries(actions).map(([service, allowed]) => ({
    sid: keyUses[service as keyof typeof keyUses],
    actions: { [queueType]: allowed },
    resources: ({ kmsKey }) => [kmsKey ?? ""],
    condition: () => ({ StringLike: { "kms:ViaService": `${service}.*.amazonaws.com*` } }),
    when: ({ kmsKey }) => kmsKey !== undefined,
  }));
}
