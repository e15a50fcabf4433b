/** How a shell block of the documentation is proven. */
export type Proof =
  /** It is run as written, with the real engine, in an empty project with this one's Pulumi.yaml. */
  | { readonly run: "project" }
  /** Another test runs it: its file, and words of it by which it is found there. */
  | { readonly runBy: readonly [file: string, words: string] }
  /** Commands, subcommands and options are checked against the programs' own help; why it is not run. */
  | { readonly checked: string };

/** By the file, and by the first words of the block where one file has several. */
export const proofs: readonly {
  readonly file: RegExp;
  readonly starts?: string;
  readonly proof: Proof;
}[] = [
  {
    file: /^README\.md$/,
    starts: "npm run demo",
    proof: {
      runBy: ["tests/engine/demo.test.ts", "spawn(process.execPath, [...quickTypeScript, demo"],
    },
  },
  { file: /^README\.md$/, starts: "pulumi stack init", proof: { run: "project" } },
  {
    file: /^CONTRIBUTING\.md$/,
    starts: "npm run demo",
    proof: {
      runBy: ["tests/engine/demo.test.ts", "spawn(process.execPath, [...quickTypeScript, demo"],
    },
  },
  { file: /^docs\/chatlio\.md$/, starts: "pulumi stack init", proof: { run: "project" } },
  {
    file: /^docs\/chatlio\.md$/,
    starts: "url=",
    proof: { runBy: ["tests/engine/stackDirect.slow.test.ts", "docs/chatlio.md"] },
  },
  { file: /^docs\/configuration\.md$/, starts: "pulumi config set", proof: { run: "project" } },
  {
    file: /^docs\/privacy\.md$/,
    proof: { runBy: ["tests/cli/forget/asWritten.test.ts", "docs/privacy.md"] },
  },
  { file: /^docs\/identities\.md$/, proof: { run: "project" } },
  { file: /^docs\/configuration\.md$/, starts: "node -p", proof: { run: "project" } },
  {
    file: /^docs\/emulator\.md$/,
    starts: "npx chatlio-aep emulator",
    proof: { runBy: ["tests/emulator/command.test.ts", "chatlio-aep emulator"] },
  },
  {
    file: /^docs\/emulator\.md$/,
    starts: "AEP=",
    proof: { runBy: ["tests/emulator/documents/quickStart.test.ts", "docs/emulator.md"] },
  },
  {
    file: /^docs\/emulator\.md$/,
    starts: "fault()",
    proof: { runBy: ["tests/emulator/documents/quickStart.test.ts", "docs/emulator.md"] },
  },
  {
    file: /^docs\/probe\.md$/,
    starts: "npx chatlio-aep probe",
    proof: { runBy: ["tests/cli/probe/command.test.ts", '"probe", "--sandbox", sandbox'] },
  },
  {
    file: /^docs\/console\.md$/,
    starts: "npx chatlio-aep console",
    proof: { runBy: ["tests/engine/stackConsole.ts", "startConsole(stack)"] },
  },
  { file: /^docs\/operating\.md$/, starts: "pulumi config get", proof: { run: "project" } },
  { file: /^docs\/operating\.md$/, starts: "pulumi config set", proof: { run: "project" } },
  { file: /^docs\/runbooks\.md$/, starts: "pulumi config set", proof: { run: "project" } },
  { file: /^docs\/scale\.md$/, starts: "pulumi config set", proof: { run: "project" } },
  {
    file: /^docs\/runbooks\.md$/,
    starts: "npx chatlio-aep dlq",
    proof: { runBy: ["tests/engine/stackRunbooks.ts", "docs/runbooks.md"] },
  },
  {
    file: /^docs\/runbooks\.md$/,
    starts: "npx chatlio-aep reconcile",
    proof: { runBy: ["tests/engine/stackReconcile.ts", "npx chatlio-aep reconcile --since 2d"] },
  },
  {
    file: /^docs\/runbooks\.md$/,
    starts: "npx chatlio-aep status",
    proof: { runBy: ["tests/engine/stack.test.ts", 'cli(local, "status"'] },
  },
  {
    file: /^docs\/runbooks\.md$/,
    starts: "npx chatlio-aep doctor",
    proof: {
      runBy: ["tests/cli/doctor/command.test.ts", 'writtenCommands("docs/runbooks.md", "npx'],
    },
  },
  {
    file: /^docs\/operating\.md$/,
    starts: "pulumi preview --policy-pack",
    proof: { runBy: ["tests/engine/stack.test.ts", "--policy-pack policy"] },
  },
  {
    file: /^docs\/operating\.md$/,
    starts: "queue_url=",
    proof: { runBy: ["tests/engine/stackProtectData.slow.test.ts", "docs/operating.md"] },
  },
  {
    file: /^docs\/operating\.md$/,
    starts: "npx chatlio-aep status",
    proof: { runBy: ["tests/engine/stack.test.ts", 'cli(local, "status"'] },
  },
  {
    file: /^docs\/operating\.md$/,
    starts: "npx chatlio-aep doctor",
    proof: { runBy: ["tests/cli/doctor/command.test.ts", '["doctor", "--stack"'] },
  },
  {
    file: /^docs\/operating\.md$/,
    starts: "npx chatlio-aep verify",
    proof: { runBy: ["tests/engine/stack.test.ts", 'cli(local, "verify"'] },
  },
  {
    file: /^docs\/operating\.md$/,
    starts: "npx chatlio-aep reconcile",
    proof: { runBy: ["tests/cli/reconcile/command.test.ts", '"npx chatlio-aep reconcile"'] },
  },
  {
    file: /^docs\/operating\.md$/,
    starts: "npx chatlio-aep replay",
    proof: { runBy: ["tests/cli/asWritten.test.ts", "npx chatlio-aep replay"] },
  },
  {
    file: /^docs\/operating\.md$/,
    starts: "npx chatlio-aep rotate-token",
    proof: { runBy: ["tests/cli/rotateToken/command.test.ts", '["rotate-token", "--stack"'] },
  },
  {
    file: /^docs\/operating\.md$/,
    starts: "npx chatlio-aep webhooks",
    proof: { runBy: ["tests/cli/asWritten.test.ts", "npx chatlio-aep webhooks"] },
  },
  {
    file: /^docs\/operating\.md$/,
    starts: "npx chatlio-aep init",
    proof: { runBy: ["tests/cli/init/command.test.ts", 'writtenCommands("docs/operating.md"'] },
  },
  {
    file: /^docs\/operating\.md$/,
    starts: "npx chatlio-aep explain",
    proof: { runBy: ["tests/cli/asWritten.test.ts", "npx chatlio-aep explain"] },
  },
  {
    file: /^docs\/operating\.md$/,
    starts: "npx chatlio-aep dlq",
    proof: { runBy: ["tests/cli/asWritten.test.ts", "npx chatlio-aep dlq"] },
  },
  {
    file: /^docs\/operating\.md$/,
    starts: "npm run --silent deployer-policy",
    proof: {
      runBy: ["tests/scripts/deployerPolicy.test.ts", "npm run --silent deployer-policy"],
    },
  },
  {
    file: /^docs\/provider\/importing\.md$/,
    starts: "npx chatlio-aep",
    proof: { runBy: ["tests/cli/importSandbox/asWritten.test.ts", "docs/provider/importing.md"] },
  },
  {
    file: /^docs\/provider\/importing\.md$/,
    starts: "pulumi import",
    proof: {
      runBy: ["tests/engine/provider/importSandbox.slow.test.ts", "docs/provider/importing.md"],
    },
  },
  {
    file: /^docs\/operating\.md$/,
    starts: "npx chatlio-aep adopt --flow",
    proof: { runBy: ["tests/engine/stackAdoptFlow.slow.test.ts", '"adopt", "--flow"'] },
  },
  {
    file: /^docs\/operating\.md$/,
    starts: "npx chatlio-aep adopt",
    proof: {
      runBy: ["tests/engine/stackAdopt.slow.test.ts", 'writtenCommands("docs/operating.md", "npx'],
    },
  },
  {
    file: /^docs\/refactoring\.md$/,
    starts: "pulumi stack export --file",
    proof: {
      runBy: [
        "tests/engine/stackRefactoring.slow.test.ts",
        'writtenCommands("docs/refactoring.md"',
      ],
    },
  },
  {
    file: /^docs\/refactoring\.md$/,
    starts: "pulumi stack export --show-secrets",
    proof: { runBy: ["tests/engine/documents/commands.test.ts", '"pulumi stack export --show'] },
  },
  {
    file: /^docs\/provider\/\w+-\w+\.md$/,
    starts: "pulumi import adobe-aep:",
    proof: {
      runBy: ["tests/engine/provider/imports.slow.test.ts", "by the line its documentation gives"],
    },
  },
  {
    file: /^docs\/provider\/installing\.md$/,
    starts: "npm run provider:package -- --executable",
    proof: {
      runBy: ["tests/engine/packages/executable.slow.test.ts", "provider:package -- --exec"],
    },
  },
  {
    file: /^docs\/provider\/installing\.md$/,
    proof: { runBy: ["tests/engine/packages/packages.test.ts", "installed from its archive"] },
  },
  {
    file: /^docs\/installation-configuration\.md$/,
    starts: "pulumi plugin install",
    proof: { checked: "the plugin has been released nowhere yet" },
  },
  {
    file: /^docs\/installation-configuration\.md$/,
    proof: { checked: "examples/http-api/README.md sets the same, and its test runs that" },
  },
  {
    file: /^docs\/testing\.md$/,
    starts: "npm run test:faults",
    proof: { runBy: ["tests/faults/simulation.test.ts", '"npm run test:faults"'] },
  },
  {
    file: /^docs\/testing\.md$/,
    starts: "npm run test:full",
    proof: { runBy: ["tests/collections/replay.test.ts", '"npm run test:full"'] },
  },
  {
    file: /^docs\/testing\.md$/,
    starts: "npm run test:mutation",
    proof: { checked: "it takes hours" },
  },
  {
    file: /^(emulator|adobe|provider-sdk)\/README\.md$/,
    starts: "npm install ../",
    proof: { runBy: ["tests/engine/packages/packages.ts", '/README.md`, "npm install ../"'] },
  },
  {
    file: /^emulator\/README\.md$/,
    starts: "npx aep-emulator",
    proof: { runBy: ["tests/engine/packages/packages.test.ts", "installed from its archive"] },
  },
  {
    file: /^adobe\/README\.md$/,
    starts: "pulumi plugin install",
    proof: {
      runBy: [
        "tests/engine/packages/packages.test.ts",
        '"adobe/README.md", "pulumi plugin install"',
      ],
    },
  },
  {
    file: /^provider-sdk\/README\.md$/,
    starts: "#!/bin/sh",
    proof: { runBy: ["tests/engine/packages/packages.test.ts", "installed from its archive"] },
  },
  {
    file: /^examples\/destinations\/README\.md$/,
    proof: {
      runBy: [
        "tests/engine/provider/destinationsExample.slow.test.ts",
        "examples/destinations/README.md",
      ],
    },
  },
  {
    file: /^examples\/s3\/README\.md$/,
    proof: { runBy: ["tests/engine/provider/s3Example.slow.test.ts", "examples/s3/README.md"] },
  },
  {
    file: /^examples\/http-api\/README\.md$/,
    proof: {
      runBy: ["tests/engine/provider/httpApiExample.slow.test.ts", "examples/http-api/README.md"],
    },
  },
];
