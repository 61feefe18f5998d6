import { createWriteStream } from 'node:fs'
import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createSamplePopulation } from '../../sample/population/population.ts'
import { drawIdentities } from '../../sample/sources/identities.ts'
import { sourceLines, truthLines, type SampleOfSources } from '../../sample/sources/source-files.ts'
import { sampleSources } from '../../sample/sources/written-identity.ts'

/** What is asked of {@link writeSampleSources}. */
export interface SampleSourcesOptions {
  readonly patients: number
  readonly seed?: number
  readonly asOf?: string
}

/** Writes the same people as two EHRs and a payer have them, a folder for each, and `people.csv` with the truth. */
export async function writeSampleSources(
  options: SampleSourcesOptions,
  folder: string
): Promise<{ readonly files: number; readonly bytes: number; readonly seed: number; readonly asOf: string }> {
  const chart = createSamplePopulation(options)
  const payer = createSamplePopulation({ ...options, view: 'payer' })
  const sample: SampleOfSources = { chart, payer, people: drawIdentities(chart.seed, options.patients) }
  let files = 0
  let bytes = 0
  for (const source of sampleSources) {
    await mkdir(join(folder, source))
    for (const { name } of (source === 'payer' ? payer : chart).files) {
      const target = join(folder, source, name)
      const sink = createWriteStream(`${target}.part`)
      await pipeline(Readable.from(sourceLines(sample, source, name)), sink)
      bytes += sink.bytesWritten
      if (sink.bytesWritten === 0) await rm(`${target}.part`)
      else {
        await rename(`${target}.part`, target)
        files++
      }
    }
  }
  await writeFile(join(folder, 'people.csv'), [...truthLines(sample)].join(''))
  return { files, bytes, seed: chart.seed, asOf: chart.asOf }
}
