import { catalog } from '../../../../catalog.ts'
import type { Text } from '../../../../message.ts'

/** Texts of engine/population/panels/person. */
export const enginePopulationPanelsPersonMessages = catalog({
  thereIsNoSuchRegistryChoose: 'There is no such registry. Choose one from the list.',
  noResult: 'no result',
  resourceId: 'Resource id',
  thisPersonIsNotInThe: 'This person is not in the data. Choose someone from the list.',
  peopleCannotBeSortedBy: (column: Text) => `People cannot be sorted by "${column}".`,
  theseDataContainNoPatients: 'These data contain no patients.',
  encounters12Months: 'Encounters, 12 months',
  encountersThatTookPlaceInThe: 'Encounters that took place in the 12 months up to the date.',
  emergencyVisits12Months: 'Emergency visits, 12 months',
  encountersOfClassEmergencyThatTook:
    'Encounters of class emergency that took place in the 12 months up to the date; in data without encounters, visits of the emergency department by claims.',
  inpatientStays12Months: 'Inpatient stays, 12 months',
  inpatientStays: 'Inpatient stays',
  encountersOfAnInpatientClassThat:
    'Encounters of an inpatient class that began in the 12 months up to the date; in data without encounters, inpatient stays by claims.',
  prescriptions12Months: 'Prescriptions, 12 months',
  medicationRequestsWrittenInThe12: 'Medication requests written in the 12 months up to the date.',
  observations12Months: 'Observations, 12 months',
  observationsMadeInThe12Months: 'Observations made in the 12 months up to the date.',
  paid12Months: 'Paid, 12 months',
  amountsPaidForClaimsInFinal: 'Amounts paid for claims in final action, for service in the 12 months up to the date.',
  titlePressure: (title: Text) => `${title} pressure`,
  latestLabel: (label: Text) => `Latest ${label}`,
  latestResultOfInTheMonths: (title: Text, resultMonths: Text, unit: Text) =>
    `Latest result of ${title} in the ${resultMonths} months up to the date, in ${unit}.`,
  theTableHasNoColumnTo: (name: Text, column: Text) => `The table "${name}" has no column "${column}" to sort by.`,
  female: 'female',
  male: 'male',
  other: 'other',
  encounters: 'Encounters',
  prescriptions: 'Prescriptions',
  observations: 'Observations',
  paid: 'Paid'
})
