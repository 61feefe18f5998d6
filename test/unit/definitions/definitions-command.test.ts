import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, it } from 'vitest'
import { readPack } from '#engine/sharing/pack/seal-pack.ts'
import type { DefinitionList } from '#shared/governance/definition.ts'
import { cohortCommand } from '../../../src-main/cli/commands/cohort.ts'
import { definitionsCommand } from '../../../src-main/cli/governance/definitions.ts'
import { riskCommand } from '../../../src-main/cli/commands/risk.ts'
import { deidentifyCommand } from '../../../src-main/cli/sharing/deidentify.ts'
import { clusterCommand } from '../../../src-main/cli/cluster/cluster.ts'
import { packCommand } from '../../../src-main/cli/sharing/pack.ts'
import { sqlCommand } from '../../../src-main/cli/commands/sql.ts'
import { runCommand } from '../../../src-main/cli/terminal/run-command.ts'
import type { CliCommand, CommandIo } from '../../../src-main/cli/terminal/command.ts'
import { systemClock } from '../../../src-main/ports/system.ts'
import { listRecords } from '../../../src-main/services/audit/list-records.ts'
import { openDraftStore } from '../../../src-main/services/drafts/draft-store.ts'
import { createKeyring } from '../../../src-main/storage/keys/keyring.ts'
import { makePrivateFolder } from '../../../src-main/storage/files/private-folder.ts'
import { memoryLog } from '../../support/memory-log.ts'
import { managedBy } from '../../support/policies.ts'
import { plainSecrets } from '../../support/snapshot-store.ts'
import { quickWork } from '../../support/quick-keyring.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const words = 'four unlikely words together'

const resources = resolve(import.meta.dirname, '../../../resources')

/** The definitions of the program with some folders of its measures: all of them take long to read. */
function fewDefinitions(content: readonly string[]): string {
  const folder = temporaryFolder()
  const core = join('measures', 'core')
  mkdirSync(join(folder, core), { recursive: true })
  const names = content.map((name) => join(core, name))
  for (const name of ['readmission', 'registries', 'risk', 'stars', 'views', ...names])
    symlinkSync(join(resources, name), join(folder, name))
  return folder
}

/** A data folder with a passphrase, a saved cohort and, where one is given, an imported table of risk. */
async function place(content: readonly string[], table?: { readonly name: string; readonly text: string }) {
  const from = fewDefinitions(content)
  const [data, out] = [temporaryFolder(), temporaryFolder()]
  const secret = join(out, 'passphrase')
  writeFileSync(secret, `${words}\n`, { mode: 0o600 })
  await makePrivateFolder(join(data, 'snapshots'))
  const keyring = createKeyring(join(data, 'snapshots', 'keyring.json'), undefined, quickWork)
  await keyring.create(words)
  const definition = { format: 1, title: 'Everybody', people: 'all', steps: [] }
  const part = { id: 'c-1', part: 0, parts: 1, text: JSON.stringify(definition) }
  const drafts = openDraftStore({
    folder: join(data, 'drafts'),
    keyring,
    clock: systemClock,
    log: memoryLog(),
    author: 'ann'
  })
  await drafts.save('cohort-all-c1-0', JSON.stringify({ format: 2, value: part }), undefined)
  if (table !== undefined) {
    const value = { ...part, id: 'a'.repeat(64), text: JSON.stringify(table) }
    await drafts.save(`risk-table-${'a'.repeat(16)}-0`, JSON.stringify({ format: 1, value }), undefined)
  }
  writeFileSync(join(out, 'cohort.json'), JSON.stringify(definition))
  writeFileSync(join(out, 'Patient.ndjson'), '{"resourceType":"Patient","id":"p1"}\n')

  async function run(command: CliCommand, ...args: readonly string[]) {
    let [text, errors] = ['', '']
    const io: CommandIo = {
      out: (more) => void (text += more),
      err: (more) => void (errors += more),
      terminal: false,
      policies: managedBy({ ApprovedDefinitionsOnly: true, DefinitionApproval: 'two-persons' }),
      resources: from,
      data
    }
    const code = await runCommand(command, [...args, '--passphrase-file', secret], io)
    return { code, text, errors }
  }
  return { data, out, run }
}

it('definitions are listed, approved for a reason and exported; what rests on others does not leave under the policy', async () => {
  const { data, out, run } = await place(['bmi-screening-follow-up', 'shared', 'value-sets'])
  const patients = join(out, 'Patient.ndjson')
  const asked = [patients, '--definition', join(out, 'cohort.json')]

  const refused = await run(cohortCommand, ...asked, '--out', join(out, 'people.csv'))
  expect([refused.code, refused.errors]).toEqual([2, expect.stringContaining('"Everybody" is not approved')])
  const sql = await run(sqlCommand, patients, 'select 1', '--format', 'csv', '--out', join(out, 'sql.csv'))
  expect([sql.code, sql.errors]).toEqual([2, expect.stringContaining('Nobody approves statements of SQL')])

  const decision = ['--set', 'approved', '--kind', 'cohort', '--id', 'c-1', '--reason', 'Board of November', '--json']
  const approved = await run(definitionsCommand, ...decision)
  expect([approved.code, approved.errors]).toEqual([0, ''])
  expect(JSON.parse(approved.text)).toMatchObject({ state: 'approved', decided: { reason: 'Board of November' } })
  const again = await run(definitionsCommand, ...decision)
  expect([again.code, again.errors]).toEqual([2, expect.stringContaining('cannot become approved')])
  expect((await run(cohortCommand, ...asked, '--out', join(out, 'people.csv'))).code).toBe(0)

  const listed = await run(definitionsCommand, '--out', join(out, 'definitions.json'), '--json')
  const { definitions, journal } = JSON.parse(listed.text) as DefinitionList
  expect(journal).toBe('open')
  expect(JSON.parse(readFileSync(join(out, 'definitions.json'), 'utf8'))).toMatchObject({ definitions })
  const kinds = Map.groupBy(definitions, ({ kind }) => kind)
  expect([...kinds.keys()].sort()).toEqual(
    ['cohort', 'cut-points', 'measure', 'registry', 'risk-tables', 'value-set', 'view'].sort()
  )
  expect(definitions.filter(({ state }) => state !== 'approved')).toEqual([])

  const { rows } = await listRecords(join(data, 'audit'), {}, { limit: 10 })
  expect(rows.map(({ action, outcome }) => `${action} ${outcome}`)).toContain('definition.decided success')
})

