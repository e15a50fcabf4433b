import { markdownTable } from "../../emulator/common/markdownTable";
import type { Part, SavedPart } from "./part";
import { costs, growthOf, limits, slopesOf, type Growth, type Series } from "./series";
import { outcomesTable } from "./transcriptPage";

/** The parts of the page, in their order. */
export const partNames = ["dataflows", "events", "transcripts", "waiting"] as const;

export type PartName = (typeof partNames)[number];

/** What `npm run growth -- --save` has kept of each part. */
export type SavedParts = Readonly<Record<PartName, SavedPart>>;

function rounded(value: number): string {
  const size = Math.abs(value);
  const digits = size >= 100 || value === 0 ? 0 : size >= 10 ? 1 : 2;
  const options = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  return value.toLocaleString("en-US", options);
}

const scales = {
  µs: [
    ["s", 1e6],
    ["ms", 1e3],
    ["µs", 1],
  ],
  bytes: [
    ["MB", 1e6],
    ["KB", 1e3],
    ["bytes", 1],
  ],
  requests: [["", 1]],
} as const;

/** A value in the unit that suits it. */
export function shown(value: number, unit: Series["unit"]): string {
  const all: readonly (readonly [string, number])[] = scales[unit];
  const [name, size] = all.find(([, least]) => Math.abs(value) >= least) ?? all.at(-1) ?? ["", 1];
  return unit === "requests" && Number.isInteger(value)
    ? value.toLocaleString("en-US")
    : `${rounded(value / size)} ${name}`.trim();
}

function slope(value: number | undefined): string {
  if (value === undefined) return "–";
  // Not "-0.00".
  return (Math.abs(value) < 0.005 ? 0 : value).toFixed(2);
}

function rowOf(series: Series): readonly string[] {
  const { base, isWhole, unit, what } = series;
  const each = costs(series).map(({ size, value }) => shown(isWhole ? value : value / size, unit));
  const { all, last } = slopesOf(series);
  return [
    what,
    base === 0 ? "" : shown(base, unit),
    ...each,
    slope(all),
    slope(last),
    growthOf(series),
  ];
}

/** The sizes of a part, as the table's columns. */
function sizesOf({ series }: Part): readonly number[] {
  return series.reduce<readonly number[]>(
    (longest, { points }) =>
      points.length > longest.length ? points.map(({ size }) => size) : longest,
    [],
  );
}

function size(value: number, isBytes: boolean): string {
  return isBytes ? shown(value, "bytes") : value.toLocaleString("en-US");
}

/** What one part has found, as a table. */
export function partTable(part: Part): string {
  const sizes = sizesOf(part).map((value) => size(value, part.outcomes !== undefined));
  const numbers = ["Base", ...sizes, "Slope", "Last step"];
  const rows = part.series.map((series) => {
    const [what = "", base = "", ...rest] = rowOf(series);
    const [growth = "", ...backwards] = rest.toReversed();
    const [last = "", all = "", ...values] = backwards;
    const missing = new Array<string>(sizes.length - values.length).fill("");
    return [what, base, ...values.toReversed(), ...missing, all, last, growth];
  });
  return markdownTable(["What", ...numbers, "Growth"], rows, { right: numbers });
}

const order: readonly Growth[] = ["more than linear", "linear", "less than linear", "flat"];

/** What the numbers of one part say, as a sentence. */
export function verdictOf({ series }: Part): string {
  const said = order.flatMap((growth) => {
    const own = series.filter((each) => growthOf(each) === growth);
    if (own.length === 0) return [];
    return growth === "more than linear"
      ? [`**Grows more than linearly**: ${own.map(({ what }) => what).join("; ")}.`]
      : [`${own.length} of ${series.length} ${own.length === 1 ? "is" : "are"} ${growth}.`];
  });
  const isLinear = series.every((each) => growthOf(each) !== "more than linear");
  return [...(isLinear ? ["Nothing grows more than linearly."] : []), ...said].join(" ");
}

