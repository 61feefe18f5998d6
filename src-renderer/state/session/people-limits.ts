import type { PeopleLimits } from '#engine/population/scope/limit-to-scopes.ts'
import { AppError } from '#shared/app-error.ts'
import { effectiveRules } from '#shared/consent/record-rules.ts'
import { optOutProblems, recordRuleProblems } from '#shared/contract/consent.ts'
import type { Transport } from '#shared/contract/contract.ts'
import { rightsOf, seesPeople } from '#shared/rights/right.ts'

/**
 * Who and what is left out of everything that is made of the data, as the services say.
 * @throws AppError `not-allowed` while that cannot be known; no data are shown then
 */
export async function peopleLimits(transport: Transport): Promise<PeopleLimits> {
  const role = await transport.call('roles.mine', undefined)
  const list = await transport.call('consent.optOuts', undefined)
  if (list.state === 'locked' || list.state === 'damaged') throw new AppError('not-allowed', optOutProblems[list.state])
  const { state, rules } = await transport.call('consent.recordRules', undefined)
  if (state === 'locked' || state === 'damaged') throw new AppError('not-allowed', recordRuleProblems[state])
  return { scopes: role.scopes, optOuts: list.people, rules: effectiveRules(rules, seesPeople(rightsOf(role))) }
}
