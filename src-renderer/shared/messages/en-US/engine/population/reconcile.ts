import { catalog } from '../../../catalog.ts'

/** Texts of engine/population/reconcile. */
export const enginePopulationReconcileMessages = catalog({
  inTheChart: 'In the chart',
  theClaimNamesAnEncounterOr: 'the claim names an encounter, or one of the person overlaps its days by one day or less',
  otherDate: 'Other date',
  anEncounterOfThePersonLies: 'an encounter of the person lies within 7 days: likely a date that was entered otherwise',
  outsideTheTimeOfTheChart: 'Outside the time of the chart',
  beforeTheFirstOrAfterThe:
    'before the first or after the last encounter of anybody: likely a feed that does not reach that far',
  personWithoutEncounters: 'Person without encounters',
  likelyNoPatientOfThesePractices: 'likely no patient of these practices, or matched to the wrong person',
  careElsewhere: 'Care elsewhere',
  byAProviderWhomNoEncounter: 'by a provider whom no encounter of the data names: likely outside of these practices',
  notInTheChart: 'Not in the chart',
  theProviderHasEncountersHereAnd:
    'the provider has encounters here, and none of this person within 7 days: likely not documented or not sent',
  onAClaim: 'On a claim',
  aFinalClaimNamesItOr: 'a final claim names it, or one of the person overlaps its days by one day or less',
  aFinalClaimOfThePerson: 'a final claim of the person lies within 7 days: likely a date that was entered otherwise',
  deniedOrReversed: 'Denied or reversed',
  onlyClaimsThatAreNotFinal: 'only claims that are not final lie within 7 days',
  withoutCoverage: 'Without coverage',
  thePersonWasNoMemberIn: 'the person was no member in that month: likely paid otherwise',
  claimMayStillCome: 'Claim may still come',
  inTheLast90DaysBefore: 'in the last 90 days before the last claim that became known (run-out)',
  notOnAClaim: 'Not on a claim',
  coveredAndNoClaimWithin7: 'covered, and no claim within 7 days: likely not billed, or a claim of another payer',
  finalClaimsForVisitsAndStays:
    'Final claims for visits and stays (inpatient, outpatient, emergency, professional and post-acute; not drugs, dental or vision) and encounters that took place are matched by person and day: by the encounter that a claim names, else where their days overlap by one day or less. Likely reasons are tried in the order in which they are shown, and the first that holds counts; they are hints for a review of the record, not findings.',
  aDecisionIsAnExplanationOfBenefitWhose:
    'A decision is an ExplanationOfBenefit whose use is preauthorization, with its date; the request is the Claim that it refers to, with the date on which that was made. Calendar days from one to the other. Decisions whose request is not in the data, or is later, are counted apart.',
  theCodeOfAClaimIs:
    'The code of a claim is its first diagnosis that has one; that of an encounter its reason, else its type.',
  noCode: 'No code'
})
