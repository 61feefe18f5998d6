import { openAsBlob, cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { parquetReadObjects } from 'hyparquet'
import { describe, expect, it } from 'vitest'
import { countBits } from '#engine/base/kernels/bitset.ts'
import { createIngest } from '#engine/ingest/ingest.ts'
import { scoreRun } from '#engine/measures/run/measure-score.ts'
import { runPanel } from '#engine/population/panels/run-panel.ts'
import { shardedPopulation } from '#engine/population/selection/population.ts'
import { openRisk } from '#engine/risk/panels/run-risk-panel.ts'
import { riskReport } from '#engine/risk/panels/risk-report.ts'
import { onlyShard } from '#engine/shards/shard.ts'
import { createStoreBuilder } from '#engine/store/build/store-builder.ts'
import type { FileAccount } from '#engine/store/model/chunk.ts'
import { idAt } from '#engine/store/model/id-column.ts'
import type { Store } from '#engine/store/model/store.ts'
import type { PopulationResults } from '../../../src-main/cli/cluster/population-results.ts'
import { evaluateMeasures } from '../../../src-main/cli/measure/evaluate-measures.ts'
import { readContent } from '../../../src-main/cli/measure/read-content.ts'
import { shippedPlan } from '../../support/load-store.ts'
import { memoryShardFiles } from '../../support/memory-shard-files.ts'
import { unmanaged } from '../../support/policies.ts'
import { shippedRisk } from '../../support/risk-definitions.ts'
import { hasSpark, startSparkRun, type SparkRun } from '../../support/spark.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { testData } from '../../support/test-data.ts'
import { shippedRegistries } from '../../unit/registries/shipped-registries.ts'
import { day } from '../../unit/selection/plain-store.ts'

const resources = resolve(import.meta.dirname, '../../../resources')
const folder = testData('data/synthea-100')
const isPossible = hasSpark() && folder !== undefined
const period = { start: '2019-01-01', end: '2019-12-31' }
const asOf = day('2020-04-30')
const rejected = ['{"resourceType":"Observation","id":"cut off', 'no JSON at all', '[1,2,3]', '{"id":"of no type"}']

async function wholeStore(data: string, names: readonly string[]): Promise<Store> {
  const builder = createStoreBuilder(shippedPlan())
  const ingest = createIngest(shippedPlan(), (chunk) => builder.add(chunk))
  const accounts: FileAccount[] = []
  for (const [file, name] of names.entries())
    accounts.push(await ingest.read({ file, open: async () => (await openAsBlob(join(data, name))).stream() }))
  return builder.finish({
    files: names,
    accounts,
    snapshot: { id: 'x', label: 'Test', loadedAt: Date.now() },
    seconds: 0
  })
}

/** Kills an executor while a shard is built on it. */
async function killExecutor(run: SparkRun): Promise<void> {
  for (;;) {
    const [executor] = run.building()
    if (executor !== undefined) return void process.kill(executor, 'SIGKILL')
    const outcome = await Promise.race([run.ended, setTimeout(50)])
    if (outcome !== undefined) throw new Error(`the run ended early:\n${outcome.printed.slice(-4000)}`)
  }
}

describe.skipIf(!isPossible)('a run on Apache Spark', () => {
  it(
    'gives what this computer gives, though an executor was killed and lines cannot be read',
    { timeout: 3_600_000 },
    async () => {
      const data = temporaryFolder()
      const names = readdirSync(folder!).filter((name) => name.endsWith('.ndjson.gz'))
      for (const name of names) cpSync(join(folder!, name), join(data, name))
      writeFileSync(join(data, 'Poison.ndjson'), `${rejected.join('\n')}\n`)
      const output = join(temporaryFolder(), 'out')
      const spark = temporaryFolder()
      const run = startSparkRun(spark, [
        ...['--input', data, '--output', output, '--shards', '3', '--label', 'Test'],
        ...['--period', '2019', '--as-of', '2020-04-30', '--small-cells', '0', '--reason', 'a test']
      ])
      await killExecutor(run)

      const store = await wholeStore(data, [...names, 'Poison.ndjson'])
      const whole = [onlyShard(store)]
      const io = { err: () => undefined, out: () => undefined, terminal: false, policies: unmanaged, resources }
      const content = await readContent([join(resources, 'measures/core')], { codes: [], lists: [] }, io)
      const files = [...names, 'Poison.ndjson']
      const evaluated = await evaluateMeasures(
        content,
        whole,
        {
          open: (file) => async () => (await openAsBlob(join(data, files[file]!))).stream(),
          spool: async () => memoryShardFiles()
        },
        {
          period: { ...period, asOf: '2020-04-30' },
          policy: 'trust-profiles',
          zone: 'UTC',
          supplemental: false,
          trace: undefined,
          threads: 1
        },
        io
      )

      const { code, printed } = await run.ended
      expect([code, code === 0 ? '' : printed.slice(-4000)]).toEqual([0, ''])
      const results = JSON.parse(readFileSync(join(output, 'results/results.json'), 'utf8')) as PopulationResults
      expect(results.people).toBe(store.patients)
      expect(results.rejects).toEqual(store.report.rejectCounts)
      expect(results.resources).toEqual(
        Object.fromEntries(Object.entries(store.report.types).map(([type, { resources: count }]) => [type, count]))
      )
      for (const { id, figures } of results.registries)
        expect(
          figures.map(({ value }) => value),
          id
        ).toEqual(
          runPanel(store, shippedRegistries, 'registry', { asOf, filters: [] }, { id }).keyFigures.map(
            ({ figure }) => figure.value ?? null
          )
        )
      const risk = openRisk(shardedPopulation(whole, shippedRegistries)[0]!, shippedRisk)
      expect(results.risk).toEqual(JSON.parse(JSON.stringify(riskReport(risk, asOf, 0))))
      expect(
        results.measures.map(({ measure, groups }) => [measure, groups.map(({ populations }) => populations)])
      ).toEqual(
        evaluated.runs.map((measureRun) => [
          measureRun.key.measure,
          scoreRun(
            content.measures.find(({ url }) => url === measureRun.key.measure)!,
            measureRun
          ).map(({ populations }) => populations)
        ])
      )
      expect(readdirSync(join(output, 'shards'))).toEqual(['00000.columns', '00001.columns', '00002.columns'])

      const rows: Record<string, unknown>[] = []
      for (const name of readdirSync(join(output, 'results/measure_result'))) {
        const bytes = readFileSync(join(output, 'results/measure_result', name))
        rows.push(...(await parquetReadObjects({ file: new Uint8Array(bytes).buffer })))
      }
      const members = evaluated.runs.flatMap((measureRun) =>
        measureRun.groups.flatMap(({ populations }) => populations)
      )
      expect(rows.length).toBe(members.reduce((sum, population) => sum + countBits(population.members), 0))

      const events = readdirSync(join(spark, 'events'), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
        .join('')
      expect(events).toContain('SparkListenerTaskEnd')
      expect(events).toContain('ExecutorLostFailure')
      const ids = store.table('patient').column('id', 'id')
      for (let person = 0; person < store.patients; person++)
        expect(`${events}${printed}`.includes(idAt(ids, person)!)).toBe(false)
    }
  )
})
