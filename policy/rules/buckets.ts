import { statementsOf, type Finding, type Resource, type StackRule } from "../resource";

/** Settings of a bucket that are resources of their own, and what a bucket without one is. */
const settings: Readonly<Record<string, readonly [(resource: Resource) => boolean, string]>> = {
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": [
    ({ props }) => Array.isArray(props["rules"]) && props["rules"].some(expires),
    "The bucket keeps its objects for ever.",
  ],
  "aws:s3/bucketPolicy:BucketPolicy": [
    ({ props }) =>
      statementsOf(props["policy"]).some(
        ({ Effect, Condition }) =>
          Effect === "Deny" && JSON.stringify(Condition).includes('"aws:SecureTransport":"false"'),
      ),
    "The bucket accepts requests without TLS.",
  ],
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": [
    ({ props }) =>
      ["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"].every(
        (key) => props[key] === true,
      ),
    "The bucket may become public.",
  ],
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": [
    ({ props }) => JSON.stringify(props["rules"] ?? "").includes('"sseAlgorithm"'),
    "The bucket does not say how it encrypts its objects.",
  ],
};

function expires(rule: unknown): boolean {
  const { expiration, status } = Object(rule) as {
    readonly status?: unknown;
    readonly expiration?: { readonly days?: unknown };
  };
  return status === "Enabled" && Number(expiration?.days) > 0;
}

/** A bucket may keep personal data that the queues would have deleted. */
export const bucketClosed: StackRule = {
  name: "bucket-closed",
  description:
    "Every bucket is encrypted, closed to the public, rejects requests without TLS, and deletes its objects after some time.",
  checkStack: (resources) =>
    resources
      .filter(({ type }) => type === "aws:s3/bucket:Bucket")
      .flatMap((bucket) =>
        Object.entries(settings).flatMap(([type, [isSafe, message]]): Finding[] => {
          const own = resources.filter(
            ({ type: other, props }) =>
              other === type && props["bucket"] === bucket.props["bucket"],
          );
          return own.some(isSafe) ? [] : [{ resource: bucket, message }];
        }),
      ),
};
