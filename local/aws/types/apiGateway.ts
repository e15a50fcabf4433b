import {
  CreateApiCommand,
  CreateIntegrationCommand,
  CreateRouteCommand,
  CreateStageCommand,
  DeleteApiCommand,
  DeleteIntegrationCommand,
  DeleteRouteCommand,
  DeleteStageCommand,
  GetApiCommand,
  GetIntegrationCommand,
  GetRouteCommand,
  GetStageCommand,
  UpdateApiCommand,
  UpdateIntegrationCommand,
  UpdateRouteCommand,
  UpdateStageCommand,
  type IntegrationType,
  type ProtocolType,
} from "@aws-sdk/client-apigatewayv2";
import type { ApiArgs, IntegrationArgs, RouteArgs, StageArgs } from "@pulumi/aws/apigatewayv2";

import type { Properties } from "../../../provider-sdk";
import { unlessGone, type Aws } from "../clients";
import { boolean, inputsOf, number, object, str, text, type AwsType } from "../define";

const gone = ["NotFoundException"];
function optional(inputs: Properties, key: string) {
  return inputs[key] as string | undefined;
}

/** `aws:apigatewayv2/api:Api`; id: the API's id. */
export const api: AwsType = {
  inputs: inputsOf<ApiArgs>()({ name: text, protocolType: text, description: text.optional() }),
  replaces: ["protocolType"],
  computed: ["apiEndpoint", "arn", "executionArn"],

  async create(inputs, { apiGateway }) {
    const created = await apiGateway.send(
      new CreateApiCommand({
        Name: str(inputs, "name"),
        ProtocolType: str(inputs, "protocolType") as ProtocolType,
        Description: optional(inputs, "description"),
      }),
    );
    return str({ ...created }, "ApiId");
  },

  async read(id, aws) {
    const found = await unlessGone(aws.apiGateway.send(new GetApiCommand({ ApiId: id })), gone);
    if (found === undefined) return undefined;
    return {
      name: found.Name,
      protocolType: found.ProtocolType,
      ...(found.Description ? { description: found.Description } : {}),
      // The emulator serves every API below one address; the host name it reports does not resolve.
      apiEndpoint: `${aws.endpoint}/_aws/execute-api/${id}/$default`,
      arn: `arn:aws:apigateway:${aws.region}::/apis/${id}`,
      executionArn: `arn:aws:execute-api:${aws.region}:000000000000:${id}`,
    };
  },

  async update(id, newInputs, _oldInputs, { apiGateway }) {
    await apiGateway.send(
      new UpdateApiCommand({
        ApiId: id,
        Name: str(newInputs, "name"),
        Description: optional(newInputs, "description") ?? "",
      }),
    );
  },

  async delete(id, { apiGateway }) {
    await unlessGone(apiGateway.send(new DeleteApiCommand({ ApiId: id })), gone);
  },
};

function integrationOf(inputs: Properties) {
  return {
    ApiId: str(inputs, "apiId"),
    IntegrationType: str(inputs, "integrationType") as IntegrationType,
    IntegrationUri: optional(inputs, "integrationUri"),
    IntegrationMethod: optional(inputs, "integrationMethod"),
    PayloadFormatVersion: optional(inputs, "payloadFormatVersion") ?? "1.0",
    TimeoutInMillis: inputs["timeoutMilliseconds"] as number | undefined,
  };
}

/** The parts of `<API>/<part>`, the form in which a part of an API is imported. */
function partOf(imported: string) {
  const [apiId = "", id = ""] = imported.split("/");
  return { id, state: { apiId } };
}

/** `aws:apigatewayv2/integration:Integration`; id: the integration's id. */
export const integration: AwsType = {
  inputs: inputsOf<IntegrationArgs>()({
    apiId: text,
    integrationType: text,
    integrationUri: text,
    integrationMethod: text.optional(),
    payloadFormatVersion: text.optional(),
    timeoutMilliseconds: number.optional(),
  }),
  replaces: ["apiId", "integrationType"],
  computed: [],
  imported: partOf,

  async create(inputs, { apiGateway }) {
    const created = await apiGateway.send(new CreateIntegrationCommand(integrationOf(inputs)));
    return str({ ...created }, "IntegrationId");
  },

  async read(id, { apiGateway }, state) {
    const ApiId = str(state, "apiId");
    const command = new GetIntegrationCommand({ ApiId, IntegrationId: id });
    const found = await unlessGone(apiGateway.send(command), gone);
    if (found === undefined) return undefined;
    return {
      apiId: ApiId,
      integrationType: found.IntegrationType,
      integrationUri: found.IntegrationUri,
      integrationMethod: found.IntegrationMethod,
      payloadFormatVersion: found.PayloadFormatVersion,
      timeoutMilliseconds: found.TimeoutInMillis,
    };
  },

  async update(id, newInputs, _oldInputs, { apiGateway }) {
    await apiGateway.send(
      new UpdateIntegrationCommand({ ...integrationOf(newInputs), IntegrationId: id }),
    );
  },

  async delete(id, { apiGateway }, state) {
    const command = new DeleteIntegrationCommand({
      ApiId: str(state, "apiId"),
      IntegrationId: id,
    });
    await unlessGone(apiGateway.send(command), gone);
  },
};

