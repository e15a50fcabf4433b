import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";

import type { Progress } from "../../../local/progress";
import type { ToolchainContext } from "../../../local/toolchain/context";
import { releaseSums } from "../../../local/toolchain/releaseSums";

/** A machine with nothing on PATH but what a test puts there, an empty cache, and no way to the download site. */
export interface Machine {
  readonly context: ToolchainContext;
  readonly directory: string;
  /** What was shown to the user. */
  readonly shown: string[];
  /** Puts a shell script on PATH. */
  install(name: string, script: string): Promise<string>;
  /** How often each script was started, by the lines it wrote with {@link noted}. */
  calls(): Promise<string[]>;
  remove(): Promise<void>;
}

/** In a script of {@link Machine.install}: notes that it was started. */
export function noted(call: string) {
  return `echo '${call}' >> "$CALLS"`;
}

export const GIGABYTE = 1_000_000_000;

export async function createMachine(changes: Partial<ToolchainContext> = {}): Promise<Machine> {
  const directory = await fs.mkdtemp(path.join(os.tmpdir(), "toolchain test "));
  const bin = path.join(directory, "bin");
  const calls = path.join(directory, "calls");
  await fs.mkdir(bin);
  const shown: string[] = [];
  return {
    directory,
    shown,
    context: {
      // The scripts themselves need a shell's usual tools, found by their own PATH.
      env: { PATH: bin, CALLS: calls, HOME: directory },
      cache: path.join(directory, "the cache"),
      progress: recorder(shown),
      releases: "http://127.0.0.1:9", // the discard port: nobody listens
      releaseSums,
      freeBytes: () => Promise.resolve(100 * GIGABYTE),
      ...changes,
    },
    async install(name, script) {
      const file = path.join(bin, name);
      await fs.writeFile(file, `#!/bin/sh\nPATH=/usr/bin:/bin\n${script}\n`, { mode: 0o755 });
      return file;
    },
    async calls() {
      const text = await fs.readFile(calls, "utf8").catch(() => "");
      return text.split("\n").filter((line) => line !== "");
    },
    remove: () => fs.rm(directory, { recursive: true }),
  };
}

function recorder(shown: string[]): Progress {
  const say = (text: string) => void shown.push(text);
  return {
    note: say,
    start: (title) => {
      say(title);
      return {
        update: say,
        done: (detail = "") => say(`done ${detail}`),
        skipped: (detail) => say(`skipped ${detail}`),
        failed: (detail = "") => say(`failed ${detail}`),
      };
    },
  };
}

/** A Go that builds an engine which is a script; `build` goes before what makes it. */
export function fakeGo(build = "") {
  return `
case "$1" in
  env) if [ "$2" = GOVERSION ]; then echo go1.26.0; else echo "$HOME/modcache"; fi ;;
  list) echo "go: downloading example.org/one v1.0.0" >&2; echo one; echo two ;;
  build)
    ${noted("go build")}
    echo "GO111MODULE=$GO111MODULE GOFLAGS=$GOFLAGS GOWORK=$GOWORK" > "$HOME/go settings"
    ${build}
    while [ "$1" != -o ]; do shift; done
    echo example.org/one >&2
    printf '#!/bin/sh\\necho v3.248.0\\n' > "$2"
    chmod +x "$2" ;;
esac`;
}

/** A Python whose virtual environment is a script that records the arguments of pip. */
export function fakePython(pip = "") {
  return `
case "$1" in
  -c) echo 3.11 ;;
  -m) ${noted("python venv")}
    mkdir -p "$3/bin"
    cat > "$3/bin/python" <<'END'
#!/bin/sh
PATH=/usr/bin:/bin
${noted("pip install")}
${pip}
END
    chmod +x "$3/bin/python" ;;
esac`;
}
