import type { PeopleLimits } from '#engine/population/scope/limit-to-scopes.ts'
import { AppError } from '#shared/app-error.ts'
import type { Transport } from '#shared/contract/contract.ts'

/**
 * Who is left out of everything that is made of the data, as the services say.
 * @throws AppError `not-allowed` while that cannot be known; no data are shown then
 */
export async function peopleLimits(transport: Transport): Promise<PeopleLimits> {
  const { scopes } = await transport.call('roles.mine', undefined)
  const { state, people } = await transport.call('consent.optOuts', undefined)
  if (state === 'none' || state === 'open') return { scopes, optOuts: people }
  throw new AppError(
    'not-allowed',
    state === 'locked'
      ? 'People who opted out are on a sealed list, without which no data are opened. Unlock with the passphrase first.'
      : 'The list of people who opted out was changed outside Populus, and no data are opened without it. Import the list again under Settings.'
  )
}
