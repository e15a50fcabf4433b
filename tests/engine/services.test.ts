import { spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs/promises";
import net, { type AddressInfo } from "node:net";
import path from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";

import { CreateQueueCommand, GetQueueAttributesCommand, SQSClient } from "@aws-sdk/client-sqs";
import fetch from "node-fetch";

import { startServices, type Services } from "../../local/services";
import { quickTypeScript } from "../support/programs";

function health(url: string) {
  return fetch(url).then(
    ({ status }) => status,
    () => "nobody there",
  );
}
function aepHealth({ aepUrl }: Services) {
  return health(`${aepUrl}/_emulator/health`);
}
function awsHealth({ aws }: Services) {
  return health(`${aws?.url ?? ""}/_ministack/health`);
}

function fail(message: string): never {
  throw new Error(message);
}

test("the services respond, are named in the environment, and end when closed", async () => {
  const services = await startServices();
  try {
    expect(await aepHealth(services)).toBe(200);
    expect(await awsHealth(services)).toBe(200);
    expect(services.env).toMatchObject({
      AEP_PLATFORM_URL: services.aepUrl,
      AWS_ENDPOINT_URL: services.aws?.url,
      AWS_SESSION_TOKEN: services.aws?.credentials.sessionToken,
      AWS_PROFILE: "",
    });
    await expect(fs.readdir(services.directory)).resolves.toContain("ministack.log");
  } finally {
    await services.close();
  }
  expect(await aepHealth(services)).toBe("nobody there");
  expect(await awsHealth(services)).toBe("nobody there");
  await expect(fs.access(services.directory)).rejects.toThrow();
});

test("MiniStack is reached only through its door, and its own URLs lead through the door", async () => {
  const services = await startServices();
  try {
    const { url: awsUrl, credentials } = services.aws ?? fail("MiniStack does not run");
    const region = "us-east-1";
    const sqs = new SQSClient({ endpoint: awsUrl, region, credentials });
    const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: "q" }));
    expect(QueueUrl).toBe(`${awsUrl}/000000000000/q`);
    const token = { "x-amz-security-token": credentials.sessionToken };
    for (const headers of [
      { ...token, origin: "http://evil.test" },
      { ...token, host: "evil.test" },
      {},
      { "x-amz-security-token": "of another run" },
    ]) {
      const response = await fetch(`${awsUrl}/_ministack/reset`, { method: "POST", headers });
      expect(response.status).toBe(403);
    }
    const anyone = { ...credentials, sessionToken: "" };
    const unauthenticated = new SQSClient({ endpoint: awsUrl, region, credentials: anyone });
    await expect(unauthenticated.send(new CreateQueueCommand({ QueueName: "r" }))).rejects.toThrow(
      "The request has no session token of this run. Set AWS_SESSION_TOKEN",
    );
    await sqs.send(new GetQueueAttributesCommand({ QueueUrl })); // no reset has removed it
    const socket = await fs.stat(path.join(services.directory, "ministack.sock"));
    expect(socket.isSocket()).toBe(true);
    expect((await fs.stat(services.directory)).mode & 0o077).toBe(0);
  } finally {
    await services.close();
  }
});

test("an AEP that is already running is used and not stopped, and AWS can be left out", async () => {
  const first = await startServices({ ministack: false });
  try {
    expect(first.aws).toBeUndefined();
    const second = await startServices({ aepUrl: first.aepUrl, ministack: false });
    expect(second.aepUrl).toBe(first.aepUrl);
    await second.close();
    expect(await aepHealth(first)).toBe(200);
  } finally {
    await first.close();
  }
});

test.each([
  ["aep", "the AEP emulator", "--aep-port"],
  ["aws", "MiniStack", "--aws-port"],
])("a taken port of %s is named, and nothing stays running", async (name, service, option) => {
  const taken = net.createServer().listen(0, "127.0.0.1");
  await once(taken, "listening");
  const { port } = taken.address() as AddressInfo;
  try {
    await expect(startServices({ ports: { [name]: port } })).rejects.toThrow(
      `Port ${port} (${option}) is in use by another program, so ${service} cannot start.`,
    );
  } finally {
    taken.close();
  }
});

test("the services end with their process, even when it is killed", async () => {
  const script = `require(process.argv[1]).startServices().then((s) => console.log(JSON.stringify(s)));
    setInterval(() => {}, 1000);`;
  const owner = spawn(
    process.execPath,
    [...quickTypeScript, "-e", script, path.resolve("local/services/index.ts")],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  const [line] = (await once(createInterface({ input: owner.stdout }), "line")) as [string];
  const services = JSON.parse(line) as Services;
  expect(await awsHealth(services)).toBe(200);
  owner.kill("SIGKILL");
  while ((await awsHealth(services)) === 200) await sleep(20);
  expect(await aepHealth(services)).toBe("nobody there");
});
