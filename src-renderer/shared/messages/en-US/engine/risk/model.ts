import { catalog } from '../../../catalog.ts'
import type { Text } from '../../../message.ts'

/** Texts of engine/risk/model. */
export const engineRiskModelMessages = catalog({
  communityNonDualAged: 'Community, non-dual, aged',
  communityNonDualDisabled: 'Community, non-dual, disabled',
  communityFullDualAged: 'Community, full dual, aged',
  communityFullDualDisabled: 'Community, full dual, disabled',
  communityPartialDualAged: 'Community, partial dual, aged',
  communityPartialDualDisabled: 'Community, partial dual, disabled',
  newEnrollee: 'New enrollee',
  newEnrolleeChronicConditionSpecialNeeds: 'New enrollee, chronic-condition special needs plan',
  notAnEmergency: 'Not an emergency',
  emergencyTreatableInPrimaryCare: 'Emergency, treatable in primary care',
  emergencyPreventable: 'Emergency, preventable',
  emergencyNotPreventable: 'Emergency, not preventable',
  injury: 'Injury',
  mentalHealth: 'Mental health',
  alcohol: 'Alcohol',
  drugs: 'Drugs',
  aRiskDefinitionIsNotUsable: (issue: Text) =>
    `A risk definition is not usable: "${issue}" is wrong. Install Populus again, or correct the file.`,
  kind: 'kind',
  theIndexNamesAGroupThat: (id: Text, unknown: Text) =>
    `The index "${id}" names a group "${unknown}" that it does not have.`,
  theModelHasAHierarchyOf: (id: Text, unknown: Text) =>
    `The model "${id}" has a hierarchy of a category ${unknown} without a label.`,
  institutional: 'Institutional'
})