function routeOf(inputs: Properties) {
  return {
    ApiId: str(inputs, "apiId"),
    RouteKey: str(inputs, "routeKey"),
    Target: str(inputs, "target"),
  };
}

/** `aws:apigatewayv2/route:Route`; id: the route's id. */
export const route: AwsType = {
  inputs: inputsOf<RouteArgs>()({ apiId: text, routeKey: text, target: text }),
  replaces: ["apiId"],
  computed: [],
  imported: partOf,

  async create(inputs, { apiGateway }) {
    const created = await apiGateway.send(new CreateRouteCommand(routeOf(inputs)));
    return str({ ...created }, "RouteId");
  },

  async read(id, { apiGateway }, state) {
    const ApiId = str(state, "apiId");
    const command = new GetRouteCommand({ ApiId, RouteId: id });
    const found = await unlessGone(apiGateway.send(command), gone);
    if (found === undefined) return undefined;
    return { apiId: ApiId, routeKey: found.RouteKey, target: found.Target };
  },

  async update(id, newInputs, _oldInputs, { apiGateway }) {
    await apiGateway.send(new UpdateRouteCommand({ ...routeOf(newInputs), RouteId: id }));
  },

  async delete(id, { apiGateway }, state) {
    const command = new DeleteRouteCommand({ ApiId: str(state, "apiId"), RouteId: id });
    await unlessGone(apiGateway.send(command), gone);
  },
};

function stageOf(inputs: Properties) {
  const logs = inputs["accessLogSettings"] as Properties | undefined;
  const settings = inputs["defaultRouteSettings"] as Properties | undefined;
  return {
    ApiId: str(inputs, "apiId"),
    StageName: str(inputs, "name"),
    AutoDeploy: inputs["autoDeploy"] === true,
    AccessLogSettings: logs && {
      DestinationArn: str(logs, "destinationArn"),
      Format: str(logs, "format"),
    },
    DefaultRouteSettings: settings && {
      DetailedMetricsEnabled: settings["detailedMetricsEnabled"] as boolean | undefined,
      ThrottlingBurstLimit: settings["throttlingBurstLimit"] as number | undefined,
      ThrottlingRateLimit: settings["throttlingRateLimit"] as number | undefined,
    },
  };
}

/** `aws:apigatewayv2/stage:Stage`; id: the stage's name. */
export const stage: AwsType = {
  inputs: inputsOf<StageArgs>()({
    apiId: text,
    name: text,
    autoDeploy: boolean.optional(),
    accessLogSettings: object({ destinationArn: text, format: text }).optional(),
    defaultRouteSettings: object({
      detailedMetricsEnabled: boolean,
      throttlingBurstLimit: number,
      throttlingRateLimit: number,
    }).optional(),
  }),
  replaces: ["apiId", "name"],
  computed: ["arn", "invokeUrl"],
  imported: partOf,

  async create(inputs, { apiGateway }) {
    await apiGateway.send(new CreateStageCommand(stageOf(inputs)));
    return str(inputs, "name");
  },

  read: (name, aws, state) => readStage(name, aws, str(state, "apiId")),

  async update(_name, newInputs, _oldInputs, { apiGateway }) {
    await apiGateway.send(new UpdateStageCommand(stageOf(newInputs)));
  },

  async delete(name, { apiGateway }, state) {
    const command = new DeleteStageCommand({ ApiId: str(state, "apiId"), StageName: name });
    await unlessGone(apiGateway.send(command), gone);
  },
};

async function readStage(name: string, aws: Aws, apiId: string): Promise<Properties | undefined> {
  const command = new GetStageCommand({ ApiId: apiId, StageName: name });
  const found = await unlessGone(aws.apiGateway.send(command), gone);
  if (found === undefined) return undefined;
  const { AccessLogSettings: logs, DefaultRouteSettings: settings } = found;
  return {
    apiId,
    name,
    autoDeploy: found.AutoDeploy,
    ...(logs?.DestinationArn
      ? { accessLogSettings: { destinationArn: logs.DestinationArn, format: logs.Format } }
      : {}),
    ...(settings
      ? {
          defaultRouteSettings: {
            detailedMetricsEnabled: settings.DetailedMetricsEnabled,
            throttlingBurstLimit: settings.ThrottlingBurstLimit,
            throttlingRateLimit: settings.ThrottlingRateLimit,
          },
        }
      : {}),
    arn: `arn:aws:apigateway:${aws.region}::/apis/${apiId}/stages/${name}`,
    invokeUrl: `${aws.endpoint}/_aws/execute-api/${apiId}/${name}`,
  };
}
