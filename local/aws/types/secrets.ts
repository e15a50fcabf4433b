import {
  CreateSecretCommand,
  DeleteSecretCommand,
  DescribeSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateSecretCommand,
} from "@aws-sdk/client-secrets-manager";
import type { SecretArgs, SecretVersionArgs } from "@pulumi/aws/secretsmanager";

import { unlessGone } from "../clients";
import { inputsOf, number, str, text, textMap, type AwsType } from "../define";
import { changedTags, fromTagList, tagList, tagsOf } from "../tags";

const gone = ["ResourceNotFoundException"];

/** `aws:secretsmanager/secret:Secret`; id: the secret's ARN. */
export const secret: AwsType = {
  inputs: inputsOf<SecretArgs>()({
    name: text,
    description: text.optional(),
    kmsKeyId: text.optional(),
    tags: textMap.optional(),
    recoveryWindowInDays: number.optional(),
  }),
  replaces: ["name"],
  computed: ["arn"],

  async create(inputs, { secrets }) {
    const created = await secrets.send(
      new CreateSecretCommand({
        Name: str(inputs, "name"),
        Description: inputs["description"] as string | undefined,
        KmsKeyId: inputs["kmsKeyId"] as string | undefined,
        Tags: tagList(tagsOf(inputs)),
      }),
    );
    return str({ ...created }, "ARN");
  },

  async read(arn, { secrets }) {
    const found = await unlessGone(
      secrets.send(new DescribeSecretCommand({ SecretId: arn })),
      gone,
    );
    if (found === undefined || found.DeletedDate !== undefined) return undefined;
    return {
      arn,
      name: found.Name,
      ...(found.Description ? { description: found.Description } : {}),
      ...(found.KmsKeyId ? { kmsKeyId: found.KmsKeyId } : {}),
      tags: fromTagList(found.Tags),
    };
  },

  async update(arn, newInputs, oldInputs, { secrets }) {
    const tags = changedTags(oldInputs, newInputs);
    if (tags.set)
      await secrets.send(new TagResourceCommand({ SecretId: arn, Tags: tagList(tags.set) }));
    if (tags.remove)
      await secrets.send(new UntagResourceCommand({ SecretId: arn, TagKeys: tags.remove }));
    await secrets.send(
      new UpdateSecretCommand({
        SecretId: arn,
        Description: (newInputs["description"] as string | undefined) ?? "",
        KmsKeyId: (newInputs["kmsKeyId"] as string | undefined) ?? "alias/aws/secretsmanager",
      }),
    );
  },

  async delete(arn, { secrets }, state) {
    const days = state["recoveryWindowInDays"];
    await unlessGone(
      secrets.send(
        new DeleteSecretCommand({
          SecretId: arn,
          ...(days === 0
            ? { ForceDeleteWithoutRecovery: true }
            : { RecoveryWindowInDays: typeof days === "number" ? days : 30 }),
        }),
      ),
      gone,
    );
  },
};

/** The parts of a version's id, `arn|version`. */
function versionOf(id: string) {
  const [SecretId, VersionId] = id.split("|");
  return { SecretId, VersionId };
}

/** `aws:secretsmanager/secretVersion:SecretVersion`; id: `arn|version`. */
export const secretVersion: AwsType = {
  inputs: inputsOf<SecretVersionArgs>()({ secretId: text, secretString: text }),
  replaces: ["secretId", "secretString"],
  computed: ["arn", "versionId", "versionStages"],
  secretOutputs: ["secretString"],

  async create(inputs, { secrets }) {
    const secretId = str(inputs, "secretId");
    const created = await secrets.send(
      new PutSecretValueCommand({
        SecretId: secretId,
        SecretString: str(inputs, "secretString"),
      }),
    );
    return `${secretId}|${str({ ...created }, "VersionId")}`;
  },

  async read(id, { secrets }) {
    const found = await unlessGone(secrets.send(new GetSecretValueCommand(versionOf(id))), gone);
    if (found === undefined) return undefined;
    return {
      arn: found.ARN,
      secretId: versionOf(id).SecretId,
      secretString: found.SecretString,
      versionId: found.VersionId,
      versionStages: found.VersionStages ?? [],
    };
  },

  // Secrets Manager deletes a version itself when no stage refers to it any more.
  delete: () => Promise.resolve(),
};
