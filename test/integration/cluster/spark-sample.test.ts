import { execFile } from 'node:child_process'
import { existsSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { resolve, join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { runPanel } from '#engine/population/panels/run-panel.ts'
import { shardedPopulation } from '#engine/population/selection/population.ts'
import { openRisk } from '#engine/risk/panels/run-risk-panel.ts'
import { riskReport } from '#engine/risk/panels/risk-report.ts'
import { peopleInShards } from '#engine/shards/shard.ts'
import type { PopulationResults } from '../../../src-main/cli/cluster/population-results.ts'
import { openPopulation } from '../../../src-main/cli/data/open-population.ts'
import { unmanaged } from '../../support/policies.ts'
import { headlessProgram } from '../../support/populus-command.ts'
import { shippedRisk } from '../../support/risk-definitions.ts'
import { hasSpark, startSparkRun } from '../../support/spark.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { shippedRegistries } from '../../unit/registries/shipped-registries.ts'
import { day } from '../../unit/selection/plain-store.ts'

const people = Number(process.env['POPULUS_SPARK_PEOPLE'] ?? 0)
/** A folder of one's own in which the sample and what the run wrote stay: neither is made again, so that a test that was ended goes on. */
const kept = process.env['POPULUS_SPARK_FOLDER']
const PEOPLE_PER_SHARD = 10_000
const resources = resolve(import.meta.dirname, '../../../resources')
const asOf = day('2026-10-31')
const options = ['--period', '2026', '--as-of', '2026-10-31', '--small-cells', '0', '--reason', 'a test']

/** What a command prints. */
async function printedBy(...words: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, [headlessProgram, ...words], { maxBuffer: 1 << 28 })
  return stdout
}

type Measured = Pick<PopulationResults['measures'][number], 'measure' | 'groups'>

const byMeasure = (results: readonly Measured[]) =>
  results
    .map(({ measure, groups }) => ({ measure, groups }))
    .sort((left, right) => (left.measure < right.measure ? -1 : 1))

// On demand: POPULUS_SPARK_PEOPLE=50000 needs about 20 GB on the disk. It has passed with 2,000, 5,000 and 50,000 people.
describe.skipIf(people === 0 || !hasSpark())('a run on Apache Spark over many people of the sample', () => {
  it('gives what this computer gives in parts on the disk', { timeout: 24 * 3_600_000 }, async () => {
    const root = kept ?? temporaryFolder()
    const [data, output] = [join(root, 'data'), join(root, 'out')]
    if (!existsSync(data)) {
      rmSync(`${data}.next`, { recursive: true, force: true })
      await printedBy('sample', '--patients', `${people}`, '--out', `${data}.next`)
      renameSync(`${data}.next`, data)
    }
    const shards = `${Math.max(2, Math.ceil(people / PEOPLE_PER_SHARD))}`
    // Results are compared with their source, which this computer names for the folder.
    const job = ['--input', data, '--output', output, '--shards', shards, '--label', 'data', ...options]
    if (!existsSync(join(output, 'results/results.json'))) {
      // A run writes into no folder that has something of another one.
      rmSync(output, { recursive: true, force: true })
      const run = startSparkRun(temporaryFolder(), job)
      const { code, printed } = await run.ended
      expect([code, code === 0 ? '' : printed.slice(-4000)]).toEqual([0, ''])
    }
    const results = JSON.parse(readFileSync(join(output, 'results/results.json'), 'utf8')) as PopulationResults
    expect(results.people).toBe(people)

    const io = { err: () => undefined, out: () => undefined, terminal: false, policies: unmanaged, resources }
    const opened = await openPopulation([data], io, { memory: { asked: 2 * 1024 ** 3 } })
    try {
      expect(results.people).toBe(peopleInShards(opened.shards))
      expect(results.registries.map(({ id, figures }) => [id, figures.map(({ value }) => value)])).toEqual(
        shippedRegistries.map(({ id }) => [
          id,
          runPanel(opened.shards, shippedRegistries, 'registry', { asOf, filters: [] }, { id }).keyFigures.map(
            ({ figure }) => figure.value ?? null
          )
        ])
      )
      const risk = openRisk(shardedPopulation(opened.shards, shippedRegistries)[0]!, shippedRisk)
      expect(results.risk).toEqual(JSON.parse(JSON.stringify(riskReport(risk, asOf, 0))))
    } finally {
      await opened.close()
    }
    const words = ['measure', join(resources, 'measures/core'), '--data', data, '--json', '--memory', '2GB', ...options]
    const measured = (await printedBy(...words))
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Measured)
    expect(byMeasure(results.measures)).toEqual(byMeasure(measured))
  })
})
