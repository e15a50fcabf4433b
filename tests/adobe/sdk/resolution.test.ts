import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import ts from "typescript";

const root = path.join(__dirname, "../../..");

/** Another project that has the package installed. */
let project: string;
beforeAll(() => {
  project = mkdtempSync(path.join(tmpdir(), "resolution-"));
  mkdirSync(path.join(project, "node_modules"));
  symlinkSync(root, path.join(project, "node_modules/chatlio-aep"));
});
afterAll(() => rmSync(project, { recursive: true }));

test.each(["node10", "node16", "nodenext", "bundler"])(
  "TypeScript finds the classes with moduleResolution %s",
  (name) => {
    const options = ts.convertCompilerOptionsFromJson({ moduleResolution: name }, project).options;
    const { resolvedModule } = ts.resolveModuleName(
      "chatlio-aep/resources",
      path.join(project, "index.ts"),
      options,
      ts.sys,
    );
    expect(resolvedModule?.resolvedFileName).toBe(
      realpathSync(path.join(root, "adobe/sdk/index.ts")),
    );
  },
);
