import { assumed, reported, seenByOthers } from "../../common/behavior";

const lab =
  'Adobe Experience League, article "Fixing errors" (exl-id 7a3d0c15-4d58-497e-bfa5-9421d5d2eea7), section "Fix birth day and month"';

export const dataPrepBehaviors = [
  reported(
    "Mappings of Adobe's tutorials.",
    "The source of an ATTRIBUTE may be the name of a function, not wrapped, `size` and `empty` too; the guide wants them wrapped.",
  ),
  seenByOthers(lab, "An expression may call `toString` on a value; no guide lists methods."),
  seenByOthers(
    lab,
    'The parts `mm` and `dd` of `date_part` have two digits: April 27 is shown as 04-27. The guide\'s only example, `date_part("MM", …)` with 10, has two digits anyway.',
  ),
  assumed(
    "Each PUT gives a higher version in every sample.",
    "Versions are counted from 0; none is ever overwritten.",
  ),
  assumed(
    "In the reference's form of a mapping set, in requests and responses; in no example.",
    "A version reads back with the `tags` it was made with.",
    "mapping-tags",
  ),
  assumed(
    "So in documents of other services (Destination SDK, Eloqua connector).",
    "Of the source types, EXPRESSION reads back as text/x.aep-xl and STATIC as text/plain.",
    "mapping-static-type",
  ),
];
