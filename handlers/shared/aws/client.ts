import { ExchangeError, type Reply } from "../../../adobe/client/exchange";
import { isObject, type JsonObject } from "../json";
import { shortName } from "../log";
import { AwsError, AwsRequests, textOf, type AwsLimits } from "./requests";

/** A service of AWS that takes and returns JSON. */
export interface AwsService {
  /** Its name in a signature, as `sqs`. */
  readonly name: string;
  /** What stands before the operation in the header `x-amz-target`. */
  readonly target: string;
  /** Version of AWS's JSON protocol. */
  readonly protocol: "1.0" | "1.1";
}

/** The response's JSON object; undefined when it is none. */
function jsonOf(reply: Reply): JsonObject | undefined {
  const text = textOf(reply);
  try {
    const json: unknown = JSON.parse(text);
    return isObject(json) ? json : undefined;
  } catch {
    return undefined;
  }
}

function errorOf(reply: Reply): AwsError {
  const { __type: type } = jsonOf(reply) ?? {};
  const name = typeof type === "string" ? type.split("#").pop() : undefined;
  const query = reply.headers.get("x-amzn-query-error")?.split(";")[0];
  return new AwsError(
    shortName(name ?? "UnknownError"),
    reply.status,
    query === undefined ? undefined : shortName(query),
  );
}

function outputOf(reply: Reply): JsonObject {
  if (reply.status !== 200) throw errorOf(reply);
  const json = jsonOf(reply);
  // A 200 from something in between is not a response of the service: nobody has done the work.
  if (json === undefined) throw new ExchangeError("The response is not JSON.", "not-json");
  return json;
}

/** Calls one service of AWS that takes and returns JSON. */
export class AwsClient {
  private readonly requests: AwsRequests;

  constructor(
    private readonly service: AwsService,
    limits: AwsLimits,
  ) {
    this.requests = new AwsRequests(service.name, limits);
  }

  /**
   * Calls an operation, such as `SendMessage`.
   *
   * @param url where the service is; `AWS_ENDPOINT_URL` replaces it
   * @throws as {@link AwsRequests.send}
   */
  async call(
    operation: string,
    url: string,
    input: JsonObject,
    signal?: AbortSignal,
  ): Promise<JsonObject> {
    const { protocol, target } = this.service;
    const { origin } = new URL(this.requests.endpoint ?? url);
    const headers = {
      "content-type": `application/x-amz-json-${protocol}`,
      "x-amz-target": `${target}.${operation}`,
    };
    const body = JSON.stringify(input);
    const request = { method: "POST", url: new URL("/", origin), headers, body } as const;
    return this.requests.send(request, outputOf, signal);
  }
}
