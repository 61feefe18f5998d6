import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { text } from 'node:stream/consumers'
import { createSamplePopulation } from '../../src-main/sample/population/population.ts'
import { shippedRegistries } from '../unit/registries/shipped-registries.ts'
import { buildOnCluster, mergeOnCluster, type RecordFile } from './cluster-shards.ts'
import { packContent } from './measure-input.ts'
import { shippedRisk } from './risk-definitions.ts'

const period = { start: '2026-01-01', end: '2026-12-31' }
const [pack] = packContent(['hba1c-control'])

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
  const answers = await buildOnCluster(files, shards, task, { content: pack!.content, folder })
  const merged = await mergeOnCluster(
    answers,
    { period, asOf: '2026-10-31' },
    {
      folder,
      definitions: async () => ({
        registries: shippedRegistries,
        risk: shippedRisk,
        valueSets: [],
        content: pack!.content
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
