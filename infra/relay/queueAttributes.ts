import type { QueueAttributeName } from "@aws-sdk/client-sqs";
import * as pulumi from "@pulumi/pulumi";

/**
 * Reads attributes of a queue, with the credentials of the deployment. The functions of the AWS provider do not have them.
 *
 * @param url of the queue; its region is part of it
 */
export async function queueAttributes(
  url: string,
  names: readonly QueueAttributeName[],
): Promise<Readonly<Record<string, string>>> {
  const region = /^https:\/\/sqs\.([a-z0-9-]+)\./.exec(url)?.[1];
  const profile = new pulumi.Config("aws").get("profile");
  // Few deployments need it.
  const { GetQueueAttributesCommand, SQSClient } = await import("@aws-sdk/client-sqs");
  const client = new SQSClient({
    ...(region === undefined ? {} : { region }),
    ...(profile === undefined ? {} : { profile }),
  });
  try {
    const command = new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: [...names] });
    return (await client.send(command)).Attributes ?? {};
  } finally {
    client.destroy();
  }
}
