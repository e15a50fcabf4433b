import http from "node:http";
import type { AddressInfo } from "node:net";

/** A request that a {@link FaultProxy} has got. */
export interface ProxiedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
}

/** A proxy before the emulator that can cut a process off at a request, as if it had crashed there. */
export interface FaultProxy {
  readonly url: string;
  /** Requests that went through, token requests left out: those do not tell runs apart. */
  readonly passed: { method: string; path: string }[];
  /**
   * At the `nth` request from now: `before` it reaches Adobe, or `after` Adobe has responded and
   * before the response comes back, `trip` runs and the connection is dead from then on.
   */
  arm(nth: number, when: "before" | "after", trip: () => void): void;
  /** As {@link FaultProxy.arm}, at the first request that `choose` wants, and when it wants it. */
  armFor(
    choose: (request: ProxiedRequest) => "before" | "after" | undefined,
    trip: () => void,
  ): void;
  /** From now on everything passes. */
  revive(): void;
  readonly cutOff: { method: string; path: string } | undefined;
  close(): Promise<void>;
}

export async function startFaultProxy(target: string): Promise<FaultProxy> {
  const passed: FaultProxy["passed"] = [];
  type When = "before" | "after" | undefined;
  let armed: { choose: (request: ProxiedRequest) => When; trip: () => void } | undefined;
  let dead = false;
  let tripped: FaultProxy["cutOff"];

  const server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("error", () => undefined);
    request.on("end", () => {
      if (dead) {
        request.socket.destroy();
        return;
      }
      const [path = ""] = (request.url ?? "").split("?");
      const about = { method: request.method ?? "", path };
      const counts = !path.startsWith("/ims");
      const { headers } = request;
      const body = Buffer.concat(chunks).toString();
      const when = counts ? armed?.choose({ ...about, headers, body }) : undefined;
      const mine = when === undefined ? undefined : { when, trip: armed?.trip };
      if (mine !== undefined) armed = undefined;
      const trip = () => {
        dead = true;
        tripped = about;
        mine?.trip?.();
        request.socket.destroy();
      };
      if (mine?.when === "before") {
        trip();
        return;
      }
      const onward = http.request(
        new URL(request.url ?? "/", target),
        { method: request.method, headers: { ...request.headers, host: new URL(target).host } },
        (upstream) => {
          const body: Buffer[] = [];
          upstream.on("data", (chunk: Buffer) => body.push(chunk));
          upstream.on("end", () => {
            if (counts) passed.push(about);
            if (mine !== undefined) {
              trip();
              return;
            }
            if (dead) {
              request.socket.destroy();
              return;
            }
            response.writeHead(upstream.statusCode ?? 500, upstream.headers);
            response.end(Buffer.concat(body));
          });
        },
      );
      onward.on("error", () => request.socket.destroy());
      onward.end(Buffer.concat(chunks));
    });
  });
  const armFor: FaultProxy["armFor"] = (choose, trip) => {
    dead = false;
    tripped = undefined;
    armed = { choose, trip };
  };
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    passed,
    get cutOff() {
      return tripped;
    },
    armFor,
    arm: (nth, when, trip) => {
      let left = nth;
      armFor(() => (--left === 0 ? when : undefined), trip);
    },
    revive: () => {
      dead = false;
      armed = undefined;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
