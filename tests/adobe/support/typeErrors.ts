import path from "node:path";

import ts from "typescript";

const repository = path.join(__dirname, "../../..");

/** What tsc says of a file. */
export interface TypeFault {
  readonly file: string;
  readonly message: string;
}

/** The files on the disk as they were read, which takes longer than the check: those of TypeScript, Pulumi and the classes. */
const read = new Map<string, ts.SourceFile | undefined>();

/**
 * Type-checks files that are not on the disk, with the options of this repository.
 *
 * @param files each by the path where it would be, from which its imports are found
 */
export function typeErrors(
  files: ReadonlyMap<string, string>,
  more: ts.CompilerOptions = {},
): TypeFault[] {
  const { config } = ts.readConfigFile(path.join(repository, "tsconfig.json"), (file) =>
    ts.sys.readFile(file),
  ) as { config: object };
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, repository);
  const checked = { ...options, ...more, incremental: false };
  delete checked.tsBuildInfoFile;
  const host = ts.createCompilerHost(checked);
  const program = ts.createProgram([...files.keys()], checked, {
    ...host,
    fileExists: (file) => files.has(file) || host.fileExists(file),
    readFile: (file) => files.get(file) ?? host.readFile(file),
    getSourceFile: (file, target, ...rest) => {
      const text = files.get(file);
      if (text !== undefined) return ts.createSourceFile(file, text, target);
      const key = JSON.stringify([file, target]);
      if (!read.has(key)) read.set(key, host.getSourceFile(file, target, ...rest));
      return read.get(key);
    },
  });
  return [...files.keys()].flatMap((file) => {
    const source = program.getSourceFile(file);
    const all = [
      ...program.getSyntacticDiagnostics(source),
      ...program.getSemanticDiagnostics(source),
    ];
    return all.map(({ messageText }) => ({
      file,
      message: ts.flattenDiagnosticMessageText(messageText, "\n"),
    }));
  });
}
