#!/usr/bin/env node
import { emulatorCommand } from "./command";
import {
  endWithReader,
  guardEmptyValues,
  guardExitCode,
  guardOutput,
  printError,
  visible,
} from "./terminal";

/** Runs the emulator as a process. An error that the user can fix is printed without a stack trace. */
async function main(): Promise<void> {
  endWithReader();
  try {
    const command = guardEmptyValues(emulatorCommand("aep-emulator").name("aep-emulator"));
    await guardExitCode(guardOutput(command)).parseAsync();
  } catch (error) {
    const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
    printError(`${name === "Error" ? (stack ?? message) : visible(message)}\n`);
    process.exitCode = 1;
  }
}

void main();
