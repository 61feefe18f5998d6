import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { PublishedList } from '#shared/governance/published-count.ts'
import { riskCommand } from '../../../src-main/cli/commands/risk.ts'
import { publishedCommand } from '../../../src-main/cli/governance/published.ts'
import { packCommand } from '../../../src-main/cli/sharing/pack.ts'
import { publishingPlace } from './publishing-place.ts'

const day = ['--as-of', '2026-06-30']

it('a report of risk and a comparison with another site leave nobody to be found between two states of the data', async () => {
  const { out, patients, write, run } = await publishingPlace()
  const later = write('later.ndjson', 103)
  const riskOf = async (data: string, name: string) => {
    const file = join(out, name)
    expect(await run(riskCommand, data, ...day, '--out', file)).toMatchObject({ code: 0 })
    const { people, tiers } = JSON.parse(readFileSync(file, 'utf8')) as {
      people: number | null
      tiers: readonly { value: number | null; suppressed?: true }[]
    }
    return [people, tiers[0]]
  }
  expect(await riskOf(patients, 'first.json')).toEqual([100, expect.objectContaining({ value: 100 })])
  // On the screen it is known how many more they are; a file would tell whoever has the first.
  expect((await run(riskCommand, later, ...day, '--json')).text).toContain('"people":103')
  expect(await riskOf(later, 'later.json')).toEqual([null, expect.objectContaining({ value: null, suppressed: true })])

  const pack = join(out, 'pack.json')
  expect((await run(packCommand, 'make', write('others.ndjson', 80), '--series', 'network', '--out', pack)).code).toBe(
    0
  )
  const compared = async (data: string, name: string) => {
    const file = join(out, name)
    expect((await run(packCommand, 'compare', data, ...day, '--pack', pack, '--out', file)).code).toBe(0)
    return readFileSync(file, 'utf8').split('\r\n')
  }
  expect(await compared(patients, 'compared.csv')).toContainEqual(expect.stringMatching(/^People,,80,100,/))
  expect(await compared(later, 'compared-later.csv')).toContainEqual(expect.stringMatching(/^People,,80,withheld,/))

  const { entries } = JSON.parse((await run(publishedCommand, '--json')).text) as PublishedList
  expect(entries.map(({ what, withheld }) => [what, withheld > 0])).toEqual([
    ['pack-comparison', true],
    ['pack-comparison', false],
    ['site-pack', expect.any(Boolean)],
    ['risk-report', true],
    ['risk-report', false]
  ])
})
