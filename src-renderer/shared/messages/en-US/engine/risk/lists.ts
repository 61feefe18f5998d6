import { catalog } from '../../../catalog.ts'
import type { Text } from '../../../message.ts'

/** Texts of engine/risk/lists. */
export const engineRiskListsMessages = catalog({
  none: 'None',
  n1Condition: '1 condition',
  n2Or3: '2 or 3',
  n4Or5: '4 or 5',
  n6OrMore: '6 or more',
  chronicConditionsAmongMedicareBeneficiariesChartbook:
    'Chronic Conditions among Medicare Beneficiaries, Chartbook (0 to 1, 2 to 3, 4 to 5, 6 or more conditions)',
  centersForMedicareMedicaidServices: 'Centers for Medicare & Medicaid Services',
  noDiagnosisOnTheClaim: 'No diagnosis on the claim',
  drugNotNamed: 'Drug not named',
  providerNotNamed: 'Provider not named',
  aReasonIsMoreInpatientStays: (least: Text, times: Text) =>
    `A reason is: more inpatient stays begun in the days of the window than in as many days before; two emergency visits or more, and more than before; a chronic condition first on record in the window; a Charlson score (weights of Quan 2011) higher than at its beginning; or $${least} or more paid for its service, at least ${times} what the days before cost. Claims that are not in yet make cost look lower than it is. The thresholds were chosen for Populus; this is no prediction.`,
  twice: 'twice',
  inDaysInTheBefore: (now: Text, window: Text, before: Text) =>
    `${now} in ${window} days, ${before} in the ${window} before`,
  firstOnRecord: (fresh: Text) => `First on record: ${fresh}`,
  charlsonScoreFromTo: (before: Text, now: Text) => `Charlson score from ${before} to ${now}`,
  paidInDaysInTheBefore: (cost: Text, window: Text, earlier: Text) =>
    `${cost} paid in ${window} days, ${earlier} in the ${window} before`,
  tierOfChronicConditions: 'Tier of chronic conditions',
  segmentByDiagnosesOf: (title: Text, year: Text) => `${title}: segment by diagnoses of ${year}`,
  aPaymentCategory: 'a payment category',
  byDiagnosesOf: (title: Text, what: Text, year: Text) => `${title}: ${what} by diagnoses of ${year}`,
  aCategory: 'a category',
  ofLastYearNotYetDocumented: (title: Text, what: Text) => `${title}: ${what} of last year not yet documented`,
  evidenceWithoutADiagnosis: (title: Text, rule: Text) => `${title}: evidence without a diagnosis (${rule})`,
  risingRiskOverDaysOrMore: (window: Text, reasons: Text) =>
    `Rising risk over ${window} days, ${reasons} or more reasons`,
  stayThatCountsIn: (id: Text) => `Stay that counts in ${id}`,
  emergencyVisitThatMostLikelyIs: (label: Text) => `Emergency visit that most likely is: ${label}`,
  notClassified: 'not classified',
  claimsBasedFrailty: 'Claims-based frailty',
  dischargedIn12MonthsWith: (score: Text, band: Text) => `Discharged in 12 months with ${score} ${band}`
})
