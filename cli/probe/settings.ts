export {
  readAdobeSettings as readSettings,
  type AdobeSettings as ProbeSettings,
  type SettingsOptions,
} from "../adobeSettings";
