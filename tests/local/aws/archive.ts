import type { Properties } from "../../../provider-sdk";

/** An archive as the engine hands it over. */
export function archiveOf(files: Readonly<Record<string, string>>): Properties {
  const key = "4dabf18193072939515e22adb298388d";
  const assets = Object.fromEntries(
    Object.entries(files).map(([name, text]) => [
      name,
      { [key]: "c44067f5952c0a294b673a41bacd8c17", text, hash: `hash of ${text}` },
    ]),
  );
  const hash = Object.values(files).join("|");
  return { [key]: "0def7320c3a5731c473e5ecbe6d01bc7", assets, hash };
}
