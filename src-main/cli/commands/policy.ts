import { cliCommandsMessages as m } from '#messages/cli/commands.ts'
import type { EffectivePolicies } from '#shared/policy/effective-policies.ts'
import { policyNames } from '#shared/policy/policies.ts'
import { policyValueText } from '#shared/policy/policy-text.ts'
import { policyDeclaration } from '../declarations/policy.ts'
import type { CommandIo } from '../terminal/command.ts'
import { defineCommand } from '../terminal/define-command.ts'
import { terminalText } from '../terminal/terminal-text.ts'

function printText({ entries, problems }: EffectivePolicies, all: boolean, io: CommandIo): void {
  const shown = policyNames.filter((name) => all || entries[name].state !== 'default')
  if (shown.length === 0) io.out(m.noPolicyIsSetOnThis)
  const width = Math.max(0, ...shown.map((name) => name.length))
  for (const name of shown) {
    const { value, state, place } = entries[name]
    const where = place === undefined ? state : `${state}, ${place}`
    io.out(`${name.padEnd(width)}  ${terminalText(policyValueText(name, value))}  (${terminalText(where)})\n`)
  }
  for (const { place, name, message } of problems)
    io.err(`${[place, name].filter((part) => part !== undefined).join(', ')}: ${message}\n`)
}

/** `populus policy`: which managed policies hold. */
export const policyCommand = defineCommand(policyDeclaration, async ({ values }, io) => {
  const effective = io.policies.current()
  const { entries, problems } = effective
  if (values.json) io.out(`${JSON.stringify({ policies: jsonOf(entries), problems })}\n`)
  else printText(effective, values.all, io)
  return problems.length > 0 ? 1 : 0
})

function jsonOf(entries: EffectivePolicies['entries']): Record<string, unknown> {
  return Object.fromEntries(policyNames.map((name) => [name, { ...entries[name], value: entries[name].value ?? null }]))
}
