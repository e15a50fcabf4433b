export { exportCommand, forgetCommand } from "./command";
