import { holdsUnderEverySwitch } from "./switches";

holdsUnderEverySwitch(1);
