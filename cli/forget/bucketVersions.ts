import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectVersionsCommand,
  type ListObjectVersionsCommandOutput,
  PutObjectCommand,
  type S3Client,
} from "@aws-sdk/client-s3";

/** One version of an object. A bucket without versions has one of each object, with the id `null`. */
export interface Version {
  readonly key: string;
  readonly id: string;
  /** Whether it is what readers get. */
  readonly isCurrent: boolean;
  /** A mark that the object was deleted, which has no content. */
  readonly isMark: boolean;
}

/** A bucket with everything that it still has of its objects. */
export class BucketVersions {
  /** @param pace awaited before each request */
  constructor(
    private readonly s3: S3Client,
    private readonly bucket: string,
    private readonly pace: () => Promise<void>,
  ) {}

  /** Lists the versions of all objects whose names begin with the prefix, those of an object together. */
  async *list(prefix: string): AsyncGenerator<readonly Version[]> {
    let from: { KeyMarker?: string; VersionIdMarker?: string } | undefined = {};
    let ofOne: Version[] = [];
    while (from !== undefined) {
      await this.pace();
      const page: ListObjectVersionsCommandOutput = await this.s3.send(
        new ListObjectVersionsCommand({ Bucket: this.bucket, Prefix: prefix, ...from }),
      );
      const { DeleteMarkers: marks = [], Versions: versions = [] } = page;
      const all = [
        ...versions.map((version) => ({ ...version, isMark: false })),
        ...marks.map((mark) => ({ ...mark, isMark: true })),
      ].sort((one, other) => ((one.Key ?? "") < (other.Key ?? "") ? -1 : 1));
      for (const { IsLatest, Key = "", VersionId = "null", isMark } of all) {
        if (ofOne[0] !== undefined && ofOne[0].key !== Key) {
          yield ofOne;
          ofOne = [];
        }
        ofOne.push({ key: Key, id: VersionId, isCurrent: IsLatest ?? true, isMark });
      }
      const { NextKeyMarker: KeyMarker = "", NextVersionIdMarker: VersionIdMarker = "" } = page;
      from = page.IsTruncated ? { KeyMarker, VersionIdMarker } : undefined;
    }
    if (ofOne.length > 0) yield ofOne;
  }

  /** The content of a version; empty when it has been deleted meanwhile. */
  async read({ id, isMark, key }: Version): Promise<string> {
    if (isMark) return "";
    await this.pace();
    const object = { Bucket: this.bucket, Key: key, VersionId: id };
    try {
      const { Body: body } = await this.s3.send(new GetObjectCommand(object));
      return (await body?.transformToString()) ?? "";
    } catch (error) {
      if (error instanceof Error && /^NoSuch(?:Key|Version)$/.test(error.name)) return "";
      throw error;
    }
  }

  /** Deletes a version for ever. */
  async delete({ id, key }: Version): Promise<void> {
    await this.pace();
    await this.s3.send(new DeleteObjectCommand({ Bucket: this.bucket, Key: key, VersionId: id }));
  }

  /** Puts a text in the place of a version. The text is there before the version is gone. */
  async replace(version: Version, text: string): Promise<void> {
    await this.pace();
    const { VersionId: id = "null" } = await this.s3.send(
      new PutObjectCommand({
        Bucket: this.bucket,
        Key: version.key,
        Body: text,
        ContentType: "application/json",
      }),
    );
    // In a bucket without versions the text has taken the version's place already.
    if (id !== version.id) await this.delete(version);
  }
}
