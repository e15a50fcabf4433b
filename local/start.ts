/** `npm run local`: starts the local services and prints how to work on the local stack by hand. */
import { parseArgs } from "node:util";

import { print, printError, visible } from "../emulator/terminal";
import { aepAddress, byHand, createLocalStack, untilInterrupted } from "./localStack";
import { createProgress } from "./progress";
import { startServices, type ServiceOptions } from "./services";
import { ToolchainError } from "./toolchain";

const usage = `Usage: npm run local [-- options]

Starts the AEP emulator and MiniStack (AWS), and prints how to run Pulumi against them.

  --aep-port PORT   port of the AEP emulator (default: a free one)
  --aws-port PORT   port of MiniStack (default: a free one)
  --help            show this text
`;

function readPort(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new ToolchainError(
    `--${name} ${visible(text)} is not a valid port: give a number from 1 to 65535`,
  );
}

function readPorts(): NonNullable<ServiceOptions["ports"]> | undefined {
  const { values } = parseArgs({
    options: {
      "aep-port": { type: "string" },
      "aws-port": { type: "string" },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  if (values.help) return undefined;
  const aep = readPort("aep-port", values["aep-port"]);
  const aws = readPort("aws-port", values["aws-port"]);
  return { ...(aep === undefined ? {} : { aep }), ...(aws === undefined ? {} : { aws }) };
}

async function main(): Promise<void> {
  const ports = readPorts();
  if (ports === undefined) {
    print(usage);
    return;
  }
  const progress = createProgress();
  const services = await startServices({ ports, progress });
  try {
    const stack = await createLocalStack(services, progress);
    try {
      print(`The local services run until you press Ctrl-C:
  AEP emulator     ${aepAddress(services)}
  MiniStack (AWS)  ${services.aws?.url ?? ""}
  logs             ${services.directory}

To deploy the stack \`local\`, run in another terminal:

${byHand(stack)}

Then: pulumi stack output --show-secrets webhookUrls, pulumi preview, pulumi refresh, pulumi destroy.
`);
      await untilInterrupted();
    } finally {
      await stack.close();
    }
  } finally {
    await services.close();
  }
}

main().catch((error: unknown) => {
  printError(`${textOf(error)}\n`);
  process.exitCode = 1;
});

function textOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof ToolchainError) return error.message;
  const isOfOptions = "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS");
  return isOfOptions ? visible(error.message.replaceAll("\n", " ")) : (error.stack ?? "");
}
