import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { writeRun, writeRunsHead } from '#engine/measures/run-files/run-file.ts'
import type { MeasureRun } from '#engine/measures/run/measure-run.ts'
import type { RunSummary } from '#engine/measures/content/installed-measure.ts'
import { frozenRows } from '../../../src-renderer/screens/content/frozen-rows.ts'
import { frozenNumbers } from '../../../src-main/services/governance/frozen-numbers.ts'
import { quickKeyring } from '../../support/quick-keyring.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const hash = 'a'.repeat(64)
const members = (code: string, bits: number) => ({
  id: code,
  code,
  members: new Uint32Array([bits]),
  counts: undefined,
  observations: undefined
})
const run: MeasureRun = {
  key: {
    snapshot: 's1',
    measure: 'https://example.org/Measure/m',
    version: '1.0.0',
    content: hash,
    period: { start: '2026-01-01', end: '2026-12-31' },
    policy: 'derive',
    zone: 'UTC'
  },
  title: 'Blood pressure',
  ranAt: 5,
  seconds: 1,
  patients: 4,
  groups: [
    {
      id: 'g',
      scoring: 'proportion',
      basis: 'boolean',
      improvement: 'increase',
      populations: [
        members('initial-population', 0b1111),
        members('denominator', 0b1111),
        members('denominator-exclusion', 0b1000),
        members('numerator', 0b0001)
      ],
      strata: []
    }
  ],
  problems: []
}

it('signed results keep their numbers, sealed, and are compared with those of today', async () => {
  const data = temporaryFolder()
  const keyring = quickKeyring(join(data, 'keyring.json'))
  await keyring.create('four unlikely words')
  const people = { ids: ['a', 'b', 'c', 'd'], births: new Int32Array(4), counts: {}, hashes: {} }
  const head = writeRunsHead({ id: 's1', label: 'November', loadedAt: 0 }, people)
  const file = new Uint8Array(await new Blob([head, writeRun(run)]).arrayBuffer())
  const frozen = frozenNumbers(data, keyring, async ([pin]) => [{ ...pin!, name: 'm', state: 'draft' }])
  const saved = await frozen.save('sign-off-1', file)
  expect(await frozen.read('sign-off-1')).toEqual(saved)
  const path = join(data, 'governance', 'frozen-sign-off-1.sealed')
  expect(readFileSync(path, 'latin1')).not.toContain('Blood')

  const present = (numerator: number): RunSummary => ({
    measure: 'm',
    url: run.key.measure,
    version: '1.0.0',
    title: run.title,
    content: hash,
    period: run.key.period,
    zone: 'UTC',
    ranAt: 9,
    seconds: 1,
    patients: 4,
    problems: 0,
    rates: [
      {
        id: 'g',
        populations: saved[0]!.rates[0]!.populations.map((each) =>
          each.code === 'numerator' ? { ...each, count: numerator } : each
        )
      }
    ]
  })
  expect(frozenRows(saved, [present(1)])).toMatchObject([
    { state: 'draft', version: '1.0.0', signed: [4, 4, 1, undefined, 1], differs: false, rate: 1 / 3, rateNow: 1 / 3 }
  ])
  expect(frozenRows(saved, [present(2)])).toMatchObject([{ differs: true, rateNow: 2 / 3 }])
  expect(frozenRows(saved, [])).toMatchObject([{ now: undefined, differs: false }])

  const bytes = readFileSync(path)
  bytes[bytes.length - 1]! ^= 1
  writeFileSync(path, bytes)
  await expect(frozen.read('sign-off-1')).rejects.toMatchObject({ code: 'unreadable-file' })
  keyring.lock()
  await expect(frozen.read('sign-off-1')).rejects.toMatchObject({ code: 'not-allowed' })
  await expect(frozen.read('sign-off-2')).rejects.toMatchObject({ code: 'not-found' })
})
