import { deniesWithoutTls } from "../document";
import { listOf, parsed, textOf, type Finding, type Resource, type StackRule } from "../resource";

/** A setting of a bucket that is a resource of its own. */
interface Setting {
  /** Name of the type, also with the ending `V2` that former releases of Pulumi's provider gave it. */
  readonly type: string;
  readonly isSafe: (resource: Resource, bucket: Resource) => boolean;
  /** What a bucket without it is. */
  readonly message: string;
}

const settings: readonly Setting[] = [
  {
    type: "LifecycleConfiguration",
    isSafe: ({ props }) => listOf(props["rules"]).some(expires),
    message: "The bucket keeps its objects for ever.",
  },
  {
    type: "Policy",
    isSafe: ({ props }, bucket) => {
      const name = nameOf(bucket);
      return deniesWithoutTls(props["policy"], "s3", [`:::${name}`, `:::${name}/*`]);
    },
    message: "The bucket accepts requests without TLS.",
  },
  {
    type: "PublicAccessBlock",
    isSafe: ({ props }) =>
      ["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"].every(
        (key) => props[key] === true,
      ),
    message: "The bucket may become public.",
  },
  {
    type: "ServerSideEncryptionConfiguration",
    isSafe: ({ props }) => listOf(props["rules"]).some(encrypts),
    message: "The bucket does not say how it encrypts its objects.",
  },
];

function expires(rule: unknown): boolean {
  const { expiration, status } = parsed(rule);
  return status === "Enabled" && Number(parsed(expiration)["days"]) > 0;
}

function encrypts(rule: unknown): boolean {
  const { sseAlgorithm } = parsed(parsed(rule)["applyServerSideEncryptionByDefault"]);
  return Boolean(sseAlgorithm);
}

const bucketType = /^aws:s3\/bucket(V2)?:Bucket(V2)?$/;

/** Whether the resource is a bucket. The one with the ending `V2` is the same, of a former release. */
export function isBucket({ type }: Resource): boolean {
  return bucketType.test(type);
}

/** The bucket's name; empty when AWS has not yet given it one. */
function nameOf({ props }: Resource): string {
  return textOf(props["bucket"] ?? props["id"]);
}

function isSetting(resource: Resource, setting: Setting, bucket: Resource): boolean {
  const type = resource.type.split(":").at(-1)?.replace(/V2$/, "");
  return (
    resource.type.startsWith("aws:s3/") &&
    type === `Bucket${setting.type}` &&
    nameOf(bucket) !== "" &&
    resource.props["bucket"] === nameOf(bucket)
  );
}

/** A bucket may keep personal data that the queues would have deleted. */
export const bucketClosed: StackRule = {
  name: "bucket-closed",
  description:
    "Every bucket is encrypted, closed to the public, rejects requests without TLS, and deletes its objects after some time.",
  checkStack: (resources) =>
    resources.filter(isBucket).flatMap((bucket) =>
      settings.flatMap((setting): Finding[] => {
        const own = resources.filter((each) => isSetting(each, setting, bucket));
        const isSafe = own.some((each) => setting.isSafe(each, bucket));
        return isSafe ? [] : [{ resource: bucket, message: setting.message }];
      }),
    ),
};
