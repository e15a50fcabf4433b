/**
 * The stubs of the AWS and Command plugins and the language host in one process, which serves all operations of one
 * stack. An engine that attaches to them starts none of them: of the 3.4 s of CPU of a preview without changes
 * (2 shared cores, busy), starting them and loading the program's packages takes 2.2 s.
 *
 * Prints the ports as one line of JSON, and ends with its standard input.
 */
import { awsStub } from "../../../../local/aws/definition";
import { commandStub } from "../../../../local/command/definition";
import { startLanguageHost } from "../../../../local/languageHost/server";
import { startServer } from "../../../../provider-sdk";
import { runInThisProcess } from "./runInThisProcess";

/** The ports by the names that the engine has for the plugins. */
export interface PluginPorts {
  readonly aws: number;
  readonly command: number;
  readonly nodejs: number;
}

async function main(): Promise<void> {
  const [aws, command, nodejs] = await Promise.all([
    startServer(awsStub(process.env)),
    startServer(commandStub()),
    // A program in this process cannot be ended; it ends when it learns that the engine is gone.
    startLanguageHost({ run: runInThisProcess, cancel: () => undefined }),
  ]);
  const ports: PluginPorts = { aws: aws.port, command: command.port, nodejs };
  process.stdout.write(`${JSON.stringify(ports)}\n`);
  // Promises of a program whose engine was killed may reject when its run is over.
  process.on("unhandledRejection", () => undefined);
  const end = () => process.exit(0);
  process.stdin.once("end", end).once("close", end).once("error", end).resume();
}

void main();
