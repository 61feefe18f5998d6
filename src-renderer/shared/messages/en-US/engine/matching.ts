import { catalog } from '../../catalog.ts'
import type { Text } from '../../message.ts'

/** Texts of engine/matching. */
export const engineMatchingMessages = catalog({
  birthDate: 'Birth date',
  hasDied: 'Has died',
  dateOfDeath: 'Date of death',
  suffix: 'Suffix',
  identifiers: 'Identifiers',
  death: 'Death',
  lastChanged: 'Last changed',
  decidedByAUser: 'Decided by a user',
  scoreOfAtLeast: (automatic: Text) => `Score of at least ${automatic}`,
  notRecordedInBoth: 'not recorded in both',
  theScoreIsNotHighEnough: 'The score is not high enough',
  encounters: 'Encounters',
  classStartAndEndWithThe: 'class, start and end, with the time of day',
  observations: 'Observations',
  codeTimeAndResultWithoutA:
    'code, time and result; without a value of its own, such as blood pressure, with the time of day',
  conditions: 'Conditions',
  codeOnsetAndDateOfRecording: 'code, onset and date of recording',
  procedures: 'Procedures',
  codeAndTime: 'code and time',
  immunizations: 'Immunizations',
  vaccineAndDay: 'vaccine and day',
  prescriptions: 'Prescriptions',
  drugDateAndQuantity: 'drug, date and quantity',
  diagnosticReports: 'Diagnostic reports',
  claims: 'Claims',
  claimNumberFirstDayOfService: 'claim number, first day of service, status and amount',
  coverages: 'Coverages',
  payerMemberNumberAndFirstDay: 'payer, member number and first day',
  whatMostRecordsSayHoldsWhen:
    'What most records say holds; when that does not decide, what the record says that was changed last. A record that its source replaced by another one says only what no other record does. A person has died when any record in use says so.'
})
