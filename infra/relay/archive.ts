import * as s3 from "@pulumi/aws/s3";
import * as pulumi from "@pulumi/pulumi";

import { COPIES_FOLDER, DROPPED_FOLDER, EVENTS_FOLDER } from "../../handlers/keeper/settings";
import type { Settings } from "../config";
import { inUnit } from "../config/durationText";
import { bucketName, ownerTag, type Tags } from "../naming";
import { namedBucket } from "./named";
import type { NamedAs } from "./namedAs";
import { bucketTlsOnly } from "./policy";

export interface ArchiveArgs {
  readonly settings: Settings;
  readonly tags: Tags;
  readonly namedAs: pulumi.Output<NamedAs>;
}

/**
 * The bucket that keeps what the queues cannot keep. It has no versions: an object's name comes from its content, so
 * nothing but `chatlio-aep forget` ever overwrites one with something else.
 */
export class Archive extends pulumi.ComponentResource {
  readonly bucketName: pulumi.Output<string>;
  readonly arn: pulumi.Output<string>;
  /** Address of the bucket, with its name in the host. Known once the bucket encrypts what it gets. */
  readonly url: pulumi.Output<string>;

  constructor(name: string, args: ArchiveArgs, opts?: pulumi.ComponentResourceOptions) {
    super("chatlio-aep:relay:Archive", name, {}, opts);
    const { namedAs, settings, tags } = args;
    const { relay } = settings;
    const own = { parent: this };
    const bucket = new s3.Bucket(
      `${name}-bucket`,
      {
        bucket: pulumi
          .all([namedAs, tags[ownerTag]])
          .apply(([{ prefix, stack }, owner = ""]) => bucketName(prefix, stack, "archive", owner)),
        // A bucket with objects is not deleted by accident: AWS rejects it.
        forceDestroy: false,
        tags,
      },
      { ...own, retainOnDelete: relay.protectData, ...namedBucket(settings) },
    );
    const encryption = new s3.BucketServerSideEncryptionConfiguration(
      `${name}-encryption`,
      { bucket: bucket.bucket, rules: [encryptionRule(relay.kmsKey)] },
      own,
    );
    new s3.BucketPublicAccessBlock(
      `${name}-no-public-access`,
      {
        bucket: bucket.bucket,
        blockPublicAcls: true,
        blockPublicPolicy: true,
        ignorePublicAcls: true,
        restrictPublicBuckets: true,
      },
      own,
    );
    new s3.BucketPolicy(
      `${name}-policy`,
      { bucket: bucket.bucket, policy: bucketTlsOnly(bucket.arn) },
      own,
    );
    new s3.BucketLifecycleConfiguration(
      `${name}-lifecycle`,
      {
        bucket: bucket.bucket,
        rules: rulesOf(relay),
      },
      own,
    );
    this.bucketName = bucket.bucket;
    this.arn = bucket.arn;
    this.url = pulumi
      .all([bucket.bucketRegionalDomainName, encryption.id])
      .apply(([host]) => `https://${host}`);
    this.registerOutputs({ bucketName: this.bucketName, arn: this.arn, url: this.url });
  }
}

/** With the user's key, a key of the bucket saves most of the calls of KMS. */
function encryptionRule(kmsKey: string | undefined) {
  if (kmsKey === undefined) {
    return { applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } };
  }
  return {
    applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: kmsKey },
    bucketKeyEnabled: true,
  };
}

/** What is deleted when. AWS rejects a bucket without any rule. */
function rulesOf({ archive, deadLetterCopies }: Settings["relay"]) {
  const kept = [
    [COPIES_FOLDER, deadLetterCopies],
    [DROPPED_FOLDER, deadLetterCopies],
    [EVENTS_FOLDER, archive],
  ] as const;
  return kept.flatMap(([prefix, milliseconds]) =>
    milliseconds === undefined
      ? []
      : {
          id: prefix.replace("/", ""),
          status: "Enabled",
          filter: { prefix },
          expiration: { days: inUnit("d", milliseconds) },
        },
  );
}

/** The bucket of a stack; undefined when nothing is to be kept in one. */
export function createArchive(
  name: string,
  args: ArchiveArgs,
  parent: pulumi.Resource,
): Archive | undefined {
  const { archive, deadLetterCopies } = args.settings.relay;
  if (archive === undefined && deadLetterCopies === undefined) return undefined;
  return new Archive(name, args, { parent });
}
