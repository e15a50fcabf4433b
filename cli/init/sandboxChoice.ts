import type { KnownSandbox } from "../checks/adobe";
import { visible } from "../terminal";

/** The value of the line that stands for no sandbox. */
export const noSandbox = "";

/** One line of the list. */
interface SandboxLine {
  readonly value: string;
  readonly label: string;
  readonly hint?: string;
}

/**
 * The list of sandboxes in a terminal, and the line that Enter takes. It is never a production sandbox that nobody has
 * named: without a development sandbox, the first line stands for none.
 *
 * @param known - the sandbox that the file or the environment names, if any
 */
export function sandboxChoice(
  sandboxes: readonly KnownSandbox[],
  known: string | undefined,
): { readonly options: SandboxLine[]; readonly initialValue: string } {
  const options = sandboxes.map(({ name, type }): SandboxLine => {
    return { value: name, label: visible(name), hint: visible(type) };
  });
  const named = sandboxes.find(({ name }) => name === known);
  const preselected = named ?? sandboxes.find(({ type }) => type === "development");
  if (preselected !== undefined) return { options, initialValue: preselected.name };
  const none: SandboxLine = { value: noSandbox, label: "Choose one of these:" };
  return { options: [none, ...options], initialValue: noSandbox };
}
