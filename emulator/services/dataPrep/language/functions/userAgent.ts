import Bowser from "bowser";

import { entryOf } from "../../../../common/json";
import { asText, type Value } from "../values";
import { group, type MappingFunction } from "./function";

const userAgent = group("user agent");

/** Kinds of device in the words of the guide's table, as far as they can be told apart. */
const deviceClasses: Readonly<Record<string, string>> = {
  desktop: "Desktop",
  mobile: "Phone",
  tablet: "Tablet",
  tv: "TV",
  bot: "Robot",
};

const unknown = "Unknown";

interface Agent {
  readonly name: string;
  readonly version: string;
  readonly system: string;
  readonly systemVersion: string;
  readonly device: string;
}

function parse(value: Value): Agent {
  const text = asText(value);
  const { browser, os, platform } = Bowser.parse(text === "" ? "-" : text);
  return {
    name: browser.name ?? unknown,
    version: browser.version ?? unknown,
    system: os.name ?? unknown,
    systemVersion: os.version ?? unknown,
    device: entryOf(deviceClasses, platform.type ?? "") ?? unknown,
  };
}

function major(version: string): string {
  return version.split(".")[0] ?? version;
}

function reading(name: string, read: (agent: Agent) => string): MappingFunction {
  return userAgent(name, [1, 1], ([value = null]) => read(parse(value)));
}

/** The names are those of the parser used here; Adobe's guide shows them for one browser only. */
export const userAgentFunctions: readonly MappingFunction[] = [
  reading("ua_os_name", ({ system }) => system),
  reading("ua_os_version", ({ systemVersion }) => systemVersion),
  reading(
    "ua_os_version_major",
    ({ system, systemVersion }) => `${system} ${major(systemVersion)}`,
  ),
  reading("ua_os_name_version", ({ system, systemVersion }) => `${system} ${systemVersion}`),
  reading("ua_agent_name", ({ name }) => name),
  reading("ua_agent_version", ({ version }) => version),
  reading("ua_agent_version_major", ({ name, version }) => `${name} ${major(version)}`),
  reading("ua_device_class", ({ device }) => device),
];
