export { emulatorCommand } from "../local/aep/command";
