import { cliCommandsMessages as m } from '#messages/cli/commands.ts'
import { createWriteStream } from 'node:fs'
import { readdir, rename, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { isoOfDay } from '#engine/measures/rates/iso-day.ts'
import { AppError } from '#shared/app-error.ts'
import { ndcCrosswalk } from '../../sample/population/codes/ndc.ts'
import { createSamplePopulation, type SamplePopulation } from '../../sample/population/population.ts'
import { sampleSources } from '../../sample/sources/written-identity.ts'
import { sampleDeclaration } from '../declarations/sample.ts'
import type { CommandIo, ExitCode } from '../terminal/command.ts'
import { defineCommand } from '../terminal/define-command.ts'
import { makeFolder } from '../export/results-folder.ts'
import { writeSampleSources } from './sample-sources.ts'

/** What a sample may consist of, by names in its folder. */
const namesOf = (files: readonly { readonly name: string }[]): readonly string[] =>
  [...files.map(({ name }) => name), ...sampleSources, 'people.csv', 'ndc-to-rxnorm.csv', 'truths.json'].flatMap(
    (name) => [name, `${name}.part`, `${name}.gz`, `${name}.gz.part`]
  )

/**
 * Fills a folder that is new or empty; where that fails or is ended, it is empty again, so that it can be tried again.
 * @param names that may be in it then
 */
async function fillFolder<T>(
  folder: string,
  names: readonly string[],
  io: CommandIo,
  fill: () => Promise<T>
): Promise<T> {
  await makeFolder(folder)
  if ((await readdir(folder)).length > 0) {
    throw new AppError('invalid-input', m.theFolderForTheSamplePopulation)
  }
  const paths = names.map((name) => join(folder, name))
  for (const path of paths) io.drafted?.(path)
  try {
    return await fill()
  } catch (error) {
    for (const path of paths) await rm(path, { recursive: true, force: true })
    throw error
  } finally {
    for (const path of paths) io.settled?.(path)
  }
}

/** Writes one file under another name first, so that a half-written file never looks whole. Empty files are left out. */
async function writeOne(population: SamplePopulation, name: string, folder: string, gzip: boolean): Promise<number> {
  const length = await population.length(name)
  if (length === 0) return 0
  const target = join(folder, gzip ? `${name}.gz` : name)
  const source = Readable.from(population.stream(name), { objectMode: false })
  const sink = createWriteStream(`${target}.part`)
  if (gzip) await pipeline(source, createGzip({ level: 4 }), sink)
  else await pipeline(source, sink)
  await rename(`${target}.part`, target)
  return length
}

async function runSources(
  {
    patients,
    seed,
    asOf
  }: { readonly patients: number; readonly seed: number | undefined; readonly asOf: string | undefined },
  { out, view, json }: { readonly out: string; readonly view: string; readonly json: boolean },
  io: CommandIo
): Promise<ExitCode> {
  if (view !== 'chart') throw new AppError('invalid-input', m.sourcesGoesWithNeitherViewNor)
  const options = { patients, ...(seed === undefined ? {} : { seed }), ...(asOf === undefined ? {} : { asOf }) }
  const folder = resolve(out)
  const written = await fillFolder(folder, namesOf([]), io, () => writeSampleSources(options, folder))
  if (json) io.out(`${JSON.stringify({ patients, ...written })}\n`)
  else io.out(m.peopleInThreeSourcesFilesMB(patients, written.files, (written.bytes / 1e6).toFixed(1)))
  return 0
}

/** `populus sample`: writes a sample population and its truths into a folder. */
export const sampleCommand = defineCommand(sampleDeclaration, async ({ values }, io) => {
  const { patients, seed, view } = values
  const asOf = values['as-of'] === undefined ? undefined : isoOfDay(values['as-of'])
  if (values.sources) return runSources({ patients, seed, asOf }, values, io)
  const population = createSamplePopulation({
    patients,
    view,
    signals: !values['without-signals'],
    ...(seed === undefined ? {} : { seed }),
    ...(asOf === undefined ? {} : { asOf })
  })
  const folder = resolve(values.out)
  const started = performance.now()
  let bytes = 0
  let files = 0
  const truths = await fillFolder(folder, namesOf(population.files), io, async () => {
    for (const { name } of population.files) {
      const written = await writeOne(population, name, folder, values.gzip)
      bytes += written
      if (written > 0) files++
      if (io.terminal) io.err(m.mbOfAboutMB((bytes / 1e6).toFixed(0), (population.bytes / 1e6).toFixed(0)))
    }
    if (io.terminal) io.err('\r\u001b[K')
    if (view === 'payer') await writeFile(join(folder, 'ndc-to-rxnorm.csv'), ndcCrosswalk())
    const known = await population.truths()
    await writeFile(join(folder, 'truths.json'), `${JSON.stringify(known, undefined, 2)}\n`)
    return known
  })
  const seconds = (performance.now() - started) / 1000
  const result = {
    patients,
    seed: population.seed,
    asOf: population.asOf,
    files,
    bytes,
    seconds: Number(seconds.toFixed(2)),
    resources: truths.resources
  }
  if (values.json) io.out(`${JSON.stringify(result)}\n`)
  else io.out(m.peopleFilesMBInS(truths.resources.Patient ?? 0, files, (bytes / 1e6).toFixed(1), seconds.toFixed(1)))
  return 0
})
