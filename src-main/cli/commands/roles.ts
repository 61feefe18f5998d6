import { cliCommandsMessages as m } from '#messages/cli/commands.ts'
import { fedTable } from '#engine/store/model/view-tags.ts'
import { roleMap } from '#shared/rights/role-map.ts'
import { rightNames, rightsOf } from '#shared/rights/right.ts'
import { roleTitles, type PersonScope } from '#shared/roles/role.ts'
import { rolesDeclaration } from '../declarations/roles.ts'
import type { CommandIo } from '../terminal/command.ts'
import { defineCommand } from '../terminal/define-command.ts'
import { requireCommandRight } from '../data/command-access.ts'
import { readViewFiles } from '../../services/population/read-views.ts'
import { terminalText } from '../terminal/terminal-text.ts'

/** `populus roles`: who the user is here. */
export const rolesCommand = defineCommand(rolesDeclaration, async ({ values, touched }, io) => {
  if (values.map) {
    await printMap(values.json, io)
    return 0
  }
  const state = io.access ?? (await requireCommandRight('roles', 'anyone', touched, io))
  const rights = Array.from(rightsOf(state))
  if (values.json) io.out(`${JSON.stringify({ ...state, rights })}\n`)
  else {
    io.out(`${terminalText(state.account)}: ${state.state === 'everything' ? m.everyRight : namesOf(state.roles)}\n`)
    if (state.problem !== undefined) io.err(`${state.problem}\n`)
    for (const right of rights) io.out(`  ${rightNames[right]}\n`)
    for (const scope of state.scopes ?? []) printScope(scope, io)
  }
  return 0
})

async function printMap(json: boolean, io: CommandIo): Promise<void> {
  const { r4, r5 } = await readViewFiles(io.resources)
  const map = roleMap([...r4, ...r5].map((view) => ({ resource: view.resource, table: fedTable(view) })))
  if (json) {
    io.out(`${JSON.stringify({ roles: map })}\n`)
    return
  }
  for (const { role, people, screens, commands, types } of map) {
    io.out(m.rolePeoplePeople(role, people))
    io.out(`  screens   ${screens.join(' ')}\n`)
    io.out(`  commands  ${commands.join(' ')}\n`)
    io.out(`  scopes    ${types.map(({ scope }) => scope).join(' ') || 'none'}\n`)
    io.out(`  tables    ${types.flatMap(({ tables }) => tables).join(' ') || 'none'}\n`)
  }
}

function namesOf(roles: readonly (keyof typeof roleTitles)[]): string {
  return roles.length === 0 ? m.noRole : roles.map((role) => roleTitles[role]).join(', ')
}

function printScope({ payers, practices, registries }: PersonScope, io: CommandIo): void {
  const parts = Object.entries({ payers, practices, registries }).flatMap(([kind, names]) =>
    names === undefined ? [] : [`${kind} ${names.map(terminalText).join(', ') || 'none'}`]
  )
  io.out(m.onlyPeopleOf(parts.join('; ')))
}
