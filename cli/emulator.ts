export { emulatorCommand } from "../emulator/command";
