import type { Properties } from "../../../provider-sdk";
import type { Life } from "./operatorLives";

function policy(Sid: string): string {
  const Resource = "arn:aws:s3:::life";
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Sid, Effect: "Deny", Principal: "*", Action: "s3:*", Resource }],
  });
}

function rule(days: number): object {
  return { id: "one", status: "Enabled", filter: { prefix: "folder/" }, expiration: { days } };
}

/** The types of a bucket and its settings. */
export function bucketLives(
  makeBucket: (name: string) => Promise<string>,
): Readonly<Record<string, Life>> {
  const inputs = (name: string, rest: Properties) => async () => ({
    bucket: await makeBucket(name),
    ...rest,
  });
  const replace = { bucket: "other" };
  const key = "arn:aws:kms:us-east-1:000000000000:key/01234567-89ab-cdef-0123-456789000001";
  return {
    "aws:s3/bucket:Bucket": {
      inputs: () =>
        Promise.resolve({ bucket: "life", forceDestroy: false, tags: { owner: "one" } }),
      change: { tags: { another: "two" } },
      replace,
    },
    "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": {
      inputs: inputs("with-lifecycle", { rules: [rule(90)] }),
      change: { rules: [rule(30)] },
      replace,
    },
    "aws:s3/bucketPolicy:BucketPolicy": {
      inputs: inputs("with-policy", { policy: policy("One") }),
      change: { policy: policy("Two") },
      replace,
    },
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": {
      inputs: inputs("without-public-access", {
        blockPublicAcls: true,
        blockPublicPolicy: true,
        ignorePublicAcls: true,
        restrictPublicBuckets: true,
      }),
      change: { restrictPublicBuckets: false },
      replace,
    },
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": {
      inputs: inputs("encrypted", {
        rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }],
      }),
      change: {
        rules: [
          {
            applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: key },
            bucketKeyEnabled: true,
          },
        ],
      },
      replace,
    },
  };
}
