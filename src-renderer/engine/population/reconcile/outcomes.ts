import { enginePopulationReconcileMessages as m } from '#messages/engine/population/reconcile.ts'

/** What the chart says about a final claim for a visit or a stay, the best evidence first. */
export const chartOutcomes = [
  {
    value: 'visit',
    label: m.inTheChart,
    about: m.theClaimNamesAnEncounterOr
  },
  {
    value: 'near',
    label: m.otherDate,
    about: m.anEncounterOfThePersonLies
  },
  {
    value: 'outside',
    label: m.outsideTheTimeOfTheChart,
    about: m.beforeTheFirstOrAfterThe
  },
  {
    value: 'no-chart',
    label: m.personWithoutEncounters,
    about: m.likelyNoPatientOfThesePractices
  },
  {
    value: 'elsewhere',
    label: m.careElsewhere,
    about: m.byAProviderWhomNoEncounter
  },
  {
    value: 'no-visit',
    label: m.notInTheChart,
    about: m.theProviderHasEncountersHereAnd
  }
] as const

/** What the claims say about an encounter that took place. */
export const claimOutcomes = [
  {
    value: 'claim',
    label: m.onAClaim,
    about: m.aFinalClaimNamesItOr
  },
  {
    value: 'near',
    label: m.otherDate,
    about: m.aFinalClaimOfThePerson
  },
  { value: 'not-final', label: m.deniedOrReversed, about: m.onlyClaimsThatAreNotFinal },
  {
    value: 'not-covered',
    label: m.withoutCoverage,
    about: m.thePersonWasNoMemberIn
  },
  {
    value: 'run-out',
    label: m.claimMayStillCome,
    about: m.inTheLast90DaysBefore
  },
  {
    value: 'no-claim',
    label: m.notOnAClaim,
    about: m.coveredAndNoClaimWithin7
  }
] as const

export type ChartOutcome = (typeof chartOutcomes)[number]['value']
export type ClaimOutcome = (typeof claimOutcomes)[number]['value']

/** Code of each outcome, its place in the list. */
export const chartCode = Object.fromEntries(chartOutcomes.map(({ value }, code) => [value, code])) as Readonly<
  Record<ChartOutcome, number>
>
/** The number by which columns hold the outcome of a claim. */
export const claimCode = Object.fromEntries(claimOutcomes.map(({ value }, code) => [value, code])) as Readonly<
  Record<ClaimOutcome, number>
>

/** The rule in words, for definitions. */
export const reconciliationRule = m.finalClaimsForVisitsAndStays
