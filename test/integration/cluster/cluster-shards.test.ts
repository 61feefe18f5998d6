import { describe, expect, it } from 'vitest'
import { codeListSource } from '#engine/cohorts/events/code-lists.ts'
import { COHORT_FORMAT, type CohortDefinition } from '#engine/cohorts/definition/cohort-definition.ts'
import { createIngest } from '#engine/ingest/ingest.ts'
import type { MeasureContent } from '#engine/measures/definition/measure-content.ts'
import { scoreRun } from '#engine/measures/run/measure-score.ts'
import { openRisk } from '#engine/risk/panels/run-risk-panel.ts'
import { riskReport } from '#engine/risk/panels/risk-report.ts'
import { shardedPopulation } from '#engine/population/selection/population.ts'
import { ArrayCache } from '#engine/shards/disk/array-cache.ts'
import { openSeparateShards } from '#engine/shards/separate/open-separate-shards.ts'
import { onlyShard, type PopulationShard } from '#engine/shards/shard.ts'
import { createStoreBuilder } from '#engine/store/build/store-builder.ts'
import { openCache } from '#engine/store/cache/cache-read.ts'
import type { FileAccount } from '#engine/store/model/chunk.ts'
import type { Store } from '#engine/store/model/store.ts'
import type { PopulationResults } from '../../../src-main/cli/cluster/population-results.ts'
import { countCohort } from '../../../src-main/cli/report/count-cohort.ts'
import { evaluateMeasures } from '../../../src-main/cli/measure/evaluate-measures.ts'
import { bytesOf, streamOf } from '../../support/byte-stream.ts'
import { sampleRecords } from '../../support/cluster-output.ts'
import { buildOnCluster, mergeOnCluster, type ClusterAnswer, type RecordFile } from '../../support/cluster-shards.ts'
import { shippedPlan } from '../../support/load-store.ts'
import { packContent } from '../../support/measure-input.ts'
import { memoryShardFiles } from '../../support/memory-shard-files.ts'
import { unmanaged } from '../../support/policies.ts'
import { panelAnswers } from '../../support/panel-answers.ts'
import { shippedRisk } from '../../support/risk-definitions.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { shippedRegistries } from '../../unit/registries/shipped-registries.ts'
import { day } from '../../unit/selection/plain-store.ts'

const period = { start: '2026-01-01', end: '2026-12-31' }
const loadedAt = Date.UTC(2026, 10, 1)
const asOf = day('2026-10-31')
const context = { asOf, filters: [] }
const measures = ['hba1c-control', 'blood-pressure-control', 'all-cause-readmission', 'statin-use-diabetes']
const cohort: CohortDefinition = {
  format: COHORT_FORMAT,
  title: 'Adults with diabetes',
  steps: [
    { type: 'age', at: 'as-of', from: 18 },
    { type: 'registry', registry: 'diabetes' }
  ]
}

function contentOf(): MeasureContent {
  const packs = packContent(measures).map(({ content }) => content)
  const libraries = new Map(packs.flatMap((pack) => pack.libraries.map((library) => [library.id, library])))
  return {
    ...packs[0]!,
    measures: packs.flatMap((pack) => pack.measures),
    libraries: [...libraries.values()]
  }
}

const openLines =
  ({ lines }: RecordFile) =>
  () =>
    Promise.resolve(streamOf([bytesOf(`${lines.join('\n')}\n`)]))

/** One store of all files, as this computer loads them. */
async function wholeStore(files: readonly RecordFile[]): Promise<Store> {
  const builder = createStoreBuilder(shippedPlan())
  const ingest = createIngest(shippedPlan(), (chunk) => builder.add(chunk))
  const accounts: FileAccount[] = []
  for (const [file, each] of files.entries()) accounts.push(await ingest.read({ file, open: openLines(each) }))
  const snapshot = { id: `cluster-${loadedAt}`, label: 'Sample', loadedAt }
  return builder.finish({ files: files.map(({ name }) => name), accounts, snapshot, seconds: 0 })
}

function columnsOf({ files }: ClusterAnswer): Uint8Array {
  return [...files].find(([name]) => name.startsWith('shards/'))![1]
}

async function openedShards(answers: readonly ClusterAnswer[]): Promise<readonly PopulationShard[]> {
  const plan = shippedPlan()
  const stores = answers.map(async (answer) => {
    const opened = await openCache(streamOf([columnsOf(answer)]), plan)
    await opened!.whole
    return opened!.store
  })
  const on = { count: answers.length, files: memoryShardFiles(), cache: new ArrayCache(1 << 28) }
  return openSeparateShards(plan, await Promise.all(stores), on)
}

describe('shards that processes on a cluster built apart from each other', () => {
  it('give the same as one store on this computer', async () => {
    const files = await sampleRecords(16)
    const whole = await wholeStore(files)
    const content = contentOf()
    const folder = temporaryFolder()
    const expected = panelAnswers(whole, whole, shippedRegistries, context)
    const evaluated = await evaluateMeasures(
      content,
      [onlyShard(whole)],
      { open: (file) => openLines(files[file]!), spool: async () => memoryShardFiles() },
      { period, policy: 'trust-profiles', zone: 'UTC', supplemental: false, trace: undefined, threads: 1 },
      { err: () => undefined, terminal: false, policies: unmanaged }
    )
    const risk = openRisk(shardedPopulation([onlyShard(whole)], shippedRegistries)[0]!, shippedRisk)
    const basis = { registries: shippedRegistries, lists: codeListSource(shippedRegistries, []), asOf, limit: 0 }
    for (const count of [1, 5]) {
      const answers = await buildOnCluster(files, count, { label: 'Sample', loadedAt, period }, { content, folder })
      const shards = await openedShards(answers)
      const found = panelAnswers(whole, shards, shippedRegistries, context)
      for (const [index, [name, answer]] of expected.entries())
        expect(found[index]![1], `${name} of ${count} shards`).toEqual(answer)

      const merged = await mergeOnCluster(
        answers,
        { period, asOf: '2026-10-31', cohorts: [cohort] },
        {
          folder,
          definitions: async () => ({ registries: shippedRegistries, risk: shippedRisk, valueSets: [], content })
        }
      )
      const results = JSON.parse(Buffer.from(merged.files.get('results/results.json')!).toString()) as PopulationResults
      expect(results.people).toBe(whole.patients)
      expect(results.risk).toEqual(JSON.parse(JSON.stringify(riskReport(risk, asOf, 0))))
      expect(results.cohorts).toEqual([
        JSON.parse(JSON.stringify(countCohort(cohort, [onlyShard(whole)], basis).counts))
      ])
      expect(results.measures.map(({ groups }) => groups.map(({ id, populations }) => ({ id, populations })))).toEqual(
        evaluated.runs.map((run) =>
          scoreRun(
            content.measures.find(({ url }) => url === run.key.measure)!,
            run
          ).map(({ id, populations }) => ({
            id,
            populations
          }))
        )
      )
    }
  })
})
