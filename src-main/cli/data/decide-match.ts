import { cliDataMessages as m } from '#messages/cli/data.ts'
import { AppError } from '#shared/app-error.ts'
import { decisionsIn, type MatchChoice } from '#shared/contract/matching.ts'
import { recordEffect } from '../../services/audit/record-effect.ts'
import { refusalOf } from '../../services/roles/refusal.ts'
import type { Keyring } from '../../storage/keys/keyring.ts'
import { shownId, type IdentifyingChoice } from './identifying-choice.ts'
import { openCommandAudit } from './command-audit.ts'
import { openData } from './open-data.ts'
import { openDecisions } from './sealed-lists.ts'
import type { CommandIo, ExitCode } from '../terminal/command.ts'
import type { PassphraseSource } from '../terminal/passphrase.ts'
import { terminalText } from '../terminal/terminal-text.ts'

/** What is asked of {@link decideMatch}. */
export interface DecideOptions {
  readonly same: boolean
  readonly apart: boolean
  readonly undo?: string | undefined
  readonly journal: boolean
  readonly json: boolean
  readonly ids: readonly string[]
  readonly data?: string | undefined
  readonly passphrase: PassphraseSource
  readonly identifying: IdentifyingChoice
}

/** Adds to the journal of decisions, or prints it. */
export async function decideMatch(options: DecideOptions, io: CommandIo): Promise<ExitCode> {
  const choice = options.journal ? undefined : choiceOf(options)
  const refusal = choice && io.access && refusalOf('command match', ['work'], io.access)
  if (refusal !== undefined) throw refusal.error
  const { data, folder } = await openData(options.data, options.passphrase, io, choice !== undefined)
  try {
    const journal = openDecisions(data, folder.keyring)
    if (choice !== undefined) {
      const audit = await openCommandAudit(data, folder.keyring, io.access)
      const facts = { kind: choice.kind }
      const { id } = await recordEffect(
        audit,
        { action: 'people.match-decided', facts },
        () => journal.add(choice),
        (entry) => ({ ...facts, decision: entry.id })
      )
      io.out(options.json ? `${JSON.stringify({ decision: id })}\n` : m.decisionIsInTheJournal(id))
      return 0
    }
    const { entries } = await journal.read()
    const people = new Set(entries.flatMap((entry) => (entry.kind === 'undo' ? [] : [entry.left, entry.right])))
    await recordReveal(data, folder, options.identifying, people.size, io)
    if (!options.identifying.revealed && people.size > 0) io.err(m.idsAreWrittenAsDots)
    const shown = entries.map((entry) =>
      entry.kind === 'undo'
        ? entry
        : {
            ...entry,
            left: shownId(entry.left, options.identifying),
            right: shownId(entry.right, options.identifying)
          }
    )
    if (options.json) {
      io.out(`${JSON.stringify({ entries: shown })}\n`)
      return 0
    }
    if (shown.length === 0) io.err(m.noDecisions)
    const inForce = new Set(decisionsIn(entries).map(({ id }) => id))
    for (const entry of shown) {
      const what = entry.kind === 'undo' ? `undo ${entry.of}` : `${entry.kind} ${entry.left} ${entry.right}`
      const state = entry.kind === 'undo' || inForce.has(entry.id) ? '' : m.noLongerHolds
      io.out(`${terminalText(`${entry.at} ${entry.id} ${entry.by}: ${what}${state}`)}\n`)
    }
    return 0
  } finally {
    folder.keyring.lock()
    await folder.release()
  }
}

/** Records that the people of decisions are named, before they are. */
async function recordReveal(
  data: string,
  folder: { readonly keyring: Keyring },
  { reason }: IdentifyingChoice,
  people: number,
  io: CommandIo
): Promise<void> {
  if (reason === undefined) return
  const audit = await openCommandAudit(data, folder.keyring, io.access)
  await audit.record({ action: 'identity.revealed', outcome: 'success', facts: { reason, people } })
}

function choiceOf({ same, apart, undo, ids }: DecideOptions): MatchChoice {
  const asked = [same, apart, undo !== undefined].filter(Boolean).length
  const [left, right] = ids
  if (asked !== 1) throw new AppError('invalid-input', m.giveOneOfSameApartUndo)
  if (undo !== undefined) return { kind: 'undo', of: undo }
  if (left === undefined || right === undefined || ids.length !== 2 || left === right)
    throw new AppError('invalid-input', m.nameTwoRecordsEachAsID)
  return { kind: same ? 'same' : 'apart', left, right }
}
