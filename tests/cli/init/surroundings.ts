import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

/** A stub of the two services of AWS that `init` asks: STS and Lambda's account settings. */
export class AccountServer {
  /** Invocations at once that the account may run. */
  quota = 1_000;
  /** Whether AWS knows the credentials. */
  isKnown = true;
  readonly #server: Server = createServer((request, response) => {
    void text(request).then((body) => {
      if (request.url?.includes("/account-settings")) {
        response.end(
          JSON.stringify({
            AccountLimit: {
              ConcurrentExecutions: this.quota,
              UnreservedConcurrentExecutions: this.quota,
            },
          }),
        );
        return;
      }
      const xml = this.isKnown ? identity : invalid;
      response.writeHead(body.includes("GetCallerIdentity") && this.isKnown ? 200 : 403, {
        "content-type": "text/xml",
      });
      response.end(xml);
    });
  });

  listen(): Promise<void> {
    return new Promise((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
  }

  close(): Promise<void> {
    this.#server.closeAllConnections();
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }

  /** The environment in which AWS's SDK uses this server. */
  get environment(): Readonly<Record<string, string>> {
    const { port } = this.#server.address() as AddressInfo;
    return {
      AWS_ENDPOINT_URL: `http://127.0.0.1:${String(port)}`,
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
      AWS_EC2_METADATA_DISABLED: "true",
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
    };
  }
}

const namespace = "https://sts.amazonaws.com/doc/2011-06-15/";
const identity = `<GetCallerIdentityResponse xmlns="${namespace}"><GetCallerIdentityResult>
<Arn>arn:aws:iam::123456789012:user/deployer</Arn><UserId>AIDA</UserId><Account>123456789012</Account>
</GetCallerIdentityResult><ResponseMetadata><RequestId>1</RequestId></ResponseMetadata></GetCallerIdentityResponse>`;
const invalid = `<ErrorResponse xmlns="${namespace}"><Error><Type>Sender</Type><Code>InvalidClientTokenId</Code>
<Message>The security token included in the request is invalid.</Message></Error><RequestId>1</RequestId></ErrorResponse>`;
