import { commonMessages as common } from '#messages/common.ts'
import { screensConnectionsSettingsMessages as m } from '#messages/screens/connections/settings.ts'
import type { ScopeTitle } from '#shared/rights/scope-needs.ts'

const texts: Readonly<Record<ScopeTitle, string>> = {
  'Filters and registries': m.filtersAndRegistries,
  Overview: common.overview,
  Measures: common.measures,
  'Care gaps': common.careGaps,
  'Medication adherence': m.medicationAdherence,
  'Cohorts and risk': m.cohortsAndRisk,
  'Cost and use': common.costAndUse,
  Patients: common.patients
}

/** Who needs a resource type, in words. @param neededBy titles of parts of the program, and texts of others that need it */
export function neededByText(neededBy: readonly string[]): string {
  return neededBy.map((title) => (isScopeTitle(title) ? texts[title] : title)).join(', ')
}

function isScopeTitle(title: string): title is ScopeTitle {
  return Object.hasOwn(texts, title)
}
