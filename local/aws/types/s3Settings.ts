import {
  DeleteBucketEncryptionCommand,
  DeleteBucketLifecycleCommand,
  DeleteBucketPolicyCommand,
  DeletePublicAccessBlockCommand,
  GetBucketEncryptionCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketPolicyCommand,
  GetPublicAccessBlockCommand,
  PutBucketEncryptionCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketPolicyCommand,
  PutPublicAccessBlockCommand,
  type LifecycleRule,
  type ServerSideEncryption,
} from "@aws-sdk/client-s3";
import type {
  BucketLifecycleConfigurationArgs,
  BucketPolicyArgs,
  BucketPublicAccessBlockArgs,
  BucketServerSideEncryptionConfigurationArgs,
} from "@pulumi/aws/s3";
import * as z from "zod";

import type { Properties } from "../../../provider-sdk";
import { unlessGone, type Aws } from "../clients";
import { boolean, inputsOf, number, object, str, text, type AwsType } from "../define";

/** A setting of a bucket that has an object of its own; id: the bucket's name. */
function setting(type: {
  readonly inputs: z.ZodObject;
  put(bucket: string, inputs: Properties, aws: Aws): Promise<unknown>;
  /** The setting's properties; undefined when AWS has none. */
  get(bucket: string, aws: Aws): Promise<Properties | undefined>;
  remove(bucket: string, aws: Aws): Promise<unknown>;
  /** Errors by which S3 says that there is no such setting. */
  readonly gone: readonly string[];
}): AwsType {
  const gone = [...type.gone, "NoSuchBucket"];
  return {
    inputs: type.inputs,
    replaces: ["bucket"],
    computed: [],
    async create(inputs, aws) {
      const name = str(inputs, "bucket");
      await type.put(name, inputs, aws);
      return name;
    },
    async read(name, aws) {
      const found = await unlessGone(type.get(name, aws), gone);
      return found && { bucket: name, ...found };
    },
    async update(name, newInputs, _oldInputs, aws) {
      await type.put(name, newInputs, aws);
    },
    async delete(name, aws) {
      await unlessGone(type.remove(name, aws), gone);
    },
  };
}

interface EncryptionRule {
  readonly applyServerSideEncryptionByDefault: {
    readonly sseAlgorithm: ServerSideEncryption;
    readonly kmsMasterKeyId?: string;
  };
  readonly bucketKeyEnabled?: boolean;
}

/** `aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration`. */
export const bucketEncryption = setting({
  inputs: inputsOf<BucketServerSideEncryptionConfigurationArgs>()({
    bucket: text,
    rules: z.array(
      object({
        applyServerSideEncryptionByDefault: object({ sseAlgorithm: text, kmsMasterKeyId: text }),
        bucketKeyEnabled: boolean,
      }),
    ),
  }),
  put: (Bucket, inputs, { s3 }) =>
    s3.send(
      new PutBucketEncryptionCommand({
        Bucket,
        ServerSideEncryptionConfiguration: {
          Rules: (inputs["rules"] as EncryptionRule[]).map((rule) => ({
            ApplyServerSideEncryptionByDefault: {
              SSEAlgorithm: rule.applyServerSideEncryptionByDefault.sseAlgorithm,
              KMSMasterKeyID: rule.applyServerSideEncryptionByDefault.kmsMasterKeyId,
            },
            BucketKeyEnabled: rule.bucketKeyEnabled,
          })),
        },
      }),
    ),
  async get(Bucket, { s3 }) {
    const found = await s3.send(new GetBucketEncryptionCommand({ Bucket }));
    const rules = found.ServerSideEncryptionConfiguration?.Rules ?? [];
    return {
      rules: rules.map(({ ApplyServerSideEncryptionByDefault: by, BucketKeyEnabled: key }) => ({
        applyServerSideEncryptionByDefault: {
          sseAlgorithm: by?.SSEAlgorithm,
          ...(by?.KMSMasterKeyID ? { kmsMasterKeyId: by.KMSMasterKeyID } : {}),
        },
        ...(key ? { bucketKeyEnabled: key } : {}),
      })),
    };
  },
  remove: (Bucket, { s3 }) => s3.send(new DeleteBucketEncryptionCommand({ Bucket })),
  gone: ["ServerSideEncryptionConfigurationNotFoundError"],
});

