import { serve } from "../../provider-sdk";
import { awsStub } from "./definition";

void serve(awsStub(process.env));
