import { once } from "node:events";
import fs from "node:fs/promises";
import http from "node:http";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";

import { openDoor, type Door } from "../../../local/services/door";

/** What the service behind the door does with one connection. */
interface Plan {
  /** Bytes of the request that it reads before it responds; `Infinity` for the whole request. */
  readonly read: number;
  /** Bytes of its response that it sends. */
  readonly send: number;
  /** Whether it sends each byte by itself. */
  readonly slowly: boolean;
  readonly then: "destroy" | "half-close" | "keep open";
}

const requestBody = "q".repeat(400);
const reply =
  "HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\ncontent-length: 40\r\n\r\n" + "r".repeat(40);
const headEnd = reply.indexOf("\r\n\r\n") + 4;

/** A service that follows a plan, and counts the requests that reach it. */
class ScriptedService {
  plan: Plan = { read: Infinity, send: Infinity, slowly: false, then: "keep open" };
  /** The connections on which something arrived. */
  requests = 0;
  readonly server = net.createServer({ allowHalfOpen: true }, (socket) => this.#accept(socket));

  #accept(socket: net.Socket): void {
    const { plan } = this;
    let received = "";
    let responded = false;
    socket.on("error", () => undefined);
    socket.on("end", () => socket.end());
    const respondWhenRead = (): void => {
      const whole = received.includes("\r\n\r\n") && received.endsWith("q".repeat(400));
      if (responded || (!whole && received.length < plan.read)) return;
      responded = true;
      void this.#respond(socket, plan);
    };
    socket.on("data", (chunk) => {
      if (received === "") this.requests += 1;
      received += chunk.toString("latin1");
      respondWhenRead();
    });
    if (plan.read === 0) respondWhenRead();
  }

  async #respond(socket: net.Socket, { send, slowly, then }: Plan): Promise<void> {
    const bytes = reply.slice(0, send);
    for (const part of slowly ? bytes : [bytes]) {
      if (socket.destroyed || part === "") break;
      await new Promise<void>((resolve) => socket.write(part, () => resolve()));
      if (slowly) await new Promise(setImmediate);
    }
    if (then === "destroy") socket.destroy();
    if (then === "half-close") socket.end();
  }
}

describe("a service that ends its connections at any point", () => {
  let directory: string;
  let door: Door;
  let service: ScriptedService;

  beforeAll(async () => {
    directory = await fs.mkdtemp(path.join(os.tmpdir(), "door-"));
    service = new ScriptedService();
    const socket = path.join(directory, "service.sock");
    await once(service.server.listen(socket), "listening");
    door = await openDoor("The service", socket);
  });
  afterAll(async () => {
    await door.close();
    service.server.close();
    await fs.rm(directory, { recursive: true, force: true });
  });

  type Outcome = { readonly status: number; readonly body: string } | "broken off";

  async function post(agent?: http.Agent): Promise<Outcome> {
    const request = http.request(`${door.url}/create`, { method: "POST", agent }).end(requestBody);
    try {
      const [response] = (await once(request, "response")) as [http.IncomingMessage];
      return { status: response.statusCode ?? 0, body: await text(response) };
    } catch {
      return "broken off";
    }
  }

  const whole = { status: 200, body: "r".repeat(40) };
  const unknown = {
    status: 502,
    body: expect.stringMatching(
      /The service did not respond.*may have done what it says/,
    ) as string,
  };
  const plans = [0, 1, 60, 400, Infinity].flatMap((read) =>
    [0, 1, 20, headEnd, headEnd + 7, Infinity].flatMap((send) =>
      [false, true].flatMap((slowly) =>
        (["destroy", "half-close"] as const).map((then): Plan => ({ read, send, slowly, then })),
      ),
    ),
  );

  it.each(plans)(
    "gets a request once, and an error says when it did not respond: %j",
    async (plan) => {
      service.plan = plan;
      service.requests = 0;
      const outcome = await post();
      expect(service.requests).toBeLessThanOrEqual(1);
      if (plan.send === Infinity && plan.read === Infinity) expect(outcome).toEqual(whole);
      else if (plan.send === Infinity) expect([whole, unknown]).toContainEqual(outcome);
      else if (plan.send < headEnd) expect(outcome).toEqual(unknown);
      else expect(["broken off", unknown]).toContainEqual(outcome);
    },
  );

  it.each([0, 1, 2, 5])(
    "gets each request of a client once when it ends idle connections after %d ms",
    async (idle) => {
      service.plan = { read: Infinity, send: Infinity, slowly: false, then: "keep open" };
      service.requests = 0;
      const closeLater = (socket: net.Socket): void => {
        socket.once("data", () => setTimeout(() => socket.destroy(), idle + 1));
      };
      service.server.on("connection", closeLater);
      const agent = new http.Agent({ keepAlive: true, maxSockets: 2 });
      const outcomes: Outcome[] = [];
      for (let round = 0; round < 50; round += 1) {
        outcomes.push(...(await Promise.all([post(agent), post(agent)])));
        await sleep(round % 4);
      }
      service.server.off("connection", closeLater);
      agent.destroy();
      for (const outcome of outcomes) expect(outcome).toEqual(whole);
      expect(service.requests).toBe(outcomes.length);
    },
  );

  it("does not get a request whose client ends before its body is whole", async () => {
    service.requests = 0;
    const request = http.request(door.url, { method: "POST", headers: { "content-length": 1000 } });
    request.on("error", () => undefined);
    await new Promise<void>((resolve) => request.write("half", () => resolve()));
    request.destroy();
    service.plan = { read: Infinity, send: Infinity, slowly: false, then: "half-close" };
    expect(await post()).toEqual(whole);
    expect(service.requests).toBe(1);
  });
});

it("says that a request was not sent when nobody listens", async () => {
  const door = await openDoor("The service", path.join(os.tmpdir(), "no such directory", "socket"));
  const response = await fetch(door.url, { method: "POST", body: "x" });
  expect(response.status).toBe(502);
  expect(await response.json()).toEqual({
    message: expect.stringMatching(
      /^The service did not respond: .*ENOENT.*\. The request was not sent\.$/,
    ) as string,
  });
  await door.close();
});
