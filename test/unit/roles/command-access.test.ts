import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { commandLineRights, type CommandLineName } from '#shared/rights/command-rights.ts'
import { effectivePolicies } from '#shared/policy/effective-policies.ts'
import { missingRight, rightsOf } from '#shared/rights/right.ts'
import { roles, type Role } from '#shared/roles/role.ts'
import { fixedPolicies } from '../../../src-main/ports/fixed-policies.ts'
import { commandEntries, runCommandLine } from '../../../src-main/cli/command-line.ts'
import type { CommandIo } from '../../../src-main/cli/terminal/command.ts'
import { accountName } from '../../../src-main/storage/files/account-name.ts'
import { shortestArguments } from '../../support/command-arguments.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const names = Object.keys(commandLineRights) as CommandLineName[]

function commandAs(role: Role | 'damaged policy') {
  const data = temporaryFolder()
  const printed: string[] = []
  const io: CommandIo = {
    out: (text) => void printed.push(text),
    err: (text) => void printed.push(text),
    terminal: false,
    resources: join(process.cwd(), 'resources'),
    data,
    policies: fixedPolicies(
      effectivePolicies([
        {
          place: '/etc/populus/policies/managed.json',
          level: 'enforced',
          values: { Roles: role === 'damaged policy' ? 5 : [{ account: accountName(), role }] }
        }
      ])
    )
  }
  const log = join(data, 'audit', 'audit.jsonl')
  return { io, printed, audited: () => (existsSync(log) ? readFileSync(log, 'utf8') : '') }
}

describe.each([...roles, 'damaged policy' as const])('the command line as %s', (role) => {
  const rights = rightsOf(
    role === 'damaged policy' ? { state: 'refused', roles: [] } : { state: 'role', roles: [role] }
  )

  it.each(names)('runs %s only with its right, and records a refusal', async (name) => {
    const { io, printed, audited } = commandAs(role)
    const missing = missingRight(commandLineRights[name], rights)
    const { declarations } = await commandEntries.find((entry) => entry.name === name)!.load()
    const [, ...words] = [...declarations[0]!.name.split(' '), ...shortestArguments(declarations[0]!)]
    // No path and no option where it may run: it ends with wrong usage or with nothing to do.
    const code = await runCommandLine(missing === undefined ? [name] : words, io)
    const text = printed.join('')
    if (missing === undefined) {
      expect(text).not.toMatch(/Your role/)
      expect(audited()).not.toContain('access.refused')
      return
    }
    expect(code).toBe(2)
    expect(text).not.toContain('/etc/populus')
    expect(text).toMatch(
      role === 'damaged policy' ? /^The policy Roles of your organization cannot be read/ : /^Your role, /
    )
    expect(audited()).toContain(`"refused":"command ${name}","missing":"${missing}"`)
  })
})

describe('populus export-tables', () => {
  it.each(
    roles.filter(
      (role) =>
        missingRight(commandLineRights['export-tables'], rightsOf({ state: 'role', roles: [role] })) === undefined
    )
  )('leaves names in for %s only with the right to export them, and records a refusal', async (role) => {
    const { io, printed, audited } = commandAs(role)
    const files = temporaryFolder()
    writeFileSync(join(files, 'Patient.ndjson'), '{"resourceType":"Patient","id":"eve"}\n')
    const out = join(temporaryFolder(), 'tables')
    const may = rightsOf({ state: 'role', roles: [role] }).has('export-identity')
    const code = await runCommandLine(['export-tables', files, '--out', out, '--identifying'], io)
    expect([code, existsSync(out)]).toEqual([may ? 0 : 2, may])
    if (may) return
    expect(printed.join('')).toMatch(/^Your role, /)
    expect(audited()).toContain('"refused":"command export-tables","missing":"export-identity"')
  })
})

describe('populus roles', () => {
  it('prints what the role includes as JSON', async () => {
    const { io, printed } = commandAs('viewer')
    expect(await runCommandLine(['roles', '--json'], io)).toBe(0)
    expect(JSON.parse(printed.join(''))).toMatchObject({
      state: 'role',
      by: 'policy',
      roles: ['viewer'],
      rights: ['figures']
    })
  })
})