it('risk tables of one’s own count once their text is approved, whatever their file is called', async () => {
  const riskTable = 'hcpcs\nG0438\n'
  const { out, run } = await place([], { name: 'codes.csv', text: riskTable })
  const patients = join(out, 'Patient.ndjson')
  const [file, other] = [join(out, 'eligible.csv'), join(out, 'other.csv')]
  writeFileSync(file, `\uFEFF${riskTable}`)
  writeFileSync(other, `${riskTable}G0439\n`)
  const scored = (path: string) => run(riskCommand, patients, '--table', path, '--json')
  expect((await scored(file)).errors).toContain('"eligible.csv" is not approved')
  const named = ['--kind', 'risk-tables', '--id', 'own/codes.csv']
  expect((await run(definitionsCommand, '--set', 'approved', ...named, '--reason', 'For the board')).code).toBe(0)
  expect((await scored(file)).code).toBe(0)
  expect((await scored(other)).errors).toContain('"other.csv" is not approved')
})

it('what rests on retired definitions does not leave: cohorts, site packs, risk and sets without identifiers', async () => {
  const { out, run } = await place([])
  const patients = join(out, 'Patient.ndjson')
  const retire = (...named: readonly string[]) =>
    run(definitionsCommand, '--set', 'retired', ...named, '--reason', 'Replaced in November')
  const cohort = ['--kind', 'cohort', '--id', 'c-1']
  expect((await run(definitionsCommand, '--set', 'approved', ...cohort, '--reason', 'For the board')).code).toBe(0)
  expect((await retire(...cohort)).code).toBe(0)
  const definition = join(out, 'cohort.json')
  const late = await run(cohortCommand, patients, '--definition', definition, '--out', join(out, 'late.csv'))
  expect([late.code, late.errors]).toEqual([2, expect.stringContaining('"Everybody" is not approved')])
  const job = ['submit', '--archive', 'a.tar.gz', '--input', 'b', '--output', 'c', '--shards', '1']
  const submitted = await run(clusterCommand, ...job)
  expect([submitted.code, submitted.text]).toEqual([0, expect.stringContaining('spark-submit')])
  expect((await run(clusterCommand, ...job, '--cohort', definition)).errors).toContain('"Everybody" is not approved')
  const pack = (name: string) => run(packCommand, 'make', patients, '--series', 'network', '--out', join(out, name))
  expect((await pack('network.json')).code).toBe(0)
  const sealed = (await readPack(readFileSync(join(out, 'network.json'), 'utf8'))).pack
  expect(sealed.definitions.map(({ approval }) => approval)).toContain('approved')
  expect((await retire('--kind', 'registry', '--id', 'diabetes')).code).toBe(0)
  expect((await retire('--kind', 'view', '--id', 'r4/patient')).code).toBe(0)
  const cluster = ['--input', out, '--output', join(out, 'other'), '--shards', '1']
  const compared = ['compare', patients, '--pack', join(out, 'network.json')]
  const refusals: readonly (readonly [string, { readonly code: number; readonly errors: string }])[] = [
    ['"Diabetes" is not approved', await pack('other.json')],
    ['"Diabetes" is not approved', await run(packCommand, ...compared)],
    ['"Diabetes" is not approved', await run(riskCommand, patients)],
    ['"Diabetes" is not approved', await run(clusterCommand, 'local', ...cluster)],
    ['"Diabetes" is not approved', await run(clusterCommand, 'submit', '--archive', 'a.tar.gz', ...cluster)],
    [
      '"Patients" is not approved',
      await run(deidentifyCommand, patients, '--profile', 'safe-harbor', '--out', join(out, 'set.zip'))
    ]
  ]
  for (const [sentence, { code, errors }] of refusals)
    expect([code, errors]).toEqual([2, expect.stringContaining(sentence)])
  expect(readdirSync(out).filter((name) => /other|set|late/.test(name))).toEqual([])
})

it('populus definitions lists what comes with the program where nothing is saved yet, also next to a keychain', async () => {
  let out = ''
  const io = {
    out: (text: string) => void (out += text),
    err: () => undefined,
    terminal: false,
    policies: managedBy({}),
    resources: fewDefinitions([]),
    data: temporaryFolder(),
    secrets: plainSecrets
  }
  expect(await runCommand(definitionsCommand, ['--kind', 'registry', '--json'], io)).toBe(0)
  expect((JSON.parse(out) as DefinitionList).definitions.length).toBeGreaterThan(0)
})
