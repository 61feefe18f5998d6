import { catalog } from '../../../catalog.ts'
import type { Text } from '../../../message.ts'
import { plural } from '../../../plural.ts'

/** Texts of engine/measures/attribution. */
export const engineMeasuresAttributionMessages = catalog({
  ageOnOn: (on: Text) => `Age on ${on}`,
  otherOrNotRecorded: 'Other, or not recorded',
  fromToToYears: (from: Text, to: Text) => `${from} to ${to} years`,
  inAnOffice: 'in an office',
  atHome: 'at home',
  byPhoneOrVideo: 'by phone or video',
  inHospital: 'in hospital',
  visitsVisitsOnClaimsInMonths: (visits: number, isByClaims: boolean, months: Text) =>
    `${visits} ${plural(visits, 'visit', 'visits')}${isByClaims ? ' on claims' : ''} in ${months} months`,
  thePCPOnRecord: 'the PCP on record',
  whoeverThePersonHadMostVisits: (months: Text, fewest: Text, isLatestVisit: boolean) =>
    `whoever the person had most visits with in ${months} months (at least ${fewest}; of equally many ${isLatestVisit ? 'the one seen last, then the first by name' : 'the first by name'})`,
  allEncountersThatTookPlaceCount: 'All encounters that took place count.',
  visitsThatCount: (classes: Text) => `Visits that count: ${classes}.`,
  triedInThisOrder: (words: Text, kinds: Text) => `Tried in this order: ${words}. ${kinds}`,
  nobodyElse: 'nobody else',
  labelWithRunnerUpVisits: (label: Text, runnerUpVisits: Text) => `${label} with ${runnerUpVisits}`,
  pcpOnRecord: (provider: Text, nextRule: Text) => `PCP on record; ${provider}, ${nextRule}.`,
  asManyAsSeenLast: (provider: Text, nextRule: Text) => `${provider}, as many as ${nextRule}; seen last.`,
  asManyAsSeenOnThe: (provider: Text, nextRule: Text, isLatestVisit: boolean) =>
    `${provider}, as many as ${nextRule}; ${isLatestVisit ? 'seen on the same day, ' : ''}first by name.`,
  noPractitionerNamedNoVisitsIn: (months: Text) => `No practitioner named, no visits in ${months} months.`,
  attribution: 'Attribution',
  sharedSavingsProgramAssignmentByPlurality: 'Shared Savings Program: assignment by plurality of primary care services',
  nobody: 'Nobody',
  pcpOnRecordCapitalized: 'PCP on record',
  mostVisits: 'Most visits',
  mostVisitsWithAnotherSeenLast: 'Most visits with another, seen last',
  mostVisitsWithAnotherFirstBy: 'Most visits with another, first by name',
  mostVisitsOnClaims: 'Most visits on claims',
  mostVisitsOnClaimsWithAnother: 'Most visits on claims with another, seen last',
  mostVisitsOnClaimsWithAnotherFirst: 'Most visits on claims with another, first by name',
  medicare: 'Medicare',
  medicaid: 'Medicaid',
  commercial: 'Commercial',
  otherOrSelfPay: 'Other or self-pay',
  lineOfBusiness: 'Line of business',
  lineOfBusinessOn: (day: Text) => `Line of business on ${day}`,
  provider: 'Provider',
  assignedBy: 'Assigned by',
  emergency: 'emergency'
})
