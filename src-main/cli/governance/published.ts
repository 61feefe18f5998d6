import { cliGovernanceMessages as m } from '#messages/cli/governance.ts'
import { AppError } from '#shared/app-error.ts'
import { needsOf } from '#shared/contract/contract.ts'
import type { PublishedList } from '#shared/governance/published-count.ts'
import { recordEffect } from '../../services/audit/record-effect.ts'
import { openPublishedRegister } from '../../services/published/open-register.ts'
import type { PublishedRegister } from '../../services/published/published-register.ts'
import { refusalOf } from '../../services/roles/refusal.ts'
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
    const register = openPublishedRegister(data, { keyring: folder.keyring, limit: () => 0, clock: systemClock, log })
    if (values.forget !== undefined) {
      const entry = await forget(opened, register, values.forget, values.reason, io)
      if (values.json) io.out(`${JSON.stringify({ entry, forgotten: true })}\n`)
      else io.out(m.entryIsForgotten(entry))
      return 0
    }
    const list = await register.list()
    print(list, values.json, io)
    return list.state === 'damaged' ? 2 : 0
  } finally {
    folder.keyring.lock()
    await folder.release()
  }
})

async function forget(
  { data, folder }: OpenedData,
  register: PublishedRegister,
  text: string,
  reason: string | undefined,
  io: CommandIo
): Promise<number> {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new AppError('invalid-input', m.forgetTakesTheNumberOf)
  if (reason === undefined || reason.trim() === '') throw new AppError('invalid-input', m.nothingWasForgottenGive)
  const facts = { entry: Number(text), reason: reason.trim().slice(0, 300) }
  const audit = await openCommandAudit(data, folder.keyring, io.access)
  const refusal = io.access && refusalOf('command published', needsOf('published.forget', facts), io.access)
  if (refusal !== undefined) {
    await audit.record({ action: 'access.refused', outcome: 'failure', facts: refusal.facts })
    throw refusal.error
  }
  await recordEffect(
    audit,
    { action: 'published.forgotten', facts },
    () => register.forget(facts.entry, facts.reason),
    () => facts
  )
  return facts.entry
}

function print(list: PublishedList, json: boolean, io: CommandIo): void {
  if (list.state === 'damaged') io.err(m.theRegisterOfPublishedCountsWas)
  if (json) {
    io.out(`${JSON.stringify(list)}\n`)
    return
  }
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
