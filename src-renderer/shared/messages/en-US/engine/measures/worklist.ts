import { catalog } from '../../../catalog.ts'
import type { Text } from '../../../message.ts'

/** Texts of engine/measures/worklist. */
export const engineMeasuresWorklistMessages = catalog({
  doneElsewhere: 'Done elsewhere',
  notAppropriateForThisPerson: 'Not appropriate for this person',
  notOurPatient: 'Not our patient',
  cannotBeReached: 'Cannot be reached',
  otherReason: 'Other reason',
  seeTheDefinitionOfTheMeasure: 'See the definition of the measure.',
  andMoreKinds: (distinct: Text) => ` and ${distinct} more kinds`,
  aRecordOf: (some: Text, rest: Text) => `A record of: ${some}${rest}.`,
  recordsThatTakeThePersonOut: (some: Text, rest: Text) =>
    `Records that take the person out of the numerator: ${some}${rest}.`,
  lastNameValueDay: (name: Text, value: Text, day: Text) => `Last ${name}${value}, ${day}`,
  noOnRecord: (some: Text) => `No ${some} on record`,
  noNameSinceDayValue: (name: Text, day: Text, value: Text) => `No ${name} since ${day}${value}`,
  noSome: (some: Text) => `; no ${some}`,
  lastDischargedNoFollowUpOn: (isDischarge: boolean, since: Text) =>
    `${isDischarge ? 'Last discharged' : 'Last emergency visit'} ${since}; no follow-up on record`,
  ofDaysCovered: (coveredSoFar: Text) => `${coveredSoFar} of days covered`,
  ofDaysCoveredSupplyTo: (covered: Text, suppliedTo: Text) => `${covered} of days covered, supply to ${suppliedTo}`,
  n80CannotBeReachedInThis: (soFar: Text) => `${soFar}; 80% cannot be reached in this period any more`,
  n1Day: '1 day',
  spareDays: (spare: Text) => `${spare} days`,
  toSpareMoreToCover: (soFar: Text, spare: Text, missing: Text) =>
    `${soFar}, ${spare} to spare; ${missing} more to cover`,
  theSameRecordIsMissingFor: (why: Text, others: Text) => `${why}; the same record is missing for ${others}`,
  notInTheDenominator: 'Not in the denominator',
  byNotInTheSourceData: (what: Text, on: Text, source: Text) => `${what}, ${on}, by ${source}; not in the source data`,
  noOfAnyKindAreLoaded: (types: Text) => `No ${types} of any kind are loaded; may be done elsewhere`,
  no: ', no ',
  metInTheSourceData: 'Met in the source data',
  ofCasesOpen: (open: Text, eligible: Text) => `${open} of ${eligible} cases open`,
  thisRowIsNoLongerIn: 'This row is no longer in the list. Open the list again.',
  nobody: 'Nobody',
  noVisitBooked: 'No visit booked',
  visitDay: (day: Text) => `Visit ${day}`,
  declined: 'Declined',
  scheduled: 'Scheduled',
  deceased: 'Deceased'
})
