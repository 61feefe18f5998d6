import { catalog } from '../../catalog.ts'
import type { Text } from '../../message.ts'

/** Texts of figures/use. */
export const figuresUseMessages = catalog({
  cannotBeComputed: (reason: Text) => `Cannot be computed: ${reason}.`,
  treatAndReleasePer1000: (unitOf: Text) => `Treat and release, per 1,000 ${unitOf} by month`,
  exactPoissonIntervals: 'Exact Poisson intervals.',
  emergencyVisitsPer1000: 'Emergency visits per 1,000',
  inpatientStays: 'Inpatient stays',
  per1000ByMonth: (unitOf: Text) => `Per 1,000 ${unitOf} by month`,
  inpatientStaysPer1000: 'Inpatient stays per 1,000',
  lengthOfStay: 'Length of stay',
  staysThatEndedIn12Months: 'Stays that ended in 12 months',
  dischargeMinusAdmissionAtLeast1: 'Discharge minus admission, at least 1 day.',
  peopleAtRightPoissonIntervalsBy:
    'People at right. Intervals allow for people who come back. By payer: those of its members at the time.',
  readmittedWithin30Days: 'Readmitted within 30 days',
  acuteStaysAtRightUnplannedReturns: 'Acute stays at right. Unplanned returns, not risk-adjusted. Wilson intervals.',
  bands: 'bands',
  stays: 'Stays',
  readmissionsByHospital: 'Readmissions by hospital',
  readmittedWithin30DaysOfIndexStays: 'Readmitted within 30 days, by the hospital of the first stay, 12 months',
  unplannedReturnsNotRiskAdjusted: (reliable: Text) =>
    `Unplanned returns to any hospital, not risk-adjusted. Open circle: too small to rank (reliability below ${reliable}).`,
  fewerThanTwoHospitals:
    'Fewer than two hospitals have stays that can be followed up. Remove a filter or load more people.',
  staysByHospital: 'Stays by hospital',
  staysThatEndedMeanDaysAtRight: 'Stays that ended in 12 months; mean days at right',
  hospital: 'Hospital',
  hospitals: 'hospitals',
  meanDays: 'Mean days',
  noStayEndedInTwelveMonths: 'No stay ended in 12 months.'
})
