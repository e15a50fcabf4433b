import {
  InstallDependenciesRequest,
  ProgramInfo,
  RunPluginRequest,
  RunRequest,
} from "@pulumi/pulumi/proto/language_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";

import { installCommand } from "../../../local/languageHost/dependencies";
import { pluginCommand } from "../../../local/languageHost/plugin";
import { programCommand, programEnd } from "../../../local/languageHost/program";

function request(options: Record<string, string | boolean>): RunRequest {
  const info = new ProgramInfo()
    .setRootDirectory("/project")
    .setProgramDirectory(__dirname)
    .setEntryPoint("index.ts")
    .setOptions(Struct.fromJavaScript(options));
  const run = new RunRequest()
    .setInfo(info)
    .setPwd(__dirname)
    .setProject("greeting")
    .setStack("dev")
    .setOrganization("organization")
    .setMonitorAddress("127.0.0.1:1")
    .setParallel(16)
    .setConfigsecretkeysList(["greeting:token"]);
  run.getConfigMap().set("greeting:name", "world").set("greeting:token", "s3cret");
  return run;
}

test("a program is run as Pulumi's SDK wants it", () => {
  const { args, cwd, env } = programCommand(
    request({ typescript: false, nodeargs: "--import=tsx  --enable-source-maps" }),
    "127.0.0.1:2",
  );
  expect(cwd).toBe(__dirname);
  expect(args).toEqual([
    "--import=tsx",
    "--enable-source-maps",
    expect.stringMatching(/@pulumi\/pulumi\/cmd\/run\/index\.js$/),
    "--monitor=127.0.0.1:1",
    "--engine=127.0.0.1:2",
    "--organization=organization",
    "--project=greeting",
    "--stack=dev",
    `--pwd=${__dirname}`,
    "--parallel=16",
    "--root-directory=/project",
    "index.ts",
  ]);
  expect(env["PULUMI_NODEJS_TYPESCRIPT"]).toBe("false");
  expect(JSON.parse(env["PULUMI_CONFIG"] ?? "")).toEqual({
    "greeting:name": "world",
    "greeting:token": "s3cret",
  });
  expect(JSON.parse(env["PULUMI_CONFIG_SECRET_KEYS"] ?? "")).toEqual(["greeting:token"]);
  // Secrets go by the environment, which other users of the machine cannot read.
  expect(args.join(" ")).not.toContain("s3cret");
});

test("a preview is a dry run, and the SDK compiles TypeScript unless that is switched off", () => {
  const { args, env } = programCommand(request({}).setDryrun(true), "127.0.0.1:2");
  expect(args.at(-2)).toBe("--dry-run");
  expect(env["PULUMI_NODEJS_TYPESCRIPT"]).toBe("true");
});

test.each([
  [0, null, { reported: false }],
  [32, null, { reported: true }],
  [1, null, { reported: false, error: "the program exited with code 1" }],
  [null, "SIGKILL" as const, { reported: false, error: "the program was ended by SIGKILL" }],
])("an end with code %s and signal %s", (code, signal, end) => {
  expect(programEnd(code, signal)).toEqual(end);
});

function pluginRequest(kind: string): RunPluginRequest {
  const info = new ProgramInfo()
    .setProgramDirectory(__dirname)
    .setOptions(Struct.fromJavaScript({ nodeargs: " --one  --two" }));
  return new RunPluginRequest()
    .setInfo(info)
    .setKind(kind)
    .setPwd("/project")
    .setArgsList(["127.0.0.1:2"])
    .setEnvList(["A=1", "A=2=3", "B="]);
}

test("a policy pack is run as Pulumi's SDK wants it, in its own directory", () => {
  expect(pluginCommand(pluginRequest("analyzer"))).toEqual({
    args: [
      expect.stringMatching(/@pulumi\/pulumi\/cmd\/run-policy-pack\/index\.js$/),
      "127.0.0.1:2",
      __dirname,
    ],
    cwd: __dirname,
  });
});

test("a provider that is a folder is run as Pulumi's SDK wants it, in the user's directory", () => {
  expect(pluginCommand(pluginRequest("resource"))).toEqual({
    args: [
      expect.stringMatching(/@pulumi\/pulumi\/cmd\/run-plugin\/index\.js$/),
      "--one",
      "--two",
      __dirname,
      "127.0.0.1:2",
    ],
    cwd: "/project",
    env: { A: "2=3", B: "" },
  });
});

test.each([
  [true, ["install", "--loglevel=error", "--omit=dev"]],
  [false, ["install", "--loglevel=error"]],
])("packages are installed as Pulumi's SDK does it, for a plugin: %s", (isPlugin, args) => {
  const info = new ProgramInfo().setProgramDirectory("/project");
  const request = new InstallDependenciesRequest().setInfo(info).setIsPlugin(isPlugin);
  expect(installCommand(request)).toEqual({ args, cwd: "/project" });
});
