import { cliGovernanceMessages as m } from '#messages/cli/governance.ts'
import { AppError } from '#shared/app-error.ts'
import { needsOf } from '#shared/contract/contract.ts'
import { acknowledgedFacts, type AcknowledgedRegister, type PublishedList } from '#shared/governance/published-count.ts'
import { recordEffect } from '../../services/audit/record-effect.ts'
import { localSolver } from '../../services/published/count-solver.ts'
import { openPublishedRegister } from '../../services/published/open-register.ts'
import type { PublishedRegister } from '../../services/published/published-register.ts'
import { refusalOf } from '../../services/roles/refusal.ts'
import type { AuditPort } from '../../ports/host.ts'
import { systemClock } from '../../ports/system.ts'
import { openCommandAudit } from '../data/command-audit.ts'
import { openData, type OpenedData } from '../data/open-data.ts'
import { publishedDeclaration } from '../declarations/published.ts'
import type { CommandIo } from '../terminal/command.ts'
import { defineCommand } from '../terminal/define-command.ts'
import { passphraseSourceOf } from '../terminal/passphrase.ts'
import { terminalText } from '../terminal/terminal-text.ts'

/** `populus published`: the register of published counts. */
export const publishedCommand = defineCommand(publishedDeclaration, async ({ values }, io) => {
  const opened = await openData(values.data, passphraseSourceOf(values), io)
  const { data, folder, log } = opened
  try {
    // Nothing leaves from here, so that no limit is needed.
    const register = openPublishedRegister(data, {
      keyring: folder.keyring,
      solver: localSolver(),
      limit: () => 0,
      clock: systemClock,
      log
    })
    if (values.forget !== undefined) {
      const entry = await forget(opened, register, values.forget, values.reason, io)
      if (values.json) io.out(`${JSON.stringify({ entry, forgotten: true })}\n`)
      else io.out(m.entryIsForgotten(entry))
      return 0
    }
    if (values.acknowledge) {
      const found = await acknowledge(opened, register, values.reason, io)
      if (values.json) io.out(`${JSON.stringify({ acknowledged: true, ...found })}\n`)
      else io.out(m.theRegisterIsAcknowledged(found.end.records, found.expected))
      return 0
    }
    const list = await register.list()
    print(list, values.json, io)
    return problems[list.state] === undefined ? 0 : 2
  } finally {
    folder.keyring.lock()
    await folder.release()
  }
})

/** What a state of the register says where something is wrong with it. */
const problems: Readonly<Partial<Record<PublishedList['state'], string>>> = {
  damaged: m.theRegisterOfPublishedCountsWas,
  removed: m.theRegisterWasRemoved,
  truncated: m.theRegisterIsShorter,
  replaced: m.theRegisterIsAnotherOne
}

async function acknowledge(
  opened: OpenedData,
  register: PublishedRegister,
  text: string | undefined,
  io: CommandIo
): Promise<AcknowledgedRegister> {
  const reason = reasonOf(text)
  if (reason === undefined) throw new AppError('invalid-input', m.nothingWasAcknowledgedGive)
  const audit = await auditFor('published.acknowledge', { reason }, opened, io)
  return recordEffect(
    audit,
    { action: 'published.acknowledged', facts: { reason } },
    () => register.acknowledge(),
    (found) => ({ reason, ...acknowledgedFacts(found) })
  )
}

const reasonOf = (text: string | undefined): string | undefined => text?.trim().slice(0, 300) || undefined

/** The audit log, for a role that includes a call. @throws AppError `not-allowed`, which is recorded */
async function auditFor<N extends 'published.forget' | 'published.acknowledge'>(
  call: N,
  facts: Parameters<typeof needsOf<N>>[1],
  { data, folder }: OpenedData,
  io: CommandIo
): Promise<AuditPort> {
  const audit = await openCommandAudit(data, folder.keyring, io.access)
  const refusal = io.access && refusalOf('command published', needsOf(call, facts), io.access)
  if (refusal === undefined) return audit
  await audit.record({ action: 'access.refused', outcome: 'failure', facts: refusal.facts })
  throw refusal.error
}

async function forget(
  opened: OpenedData,
  register: PublishedRegister,
  text: string,
  why: string | undefined,
  io: CommandIo
): Promise<number> {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new AppError('invalid-input', m.forgetTakesTheNumberOf)
  const reason = reasonOf(why)
  if (reason === undefined) throw new AppError('invalid-input', m.nothingWasForgottenGive)
  const facts = { entry: Number(text), reason }
  const audit = await auditFor('published.forget', facts, opened, io)
  await recordEffect(
    audit,
    { action: 'published.forgotten', facts },
    () => register.forget(facts.entry, facts.reason),
    () => facts
  )
  return facts.entry
}

function print(list: PublishedList, json: boolean, io: CommandIo): void {
  const problem = problems[list.state]
  if (problem !== undefined) io.err(problem)
  if (json) {
    io.out(`${JSON.stringify(list)}\n`)
    return
  }
  if (list.entries.length === 0 && problem === undefined) io.err(m.noPublishedCounts)
  for (const { entry, at, by, counts, withheld, title, forgotten } of list.entries) {
    const state = forgotten === undefined ? '' : m.forgottenBy(forgotten.by, forgotten.reason)
    const when = new Date(at).toISOString().slice(0, 16).replace('T', ' ')
    io.out(
      m.publishedLine(
        String(entry).padStart(5),
        when,
        terminalText(by),
        counts,
        withheld,
        terminalText(title),
        terminalText(state)
      )
    )
  }
}
