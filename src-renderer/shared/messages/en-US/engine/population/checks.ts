import { catalog } from '../../../catalog.ts'
import type { Text } from '../../../message.ts'

/** Texts of engine/population/checks. */
export const enginePopulationChecksMessages = catalog({
  hemoglobinA1c: 'Hemoglobin A1c',
  systolicPressure: 'Systolic pressure',
  diastolicPressure: 'Diastolic pressure',
  bodyMassIndex: 'Body mass index',
  bodyWeight: 'Body weight',
  bodyHeight: 'Body height',
  heartRate: 'Heart rate',
  bodyTemperature: 'Body temperature',
  glucose: 'Glucose',
  ldlCholesterol: 'LDL cholesterol',
  creatinine: 'Creatinine',
  estimatedGFR: 'Estimated GFR',
  potassium: 'Potassium',
  classTypeAndStart: 'class, type and start',
  codeTimeValueAndUnit: 'code, time, value and unit',
  codeOnsetAndEncounter: 'code, onset and encounter',
  codeAndTime: 'code and time',
  vaccineAndTime: 'vaccine and time',
  drugAndTime: 'drug and time',
  noDuplicateRows: (rows: Text) => `No duplicate ${rows}`,
  datedOfKnownPeopleOneFails: (rows: Text, words: Text) =>
    `Dated ${rows} of known people. One fails when an earlier row of the same person has the same ${words}. The first one passes.`,
  noRecordIsReplaced: 'No record of a person is replaced by another',
  aRecordFailsThatIsReplaced:
    'All people. A record fails in place of which another one is to be used, as after a merge of two records in the EHR: it names the other one (Patient.link, replaced-by), or the other one names it (replaces, the first of a record). It is still counted as a person of its own, and what is recorded under it is not counted as the other one’s: people are too many, and rates may be too low. Ask the EHR to leave replaced records out of the export, and to export what is recorded about them under the other record.',
  replacedRecordsLeadToAPerson: 'Replaced records lead to a person of the data',
  aReplacedRecordFailsThatLeads:
    'Records in place of which another one is to be used (Patient.link). A record fails if that one is not in the data, or if such links lead in a circle: nobody can tell whose record it is.',
  oneRecordPerPerson: 'One record per person',
  peopleWithAFamilyNameA:
    'People with a family name, a given name and a day of birth. A record fails when an earlier one has the same names, day of birth and sex.',
  peopleWithHypertension: 'people with hypertension',
  essentialHypertension: 'Essential hypertension',
  hypertensiveDisorder: 'Hypertensive disorder',
  peopleWithDiabetes: 'people with diabetes',
  diabetesMellitus: 'Diabetes mellitus',
  titleVaries: (title: Text) => `${title} varies`,
  resultsInWhenThereAreAt: (unit: Text, enough: Text) =>
    `Results in ${unit}, when there are at least ${enough}. Those with the most frequent value fail when they are more than half of all: a default or a test value.`,
  onBothSidesOfIn: (title: Text, amount: Text, people: Text) => `${title} on both sides of ${amount} in ${people}`,
  resultsOfWhenThereAreAt: (people: Text, enough: Text, enoughPeople: Text, amount: Text) =>
    `Results of ${people}, when there are at least ${enough} of ${enoughPeople} people. All fail when all are ${amount} or more, or all are below: a rate of control would be 0% or 100% by construction.`,
  birthDateIsRecorded: 'Birth date is recorded',
  sexIsRecorded: 'Sex is recorded',
  encountersHaveAStart: 'Encounters have a start',
  encountersHaveAClass: 'Encounters have a class',
  diagnosesHaveACode: 'Diagnoses have a code',
  resultsHaveACode: 'Results have a code',
  resultsHaveATime: 'Results have a time',
  numericResultsHaveAUnit: 'Numeric results have a unit',
  proceduresHaveACode: 'Procedures have a code',
  immunizationsHaveADay: 'Immunizations have a day',
  paidClaimsHaveAnAmount: 'Paid claims have an amount',
  allClaimsInFinalAction:
    'Claims in final action. A row fails when neither its payment nor its totals nor its lines tell what was paid.',
  claimsAreInUsDollars: 'Claims are in US dollars',
  claimsThatNameACurrency:
    'Claims in final action that name a currency. A row fails when that is not USD: its amounts are not added to others.',
  allARowFailsWhenIs: (noWhere: boolean, name: Text, column: Text) =>
    `${noWhere ? 'All' : 'Numeric'} ${name}. A row fails when “${column}” is empty.`,
  peopleHaveRecords: 'People have records',
  allPeopleAPersonFailsWhen: 'All people. A person fails when no table holds a row about them.',
  ofIsLoaded: (target: Text, rows: Text) => `${target} of ${rows} is loaded`,
  withAReferenceInARow: (rows: Text, column: Text) =>
    `${rows} with a reference in “${column}”. A row fails when what it refers to is not in these data.`,
  deathIsNotBeforeBirth: 'Death is not before birth',
  peopleWithADayOfBirthAndOfDeath:
    'People with a birth date and a date of death. A person fails when the death lies before the birth.',
  birthDatesArePlausible: 'Birth dates are plausible',
  peopleWithABirthDate: (maxAge: Text) =>
    `People with a birth date. A person fails when it lies after the data were loaded, or makes them older than ${maxAge} years at their death, or at their last record other than a diagnosis where no death is recorded.`,
  noAfterDeath: (rows: Text) => `No ${rows} after death`,
  datedOfPeopleWhoseDayOf: (rows: Text) =>
    `Dated ${rows} of people whose day of death is recorded. One fails when its day is after the day of death.`,
  noBeforeBirth: (rows: Text) => `No ${rows} before birth`,
  datedOfPeopleWhoseDayOfBirth: (rows: Text) =>
    `Dated ${rows} of people whose day of birth is recorded. One fails when its day is before the day of birth.`,
  noInTheFuture: (rows: Text) => `No ${rows} in the future`,
  datedWithoutPlannedAndCanceledVisits: (rows: Text) =>
    `Dated ${rows}, without planned and canceled visits. One fails when its day is after the day the data were loaded.`,
  endAfterTheyStart: (rows: Text) => `${rows} end after they start`,
  withAStartAndAnEnd: (rows: Text) => `${rows} with a start and an end. One fails when its end is before its start.`,
  firstRecordIsNearTheRest: 'First record is near the rest',
  peopleWithRecordsOtherThanDiagnoses: (loneYears: Text) =>
    `People with visits, results or prescriptions on at least two days; diagnoses, procedures and vaccines may stand in the chart as history, with a day long before. A person fails when the first record is more than ${loneYears} years before the next one: often a placeholder or a wrong century.`,
  titleWithinLowToHigh: (title: Text, low: Text, high: Text) => `${title} within ${low} to ${high}`,
  resultsInOneFailsWhenIt: (title: Text, unit: Text, low: Text, high: Text) =>
    `${title} results in ${unit}. One fails when it is below ${low} or above ${high}, which no living person has.`,
  oneUnitPerCodeOfA: 'One unit per code of a result',
  oneUnitPerCodeOfAResult: 'One unit per code of a result component',
  numericResultsWithACodeAnd:
    'Numeric results with a code and a unit. A result fails when its unit is not the most frequent one of its code. Capital letters do not count.',
  diastolicBelowSystolicPressure: 'Diastolic below systolic pressure',
  diastolicReadingsThatHaveASystolic:
    'Diastolic readings that have a systolic one in the same blood pressure. A reading fails when it is not below the systolic one.',
  resultComponents: 'result components',
  claimsPaid: 'claims paid',
  encounters: 'encounters',
  results: 'results',
  diagnoses: 'diagnoses',
  procedures: 'procedures',
  immunizations: 'immunizations',
  prescriptions: 'prescriptions',
  claims: 'claims',
  coverages: 'coverages',
  allergies: 'allergies',
  reports: 'reports'
})
