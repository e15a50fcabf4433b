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

/** What a version has. */
export interface VersionContent {
  readonly text: string;
  /** S3's tag of it; none of a mark. */
  readonly tag?: string | undefined;
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

  /** The versions of one object; none when there is no such object any more. */
  async versionsOf(key: string): Promise<readonly Version[]> {
    // S3 lists in the order of the keys, so this one is before those that only begin with it.
    for await (const versions of this.list(key)) return versions[0]?.key === key ? versions : [];
    return [];
  }

  /** The content of a version; undefined when somebody has deleted it meanwhile. */
  async read(version: Version): Promise<VersionContent | undefined> {
    const { id, isMark, key } = version;
    if (isMark) return { text: "" };
    await this.pace();
    const object = { Bucket: this.bucket, Key: key, VersionId: id };
    try {
      const { Body: body, ETag: tag } = await this.s3.send(new GetObjectCommand(object));
      return { text: (await body?.transformToString()) ?? "", tag };
    } catch (error) {
      if (await this.isGone(error, version)) return undefined;
      throw error;
    }
  }

  /** Deletes a version for ever. */
  async delete({ id, key }: Version): Promise<void> {
    await this.pace();
    await this.s3.send(new DeleteObjectCommand({ Bucket: this.bucket, Key: key, VersionId: id }));
  }

  /**
   * Puts a text in the place of the current version, when the version is still that. The text is there before the version
   * is gone.
   *
   * @param tag of what was read: two commands may change the same object, and neither may bring back what the other has
   *   removed
   * @returns whether it did
   */
  async replace(version: Version, text: string, tag: string | undefined): Promise<boolean> {
    await this.pace();
    const command = new PutObjectCommand({
      Bucket: this.bucket,
      Key: version.key,
      Body: text,
      ContentType: "application/json",
      IfMatch: tag,
    });
    let id: string;
    try {
      ({ VersionId: id = "null" } = await this.s3.send(command));
    } catch (error) {
      const isOther = isNamed(error, /^(?:PreconditionFailed|ConditionalRequestConflict)$/);
      if (isOther || (await this.isGone(error, version))) return false;
      throw error;
    }
    // In a bucket without versions the text has taken the version's place already.
    if (id !== version.id) await this.delete(version);
    return true;
  }

  /** Whether a request failed because there is no such version any more. */
  private async isGone(error: unknown, { id, key }: Version): Promise<boolean> {
    if (isNamed(error, /^NoSuch(?:Key|Version)$/)) return true;
    // To who may not list objects S3 does not say that there is none.
    if (!isNamed(error, /^AccessDenied$/)) return false;
    return !(await this.versionsOf(key)).some((version) => version.id === id);
  }
}

function isNamed(error: unknown, name: RegExp): boolean {
  return error instanceof Error && name.test(error.name);
}
