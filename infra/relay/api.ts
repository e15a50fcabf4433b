import * as apigatewayv2 from "@pulumi/aws/apigatewayv2";
import * as cloudwatch from "@pulumi/aws/cloudwatch";
import * as lambda from "@pulumi/aws/lambda";
import * as pulumi from "@pulumi/pulumi";

import type { Settings } from "../config";
import { namer, type OutputNamer, type Tags } from "../naming";
import { logGroupArgs } from "./function";
import { named, takenOnce } from "./named";

/** The route for webhooks. Every other path and method reaches the same function, which responds with 401. */
export const routes = ["POST /chatlio/{widget}/{event}", "$default"] as const;

/**
 * What the access log contains. Neither path nor query: the token is in the query, and an
 * unauthenticated caller may put anything into the path.
 */
const accessLogFormat = JSON.stringify({
  requestId: "$context.requestId",
  requestTime: "$context.requestTime",
  routeKey: "$context.routeKey",
  status: "$context.status",
  responseLatency: "$context.responseLatency",
  responseLength: "$context.responseLength",
  sourceIp: "$context.identity.sourceIp",
  integrationStatus: "$context.integration.status",
  error: "$context.error.message",
});

export interface ApiArgs {
  readonly names: OutputNamer;
  readonly tags: Tags;
  readonly receiver: lambda.Function;
  readonly settings: Settings;
}

/** The HTTP API in front of the receiver. */
export class Api extends pulumi.ComponentResource {
  readonly apiId: pulumi.Output<string>;
  /** The group of the access log. */
  readonly logGroupName: pulumi.Output<string>;
  /** Base URL of the routes, without a trailing slash. Known once the API serves requests. */
  readonly url: pulumi.Output<string>;

  constructor(name: string, args: ApiArgs, opts?: pulumi.ComponentResourceOptions) {
    super("chatlio-aep:relay:Api", name, {}, opts);
    const { receiver, settings } = args;
    // AWS can change it, and takes it more than once, so it is that of the stack now.
    const physical = namer(settings.prefix, settings.stack)("api", "webhooks");
    const own = { parent: this };
    const api = new apigatewayv2.Api(
      `${name}-http`,
      { name: physical, protocolType: "HTTP", description: "Takes Chatlio's webhooks." },
      own,
    );
    const integration = new apigatewayv2.Integration(
      `${name}-integration`,
      {
        apiId: api.id,
        integrationType: "AWS_PROXY",
        integrationMethod: "POST",
        integrationUri: receiver.invokeArn,
        payloadFormatVersion: "2.0",
        timeoutMilliseconds: 29_000,
      },
      own,
    );
    const served = routes.map(
      (routeKey, index) =>
        new apigatewayv2.Route(
          `${name}-route-${index === 0 ? "webhook" : "default"}`,
          { apiId: api.id, routeKey, target: pulumi.interpolate`integrations/${integration.id}` },
          { ...own, ...takenOnce() },
        ),
    );
    const { logGroup, stage } = createStage(name, api, args, this);
    const permission = new lambda.Permission(
      `${name}-permission`,
      {
        action: "lambda:InvokeFunction",
        function: receiver.name,
        principal: "apigateway.amazonaws.com",
        sourceArn: pulumi.interpolate`${api.executionArn}/*/*`,
      },
      // A function's policy has each statement's id once, also while the API is replaced.
      { ...own, ...takenOnce(), deleteBeforeReplace: true },
    );
    const ready = [...served, stage, permission].map((resource) => resource.id);
    this.url = pulumi.all([api.apiEndpoint, pulumi.all(ready)]).apply(([endpoint]) => endpoint);
    this.apiId = api.id;
    this.logGroupName = logGroup.name;
    this.registerOutputs({ apiId: this.apiId, logGroupName: this.logGroupName, url: this.url });
  }
}

/** The stage that serves all routes, with its access log and its limits. */
function createStage(
  name: string,
  api: apigatewayv2.Api,
  args: ApiArgs,
  parent: pulumi.ComponentResource,
) {
  const { rateLimit } = args.settings.relay;
  const logGroup = new cloudwatch.LogGroup(
    `${name}-logs`,
    // AWS adds every other group to the region's policy for log delivery, which has a size limit.
    logGroupArgs(
      pulumi.interpolate`/aws/vendedlogs/apigateway/${args.names("api", "webhooks")}`,
      args,
    ),
    { parent, ...named(args.settings) },
  );
  const stage = new apigatewayv2.Stage(
    `${name}-stage`,
    {
      apiId: api.id,
      name: "$default",
      autoDeploy: true,
      accessLogSettings: { destinationArn: logGroup.arn, format: accessLogFormat },
      // Requests beyond it get a 429.
      defaultRouteSettings: {
        throttlingBurstLimit: rateLimit.burst,
        throttlingRateLimit: rateLimit.perSecond,
      },
    },
    { parent, ...takenOnce() },
  );
  return { logGroup, stage };
}
