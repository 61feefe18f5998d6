import { catalog } from '../../../catalog.ts'
import type { Text } from '../../../message.ts'

/** Texts of engine/risk/tables. */
export const engineRiskTablesMessages = catalog({
  indicatorOrCodeIsEmpty: 'indicator or code is empty',
  roleMustBeOneOf: (parts: Text) => `role must be one of ${parts}`,
  isNoAge: (column: Text) => `${column} is no age`,
  theComponentIsNoIndicatorOf: (cell: Text) => `the component ${cell} is no indicator of the table`,
  icd10IsEmpty: 'icd10 is empty',
  isNoProbabilityFrom0To: (value: Text) => `${value} is no probability from 0 to 1`,
  theProbabilitiesSumToNotTo: (sum: Text) => `the probabilities sum to ${sum}, not to 1`,
  weightIsNoNumber: 'weight is no number',
  codeIsEmpty: 'code is empty',
  theVariableHasTwoWeights: (id: Text) => `the variable ${id} has two weights`,
  systemMustBeOneOfIntercept: 'system must be one of intercept, icd10, hcpcs',
  aLineWithTheSystemIntercept: 'a line with the system intercept is missing',
  zipHasNoFiveDigitsAnd: 'zip has no five digits, and patient_id is empty',
  hcpcsCPTAndHCPCSCodesThat: 'hcpcs (CPT and HCPCS codes that are eligible for risk adjustment)',
  patientIdAndAnyOfOrec:
    'patient_id and any of orec (0 to 3), dual (none, full, partial), institutional, new_enrollee, chronic_snp (yes, no)',
  modelV28V24Icd10Hcc: 'model (V28, V24), icd10, hcc',
  modelSegmentVariableCoefficient: (hccSegments: Text) => `model, segment (${hccSegments}), variable, coefficient`,
  indicatorTitleFromAgeToAge:
    'indicator, title, from_age, to_age, role (principal, diagnosis, procedure, without_diagnosis, without_procedure, component), code',
  variableWeightSystemInterceptIcd10Hcpcs:
    'variable, weight, system (intercept, icd10, hcpcs), code and, for ranges, code_to',
  zipOrPatientIdWithDeprivation: 'zip (or patient_id), with deprivation, rurality or both',
  or: '; or ',
  isNoTableOfRiskIts: (name: Text, known: Text) =>
    `"${name}" is no table of risk: its first line names none of these columns: ${known}.`,
  nothingOfTheTableWasUsed: (asSentence: Text) => `${asSentence} Nothing of the table was used.`,
  line: (name: Text, line: Text, problem: Text) => `"${name}", line ${line}: ${problem}`,
  patientIdIsEmpty: 'patient_id is empty',
  hccIsNoNumberOfA: 'hcc is no number of a category',
  segmentIsNoneOfTheModel: 'segment is not one of the model',
  coefficientIsNoNumber: 'coefficient is no number',
  mustBeOneOf: (column: Text, values: Text) => `${column} must be one of ${values}`,
  theTableOfDiagnosesNamesA: (hcc: Text, title: Text) =>
    `The table of diagnoses names a category ${hcc} that ${title} does not have. Nothing of it was used.`
})
