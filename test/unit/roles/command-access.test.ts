import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { commandLineRights, type CommandLineName } from '#shared/rights/command-rights.ts'
import { effectivePolicies } from '#shared/policy/effective-policies.ts'
import { missingRight, rightsOf } from '#shared/rights/right.ts'
import { roles, type Role, type RoleState } from '#shared/roles/role.ts'
import { fixedPolicies } from '../../../src-main/ports/fixed-policies.ts'
import { strictestRole } from '../../../src-main/cli/data/command-access.ts'
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

/** Commands that hand out rows about people, and how; `out` is a file or folder that is not there yet. */
const rowCommands = {
  sql: (files, out) => ['sql', files, 'select family, birth_date from patient', '--format', 'csv', '--out', out],
  view: (files, out) => ['view', 'patient', '--data', files, '--format', 'csv', '--out', out],
  'export-tables': (files, out) => ['export-tables', files, '--out', out]
} as const satisfies Partial<Record<CommandLineName, (files: string, out: string) => string[]>>
const printedRows = [
  (files: string) => ['sql', files, 'select family, birth_date from patient', '--json'],
  (files: string) => ['view', 'patient', '--data', files, '--format', 'json']
]
const eve = {
  resourceType: 'Patient',
  id: 'eve',
  name: [{ family: 'Quimbly' }],
  birthDate: '1968-04-17'
}

function filesOfEve(): string {
  const files = temporaryFolder()
  writeFileSync(join(files, 'Patient.ndjson'), `${JSON.stringify(eve)}\n`)
  return files
}

/** Everything in a file, or in the files of a folder. */
function textIn(path: string): string {
  if (!statSync(path).isDirectory()) return readFileSync(path, 'latin1')
  return readdirSync(path, { recursive: true, encoding: 'utf8' })
    .map((name) => join(path, name))
    .filter((each) => statSync(each).isFile())
    .map((each) => readFileSync(each, 'latin1'))
    .join('')
}

describe.each(Object.entries(rowCommands))('populus %s', (name, args) => {
  const need = commandLineRights[name as keyof typeof rowCommands]
  const able = roles.filter((role) => missingRight(need, rightsOf({ state: 'role', roles: [role] })) === undefined)

  it.each(able)(
    'writes names for %s only for a reason and with the right to export them, on record before',
    async (role) => {
      const files = filesOfEve()
      const may = rightsOf({ state: 'role', roles: [role] }).has('export-identity')

      const masked = commandAs(role)
      const plain = join(temporaryFolder(), 'masked')
      expect(await runCommandLine(args(files, plain), masked.io)).toBe(0)
      expect(textIn(plain)).not.toMatch(/Quimbly|1968-04-17/)
      expect(masked.audited()).not.toContain('identity.revealed')

      const unexplained = commandAs(role)
      const nothing = join(temporaryFolder(), 'nothing')
      expect(await runCommandLine([...args(files, nothing), '--identifying'], unexplained.io)).toBe(2)
      expect(existsSync(nothing)).toBe(false)
      expect(unexplained.printed.join('')).toMatch(may ? /for a reason only/ : /^Your role, /)

      const { io, printed, audited } = commandAs(role)
      const out = join(temporaryFolder(), 'named')
      const code = await runCommandLine([...args(files, out), '--identifying', '--reason', 'Outreach by letter'], io)
      expect([code, existsSync(out)]).toEqual([may ? 0 : 2, may])
      const records = audited()
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as { action: string; outcome: string; facts: Record<string, unknown> })
      if (!may) {
        expect(printed.join('')).toMatch(/^Your role, /)
        expect(records.at(-1)?.facts).toMatchObject({ refused: `command ${name}`, missing: 'export-identity' })
        return
      }
      expect(textIn(out)).toContain('Quimbly')
      const order = records.map(({ action, outcome }) => `${action} ${outcome}`)
      expect(order.indexOf('identity.revealed success')).toBeGreaterThanOrEqual(0)
      expect(order.indexOf('identity.revealed success')).toBeLessThan(order.indexOf('data.exported intent'))
      expect(records.find(({ action }) => action === 'identity.revealed')?.facts).toEqual({
        reason: 'Outreach by letter',
        people: 1
      })
      expect(records.at(-1)?.facts).toMatchObject({ names: true, masked: false })
      expect(audited()).not.toContain('Quimbly')
    }
  )
})

