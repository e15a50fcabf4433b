import type { FrequentFailure } from "./failure";
import { sections } from "./list";
import type { Recording } from "./recording";

const GENERATED =
  "<!-- Made from tests/adobe/errors by `npm run docs:provider`. Do not edit: a test compares it. -->";

const words = [
  "- **Organization**: a customer of Adobe, with an id as `0123…@AdobeOrg`. Its objects are in **sandboxes**, which are separate from each other.",
  "- **Credential**: client id and client secret of an OAuth server-to-server credential, in a project of [Adobe Developer Console](https://developer.adobe.com/console). The project must have the Experience Platform API.",
  "- **Product profile**: says in Admin Console who may use Experience Platform. **Role**: says in Adobe's Permissions what a person or a credential may do there, and in which sandboxes. A credential needs both, and a system administrator gives them.",
  "- **Schema**: describes the rows of datasets. It has one **class** (what a row is: an event, a person) and **field groups** (its fields). A **descriptor** says more about a field, as that it is an **identity**, whose **namespace** says what kind of value it is (Email, Phone, ECID).",
  "- **Union**: the schemas of a class that Real-Time Customer Profile reads.",
  "- **Dataset**: rows of one schema. **Dataflow**: brings rows from a source connection through a **mapping set** into a dataset.",
];

/** docs/provider/errors.md: what Adobe responds, next to what the provider says. */
export function errorsPage(recording: Recording): string {
  return [
    "# What an error means",
    GENERATED,
    "The failures that people new to Adobe Experience Platform (AEP) meet most: why each happens, Adobe's own text, and the provider's message. A message says what failed, on which object, what Adobe responded, and what to do. `pulumi up` can be run again after each of them; what was made stays in the state.",
    "Each of them was provoked against the [emulator](../emulator.md), not at Adobe. Where it says so, the text is the emulator's own, because no public document has Adobe's. Ids and times are examples.",
    "## Words",
    words.join("\n"),
    ...Object.entries(sections).flatMap(([heading, failures]) => [
      `## ${heading}`,
      ...failures.flatMap((failure) => entry(failure, recording[failure.title])),
    ]),
    "## When the message does not help",
    "`Request id …` in a message is what Adobe's support needs. `pulumi up --debug` shows each request of the provider with its status.",
  ].join("\n\n");
}

function entry(failure: FrequentFailure, outcome: Recording[string] | undefined): string[] {
  if (outcome === undefined) return [];
  const { adobe, byHand, message } = outcome;
  const response = adobe ?? byHand;
  const raw = [
    ...(adobe === undefined
      ? [
          ["The provider finds this without a request that fails.", failure.atAdobe]
            .filter((one) => one !== undefined)
            .join(" "),
        ]
      : []),
    ...(response === undefined
      ? []
      : [
          `Adobe's response${adobe === undefined ? " to the same by hand" : ""}, HTTP ${response.status} (${sourceOf(failure, outcome)}):`,
          typeof response.body === "string"
            ? `\`\`\`text\n${response.body}\n\`\`\``
            : `\`\`\`json\n${JSON.stringify(response.body, undefined, 2)}\n\`\`\``,
        ]),
  ];
  return [
    `### ${failure.title}`,
    failure.cause,
    ...raw,
    "The provider:",
    `\`\`\`text\n${message}\n\`\`\``,
  ];
}

/** Where the text of Adobe's response comes from. */
function sourceOf({ fault }: FrequentFailure, { adobe, madeUp }: Recording[string]): string {
  if (fault !== undefined && adobe?.status === fault.do.status) return fault.source;
  if (madeUp === "code") return "the code is the emulator's own";
  if (madeUp === "use") return "that Adobe responds so here is assumed";
  if (madeUp === "text") return "the text is the emulator's own";
  return "the code is Adobe's, the text in it partly the emulator's";
}
