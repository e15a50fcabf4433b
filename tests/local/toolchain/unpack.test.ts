import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";

import fc from "fast-check";

import { unpackArchive } from "../../../local/toolchain/unpack";
import { archiveOf, type Entry, type EntryType } from "./archives";

describe("unpacking an archive", () => {
  let root: string;
  let directory: string;

  beforeEach(async () => {
    root = await fs.mkdtemp(path.join(os.tmpdir(), "unpack-"));
    directory = path.join(root, "a/b/inside");
    await fs.mkdir(directory, { recursive: true });
  });
  afterEach(() => fs.rm(root, { recursive: true, force: true }));

  async function unpack(bytes: Buffer, limits?: { entries: number; bytes: number }) {
    const archive = path.join(root, "archive.tar.gz");
    await fs.writeFile(archive, bytes);
    const problem = await unpackArchive(archive, directory, limits);
    await fs.rm(archive);
    return problem;
  }

  /** Every path below the test's own folder: regular files with their content, all else by its kind. */
  async function found(): Promise<Record<string, string>> {
    const entries = await fs.readdir(root, { recursive: true, withFileTypes: true });
    const pairs = entries.map(async (entry) => {
      const file = path.join(entry.parentPath, entry.name);
      if (entry.isDirectory()) return [`${path.relative(root, file)}/`, ""];
      const content = entry.isFile() ? await fs.readFile(file, "utf8") : "(not a file)";
      return [path.relative(root, file), content];
    });
    return Object.fromEntries(await Promise.all(pairs)) as Record<string, string>;
  }

  async function clean() {
    await fs.rm(directory, { recursive: true });
    await fs.mkdir(directory);
  }

  const nothing = { "a/": "", "a/b/": "", "a/b/inside/": "" };

  it("writes files and folders without the folder around them, with their rights", async () => {
    const bytes = archiveOf([
      { path: "pulumi/", type: "Directory", mode: 0o755 },
      { path: "pulumi/pulumi", content: "program", mode: 0o755 },
      { path: "pulumi/docs/README", content: "text" },
    ]);
    expect(await unpack(bytes)).toBeUndefined();
    expect(await found()).toEqual({
      ...nothing,
      "a/b/inside/pulumi": "program",
      "a/b/inside/docs/": "",
      "a/b/inside/docs/README": "text",
    });
    const { mode } = await fs.stat(path.join(directory, "pulumi"));
    expect(mode & 0o777).toBe(0o755);
  });

  const good: Entry = { path: "p/good", content: "good" };

  it.each<[string, Entry[], RegExp]>([
    ["a symbolic link", [{ path: "p/x", type: "SymbolicLink", linkpath: "/etc" }], /SymbolicLink/],
    ["a hard link", [{ path: "p/x", type: "Link", linkpath: "p/good" }], /is a Link/],
    ["a device", [{ path: "p/x", type: "CharacterDevice" }], /CharacterDevice/],
    ["a pipe", [{ path: "p/x", type: "FIFO" }], /FIFO/],
    ["a type that nobody knows", [{ path: "p/x", type: "TapeVolumeHeader" }], /TapeVolumeHeader/],
    ["an absolute path", [{ path: "/etc/x" }], /unsafe path/],
    ["a path of Windows", [{ path: "C:/x/y" }], /unsafe path/],
    ["a drive of Windows", [{ path: "p/c:/x" }], /unsafe path/],
    ["a backslash", [{ path: "p\\..\\x" }], /unsafe path/],
    ["a step up", [{ path: "p/../../x" }], /unsafe path/],
    ["a step up that stays inside", [{ path: "p/q/../x" }], /unsafe path/],
    ["a path with a dot", [{ path: "./p/x" }], /unsafe path/],
    ["a path with an empty part", [{ path: "p//x" }], /unsafe path/],
    ["a control character", [{ path: "p/a\nb" }], /unsafe path/],
    ["a file without a folder", [{ path: "x" }], /not in a folder/],
    ["a file twice", [{ path: "p/good" }], /"p\/good" is there twice/],
    ["a file twice by another folder", [{ path: "q/good" }], /"q\/good" is there twice/],
    ["a file twice on macOS", [{ path: "p/GOOD" }], /twice/],
    ["a file below a file", [{ path: "p/good/x" }], /twice/],
    ["a file where a folder is", [{ path: "p/d/x" }, { path: "p/d" }], /twice/],
    ["a file with its owner's rights", [{ path: "p/x", mode: 0o4755 }], /rights of its owner/],
  ])("rejects %s and writes nothing", async (_, entries, reason) => {
    expect(await unpack(archiveOf([good, ...entries]))).toMatch(reason);
    expect(await found()).toEqual(nothing);
  });

  it("rejects more entries or bytes than the limits, by the sizes that it announces", async () => {
    const many = archiveOf([good, { path: "p/2" }, { path: "p/3" }]);
    expect(await unpack(many, { entries: 2, bytes: 100 })).toBe("it has too many entries");
    const large = archiveOf([good, { path: "p/large", size: 8_000_000_000 }]);
    expect(await unpack(large)).toBe("it is too large when unpacked");
    expect(await found()).toEqual(nothing);
  });

  it("stops reading what is packed far smaller than any program", async () => {
    const zeros = Buffer.alloc(50_000_000);
    expect(await unpack(gzipSync(zeros))).toContain("max decompression ratio exceeded");
  });

  it.each([
    ["is empty", Buffer.alloc(0)],
    ["is a web page", Buffer.from("<html>Log in to the network</html>")],
    ["ends in the middle", archiveOf([good, { path: "p/x", content: "x".repeat(2_000) }])],
  ])("rejects a file that %s", async (name, bytes) => {
    const end = name === "ends in the middle" ? bytes.length - 20 : bytes.length;
    expect(await unpack(bytes.subarray(0, end))).toMatch(/^it cannot be unpacked/);
    expect(await found()).toEqual(nothing);
  });

  const types: readonly EntryType[] = ["File", "Directory", "SymbolicLink", "Link", "BlockDevice"];
  const part = fc.constantFrom("a", "b", "A", "..", ".", "", "c\\d", "e:", "~");
  const entry = fc.record({
    path: fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => parts.join("/") || "a"),
    type: fc.oneof(
      { weight: 9, arbitrary: fc.constant<EntryType>("File") },
      fc.constantFrom(...types),
    ),
    linkpath: fc.constantFrom("/etc", "..", "a"),
    content: fc.string({ unit: "grapheme-ascii", maxLength: 5 }),
  });
  const plain = fc.constantFrom("a/a", "a/b", "a/c/a", "a/c/b", "b/c/d", "a/e").map((name) => ({
    path: name,
    content: name,
  }));

  it("writes only regular files of the archive, only inside, or nothing", async () => {
    let accepted = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof({ weight: 4, arbitrary: plain }, entry), { maxLength: 4 }),
        async (entries) => {
          const withLinks = entries.map((one) =>
            "type" in one && !one.type.endsWith("Link") ? { ...one, linkpath: "" } : one,
          );
          const problem = await unpack(archiveOf(withLinks));
          const files = await found();
          if (problem !== undefined) {
            expect(files).toEqual(nothing);
            return;
          }
          accepted += 1;
          const contents = new Set(entries.map(({ content }) => content));
          for (const [file, content] of Object.entries(files)) {
            if (file in nothing) continue;
            expect(file).toMatch(/^a\/b\/inside\//);
            if (!file.endsWith("/")) expect(contents).toContain(content);
          }
        },
      ),
      { numRuns: 300, plugins: [fc.beforeEach(clean)] },
    );
    expect(accepted).toBeGreaterThan(20);
  });

  it("writes the same files or nothing when any byte of the archive is changed", async () => {
    const tar = archiveOf([{ path: "p/one", content: "1" }, good]);
    await fc.assert(
      fc.asyncProperty(fc.nat(tar.length - 1), fc.integer({ min: 1, max: 255 }), async (at, by) => {
        const changed = Buffer.from(tar);
        changed[at] = (changed[at] ?? 0) ^ by;
        const problem = await unpack(changed);
        const files = await found();
        const whole = { ...nothing, "a/b/inside/one": "1", "a/b/inside/good": "good" };
        expect(files).toEqual(problem === undefined ? whole : nothing);
      }),
      { numRuns: 200, plugins: [fc.beforeEach(clean)] },
    );
  });
});
