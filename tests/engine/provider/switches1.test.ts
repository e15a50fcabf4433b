import { holdsUnderEverySwitch } from "./switches";

holdsUnderEverySwitch(0);
