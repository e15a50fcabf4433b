import { serve } from "../../provider-sdk";
import { awsStandIn } from "./definition";

void serve(awsStandIn(process.env));
