import path from "node:path";

import ts from "typescript";

const repository = path.join(__dirname, "../../../..");

/** What tsc says of programs that import the classes' package, with the options of this repository. */
export function typeErrors(programs: readonly string[]): string[] {
  const modules = new Map(
    programs.map((text, index) => [
      path.join(__dirname, `written${index}.ts`),
      text.replace('"@chatlio-aep/adobe-aep"', '"../../../../adobe/sdk"'),
    ]),
  );
  const { config } = ts.readConfigFile(path.join(repository, "tsconfig.json"), (file) =>
    ts.sys.readFile(file),
  ) as { config: object };
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, repository);
  const checked = { ...options, incremental: false };
  delete checked.tsBuildInfoFile;
  const host = ts.createCompilerHost(checked);
  const program = ts.createProgram([...modules.keys()], checked, {
    ...host,
    fileExists: (file) => modules.has(file) || host.fileExists(file),
    readFile: (file) => modules.get(file) ?? host.readFile(file),
    getSourceFile: (file, target, ...more) => {
      const text = modules.get(file);
      return text === undefined
        ? host.getSourceFile(file, target, ...more)
        : ts.createSourceFile(file, text, target);
    },
  });
  return [...modules.keys()].flatMap((file) => {
    const source = program.getSourceFile(file);
    return [
      ...program.getSyntacticDiagnostics(source),
      ...program.getSemanticDiagnostics(source),
    ].map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"));
  });
}
