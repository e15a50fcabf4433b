import { createHash, scryptSync } from "node:crypto";

import * as dynamodb from "@pulumi/aws/dynamodb";
import type * as pulumi from "@pulumi/pulumi";

import { EXPIRES, KEY, type LinkSettings } from "../../handlers/links/settings";
import type { Settings } from "../config";
import { inUnit } from "../config/durationText";
import type { CommonArgs } from "./function";
import { named } from "./named";

/**
 * The table that says who chats in which conversation, with which transcripts are linked. Undefined when they are not.
 *
 * DynamoDB encrypts every table. It has no backups and is not kept by a destroy: what it holds is about people, and of no
 * use after some days.
 */
export function createLinkTable(
  name: string,
  { names, settings, tags }: Pick<CommonArgs, "names" | "settings" | "tags">,
  parent: pulumi.Resource,
): dynamodb.Table | undefined {
  const { kmsKey, linkTranscripts } = settings.relay;
  if (!linkTranscripts) return undefined;
  return new dynamodb.Table(
    name,
    {
      name: names("table", "links"),
      billingMode: "PAY_PER_REQUEST",
      hashKey: KEY,
      attributes: [{ name: KEY, type: "S" }],
      ttl: { attributeName: EXPIRES, enabled: true },
      ...(kmsKey === undefined
        ? {}
        : { serverSideEncryption: { enabled: true, kmsKeyArn: kmsKey } }),
      tags,
    },
    { parent, ...named(settings) },
  );
}

/**
 * Stands for the salt in the scope, which everybody can read who sees the function. So it is slow to compute: nobody
 * should find a salt by trying.
 */
function saltDigest(salt: string): string {
  return scryptSync(salt, "links", 8).toString("hex");
}

/** What the forwarder must know of the table. */
export function linkSettingsOf({ relay }: Settings, tableArn: string): LinkSettings {
  const { delivery, identities, privacy, privacySalt } = relay;
  // A stack without a salt keeps what it has learned.
  const salt = privacySalt === undefined ? [] : [saltDigest(privacySalt)];
  return {
    tableArn,
    scope: createHash("sha256")
      .update(JSON.stringify([privacy, identities, ...salt]))
      .digest("hex")
      .slice(0, 16),
    email: privacy.email,
    waitSeconds: inUnit("s", delivery.linkWait),
  };
}
