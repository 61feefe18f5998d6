import { cliGovernanceMessages as m } from '#messages/cli/governance.ts'
import { AppError } from '#shared/app-error.ts'
import {
  type DefinitionDecision,
  type DefinitionEntry,
  type DefinitionList,
  type DefinitionState
} from '#shared/governance/definition.ts'
import { needsOf } from '#shared/contract/contract.ts'
import { recordEffect } from '../../services/audit/record-effect.ts'
import type { DefinitionRegistry } from '../../services/definitions/definition-registry.ts'
import { refusalOf } from '../../services/roles/refusal.ts'
import { openCommandAudit } from '../data/command-audit.ts'
import { openData, type OpenedData } from '../data/open-data.ts'
import { openDefinitions } from '../data/open-definitions.ts'
import { definitionsDeclaration } from '../declarations/definitions.ts'
import type { CommandIo } from '../terminal/command.ts'
import { defineCommand } from '../terminal/define-command.ts'
import { passphraseSourceOf } from '../terminal/passphrase.ts'
import { terminalText } from '../terminal/terminal-text.ts'
import { openOutput } from '../commands/output-file.ts'

/** `populus definitions`: the registry of definitions. */
export const definitionsCommand = defineCommand(definitionsDeclaration, async ({ values }, io) => {
  const { kind, state, set: next } = values
  // Those that came with the program can be listed and decided about before anything else is stored.
  const opened = await openData(values.data, passphraseSourceOf(values), io, true)
  try {
    const registry = await openDefinitions(opened.data, opened.folder.keyring, io)
    const list = await registry.list()
    const fitting = list.definitions.filter(
      (each) =>
        (kind === undefined || each.kind === kind) &&
        (state === undefined || each.state === state) &&
        (values.id === undefined || each.id === values.id) &&
        (values.hash === undefined || each.hash.startsWith(values.hash))
    )
    if (next !== undefined) {
      const entry = await decide(opened, registry, fitting, next, values.reason, io)
      if (values.json) io.out(`${JSON.stringify(entry)}\n`)
      else io.out(`${terminalText(entry.name)}: ${entry.state}\n`)
      return 0
    }
    if (values.out !== undefined) {
      const output = await openOutput(values.out, values.force, io)
      await output.write([`${JSON.stringify({ ...list, definitions: fitting }, undefined, 2)}\n`])
    }
    print(list, fitting, values, io)
    return list.journal === 'damaged' ? 2 : 0
  } finally {
    opened.folder.keyring.lock()
    await opened.folder.release()
  }
})

async function decide(
  { data, folder }: OpenedData,
  registry: DefinitionRegistry,
  fitting: readonly DefinitionEntry[],
  state: DefinitionState,
  reason: string | undefined,
  io: CommandIo
): Promise<DefinitionEntry> {
  const [entry] = fitting
  if (entry === undefined || fitting.length > 1)
    throw new AppError(
      'invalid-input',
      m.nothingWasDecidedNameOneWith(
        fitting.length === 0 ? m.noDefinitionFits : m.fittingDefinitionsFit(fitting.length)
      )
    )
  if (reason === undefined || reason.trim().length < 3)
    throw new AppError('invalid-input', m.nothingWasDecidedGiveTheReason)
  const { kind, id, hash } = entry
  const decision: DefinitionDecision = { kind, id, hash, state, reason: reason.trim().slice(0, 300) }
  const audit = await openCommandAudit(data, folder.keyring, io.access)
  const needs = needsOf('governance.decideDefinition', decision)
  const refusal = io.access && refusalOf('command definitions', needs, io.access)
  if (refusal !== undefined) {
    await audit.record({ action: 'access.refused', outcome: 'failure', facts: refusal.facts })
    throw refusal.error
  }
  const facts = { kind, definition: id, hash, state, reason: decision.reason }
  const decided = await recordEffect(
    audit,
    { action: 'definition.decided', facts },
    () => registry.decide(decision),
    ({ code }) => ({ ...facts, events: 1, digest: code })
  )
  return decided.entry
}

function print(
  list: DefinitionList,
  definitions: readonly DefinitionEntry[],
  { json, out }: { readonly json: boolean; readonly out?: string | undefined },
  io: CommandIo
): void {
  if (list.journal === 'damaged') io.err(m.theJournalOfDefinitionsWasChanged)
  if (json) io.out(`${JSON.stringify({ ...list, definitions })}\n`)
  else if (out !== undefined) io.out(m.definitionsDefinitionsWritten(definitions.length))
  else if (definitions.length === 0) io.err(m.noDefinitions)
  else
    for (const { kind, id, version = '-', hash, state, name } of definitions)
      io.out(
        `${state.padEnd(10)} ${kind.padEnd(11)} ${hash.slice(0, 12)} ${version}  ${terminalText(`${id}  ${name}`)}\n`
      )
}
