import { catalog } from '../../../catalog.ts'
import type { Text } from '../../../message.ts'

/** Texts of engine/models/examples. */
export const engineModelsExamplesMessages = catalog({
  readmissionWithin30Days: 'Readmission within 30 days',
  inpatientStayWithin6Months: 'Inpatient stay within 6 months',
  inpatientStayWithin12Months: 'Inpatient stay within 12 months',
  emergencyVisitWithin6Months: 'Emergency visit within 6 months',
  withAnEmergencyVisit: 'with an emergency visit',
  highCostInTheNext12: 'High cost in the next 12 months',
  withHighCost: 'with high cost',
  theDataContainNoClaims: 'the data contain no claims',
  theDataContainNoEmergencyVisits: 'the data contain no emergency visits',
  theDataContainNoInpatientStay: 'the data contain no inpatient stay',
  noDischargeHas12MonthsOf: 'no discharge has 12 months of records before it and 30 days after it up to the as-of date',
  thereAreNoDischargesWhose30: 'there are no discharges whose 30 days end before those that the model is tested on',
  theRecordsMustReachBack12: (months: Text) =>
    `the records must reach back 12 months before a first date, ${months} months after it, and ${months} months more to test on, and they do not`,
  nobodyIsEligibleOnTheDates: 'nobody is eligible on the dates that the records reach'
})
