import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { readRequest } from "../../../handlers/receiver/request";
import { webhook } from "../support/events";
import { token } from "../support/settings";

const read = (options: Parameters<typeof webhook>[0]) => readRequest(webhook(options), "fallback");
const route = (path: string) => read({ path }).route;

describe("readRequest", () => {
  it("reads method, path, token, mark, body and id", () => {
    expect(read({ query: "token=tok-1&synthetic=true", body: "hé" })).toEqual({
      method: "POST",
      route: { widget: "main", event: "feedback-left" },
      token: "tok-1",
      synthetic: true,
      bytes: Buffer.from("hé"),
      requestId: "request-1",
    });
  });

  it("decodes base64 bodies, and takes none for an empty one", () => {
    expect(read({ body: Buffer.from([0, 255]), base64: true }).bytes).toEqual(
      Buffer.from([0, 255]),
    );
    const { body, ...without } = webhook();
    expect(body).toBeDefined();
    expect(readRequest(without, "fallback").bytes).toHaveLength(0);
  });

  it.each([
    ["/chatlio/main/feedback-left", { widget: "main", event: "feedback-left" }],
    ["/chatlio/main/feedback-left/", { widget: "main", event: "feedback-left" }],
    ["/stage/chatlio/main/feedback-left", { widget: "main", event: "feedback-left" }],
    ["/chatlio/my%20shop/feedback-left", { widget: "my shop", event: "feedback-left" }],
    ["/chatlio/%zz/feedback-left", { widget: "%zz", event: "feedback-left" }],
    [`/chatlio/${"w".repeat(64)}/x`, { widget: "w".repeat(64), event: "x" }],
    [`/chatlio/${"w".repeat(65)}/x`, { widget: "", event: "x" }],
    [`/chatlio/main/x-${token}`, { widget: "main", event: "" }],
    ["/chatlio/main", undefined],
    ["/chatlio/main/a/b", undefined],
    ["/chatlio//a", undefined],
    ["/chatlion/main/a", undefined],
    ["/", undefined],
    ["", undefined],
  ])("finds in %s the route %j", (path, expected) => {
    expect(route(path)).toEqual(expected);
  });

  it.each([
    ["", undefined],
    ["token=", ""],
    ["token=a%2Bb", "a+b"],
    ["other=1&token=a&token=b", "a"],
    ["Token=a", undefined],
  ])("finds in the query %s the token %j", (query, expected) => {
    expect(read({ query }).token).toBe(expected);
  });

  it.each([
    ["synthetic=true", true],
    ["synthetic=false", false],
    ["synthetic=1", false],
    ["", false],
  ])("takes %s for synthetic: %j", (query, expected) => {
    expect(read({ query }).synthetic).toBe(expected);
  });

  it("takes the query as the gateway has parsed it when it gives no raw one", () => {
    const event = {
      ...webhook({ query: "" }),
      queryStringParameters: { token: "parsed", synthetic: "true" },
    };
    expect(readRequest(event, "f")).toMatchObject({ token: "parsed", synthetic: true });
  });

  it("goes without what a gateway leaves out", () => {
    const bare = { rawPath: undefined, body: undefined } as unknown as APIGatewayProxyEventV2;
    expect(readRequest(bare, "fallback")).toEqual({
      method: "",
      route: undefined,
      token: undefined,
      synthetic: false,
      bytes: Buffer.alloc(0),
      requestId: "fallback",
    });
  });

  it("takes a context without a method for one of no method", () => {
    const event = { ...webhook(), requestContext: {} } as unknown as APIGatewayProxyEventV2;
    expect(readRequest(event, "fallback")).toMatchObject({ method: "", requestId: "fallback" });
  });

  it("keeps the request id short", () => {
    const event = webhook();
    event.requestContext.requestId = "r".repeat(300);
    expect(readRequest(event, "f").requestId).toBe("r".repeat(200));
  });
});
