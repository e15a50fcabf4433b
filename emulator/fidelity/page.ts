import type { Fidelity, GradedBehavior } from "./collect";

const cell = (text: string): string => text.replaceAll("|", "\\|").replaceAll("\n", " ");

const row = (...cells: readonly string[]): string => `| ${cells.map(cell).join(" | ")} |`;

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [row(...head), row(...head.map(() => "---")), ...rows.map((cells) => row(...cells))].join("\n");

const section = (service: string, behaviors: readonly GradedBehavior[]): string =>
  `## ${service}\n\n${table(
    ["What", "The emulator", "Grade", "Source", "Assumption"],
    behaviors.map(({ what, says, grade, source, assumption }) => [
      `\`${what}\``,
      says,
      grade,
      source,
      assumption === undefined ? "" : `\`${assumption}\``,
    ]),
  )}`;

/** The page `docs/emulator-fidelity.md`, made of what stands beside the code. */
export const fidelityPage = ({ counts, behaviors, assumptions }: Fidelity): string => {
  const services = [...new Set(behaviors.map(({ service }) => service))];
  return `# How true the AEP emulator is

<!-- Made by \`npm run docs:emulator\`. Change the grades beside the code in emulator/. -->

The emulator has never met the real Adobe Experience Platform: it answers what Adobe's documents say it answers. Every
behavior has a grade: **documented** (a guide or API reference says so), **seen in Adobe's client** (aepp, Adobe's own
Python client, relies on it), **assumed** (nobody says it; the source column says what the guess rests on). A running
emulator gives the same list at \`GET /_emulator/fidelity\`.

${table(
  ["Grade", "Behaviors"],
  Object.entries(counts).map(([grade, count]) => [grade, String(count)]),
)}

## Assumptions

Where the documents contradict each other or say nothing, \`--assume name=value\` (or \`startEmulator({ assume: { name: value } })\`)
makes the emulator follow another reading. The first value is the default.

${table(
  ["Assumption", "Values", "Question", "What the documents say"],
  assumptions.map(({ name, values, question, source }) => [
    `\`${name}\``,
    values.map((value) => `\`${value}\``).join(", "),
    question,
    source,
  ]),
)}

${services
  .map((service) =>
    section(
      service,
      behaviors.filter((one) => one.service === service),
    ),
  )
  .join("\n\n")}
`;
};
