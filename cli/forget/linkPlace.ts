import {
  DeleteItemCommand,
  ScanCommand,
  type DynamoDBClient,
  type ScanCommandOutput,
} from "@aws-sdk/client-dynamodb";

import { KEY } from "../../handlers/links/settings";
import { linkText } from "./linkText";
import { digestOf } from "./person";
import { failureOf, type Look, type Place } from "./places";

/** Most items that one request reads. */
const PAGE = 100;

/**
 * The table that says who chats in which conversation. It is read as a whole: its key is the conversation, which few
 * people know. Its items also show which transcripts are the person's.
 */
export function linkPlace(
  dynamodb: DynamoDBClient,
  table: string,
  pace: () => Promise<void>,
): Place {
  return async ({ isTheirs, left, remove }) => {
    const look: Look = { searched: 0, found: 0, removed: 0 };
    let from: ScanCommandOutput["LastEvaluatedKey"];
    do {
      await pace();
      const page: ScanCommandOutput = await dynamodb.send(
        new ScanCommand({
          TableName: table,
          Limit: PAGE,
          ExclusiveStartKey: from,
          // Otherwise it may leave out what the forwarder has just written.
          ConsistentRead: true,
        }),
      );
      for (const item of page.Items ?? []) {
        look.searched += 1;
        const key = item[KEY];
        if (key === undefined || !isTheirs(linkText(item), "links")) continue;
        look.found += 1;
        if (!remove) continue;
        await pace();
        const command = new DeleteItemCommand({ TableName: table, Key: { [KEY]: key } });
        const reason = await failureOf(() => dynamodb.send(command));
        if (reason === undefined) look.removed += 1;
        // A report that is filed has no ids of chats.
        else left.push({ place: "links", key: digestOf(key.S ?? ""), reason });
      }
      from = page.LastEvaluatedKey;
    } while (from !== undefined);
    return look;
  };
}
