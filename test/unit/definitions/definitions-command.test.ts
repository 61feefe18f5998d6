import { readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, it } from 'vitest'
import type { DefinitionList } from '#shared/governance/definition.ts'
import { cohortCommand } from '../../../src-main/cli/commands/cohort.ts'
import { definitionsCommand } from '../../../src-main/cli/governance/definitions.ts'
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
import { quickWork } from '../../support/quick-keyring.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const words = 'four unlikely words together'

it('definitions are listed, approved for a reason and exported; what rests on others does not leave under the policy', async () => {
  const [data, out] = [temporaryFolder(), temporaryFolder()]
  const secret = join(out, 'passphrase')
  writeFileSync(secret, `${words}\n`, { mode: 0o600 })
  await makePrivateFolder(join(data, 'snapshots'))
  const keyring = createKeyring(join(data, 'snapshots', 'keyring.json'), undefined, quickWork)
  await keyring.create(words)
  const definition = { format: 1, title: 'Everybody', people: 'all', steps: [] }
  const part = { id: 'c-1', part: 0, parts: 1, text: JSON.stringify(definition) }
  await openDraftStore({
    folder: join(data, 'drafts'),
    keyring,
    clock: systemClock,
    log: memoryLog(),
    author: 'ann'
  }).save('cohort-all-c1-0', JSON.stringify({ format: 2, value: part }), undefined)
  writeFileSync(join(out, 'cohort.json'), JSON.stringify(definition))
  writeFileSync(join(out, 'Patient.ndjson'), '{"resourceType":"Patient","id":"p1"}\n')

  async function run(command: CliCommand, ...args: readonly string[]) {
    let [text, errors] = ['', '']
    const io: CommandIo = {
      out: (more) => void (text += more),
      err: (more) => void (errors += more),
      terminal: false,
      policies: managedBy({ ApprovedDefinitionsOnly: true, DefinitionApproval: 'two-persons' }),
      resources: resolve(import.meta.dirname, '../../../resources'),
      data
    }
    const code = await runCommand(command, [...args, '--passphrase-file', secret], io)
    return { code, text, errors }
  }
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