/** What the engine's writes of the state take of an `up`, from the two rows about its engine. */
export function stateWrites({ series }: Part): string {
  const engine = series.filter(({ what }) => what.startsWith("`up`: CPU of Pulumi's engine"));
  const [each, once] = engine.map(({ points }) => points.at(-1));
  if (!each || !once) return "";
  const written = shown(each.value - once.value, "µs");
  return ` With ${each.size} dataflows, ${written} of the engine's ${shown(each.value, "µs")} are writes of the state.`;
}

interface Described {
  readonly title: string;
  readonly text: string;
}

const described: Readonly<Record<PartName, Described>> = {
  dataflows: {
    title: "Dataflows in one program",
    text: `One program in direct mode, with a dataflow for each webhook: \`up\` from nothing and a preview without changes, each
under the real engine with its state in a file, against the emulator. A dataflow is four resources: two connections,
a mapping set and the dataflow. Direct mode allows 100 of them (20 widgets with five events). The base is what the line through the two smallest sizes gives for no dataflow.

With the state in a file or a bucket, Pulumi's engine writes the whole state before and after each step. So an \`up\` from
nothing with twice as many resources writes twice as often, each time up to twice as much. The row "the state written once at
the end" is the same \`up\` without that (\`PULUMI_SKIP_CHECKPOINTS\`, for this measurement only: an interrupted \`up\` would
leave objects at Adobe that the state does not have). A preview writes no state.`,
  },
  events: {
    title: "Events",
    text: `Webhooks of all events, each with ids of its own, through the handlers of receiver and forwarder in one process;
the streaming endpoint is another process. A hundred are received, then delivered in tens, as Lambda passes them. The heap is
what is in use after everything else was collected: it is flat when the functions keep nothing of an event. \`npm run growth -- events --events 1000000\` goes up to a million.`,
  },
  transcripts: {
    title: "Transcripts",
    text: `One transcript through the handler of the receiver, by its size, for each byte of it. Allocated is all memory that
is requested, also what is given back meanwhile.`,
  },
  waiting: {
    title: "Messages that wait",
    text: `Each command runs in a process of its own, against a server in place of SQS. A receive from SQS gives ten messages at most, and each message
that stays must be made visible again, in tens: two requests for ten messages. The base is a command with an empty queue. The
forwarder gets a queue with so many messages, ten at a time.`,
  },
};

function section(name: PartName, part: SavedPart): string {
  const { text, title } = described[name];
  const { date, machine } = part;
  const writes = name === "dataflows" ? stateWrites(part) : "";
  const outcomes = part.outcomes === undefined ? "" : `\n${outcomesTable(part.outcomes)}\n`;
  return `## ${title}

${text}

${verdictOf(part)}${writes} (Measured on ${date}, Node.js ${machine.node}, load ${machine.load.toFixed(1)} before.)

${partTable(part)}
${outcomes}`;
}

/** docs/growth.md, from what `npm run growth -- --save` has kept. */
export function growthPage(parts: SavedParts): string {
  const { machine } = parts.dataflows;
  return `# Growth

<!-- Made from bench/growth by \`npm run docs:performance\`. Do not edit: a test compares it. -->

What time and memory an operation takes for each unit as there are more of them: dataflows, events, bytes of a transcript,
messages that wait. \`npm run growth -- --save\` measures it; [performance.md](performance.md) has the times of single
operations, and [scale.md](scale.md) what happens at many events a second.

Measured on a machine that was shared with other work: ${machine.cpu}, ${machine.cores} cores. Therefore times are processor time, not time on the
wall, and of several measurements the smallest counts, where there are several. With as much other work as the loads below say, also
processor time is several times that of a quiet machine, which [performance.md](performance.md) has: what counts here is how it grows.

A cell is what one unit costs: the cost above the base, divided by the size. Memory that belongs to a whole process (heap, peak
of the process) is not divided. A cost that is lost in the noise of the base can be below zero. _Slope_ is that of the line through the logarithms of size and cost, by least squares: with 1, twice
as much costs twice as much. A line through all sizes shows a bend late, so _Last step_ is the slope between the two
largest. The greater of the two counts: flat up to ${limits.flat}, less than linear up to ${limits.less}, linear up to ${limits.linear}, and more than linear above.

${partNames.map((name) => section(name, parts[name])).join("\n")}`;
}
