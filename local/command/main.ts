import { serve } from "../../provider-sdk";
import { commandStandIn } from "./definition";

void serve(commandStandIn());
