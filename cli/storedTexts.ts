import {
  GetObjectCommand,
  paginateListObjectsV2,
  type ListObjectsV2CommandInput,
  type S3Client,
} from "@aws-sdk/client-s3";

/** An object of a bucket. */
export interface StoredText {
  readonly key: string;
  readonly text: string;
}

/**
 * Reads the objects of a bucket one after the other, in the order of their names.
 *
 * @param input which of them, as `ListObjectsV2` takes it
 * @param isWanted whether to read one, by when it was written, in milliseconds since 1970
 */
export async function* storedTexts(
  client: S3Client,
  input: ListObjectsV2CommandInput,
  isWanted: (written: number) => boolean = () => true,
): AsyncGenerator<StoredText> {
  for await (const { Contents = [] } of paginateListObjectsV2({ client }, input)) {
    for (const { Key: key = "", LastModified: written } of Contents) {
      if (!isWanted(written?.getTime() ?? Infinity)) continue;
      const object = { Bucket: input.Bucket, Key: key };
      const { Body } = await client.send(new GetObjectCommand(object));
      yield { key, text: (await Body?.transformToString()) ?? "" };
    }
  }
}
