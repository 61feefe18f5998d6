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
  /** Says that ids were masked in what was written; absent where none are, or none are written. */
  readonly tellMasked?: () => void
}

/** The commands whose files have a row for each person. */
const idFiles: ReadonlySet<CommandLineName> = new Set(['cohort', 'match', 'model'])

/**
 * Decides as the window does: masked, unless the role includes names, and somebody asks for them and says why.
 * @param name of the command, for a refusal
 * @param values with `patients`, a line is printed for each person
 * @param leaves rows go to a file
 * @throws AppError `invalid-input` without a reason, `not-allowed` where the role does not include it, which is recorded first
 */
export async function chooseIdentifying(
  name: CommandLineName,
  values: {
    readonly identifying: boolean
    readonly reason?: string | undefined
    readonly patients?: boolean | undefined
  },
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
  const facts = { masked: !revealed, names: revealed }
  if (revealed) return { revealed, reason, facts }
  const hasIds = values.patients === true || (leaves && idFiles.has(name))
  return { revealed, facts, ...(hasIds ? { tellMasked: () => io.err(m.idsAreWrittenAsDots) } : {}) }
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
 * Hands out as before, and records first who sees names and why, where they are not masked; says afterwards that ids were.
 */
export function handOutNames(
  { handOut, shards }: Pick<OpenedPopulation, 'handOut' | 'shards'>,
  { reason, tellMasked }: IdentifyingChoice
): HandOut {
  if (reason === undefined)
    return async (action, effect, describe) => {
      const value = await handOut(action, effect, describe)
      tellMasked?.()
      return value
    }
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
