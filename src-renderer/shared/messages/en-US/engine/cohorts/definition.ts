import { catalog } from '../../../catalog.ts'
import type { Text } from '../../../message.ts'
import { plural } from '../../../plural.ts'

/** Texts of engine/cohorts/definition. */
export const engineCohortsDefinitionMessages = catalog({
  thereIsNoSuchRegistry: (id: Text, nearest: string | undefined, all: readonly string[]) =>
    `There is no registry “${id}”. ${nearest === undefined ? `Registries are ${all.join(', ')}.` : `Did you mean “${nearest}”?`}`,
  groupsLieMoreThanDeepIn: (maximumDepth: Text) => `Groups lie more than ${maximumDepth} deep in each other.`,
  doesNotApply: 'Does not apply',
  thatWasDeleted: 'that was deleted',
  uncontrolledDiabetesWithoutAVisitIn: 'Uncontrolled diabetes without a visit in 6 months',
  peopleWithDiabetesWhoseLastA1c:
    'People with diabetes whose last A1c in 24 months is 9% or more, and who have not been seen for 6 months.',
  hypertensionNewlyDiagnosed: 'Hypertension newly diagnosed',
  adultsWhoseHypertensionWasFirstRecorded: 'Adults whose hypertension was first recorded in the last 6 months.',
  chronicKidneyDiseaseByTwoResults: 'Chronic kidney disease by two results',
  adultsWithTwoEGFRResultsBelow:
    'Adults with two eGFR results below 60 at least 90 days apart and no diagnosis of chronic kidney disease on record.',
  highCostMembersWithAnEmergency: 'High-cost members with an emergency visit',
  membersCoveredAllYearWith25:
    'Members covered all year, with $25,000 or more paid and an emergency visit in the last 12 months.',
  prescriptionOrPharmacyClaim: 'prescription or pharmacy claim',
  prescriptionsOrPharmacyClaims: 'prescriptions or pharmacy claims',
  allOfThese: 'All of these',
  anyOfThese: 'Any of these',
  noneOfThese: 'None of these',
  textsOrTextsMore: (texts: Text, texts2: Text) => `${texts} or ${texts2} more`,
  ofOrLess: (amount: Text) => `of ${amount} or less`,
  ofOrMore: (amount: Text) => `of ${amount} or more`,
  ofExactlyAmount: (amount: Text) => `of exactly ${amount}`,
  fromValueToAmount: (value: Text, amount: Text) => `from ${value} to ${amount}`,
  inTheChart: ' in the chart',
  onClaims: ' on claims',
  fromFromToTo: (from: Text, to: Text) => ` from ${from} to ${to}`,
  upToTo: (to: Text) => ` up to ${to}`,
  onOrAfter: (from: Text) => ` on or after ${from}`,
  theIndexDate: 'the index date',
  theAsOfDate: 'the as-of date',
  inTheUpTo: (from: Text, anchor: Text) => ` in the ${from} up to ${anchor}`,
  fromToBefore: (from: Text, to: Text, anchor: Text) => ` from ${from} to ${to} before ${anchor}`,
  fromBeforeToAfter: (from: Text, to: Text, anchor: Text) => ` from ${from} before to ${to} after ${anchor}`,
  inTheFromOn: (to: Text, anchor: Text) => ` in the ${to} from ${anchor} on`,
  fromToAfter: (from: Text, to: Text, anchor: Text) => ` from ${from} to ${to} after ${anchor}`,
  fromAnchorOn: (anchor: Text) => ` from ${anchor} on`,
  moreThanBefore: (to: Text, anchor: Text) => ` more than ${to} before ${anchor}`,
  upToAfter: (to: Text, anchor: Text) => ` up to ${to} after ${anchor}`,
  firstEventWhen: (isFirst: boolean, event: Text, when: Text) => `${isFirst ? 'First' : 'Last'} ${event}${when}`,
  onTheIndexDate: 'on the index date',
  onTheAsOfDate: 'on the as-of date',
  onTheSameDayOrLater: 'on the same day or later',
  daysLaterOrMore: (minimumDays: number) => `${minimumDays} ${plural(minimumDays, 'day', 'days')} later or more`,
  withinDaysAfter: (maximumDays: number) => `within ${maximumDays} ${plural(maximumDays, 'day', 'days')} after`,
  toDaysLater: (minimumDays: Text, maximumDays: Text) => `${minimumDays} to ${maximumDays} days later`,
  firstFirstWhenThenThenLag: (first: Text, firstWhen: Text, then: Text, lag: Text) =>
    `${first}${firstWhen}, then ${then} ${lag}`,
  fromToTo: (from: Text, to: Text) => `${from} to ${to}`,
  fromOrOver: (from: Text) => `${from} or over`,
  toOrUnder: (to: Text) => `${to} or under`,
  labelInMonths: (label: Text, months: number) => `${label} in ${months} months`,
  noResult: (name: Text) => `${name}: no result`,
  toUnder: (name: Text, from: Text, below: Text) => `${name}: ${from} to under ${below}`,
  orMore: (name: Text, from: Text) => `${name}: ${from} or more`,
  nameAny: (name: Text) => `${name}: any`,
  nameUnderBelow: (name: Text, below: Text) => `${name}: under ${below}`,
  atLeastOnDifferentDays: (days: Text, value: Text, when: Text) => `At least ${days} ${value} on different days${when}`,
  dimensionNotValues: (dimension: Text, isValue: boolean, values: Text) =>
    `${dimension}: ${isValue ? 'not ' : ''}${values}`,
  nothingChosen: 'nothing chosen',
  withAtMostWithoutCoverage: (gapMonths: Text) => `, with at most ${gapMonths} without coverage`,
  inEachOfTheMonthsUp: (benefit: Text, months: number, isIndex: boolean, gap: Text) =>
    `${benefit} in ${months === 1 ? 'the month' : `each of the ${months} months`} up to ${isIndex ? 'the index date' : 'the as-of date'}${gap}`,
  covered: 'Covered',
  benefitBenefit: (benefit: Text) => `${benefit} benefit`,
  inTheDenominator: 'in the denominator',
  numeratorMet: 'numerator met',
  openGap: 'open gap',
  inTheRegistry: (registry: Text) => `In the registry ${registry}`,
  inTheRegistryFirstRecorded: (registry: Text, firstRecorded: Text) =>
    `In the registry ${registry}, first recorded${firstRecorded}`,
  atLeastPaidInTheMonths: (atLeast: Text, months: number) =>
    `At least $${atLeast} paid in the ${months === 1 ? 'month' : `${months} months`} up to the as-of date`,
  outsideTheCohortCohort: (isValue: boolean, cohort: Text) => `${isValue ? 'Outside' : 'In'} the cohort ${cohort}`,
  oneOfListedPeople: (ids: number) => `One of ${ids} listed ${plural(ids, 'person', 'people')}`,
  thisDefinitionWasWrittenByA: 'This definition was written by a later version of Populus. Update Populus to read it.',
  thisIsNoCohortDefinitionCorrect: (place: Text, replace: Text) =>
    `This is no cohort definition${place}: ${replace}. Correct it and try again.`,
  thisIsNoJSONCheckBrackets: 'This is not JSON. Check brackets, commas and quotation marks.',
  whichUses: ', which uses ',
  aCohortCannotUseItselfTake: (chain: Text) => `A cohort cannot use itself: ${chain}. Take one of these criteria out.`,
  known: 'known',
  ageRange: (range: Text, day: Text) => `Age ${range} ${day}`
})
