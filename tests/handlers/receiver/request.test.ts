import type { APIGatewayProxyEventV2 } from "aws-lambda";

import { readRequest } from "../../../handlers/receiver/request";
import { webhook } from "../support/events";
import { oldToken, token } from "../support/settings";

const widgets = ["main", "w".repeat(64)];
function read(options: Parameters<typeof webhook>[0]) {
  return readRequest(webhook(options), "fallback", widgets);
}
function route(path: string) {
  return read({ path }).route;
}

describe("readRequest", () => {
  it("reads method, path, token, synthetic mark, body and id", () => {
    expect(read({ query: "token=tok-1&synthetic=true", body: "hé" })).toEqual({
      method: "POST",
      route: { widget: "main", slug: "feedback-left" },
      token: "tok-1",
      synthetic: true,
      body: "hé",
      requestId: "request-1",
    });
  });

  it("decodes base64 bodies, and treats a missing body as empty", () => {
    expect(read({ body: Buffer.from([0, 255]), base64: true }).body).toEqual(Buffer.from([0, 255]));
    const { body, ...without } = webhook();
    expect(body).toBeDefined();
    expect(readRequest(without, "fallback", widgets).body).toHaveLength(0);
  });

  it("accepts any plausible name when there is no token", () => {
    const path = "/chatlio/another-widget-of-ours/feedback-left";
    expect(read({ path, query: "" })).toMatchObject({
      route: { widget: "another-widget-of-ours", slug: "feedback-left" },
      token: undefined,
    });
  });

  it.each([
    ["/chatlio/main/feedback-left", { widget: "main", slug: "feedback-left" }],
    ["/chatlio/main/feedback-left/", { widget: "main", slug: "feedback-left" }],
    ["/stage/chatlio/main/feedback-left", { widget: "main", slug: "feedback-left" }],
    ["/chatlio/my%2Dshop_2/%66eedback-left", { widget: "my-shop_2", slug: "feedback-left" }],
    ["/chatlio/my%20shop/-x", { widget: "", slug: "" }],
    ["/chatlio/%zz/%E0", { widget: "", slug: "" }],
    [`/chatlio/${"w".repeat(64)}/x`, { widget: "w".repeat(64), slug: "x" }],
    [`/chatlio/${"w".repeat(32)}/${"x".repeat(33)}`, { widget: "w".repeat(32), slug: "" }],
    [`/chatlio/main/x-${token.slice(0, 30)}`, { widget: "main", slug: "" }],
    [
      `/chatlio/${token.slice(20, 28)}/${token.slice(20, 27)}`,
      { widget: "", slug: token.slice(20, 27) },
    ],
    [`/chatlio/main/${oldToken}`, { widget: "main", slug: "" }],
    [`/chatlio/${oldToken}/feedback-left`, { widget: "", slug: "feedback-left" }],
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
  ])("reads %s as synthetic: %j", (query, expected) => {
    expect(read({ query }).synthetic).toBe(expected);
  });

  it.each([
    ["application/json; charset=ISO-8859-1", "ISO-8859-1"],
    ['text/plain ;Charset = "utf-16"', "utf-16"],
    ["application/json", undefined],
    ["application/json;charset='utf-16'", "utf-16"],
    ["charset=latin1", undefined],
    ["", undefined],
  ])("finds in the content type %j the charset %j", (type, charset) => {
    const headers = { "content-type": type };
    const inBase64 = readRequest(webhook({ headers, base64: true }), "f", widgets);
    expect(inBase64.charset).toBe(charset);
    // The gateway has decoded what it passes as text.
    expect(readRequest(webhook({ headers }), "f", widgets).charset).toBeUndefined();
  });

  it("uses the gateway's parsed query when there is no raw one", () => {
    const event = {
      ...webhook({ query: "" }),
      queryStringParameters: { token: "parsed", synthetic: "true" },
    };
    expect(readRequest(event, "f", widgets)).toMatchObject({ token: "parsed", synthetic: true });
  });

  it("works without what a gateway leaves out", () => {
    const bare = { rawPath: undefined, body: undefined } as unknown as APIGatewayProxyEventV2;
    expect(readRequest(bare, "fallback", widgets)).toEqual({
      method: "",
      route: undefined,
      token: undefined,
      synthetic: false,
      body: "",
      requestId: "fallback",
    });
  });

  it("treats a context without a method as a request without one", () => {
    const event = { ...webhook(), requestContext: {} } as unknown as APIGatewayProxyEventV2;
    expect(readRequest(event, "fallback", widgets)).toMatchObject({
      method: "",
      requestId: "fallback",
    });
  });

  it("truncates a long request id", () => {
    const event = webhook();
    event.requestContext.requestId = "r".repeat(300);
    expect(readRequest(event, "f", widgets).requestId).toBe("r".repeat(200));
  });
});
