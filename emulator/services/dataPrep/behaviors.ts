import { assumed, reported, seenByOthers } from "../../common/behavior";

export const dataPrepBehaviors = [
  reported(
    "Mappings of Adobe's tutorials.",
    "The source of an ATTRIBUTE may be the name of a function, not wrapped; the guide wants it wrapped.",
  ),
  seenByOthers(
    'Adobe\'s labs for Experience Platform, page "Fixing errors": the calculated field of `person.birthDayAndMonth`',
    "An expression may call `toString` on a value; no guide lists methods.",
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
