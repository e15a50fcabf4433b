/** What differs from run to run, and what stands in its place. */
const changing: readonly (readonly [RegExp, string])[] = [
  [
    /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g,
    "1103ab55-da1e-43f9-b609-1bbb176bd1be",
  ],
  // Ids of the registry and of Catalog.
  [/\b[0-9a-f]{40,64}\b/g, "2d9e8a4c1f…"],
  [/\b[0-9a-f]{24}\b/g, "65f0c3a1b2c3d4e5f6a7b8c9"],
  // Auto-names and ownership tags.
  [/\b[0-9a-f]{8}-[0-9a-f]{10}\b/g, "1a2b3c4d-9f8e7d5c6b"],
  [/\b\d\d-\d\d-\d{4} \d\d:\d\d:\d\d\b/g, "08-24-2026 04:41:21"],
  [/127\.0\.0\.1:\d+/g, "platform.adobe.io"],
];

/** A text in which nothing differs from run to run. */
export function steadyText(text: string): string {
  return changing.reduce((changed, [pattern, value]) => changed.replaceAll(pattern, value), text);
}

/** The same for each text of a JSON value. */
export function steady(value: unknown): unknown {
  return JSON.parse(steadyText(JSON.stringify(value ?? null))) as unknown;
}
