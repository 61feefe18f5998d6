import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { text } from 'node:stream/consumers'
import type { MeasureContent } from '#engine/measures/definition/measure-content.ts'
import { readContent } from '../../src-main/cli/measure/read-content.ts'
import { createSamplePopulation } from '../../src-main/sample/population/population.ts'
import { shippedRegistries } from '../unit/registries/shipped-registries.ts'
import { buildOnCluster, mergeOnCluster, type RecordFile } from './cluster-shards.ts'
import { unmanaged } from './policies.ts'
import { shippedRisk } from './risk-definitions.ts'

const period = { start: '2026-01-01', end: '2026-12-31' }
const resources = resolve(import.meta.dirname, '../../resources')
const io = { err: () => undefined, out: () => undefined, terminal: false, policies: unmanaged, resources }

/** One of the built-in measures, as a process on a cluster reads it. */
async function oneMeasure(): Promise<MeasureContent> {
  const content = await readContent([join(resources, 'measures/core')], { codes: [], lists: [] }, io)
  return { ...content, measures: content.measures.filter(({ url }) => url.endsWith('/hba1c-control')) }
}

/** Files of the sample population with the lines of each. */
export async function sampleRecords(patients: number): Promise<readonly RecordFile[]> {
  const sample = createSamplePopulation({ patients })
  const files: RecordFile[] = []
  for (const { name } of sample.files)
    files.push({ name, lines: (await text(sample.stream(name))).split('\n').filter((line) => line !== '') })
  return files
}

/**
 * Writes what a run of `populus cluster` leaves that ended well, without Spark.
 * @param output absolute path of a folder @param folder for temporary files
 */
export async function writeClusterOutput(
  files: readonly RecordFile[],
  shards: number,
  { output, folder }: { readonly output: string; readonly folder: string }
): Promise<void> {
  const task = { label: 'Sample', loadedAt: Date.UTC(2026, 10, 1), period }
  const content = await oneMeasure()
  const answers = await buildOnCluster(files, shards, task, { content, folder })
  const merged = await mergeOnCluster(
    answers,
    { period, asOf: '2026-10-31' },
    {
      folder,
      definitions: async () => ({
        registries: shippedRegistries,
        risk: shippedRisk,
        valueSets: [],
        content
      })
    }
  )
  for (const { files: written } of [...answers, merged])
    for (const [name, bytes] of written) {
      mkdirSync(dirname(join(output, name)), { recursive: true })
      writeFileSync(join(output, name), bytes)
    }
  const people = answers.reduce((sum, { facts }) => sum + (facts['people'] ?? 0), 0)
  const status = { state: 'done', shards, label: 'Sample', people, rejected: 0, seconds: 12.5 }
  writeFileSync(join(output, 'status.json'), JSON.stringify(status))
}
