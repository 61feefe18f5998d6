import { catalog } from '../../../catalog.ts'
import type { Text } from '../../../message.ts'

/** Texts of engine/population/registries. */
export const enginePopulationRegistriesMessages = catalog({
  inpatientHospital: 'inpatient hospital',
  skilledNursing: 'skilled nursing',
  homeHealth: 'home health',
  partsOrParts: (parts: Text, parts2: Text) => `${parts} or ${parts2}`,
  diagnosesOnClaimsAloneMakeNobody: 'Diagnoses on claims alone make nobody a member.',
  atLeastApart: (daysApart: Text) => ` at least ${daysApart} apart`,
  forLife: 'for life',
  forMonthsFromTheFirstOf: (withinMonths: Text) =>
    `for ${withinMonths} months from the first of the deciding claims, longer with each further claim, and not beyond the abatement in the chart`,
  orByClaimsAtLeastFor: (
    inpatient: Text,
    stays: Text,
    outpatient: Text,
    apart: Text,
    withinMonths: Text,
    lasting: Text
  ) =>
    `Or, by claims: at least ${inpatient} for a stay (${stays}), or ${outpatient} with days of service${apart}, within ${withinMonths} months, with a code of the list in any position. Counted from the day of service of the claim that completes the rule, ${lasting}.`,
  anOutpatientOrProfessionalClaimDoes: (excludeRuleOut: Text) =>
    `An outpatient or professional claim does not count when all of its lines are for ${excludeRuleOut}: its diagnosis may be the one to be ruled out.`,
  pharmacyAndDentalClaimsDoNot:
    'Pharmacy and dental claims do not count. Adjudicated claims are read; submitted claims only where there are none. A claim that refers to a Condition has the diagnosis of the Condition; where the Condition is not in the data, it has the one that its line is coded with, if any.',
  theKindOfAClaim: (claimKindRule: Text) => `The kind of a claim: ${claimKindRule}`,
  registryDefinitionMustBeAnObject: (path: Text) => `Registry definition: "${path}" must be an object.`,
  registryDefinition: (path: Text, problem: Text) => `Registry definition "${path}": ${problem}`,
  mustBeAText: (key: Text) => `"${key}" must be a text`,
  mustBeANumber: (key: Text) => `"${key}" must be a number`,
  mustBeOneOf: (key: Text, allowed: Text) => `"${key}" must be one of ${allowed}`,
  mustListTexts: (key: Text) => `"${key}" must list texts`,
  mustListNumbers: (key: Text) => `"${key}" must list numbers`,
  mustBeAList: (key: Text) => `"${key}" must be a list`,
  twoRegistryDefinitionsHaveTheId: (id: Text) => `Two registry definitions have the id "${id}". Rename one.`,
  thereIsNoControl: (key: Text) => `there is no control "${key}"`,
  itCitesNoSource: 'it cites no source',
  itsIdMayHoldSmallLetters: 'its id may hold small letters, digits and hyphens only',
  mayList: (key: Text, allowed: Text) => `"${key}" may list ${allowed}`,
  mustBeOrMore: (key: Text, minimum: Text) => `"${key}" must be ${minimum} or more`,
  bandNeedsOneLimitPerPart: (id: Text) => `band "${id}" needs one limit per part of the measurement`,
  itsLastBandMustHaveNo: 'its last band must have no limits, so that it takes the rest',
  thereIsNoBand: (name: Text) => `there is no band "${name}"`,
  itHasNoParts: 'it has no parts',
  withoutResultIsForAMeasurementOf: '"withoutResult" is for a measurement of one part',
  plausibleHoldsTwoNumbers: '"plausible" holds two numbers',
  itNeedsBelowOrAtLeast: 'it needs "below" or "atLeast"',
  itsMeasurementMustHaveOnePart: 'its measurement must have one part',
  noRecordOfDiagnosesInThese: 'no record of diagnoses in these data',
  hospice: 'hospice'
})