describe('who single people are', () => {
  const cohort = { format: 1, title: 'Everybody', people: 'all', steps: [] }
  const listing = [
    (files: string) => ['measure', files, '--data', files, '--patients'],
    (files: string) => ['measure', files, '--data', files, '--trace', 'eve'],
    (files: string, out: string) => ['cohort', files, '--definition', join(files, 'cohort.json'), '--out', out],
    (files: string, out: string) => ['match', `a=${files}`, `b=${files}`, '--out', out]
  ]

  it.each(listing)('is told to no role without people', async (args) => {
    for (const role of roles) {
      const rights = rightsOf({ state: 'role', roles: [role] })
      if (rights.has('people')) continue
      const files = filesOfEve()
      writeFileSync(join(files, 'cohort.json'), JSON.stringify(cohort))
      const out = join(temporaryFolder(), 'people.csv')
      const { io, printed, audited } = commandAs(role)
      expect(await runCommandLine(args(files, out), io), role).toBe(2)
      expect(existsSync(out)).toBe(false)
      expect(printed.join('')).toMatch(/^Your role, /)
      expect(audited()).toContain('access.refused')
    }
  })
})

describe.each(printedRows)('rows on standard output', (args) => {
  const able = roles.filter((role) => rightsOf({ state: 'role', roles: [role] }).has('query'))

  it.each(able)('name nobody for %s without a reason', async (role) => {
    const files = filesOfEve()
    const rights = rightsOf({ state: 'role', roles: [role] })
    const masked = commandAs(role)
    expect(await runCommandLine(args(files), masked.io)).toBe(0)
    expect(masked.printed.join('')).not.toMatch(/Quimbly|1968-04-17/)
    const named = commandAs(role)
    const code = await runCommandLine([...args(files), '--identifying', '--reason', 'Validation'], named.io)
    expect(code).toBe(rights.has('identity') ? 0 : 2)
    expect(named.printed.join('').includes('Quimbly')).toBe(rights.has('identity'))
    expect(named.audited()).toContain(rights.has('identity') ? 'identity.revealed' : 'access.refused')
  })

  it('that another program reads count as leaving', async () => {
    const { io, audited } = commandAs('payer-analyst')
    const code = await runCommandLine([...args(filesOfEve()), '--identifying', '--reason', 'x'], { ...io, piped: true })
    expect(code).toBe(2)
    expect(audited()).toContain('"missing":"export-identity"')
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

describe('the roles of a user in several data folders', () => {
  const inOne: RoleState = { account: 'eve', state: 'role', by: 'machine', roles: ['payer-analyst'] }
  const inAnother: RoleState = {
    ...inOne,
    roles: ['quality-analyst'],
    scopes: [{ payers: ['Medicaid'] }, { practices: ['North', 'South'] }]
  }

  it('are limited to the people of the one that shows some of them, though another one has fewer rights', () => {
    for (const states of [
      [inOne, inAnother],
      [inAnother, inOne]
    ])
      expect(strictestRole(states)).toEqual({ ...inOne, scopes: inAnother.scopes })
    expect(strictestRole([inOne])).toEqual(inOne)
  })

  it('show whom all of them show', () => {
    const third: RoleState = { ...inOne, scopes: [{ practices: ['south '], registries: ['diabetes'] }] }
    expect(strictestRole([inAnother, third]).scopes).toEqual([
      { payers: ['Medicaid'], practices: ['south '], registries: ['diabetes'] },
      { practices: ['South'], registries: ['diabetes'] }
    ])
    expect(
      strictestRole([
        { ...inOne, scopes: [{ payers: ['a'] }] },
        { ...inOne, scopes: [{ payers: ['b'] }] }
      ]).scopes
    ).toEqual([{ payers: [] }])
  })
})
