import { DeleteObjectCommand, GetObjectCommand, ListObjectsV2Command } from "@aws-sdk/client-s3";

import { connect } from "../../local/aws/clients";
import { awsIdentity } from "../../local/services/ministack";
import { cli, dlqMessages, output, type Local } from "./stackSupport";

function clientOf({ services }: Local) {
  const { url = "", credentials } = services.aws ?? {};
  return connect(url, awsIdentity.region, credentials?.sessionToken ?? "").s3;
}

/** The objects in a folder of the stack's archive: what they hold, by their names. */
async function archived(local: Local, Prefix: string): Promise<ReadonlyMap<string, string>> {
  const s3 = clientOf(local);
  const Bucket = await output<string>(local, "archiveBucket");
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket, Prefix }));
  const found = await Promise.all(
    Contents.map(async ({ Key = "" }): Promise<[string, string]> => {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
      return [Key, (await Body?.transformToString()) ?? ""];
    }),
  );
  s3.destroy();
  return new Map(found);
}

const copyName = /^dead-letters\/\d{4}-\d\d-\d\d\/([\w-]+\/[\w-]+)\/[0-9a-f]{32}\.json$/;

/** The `<event>/<reason>` of each copy of a DLQ message. The copy is the message. */
export async function copiedKinds(local: Local): Promise<readonly (string | undefined)[]> {
  const copies = await archived(local, "dead-letters/");
  for (const [key, text] of copies) {
    const { reason } = JSON.parse(text) as { readonly reason: string };
    expect(key).toContain(`/${reason}/`);
  }
  return [...copies.keys()].map((key) => copyName.exec(key)?.[1]).sort();
}

/** Expects a copy of each of the three messages that the relay cannot read. */
export async function expectCopies(local: Local): Promise<void> {
  expect(await copiedKinds(local)).toEqual([
    "feedback-left/not-json",
    "feedback-left/unknown-widget",
    "no-such-event/unknown-event",
  ]);
}

/** Drops a message of the three in the queue, and restores it. Nobody who asks is in what is kept. */
export async function dropAndRestore(local: Local): Promise<void> {
  const dropped = async () => [...(await archived(local, "dropped/")).keys()];
  expect(await cli(local, "dlq", "drop", "--reason", "not-json", "--yes")).toContain(
    "1 dropped, and kept in the archive",
  );
  expect(await dlqMessages(local)).toHaveLength(2);
  expect(await dropped()).toHaveLength(1);
  expect(await cli(local, "dlq", "restore", "--all")).toContain("1 restored");
  expect(await dlqMessages(local)).toHaveLength(3);
  expect(await dropped()).toEqual([]);
  const found = await cli(local, "forget", "--email", "nobody@example.com", "--rate", "1000");
  expect(found).toContain("Dead-letter queue: 0 of 3 messages\n");
  expect(found).toContain("Copies of DLQ messages: 0 of 3 messages\n");
}

/** The `_id`s of the archived events. */
export async function archivedIds(local: Local): Promise<ReadonlySet<string>> {
  const lines = [...(await archived(local, "events/")).values()].flatMap((text) =>
    text.trim().split("\n"),
  );
  return new Set(
    lines.map((line) => (JSON.parse(line) as { readonly body: { readonly id: string } }).body.id),
  );
}

/** Drops the DLQ messages with their copies, and deletes the archived events: AWS deletes no bucket with objects. */
export async function emptyArchive(local: Local): Promise<void> {
  await cli(local, "dlq", "drop", "--all", "--yes", "--discard");
  const s3 = clientOf(local);
  const Bucket = await output<string>(local, "archiveBucket");
  for (const Key of (await archived(local, "events/")).keys())
    await s3.send(new DeleteObjectCommand({ Bucket, Key }));
  s3.destroy();
}
