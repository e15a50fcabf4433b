import {
  ApiGatewayV2Client,
  GetRoutesCommand,
  GetStagesCommand,
} from "@aws-sdk/client-apigatewayv2";

import type { Planned } from "./plan";

/** Ids of APIs consist of these. An id that the preview does not know yet has hyphens. */
const apiIds = /^[a-z0-9]+$/;

/**
 * Finds a route or stage of an API, which AWS takes once for each API. An API in the state is this stack's,
 * and so are its parts.
 *
 * @returns its id as Pulumi imports it, `<API>/<part>`. Undefined when there is none, or for other types.
 */
export async function findApiPart(
  { inputs, type }: Planned,
  region: string,
): Promise<string | undefined> {
  const { apiId: ApiId, name, routeKey } = inputs;
  if (typeof ApiId !== "string" || !apiIds.test(ApiId)) return undefined;
  const client = new ApiGatewayV2Client({ region });
  if (type === "aws:apigatewayv2/route:Route") {
    const { Items: routes = [] } = await client.send(new GetRoutesCommand({ ApiId }));
    const found = routes.find((route) => route.RouteKey === routeKey)?.RouteId;
    return found && `${ApiId}/${found}`;
  }
  if (type === "aws:apigatewayv2/stage:Stage") {
    const { Items: stages = [] } = await client.send(new GetStagesCommand({ ApiId }));
    const found = stages.find(({ StageName }) => StageName === name)?.StageName;
    return found && `${ApiId}/${found}`;
  }
  return undefined;
}
