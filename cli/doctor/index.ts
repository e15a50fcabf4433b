export { doctorCommand } from "./command";