/** `aws:s3/bucketPolicy:BucketPolicy`. */
export const bucketPolicy = setting({
  inputs: inputsOf<BucketPolicyArgs>()({ bucket: text, policy: text }),
  put: (Bucket, inputs, { s3 }) =>
    s3.send(new PutBucketPolicyCommand({ Bucket, Policy: str(inputs, "policy") })),
  async get(Bucket, { s3 }) {
    const { Policy: policy } = await s3.send(new GetBucketPolicyCommand({ Bucket }));
    return policy === undefined ? undefined : { policy };
  },
  remove: (Bucket, { s3 }) => s3.send(new DeleteBucketPolicyCommand({ Bucket })),
  gone: ["NoSuchBucketPolicy"],
});

/** `aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock`. */
export const bucketPublicAccessBlock = setting({
  inputs: inputsOf<BucketPublicAccessBlockArgs>()({
    bucket: text,
    blockPublicAcls: boolean,
    blockPublicPolicy: boolean,
    ignorePublicAcls: boolean,
    restrictPublicBuckets: boolean,
  }),
  put: (Bucket, inputs, { s3 }) =>
    s3.send(
      new PutPublicAccessBlockCommand({
        Bucket,
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: inputs["blockPublicAcls"] === true,
          BlockPublicPolicy: inputs["blockPublicPolicy"] === true,
          IgnorePublicAcls: inputs["ignorePublicAcls"] === true,
          RestrictPublicBuckets: inputs["restrictPublicBuckets"] === true,
        },
      }),
    ),
  async get(Bucket, { s3 }) {
    const found = await s3.send(new GetPublicAccessBlockCommand({ Bucket }));
    const block = found.PublicAccessBlockConfiguration;
    return {
      blockPublicAcls: block?.BlockPublicAcls,
      blockPublicPolicy: block?.BlockPublicPolicy,
      ignorePublicAcls: block?.IgnorePublicAcls,
      restrictPublicBuckets: block?.RestrictPublicBuckets,
    };
  },
  remove: (Bucket, { s3 }) => s3.send(new DeletePublicAccessBlockCommand({ Bucket })),
  gone: ["NoSuchPublicAccessBlockConfiguration"],
});

interface Rule {
  readonly id: string;
  readonly status: "Enabled" | "Disabled";
  readonly filter: { readonly prefix: string };
  readonly expiration: { readonly days: number };
}

/** `aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration`. */
export const bucketLifecycle = setting({
  inputs: inputsOf<BucketLifecycleConfigurationArgs>()({
    bucket: text,
    rules: z.array(
      object({
        id: text,
        status: text,
        filter: object({ prefix: text }),
        expiration: object({ days: number }),
      }),
    ),
  }),
  put: (Bucket, inputs, { s3 }) =>
    s3.send(
      new PutBucketLifecycleConfigurationCommand({
        Bucket,
        LifecycleConfiguration: {
          Rules: (inputs["rules"] as Rule[]).map(
            ({ id, status, filter, expiration }): LifecycleRule => ({
              ID: id,
              Status: status,
              Filter: { Prefix: filter.prefix },
              Expiration: { Days: expiration.days },
            }),
          ),
        },
      }),
    ),
  async get(Bucket, { s3 }) {
    const found = await s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket }));
    return {
      rules: (found.Rules ?? []).map((rule) => ({
        id: rule.ID,
        status: rule.Status,
        filter: { prefix: rule.Filter?.Prefix },
        expiration: { days: rule.Expiration?.Days },
      })),
    };
  },
  remove: (Bucket, { s3 }) => s3.send(new DeleteBucketLifecycleCommand({ Bucket })),
  gone: ["NoSuchLifecycleConfiguration"],
});
