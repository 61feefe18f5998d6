import { catalog } from '../../../catalog.ts'
import type { Text } from '../../../message.ts'

/** Texts of engine/models/features. */
export const engineModelsFeaturesMessages = catalog({
  lengthOfTheStay: 'Length of the stay',
  daysFromAdmissionToDischarge: 'Days from admission to discharge.',
  admittedThroughAnEmergencyVisit: 'Admitted through an emergency visit',
  anEmergencyVisitOnTheDay: 'An emergency visit on the day of admission or the day before.',
  theDataContainNoEmergencyVisits: 'the data contain no emergency visits',
  theseDataDoNotHaveIt: 'these data do not have it',
  completedYearsOfAgeOnThe: 'Completed years of age on the day before.',
  female: 'Female',
  administrativeSexIsFemaleMissingWhere: 'Administrative sex is female; missing where it is neither female nor male.',
  registriesThatThePersonBelongedTo: 'Registries that the person belonged to on the day before.',
  memberOfTheRegistryOnThe: (title: Text) => `Member of the registry ${title} on the day before: known by then.`,
  noRegistryCanBeDetermined: 'no registry can be determined from these data',
  theRegistryCannotBeDeterminedFrom: 'the registry cannot be determined from these data',
  titleScore: (title: Text) => `${title} score`,
  byDiagnosesKnownOnTheDay: (title: Text, title2: Text) => `${title}, ${title2}, by diagnoses known on the day before.`,
  prescriptionsIn12Months: 'Prescriptions in 12 months',
  medicationRequestsOfThe12Months:
    'Medication requests of the 12 months before; in data without any, medication dispenses.',
  theDataHoldNeitherMedicationRequests: 'the data hold neither medication requests nor dispenses',
  theDataContainNoResultOf: 'the data contain no result of it',
  latestName: (name: Text) => `Latest ${name}`,
  latestResultOfInTheMonths: (title: Text, resultMonths: Text) =>
    `Latest result of ${title} in the ${resultMonths} months before.`,
  changeOfName: (name: Text) => `Change of ${name}`,
  latestResultOfLessTheOne: (title: Text, resultMonths: Text) =>
    `Latest result of ${title} less the one before, both in the ${resultMonths} months before.`,
  theDataHoldNeitherEncountersNor: 'the data hold neither encounters nor claims',
  theDataContainNoClaims: 'the data contain no claims',
  inpatientStaysIn12Months: 'Inpatient stays in 12 months',
  inpatientStaysThatBeganInThe: 'Inpatient stays that began in the 12 months before.',
  emergencyVisitsIn12Months: 'Emergency visits in 12 months',
  emergencyVisitsOfThe12Months: 'Emergency visits of the 12 months before.',
  daysInHospitalIn12Months: 'Days in hospital in 12 months',
  daysOfInpatientStaysThatBegan:
    'Days of inpatient stays that began in the 12 months before; at least 1 for each, and 1 for one that was not over.',
  emergencyVisitsIn3Months: 'Emergency visits in 3 months',
  emergencyVisitsOfThe3Months: 'Emergency visits of the 3 months before.',
  daysSinceTheLastStayBegan: 'Days since the last stay began',
  daysSinceTheLastInpatientStay:
    'Days since the last inpatient stay before the day began; missing for people without one.',
  visitsIn12Months: 'Visits in 12 months',
  encountersThatTookPlaceInThe:
    'Encounters that took place in the 12 months before; in data without encounters, claims in final action.',
  paidIn12Months: 'Paid in 12 months',
  paidForClaimsInFinalAction:
    'Paid for claims in final action, for service in the 12 months before, as far as they were known then.',
  paidIn3Months: 'Paid in 3 months',
  theSameOfThe3Months: 'The same of the 3 months before.',
  changeOfWhatWasPaid: 'Change of what was paid',
  paidInThe6MonthsBefore:
    'Paid in the 6 months before less the 6 months before these, as far as claims were known then.'
})
