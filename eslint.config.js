const path = require("node:path");
const tseslint = require("typescript-eslint");
const importX = require("eslint-plugin-import-x");
const { default: markdown } = require("@eslint/markdown");
const phrases = require("./eslint.phrases");

/**
 * The borders between the folders: who may import whom. A folder not named as `from` is open.
 * `except` is read relative to `from`.
 */
const products = [
  "infra",
  "handlers",
  "adobe",
  "provider-sdk",
  "emulator",
  "cli",
  "local",
  "examples",
  "policy",
];
function others(...allowed) {
  return [...products, "scripts", "tests", "bench"]
    .filter((folder) => !allowed.includes(folder))
    .map((folder) => `./${folder}`);
}

const borders = [
  { target: "./provider-sdk", from: others("provider-sdk") },
  { target: "./emulator", from: others("emulator") },
  { target: "./adobe", from: others("adobe", "provider-sdk") },
  { target: "./adobe/client", from: ["./adobe/provider", "./adobe/sdk", "./provider-sdk"] },
  { target: "./adobe/sdk", from: ["./adobe/client", "./adobe/provider", "./provider-sdk"] },
  { target: "./handlers", from: others("handlers", "adobe") },
  { target: "./handlers", from: "./adobe", except: ["./client"] },
  { target: "./infra", from: others("infra", "adobe", "handlers") },
  { target: "./infra", from: "./adobe", except: ["./sdk"] },
  {
    target: "./infra",
    from: "./handlers",
    except: [
      "./model",
      // Which keys of traits name a category of privacy.
      "./privacy/identityTraits.ts",
      ...["receiver", "forwarder", "keeper", "links", "reconciler"].map(
        (part) => `./${part}/settings.ts`,
      ),
      "./receiver/messages.ts",
    ],
  },
  { target: "./examples", from: others("examples", "adobe") },
  { target: "./examples", from: "./adobe", except: ["./sdk", "./dist/sdk", "./package.json"] },
  { target: "./cli", from: others("cli", "handlers", "emulator", "adobe", "infra") },
  // Without Pulumi: what the program accepts as its configuration, how it writes lengths of time, and its journal, which `adopt` completes.
  {
    target: "./cli",
    from: "./infra",
    except: ["./config/read.ts", "./config/durationText.ts", "./relay/creates.ts"],
  },
  {
    target: "./cli",
    from: "./adobe",
    // The walk through a sandbox is made of the provider's own resource types.
    except: [
      "./client",
      "./sdk/configuration.ts",
      "./sdk/specs.ts",
      "./provider/importing/index.ts",
    ],
  },
  { target: "./policy", from: others("policy") },
  { target: "./local", from: others("local", "provider-sdk", "emulator", "handlers", "scripts") },
  { target: "./local", from: "./handlers", except: ["./model"] },
].map((zone) => ({
  ...zone,
  message: "This import crosses a border of the layout (eslint.config.js, docs/architecture.md).",
}));

/** The scripts of pages run in a browser: each may load itself and the components that all pages share. */
const pages = ["emulator/page", "cli/console/page"];
const pageBorders = [...pages, "emulator/ui"].map((folder) => ({
  target: `./${folder}`,
  from: ".",
  except: [...new Set([`./${folder}`, "./emulator/ui"])],
  message:
    "A page may load its own files and emulator/ui (eslint.config.js, docs/architecture.md).",
}));

/** One dialect for the whole tree: what may be written in two ways is written in one. */
const topLevelArrow = "VariableDeclarator:not([id.typeAnnotation]) > ArrowFunctionExpression.init";
const dialect = [
  {
    selector: `Program > VariableDeclaration > ${topLevelArrow}, Program > ExportNamedDeclaration > VariableDeclaration > ${topLevelArrow}`,
    message: "Write a function at top level as a function declaration.",
  },
  {
    selector:
      "ImportDeclaration[source.value=/^zod/] > :matches(ImportSpecifier, ImportDefaultSpecifier)",
    message: 'Write import * as z from "zod" (or zod/mini): bundlers leave out what is not used.',
  },
  // Phrases of eslint.phrases.js in names: cspell splits these into words that are fine alone.
  {
    selector: "Identifier[name=/(^u|U)nderWay/]",
    message: 'Write "inFlight" in place of "underWay".',
  },
];

/** Imports come first, in one order. */
const importOrder = {
  "import-x/first": "error",
  "import-x/newline-after-import": "error",
  "import-x/order": [
    "error",
    {
      groups: ["builtin", "external", ["parent", "sibling", "index"]],
      "newlines-between": "always",
      alphabetize: { order: "asc", caseInsensitive: true },
    },
  ],
};

/**
 * The borders see imports. A module that is loaded at its first use (`load("./actions")`) is therefore imported as a type
 * in the same file, and nothing else loads modules so.
 */
const lazyLoads = {
  meta: { type: "problem", schema: [] },
  create(context) {
    const imported = new Set();
    return {
      ImportDeclaration: ({ source }) => void imported.add(source.value),
      "CallExpression[callee.name='load']"(node) {
        const [module] = node.arguments;
        if (module?.type === "Literal" && imported.has(module.value)) return;
        context.report({ node, message: "Import the types of what is loaded (`import type`)." });
      },
    };
  },
};
const loaders = ["cli/loader.ts", "emulator/common/lazy.ts"];
const noCreateRequire = {
  paths: [
    {
      name: "node:module",
      importNames: ["createRequire"],
      message: `Use loaderOf (${loaders.join(", ")}).`,
    },
  ],
};

