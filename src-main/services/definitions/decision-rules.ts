import { servicesDefinitionsMessages as m } from '#messages/services/definitions.ts'
import { AppError } from '#shared/app-error.ts'
import {
  definitionStateNames,
  type DefinitionDecision,
  type DefinitionEntry,
  type DefinitionState
} from '#shared/governance/definition.ts'

/** Which state may follow which. */
const next: Readonly<Record<DefinitionState, readonly DefinitionState[]>> = {
  draft: ['in-review', 'approved', 'retired'],
  'in-review': ['draft', 'approved', 'retired'],
  approved: ['retired', 'in-review'],
  retired: ['in-review']
}

/**
 * Refuses a decision that the rules do not allow.
 * @param entry the version as it stands
 * @param author account that decides
 * @param twoPersons whoever made the version, or put it into review, does not approve it
 * @throws AppError `not-allowed`
 */
export function refuseDecision(
  { state, hash }: DefinitionDecision,
  entry: DefinitionEntry,
  author: string,
  twoPersons: boolean
): void {
  if (!next[entry.state].includes(state))
    throw new AppError(
      'not-allowed',
      m.thisVersionIsAndCannotBecome(definitionStateNames[entry.state], definitionStateNames[state])
    )
  if (state !== 'approved' || !twoPersons) return
  const events = entry.log.filter((each) => each.hash === hash)
  const made = events.find((each) => each.event === 'version')?.by
  const submitted = events.findLast((each) => each.event === 'state' && each.state === 'in-review')?.by
  if (made === author || submitted === author) throw new AppError('not-allowed', m.yourOrganizationAsksForTwoPersons)
}
