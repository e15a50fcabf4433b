import { GetObjectCommand, ListObjectsV2Command } from "@aws-sdk/client-s3";

import { connect } from "../../local/aws/clients";
import { awsIdentity } from "../../local/services/ministack";
import { cli, dlqMessages, output, type Local } from "./stackSupport";

/** The objects in the stack's archive: what they hold, by their names. */
async function archived(local: Local): Promise<ReadonlyMap<string, string>> {
  const { url = "", credentials } = local.services.aws ?? {};
  const { s3 } = connect(url, awsIdentity.region, credentials?.sessionToken ?? "");
  const Bucket = await output<string>(local, "archiveBucket");
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket }));
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
  const copies = await archived(local);
  for (const [key, text] of copies) {
    const { reason } = JSON.parse(text) as { readonly reason: string };
    expect(key).toContain(`/${reason}/`);
  }
  return [...copies.keys()].map((key) => copyName.exec(key)?.[1]).sort();
}

/** Drops a message of the three in the queue, and restores it. Nobody who asks is in what is kept. */
export async function dropAndRestore(local: Local): Promise<void> {
  const dropped = async () =>
    [...(await archived(local)).keys()].filter((key) => key.startsWith("dropped/"));
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
