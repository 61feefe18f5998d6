import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { PublishedList } from '#shared/governance/published-count.ts'
import { publishedCommand } from '../../../src-main/cli/governance/published.ts'
import { sqlCommand } from '../../../src-main/cli/commands/sql.ts'
import { packCommand } from '../../../src-main/cli/sharing/pack.ts'
import { listRecords } from '../../../src-main/services/audit/list-records.ts'
import { publishingPlace } from './publishing-place.ts'

it('statements and packs are solved together, listed, and forgotten for a reason that is on record', async () => {
  const { data, out, patients, run, statement } = await publishingPlace()
  const byGender = 'select gender, count(*) n from patient group by gender order by 1'
  expect(await statement(byGender, 'all.csv')).toEqual(expect.arrayContaining(['female,60', 'male,40']))
  // The five men who are left out by the condition would be what the first has more.
  const state = byGender.replace('group by', "where state = 'IL' group by")
  expect(await statement(state, 'state.csv')).toEqual(expect.arrayContaining(['female,60', 'male,suppressed']))

  const pack = ['make', patients, '--series', 'network', '--as-of', '2026-06-30', '--out', join(out, 'pack.json')]
  expect((await run(packCommand, ...pack)).code).toBe(0)

  const listed = JSON.parse((await run(publishedCommand, '--json')).text) as PublishedList
  expect(listed.state).toBe('open')
  expect(listed.entries.map(({ what, counts, withheld }) => [what, counts > 1, withheld])).toEqual([
    ['site-pack', true, expect.any(Number) as number],
    ['sql-result', true, 1],
    ['sql-result', true, 0]
  ])
  expect((await run(publishedCommand)).text).toContain('2 counts, 1 withheld  SQL')

  expect((await run(publishedCommand, '--forget', '1')).errors).toContain('Give the reason')
  const forgotten = await run(publishedCommand, '--forget', '1', '--reason', 'Deleted before it was sent')
  expect([forgotten.code, forgotten.errors]).toEqual([0, ''])
  expect(await statement(state, 'state-again.csv')).toEqual(expect.arrayContaining(['male,suppressed']))
  expect((await run(publishedCommand)).text).toContain('Deleted before it was sent')
  const { rows } = await listRecords(join(data, 'audit'), {}, { limit: 20 })
  expect(rows.map(({ action, outcome }) => `${action} ${outcome}`)).toContain('published.forgotten success')
})

it('a register that was removed stops what would leave, until somebody acknowledges it for a reason', async () => {
  const { data, out, patients, run, statement } = await publishingPlace()
  const byGender = 'select gender, count(*) n from patient group by gender order by 1'
  await statement(byGender, 'all.csv')
  rmSync(join(data, 'published'), { recursive: true })

  const listed = await run(publishedCommand)
  expect([listed.code, listed.text]).toEqual([2, ''])
  expect(listed.errors).toContain('removed outside Populus')
  const refused = await run(sqlCommand, patients, byGender, '--format', 'csv', '--out', join(out, 'again.csv'))
  expect(refused.errors).toContain('populus published --acknowledge')
  expect(existsSync(join(out, 'again.csv'))).toBe(false)

  expect((await run(publishedCommand, '--acknowledge')).errors).toContain('Give the reason')
  const done = await run(publishedCommand, '--acknowledge', '--reason', 'The folder was moved', '--json')
  expect([done.code, JSON.parse(done.text)]).toEqual([
    0,
    { acknowledged: true, problem: 'removed', expected: 1, end: { records: 0, digest: '' } }
  ])
  expect(await statement(byGender, 'later.csv')).toEqual(expect.arrayContaining(['female,60']))
  expect((await run(publishedCommand, '--acknowledge', '--reason', 'Once more')).errors).toContain('nothing to')
  const { rows } = await listRecords(join(data, 'audit'), {}, { limit: 50 })
  expect(
    rows.find(({ action, outcome }) => action === 'published.acknowledged' && outcome === 'success')
  ).toMatchObject({
    facts: { reason: 'The folder was moved', problem: 'removed', expected: 1, records: 0 }
  })
})