/** A skipped or focused test would let a bug pass unseen. */
const noSkippedTests = {
  selector:
    "MemberExpression[property.name=/^(only|skip|todo)$/][object.name=/^(it|test|describe)$/]",
  message: "No skipped, focused or planned tests.",
};

const noPulumi = {
  patterns: [{ group: ["@pulumi/*"], message: "This code runs without Pulumi." }],
};

/**
 * The places from which the products reach a server. Each follows no redirect (a download: three), and bounds time and
 * size; handlers/forwarder/index.ts only hands fetch to adobe/client/exchange.ts.
 */
const httpClients = [
  "adobe/client/exchange.ts",
  "handlers/forwarder/index.ts",
  "emulator/client.ts",
  "local/request.ts",
  "local/toolchain/download.ts",
];
const useHttpClient = `Use one of the HTTP clients, which follow no redirect and have limits: ${httpClients.join(", ")}.`;
const noFetch = ["node-fetch", "undici", "axios", "got", "http2", "node:http2"].map((name) => ({
  name,
  message: useHttpClient,
}));
const noRequest = ["http", "https"].flatMap((module) =>
  [module, `node:${module}`].map((name) => ({
    name,
    importNames: ["get", "request"],
    message: useHttpClient,
  })),
);

module.exports = tseslint.config(
  {
    ignores: [
      "node_modules",
      "coverage",
      "**/dist",
      "reports",
      ".stryker-tmp",
      "eslint.phrases.js",
    ],
  },
  ...tseslint.configs.strictTypeChecked.map((config) => ({ ...config, files: ["**/*.ts"] })),
  {
    files: ["**/*.ts"],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: __dirname } },
    plugins: { "import-x": importX },
    settings: {
      "import-x/resolver-next": [
        require("eslint-import-resolver-typescript").createTypeScriptImportResolver(),
      ],
    },
    rules: {
      "import-x/no-restricted-paths": [
        "error",
        { basePath: path.resolve(__dirname), zones: borders },
      ],
      "import-x/no-cycle": "error",
      ...importOrder,
      "no-restricted-syntax": ["error", ...dialect, ...phrases.inStrings],
      "max-lines": ["error", { max: 350, skipBlankLines: true }],
      "max-lines-per-function": ["error", { max: 60, skipBlankLines: true, skipComments: true }],
      eqeqeq: "error",
      "no-console": "error",
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      "@typescript-eslint/switch-exhaustiveness-check": "error",
    },
  },
  {
    files: [...pages, "emulator/ui"].map((folder) => `${folder}/**/*.js`),
    languageOptions: { sourceType: "module" },
    plugins: { "import-x": importX },
    rules: {
      "import-x/no-restricted-paths": [
        "error",
        { basePath: path.resolve(__dirname), zones: pageBorders },
      ],
      "import-x/no-unresolved": "error",
      "import-x/no-cycle": "error",
      ...importOrder,
    },
  },
  {
    files: ["cli/**/*.ts", "emulator/**/*.ts"],
    // The second only looks where a package is.
    ignores: [...loaders, "emulator/state/checkStore.ts"],
    plugins: { own: { rules: { "lazy-loads": lazyLoads } } },
    rules: { "own/lazy-loads": "error", "no-restricted-imports": ["error", noCreateRequire] },
  },
  {
    // Generated: one file for each module, however many types it has.
    files: ["adobe/sdk/generated/*.ts"],
    rules: { "max-lines": "off" },
  },
  {
    files: products.map((folder) => `${folder}/**/*.ts`),
    ignores: httpClients,
    rules: {
      "@typescript-eslint/no-restricted-imports": ["error", { paths: [...noFetch, ...noRequest] }],
      "no-restricted-globals": [
        "error",
        ...["fetch", "WebSocket", "EventSource"].map((name) => ({ name, message: useHttpClient })),
      ],
      "no-restricted-properties": [
        "error",
        { object: "globalThis", property: "fetch", message: useHttpClient },
      ],
    },
  },
  {
    files: ["handlers/**/*.ts", "adobe/client/**/*.ts"],
    rules: { "no-restricted-imports": ["error", noPulumi] },
  },
  {
    // The emulator's responses have a hundred forms: its tests read them without types.
    files: ["tests/emulator/**/*.ts"],
    rules: {
      "@typescript-eslint/no-explicit-any": "off",
      "@typescript-eslint/no-unsafe-argument": "off",
      "@typescript-eslint/no-unsafe-assignment": "off",
      "@typescript-eslint/no-unsafe-call": "off",
      "@typescript-eslint/no-unsafe-member-access": "off",
      "@typescript-eslint/no-unsafe-return": "off",
    },
  },
  {
    files: ["tests/**/*.ts"],
    rules: {
      "no-restricted-syntax": ["error", ...dialect, ...phrases.inStrings, noSkippedTests],
      "max-lines-per-function": "off",
    },
  },
  {
    files: ["**/*.{ts,js,cjs}"],
    rules: { "no-warning-comments": ["error", phrases.inComments] },
  },
  {
    // Programs send requests and get responses; a person is asked and answers.
    files: ["**/*.{ts,js,cjs}"],
    ignores: ["cli/init/**", "tests/cli/init/**"],
    rules: { "id-denylist": ["error", "answer", "answers", "ask", "asks"] },
  },
  {
    files: ["**/*.{js,cjs,mjs}"],
    rules: { "no-restricted-syntax": ["error", ...dialect, ...phrases.inStrings] },
  },
  {
    files: ["**/*.md"],
    plugins: { markdown },
    language: "markdown/gfm",
    rules: { "no-restricted-syntax": ["error", ...phrases.inMarkdown] },
  },
);
