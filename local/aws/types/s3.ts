import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteBucketTaggingCommand,
  GetBucketTaggingCommand,
  HeadBucketCommand,
  PutBucketTaggingCommand,
} from "@aws-sdk/client-s3";
import type { BucketArgs } from "@pulumi/aws/s3";

import type { Properties } from "../../../provider-sdk";
import { unlessGone, type Aws } from "../clients";
import { boolean, inputsOf, str, text, textMap, type AwsType } from "../define";
import { changedTags, fromTagList, tagList, tagsOf } from "../tags";

const gone = ["NoSuchBucket", "NotFound"];

async function putTags(Bucket: string, inputs: Properties, { s3 }: Aws): Promise<void> {
  const TagSet = tagList(tagsOf(inputs));
  if (TagSet.length > 0)
    await s3.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet } }));
  else await s3.send(new DeleteBucketTaggingCommand({ Bucket }));
}

/** `aws:s3/bucket:Bucket`; id: its name. A bucket with objects is never emptied. */
export const bucket: AwsType = {
  inputs: inputsOf<BucketArgs>()({
    bucket: text,
    forceDestroy: boolean.optional(),
    tags: textMap.optional(),
  }),
  replaces: ["bucket"],
  computed: ["arn", "bucketRegionalDomainName"],

  async create(inputs, aws) {
    const name = str(inputs, "bucket");
    // S3 in us-east-1 accepts a second create by the owner. So the real provider looks first.
    const exists = await unlessGone(aws.s3.send(new HeadBucketCommand({ Bucket: name })), gone);
    if (exists) throw new Error(`creating S3 Bucket (${name}): BucketAlreadyExists`);
    await aws.s3.send(new CreateBucketCommand({ Bucket: name }));
    await putTags(name, inputs, aws);
    return name;
  },

  async read(name, { region, s3 }) {
    const head = await unlessGone(s3.send(new HeadBucketCommand({ Bucket: name })), gone);
    if (head === undefined) return undefined;
    const tags = await unlessGone(s3.send(new GetBucketTaggingCommand({ Bucket: name })), [
      "NoSuchTagSet",
    ]);
    return {
      arn: `arn:aws:s3:::${name}`,
      bucket: name,
      bucketRegionalDomainName: `${name}.s3.${region}.amazonaws.com`,
      tags: fromTagList(tags?.TagSet),
    };
  },

  async update(name, newInputs, oldInputs, aws) {
    const { remove, set } = changedTags(oldInputs, newInputs);
    if (set || remove) await putTags(name, newInputs, aws);
  },

  async delete(name, { s3 }) {
    await unlessGone(s3.send(new DeleteBucketCommand({ Bucket: name })), gone);
  },
};
