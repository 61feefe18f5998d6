import { cliDataMessages as m } from '#messages/cli/data.ts'
import { masked } from '#engine/population/panels/person/mask.ts'
import { AppError } from '#shared/app-error.ts'
import type { CommandLineName } from '#shared/rights/command-rights.ts'
import type { Right } from '#shared/rights/right.ts'
import type { TouchedPlaces } from '../../host/arguments/declaration.ts'
import type { CommandIo } from '../terminal/command.ts'
import { requireCommandRight } from './command-access.ts'
import type { HandOut } from './hand-out.ts'
import type { OpenedPopulation } from './open-population.ts'

/** Whether what identifies people is left in what a command hands out, and what the audit log says about it. */
export interface IdentifyingChoice {
  readonly revealed: boolean
  /** Why; absent where it is masked. */
  readonly reason?: string
  readonly facts: { readonly masked: boolean; readonly names: boolean }
}

/**
 * Decides as the window does: masked, unless the role includes names, and somebody asks for them and says why.
 * @param name of the command, for a refusal
 * @param leaves rows go to a file
 * @throws AppError `invalid-input` without a reason, `not-allowed` where the role does not include it, which is recorded first
 */
export async function chooseIdentifying(
  name: CommandLineName,
  values: { readonly identifying: boolean; readonly reason?: string | undefined },
  leaves: boolean,
  touched: TouchedPlaces,
  io: CommandIo
): Promise<IdentifyingChoice> {
  const { identifying: revealed } = values
  const reason = values.reason?.trim().slice(0, 300) ?? ''
  // What another program reads from standard output is out of reach, as a file is.
  const goesOn = leaves || io.piped === true
  const needs: Right[] = [
    ...(leaves ? ['export-people' as const] : []),
    ...(revealed && goesOn ? ['export-identity' as const] : []),
    ...(revealed ? ['identity' as const] : [])
  ]
  for (const need of needs) await requireCommandRight(name, need, touched, io)
  if (revealed && reason === '') throw new AppError('invalid-input', m.namesAreLeftInForAReason)
  return { revealed, ...(revealed ? { reason } : {}), facts: { masked: !revealed, names: revealed } }
}

/** Whether people are named. */
export type ShownIdentity = Pick<IdentifyingChoice, 'revealed'>

/** A reference to a record, such as `Condition/7`; that of a person is handed out as their id is. */
export function shownRecord(reference: string, { revealed }: ShownIdentity): string {
  return revealed ? reference : reference.replace(/^(Patient\/).*$/, `$1${masked}`)
}

/** An id of a person, or of a record of one, as it is handed out. */
export function shownId(id: string, { revealed }: ShownIdentity): string {
  return revealed ? id : masked
}

/**
 * Hands out as before, and records first who sees names and why, where they are not masked.
 */
export function handOutNames(
  { handOut, shards }: Pick<OpenedPopulation, 'handOut' | 'shards'>,
  { reason }: IdentifyingChoice
): HandOut {
  if (reason === undefined) return handOut
  const facts = { reason, people: shards.reduce((sum, { store }) => sum + store.patients, 0) }
  return async (action, effect, describe) => {
    await handOut(
      { action: 'identity.revealed', facts },
      () => Promise.resolve(),
      () => facts
    )
    return handOut(action, effect, describe)
  }
}
