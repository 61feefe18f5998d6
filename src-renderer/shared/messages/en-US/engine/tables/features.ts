import { catalog } from '../../../catalog.ts'
import type { Text } from '../../../message.ts'

/** Texts of engine/tables/features. */
export const engineTablesFeaturesMessages = catalog({
  administrativeSex: 'Administrative sex.',
  raceAsRecorded: 'Race as recorded.',
  ethnicityAsRecorded: 'Ethnicity as recorded.',
  preferredLanguage: 'Preferred language.',
  stateOfResidence: 'State of residence.',
  payerInForceOnTheDate: 'Payer in force on the date.',
  practiceThatThePersonIsAttributed: 'Practice that the person is attributed to on the date.',
  livingDeceasedOrUnbornOnThe:
    'living, deceased or unborn on the date. A death of which only the year or month is known counts from the day after the last care recorded within it, at the latest from its last day, and from its first day without such care.',
  yesOrNoAnEncounterIn: 'yes or no: an encounter in the 12 months up to the date.',
  yesOrNoAnEncounterInThe: 'yes or no: an encounter in the 24 months up to the date.',
  bandOfWhatWasPaidIn:
    'Band of what was paid in the 12 months up to the date; NULL for everybody if the data contain no claims.',
  bandOfOfMembersOfNULL: (title: Text, title2: Text, list: Text) =>
    `Band of ${title} of members of ${title2}: ${list}; NULL for others.`,
  toNumeratorDenominatorAndNotIn: (words: Text, start: Text, end: Text) =>
    `${words}, ${start} to ${end}: numerator, denominator (and not in the numerator), excluded; NULL where the measure is not about the person.`,
  theModelWantsAndPersonFeature: (name: Text) =>
    `The model wants "${name}", and person_feature has no column of numbers with this name. See the columns with "populus tables".`,
  oneRowPerPersonOnThe:
    'One row per person on the as-of date, ready for a model: demographics, registries, use, cost, latest results and measures. Counts and amounts are NULL for everybody where the data hold no record of the kind.',
  idOfThePerson: 'Id of the person.',
  completedYearsOfAgeOnThe: 'Completed years of age on the date.',
  registriesThatThePersonBelongsTo:
    'Registries that the person belongs to on the date, of those that the data can tell; NULL for everybody where they can tell none.',
  memberOfTheRegistryOnThe: (title: Text) =>
    `Member of the registry ${title} on the date; NULL for everybody where the data cannot tell who is in it: they hold no diagnoses, or none in the code systems of its list, and no result that could take their place.`
})
