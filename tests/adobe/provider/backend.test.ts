import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";

import { backendUrl } from "../../../adobe/provider/backend";

/** Where the state is stored, as Pulumi itself decides it. */
let directory: string;
let home: string;
beforeEach(async () => {
  directory = await mkdtemp(path.join(os.tmpdir(), "backend-"));
  home = path.join(directory, "home");
  await mkdir(home);
  await mkdir(path.join(directory, "project/below"), { recursive: true });
  await writeFile(path.join(home, "credentials.json"), '{"current":"https://api.pulumi.com"}');
});
afterEach(() => rm(directory, { recursive: true, force: true }));

function project() {
  return path.join(directory, "project");
}
function here(environment: NodeJS.ProcessEnv = {}, at = project()) {
  return backendUrl({ PULUMI_HOME: home, ...environment }, at);
}
function giveProject(text: string) {
  return writeFile(path.join(project(), "Pulumi.yaml"), text);
}

test("is that of the login, unless project or environment say otherwise", async () => {
  expect(here()).toBe("https://api.pulumi.com");
  await giveProject("name: shop\nbackend:\n  url: s3://states\n");
  expect(here()).toBe("s3://states");
  expect(here({}, path.join(project(), "below"))).toBe("s3://states");
  expect(here({ PULUMI_BACKEND_URL: "gs://states" })).toBe("gs://states");
});

test("is not known without login, and with files that cannot be read", async () => {
  await writeFile(path.join(home, "credentials.json"), "{");
  await giveProject("name: [");
  expect(here()).toBe("");
});

test.each([
  ["~", () => os.homedir()],
  ["~/states", () => path.join(os.homedir(), "states")],
  ["./states", () => path.join(project(), "states")],
  ["/var/states", () => "/var/states"],
  ["/var/my%20states", () => "/var/my states"],
])("file://%s is a directory of this user and machine", (at, expected) => {
  expect(here({ PULUMI_BACKEND_URL: `file://${at}` })).toBe(`${expected()} on ${os.hostname()}`);
});
