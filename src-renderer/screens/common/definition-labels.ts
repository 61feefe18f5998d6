import { screensCommonMessages as m } from '#messages/screens/common.ts'
import type { DefinitionEntry, PinnedDefinition } from '#shared/governance/definition.ts'
import { definitionStateNames } from '#shared/governance/definition.ts'

/** A state in one or two words; `unknown` for a version that the registry does not have. */
export function stateLabel(state: PinnedDefinition['state']): string {
  return state === 'unknown' ? m.notInTheRegistry : definitionStateNames[state]
}

/** The mark of each state. */
export const stateKinds = {
  draft: 'due',
  'in-review': 'info',
  approved: 'closed',
  retired: 'excluded',
  unknown: 'danger'
} as const satisfies Readonly<Record<PinnedDefinition['state'], string>>

/** Where a definition comes from, in words. */
export const definitionSources: Readonly<Record<DefinitionEntry['source'], string>> = {
  'built-in': m.comesWithPopulus,
  import: 'imported',
  editor: m.madeHere
}
