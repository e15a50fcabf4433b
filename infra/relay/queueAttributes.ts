import type { QueueAttributeName } from "@aws-sdk/client-sqs";

import { deployerClient } from "./deployerClient";

/**
 * Reads attributes of a queue, which the functions of the AWS provider do not have.
 *
 * @param url of the queue; its region is part of it
 */
export async function queueAttributes(
  url: string,
  names: readonly QueueAttributeName[],
): Promise<Readonly<Record<string, string>>> {
  const region = /^https:\/\/sqs\.([a-z0-9-]+)\./.exec(url)?.[1];
  // Few deployments need it.
  const { GetQueueAttributesCommand, SQSClient } = await import("@aws-sdk/client-sqs");
  const client = new SQSClient(deployerClient(region));
  try {
    const command = new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: [...names] });
    return (await client.send(command)).Attributes ?? {};
  } finally {
    client.destroy();
  }
}
