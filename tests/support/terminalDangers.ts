const ranges: readonly (readonly [number, number])[] = [
  [0x00, 0x08],
  [0x0b, 0x1f],
  [0x7f, 0x9f],
  [0x61c, 0x61c],
  [0x200e, 0x200f],
  [0x2028, 0x202e],
  [0x2066, 0x2069],
  [0xfeff, 0xfeff],
  [0xd800, 0xdfff],
  [0xe0000, 0xe007f],
];

/** Sets the window's title, clears the screen, and turns the direction of the text around. */
export const hostile = "\u001b]0;pwn\u0007\u009b2J\u202e";

/** The characters of a text that a terminal acts on: controls, bidirectional marks and the like. */
export function dangers(text: string): string[] {
  const isDangerous = (code: number) => ranges.some(([from, to]) => code >= from && code <= to);
  return Array.from(text).filter((character) => isDangerous(character.codePointAt(0) ?? 0));
}
