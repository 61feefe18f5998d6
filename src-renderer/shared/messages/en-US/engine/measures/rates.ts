import { catalog } from '../../../catalog.ts'
import type { Text } from '../../../message.ts'

/** Texts of engine/measures/rates. */
export const engineMeasuresRatesMessages = catalog({
  upToTo: (to: Text) => `up to ${to}`,
  fromFromOn: (from: Text) => `from ${from} on`,
  fromToTo: (from: Text, to: Text) => `${from} to ${to}`,
  writtenForMeasuredHereForTo: (days: Text, start: Text, end: Text) =>
    `Written for ${days}; measured here for ${start} to ${end}.`,
  wordsOrWords: (words: Text, words2: Text) => `${words} or ${words2}`,
  excludedByTheMeasureTheLogic: 'Excluded by the measure; the logic shows by what',
  anExceptionOfTheMeasureHolds: 'An exception of the measure holds',
  isNoDayOfTheCalendar: (value: Text) => `"${value}" is no day of the calendar.`,
  countMonthsToLast: (count: Text, last: Text) => `${count} months to ${last}`,
  dayDayOfDays: (day: Text, days: Text) => `day ${day} of ${days}`,
  recordsByWhatTheySay: 'records by what they say',
  recordsByTheProfilesTheyName: 'records by the profiles they name',
  allRecordsOfAType: 'all records of a type',
  recordsUpToOnly: (asOf: Text) => `, records up to ${asOf} only`,
  periodDaysInContent: (days: Text, asOf: Text, eligibility: Text, zone: Text, policyWords: Text, content: Text) =>
    `Period ${days}${asOf}${eligibility}, days in ${zone}, ${policyWords}. Content ${content}.`,
  thisMeasureWasNotRunOn: 'This measure was not run on these data. Run it first.',
  andNamesMore: (names: Text) => ` and ${names} more`,
  exclusionsByCouldNotBeApplied: (list: Text, more: Text, types: Text, verb: Text) =>
    `Exclusions by ${list}${more} could not be applied: ${types} ${verb} missing from these data.`,
  toDay: (day: Text, progress: Text) => `to ${day} (${progress})`
})
