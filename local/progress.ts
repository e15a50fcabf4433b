import { visibleLines } from "../emulator/terminal";

/** A step that takes some time and is shown to the user meanwhile. */
export interface Task {
  /** Shows what happens now, in place of the previous detail. */
  update(detail: string): void;
  /** The step succeeded; `detail` is its result. */
  done(detail?: string): void;
  /** The step was not possible and another way is tried; `detail` says why. */
  skipped(detail: string): void;
  /** The step failed; `detail` is the reason, if it is not reported elsewhere. */
  failed(detail?: string): void;
}

export interface Progress {
  start(title: string): Task;
  /** Prints a line that stays. */
  note(text: string): void;
}

const REDRAW_MS = 500;
/** On a terminal the line changes in place. In a log file it is repeated only this often. */
const REPEAT_MS = 15_000;

/** Elapsed time as `4.2 s` or `3 min 12 s`. */
export function formatDuration(ms: number): string {
  const seconds = ms / 1000;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  return `${Math.floor(seconds / 60)} min ${Math.floor(seconds % 60)} s`;
}

/** Shows each step as one live line on a terminal, elsewhere as plain lines. */
export function createProgress(stream: NodeJS.WriteStream = process.stderr): Progress {
  const live = stream.isTTY && process.env["CI"] === undefined;
  return {
    note: (text) => void stream.write(visibleLines(`${text}\n`)),
    start(title) {
      const started = Date.now();
      let detail = "";
      // Only what is drawn here may move the cursor, not a title or a detail.
      const line = () => {
        const elapsed = formatDuration(Date.now() - started);
        const text = detail === "" ? title : `${title}: ${detail}`;
        return `${visibleLines(text)} (${elapsed})`;
      };
      const show = () => {
        const width = Math.max(20, stream.columns - 3);
        stream.write(live ? `\r\u001b[2K… ${line().slice(0, width)}` : `  … ${line()}\n`);
      };
      if (!live) stream.write(visibleLines(`  … ${title}\n`));
      const timer = setInterval(show, live ? REDRAW_MS : REPEAT_MS);
      timer.unref();
      const end = (mark: string, text: string | undefined) => {
        clearInterval(timer);
        detail = text ?? "";
        stream.write(`${live ? "\r\u001b[2K" : ""}${live ? "" : "  "}${mark} ${line()}\n`);
      };
      return {
        update: (text) => void (detail = text),
        done: (text) => end("✓", text),
        skipped: (text) => end("–", text),
        failed: (text) => end("✗", text),
      };
    },
  };
}

/** Shows nothing: for tests, and for commands that print only their result. */
export const silentProgress: Progress = {
  note: () => undefined,
  start: () => ({
    update: () => undefined,
    done: () => undefined,
    skipped: () => undefined,
    failed: () => undefined,
  }),
};
