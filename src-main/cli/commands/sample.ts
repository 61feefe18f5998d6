import { createWriteStream } from 'node:fs'
import { readdir, rename, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { parseArgs } from 'node:util'
import { createGzip } from 'node:zlib'
import { AppError } from '#shared/app-error.ts'
import type { SampleView } from '#shared/sample-view.ts'
import { ndcCrosswalk } from '../../sample/population/codes/ndc.ts'
import { createSamplePopulation, type SamplePopulation } from '../../sample/population/population.ts'
import type { CliCommand, CommandIo, ExitCode } from '../terminal/command.ts'
import { makeFolder } from './output-file.ts'
import { writeSampleSources } from './sample-sources.ts'

const help = `Usage: populus sample --patients N --out FOLDER [--seed S] [--as-of DATE] [--view VIEW] [--gzip] [--json]

Writes an invented US Core R4 population as NDJSON, one file per resource type and 500 people, and truths.json with what
was planted in it. The same options always give the same bytes.

  --patients N    number of people, 1 to 1000000
  --out FOLDER    an empty or new folder
  --seed S        whole number; another seed gives other people (default 20261031)
  --as-of DATE    last day with data, 2023-06-30 to 2027-12-31 (default 2026-10-31)
  --view VIEW     chart: charts and claims (default); payer: the same people as their payers see them, by claims alone,
                  with ndc-to-rxnorm.csv, the crosswalk of their drugs to import
  --sources       the same people in three folders, as two EHRs and a payer have them, with typing errors, moves, new names,
                  twins and juniors, and people.csv with the truth; see "populus match"
  --gzip          compress every file (.ndjson.gz)
  --json          print one JSON object in place of text

Examples: populus sample --patients 5000 --out sample-5000
          populus sample --patients 5000 --view payer --out payer-5000
`

function wholeNumber(text: string | undefined, option: string): number | undefined {
  if (text === undefined) return undefined
  if (!/^\d{1,15}$/.test(text)) throw new AppError('invalid-input', `${option} takes a whole number.`)
  return Number(text)
}

function viewOf(text: string): SampleView {
  if (text === 'chart' || text === 'payer') return text
  throw new AppError('invalid-input', '--view takes chart or payer.')
}

async function prepareFolder(folder: string): Promise<void> {
  await makeFolder(folder)
  if ((await readdir(folder)).length > 0) {
    throw new AppError(
      'invalid-input',
      'The folder for the sample population is not empty. Choose a new one, so that nothing is mixed or overwritten.'
    )
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
  {
    out,
    gzip,
    view,
    json
  }: { readonly out: string; readonly gzip: boolean; readonly view: string; readonly json: boolean },
  io: CommandIo
): Promise<ExitCode> {
  if (gzip || view !== 'chart') throw new AppError('invalid-input', '--sources goes with neither --view nor --gzip.')
  const options = { patients, ...(seed === undefined ? {} : { seed }), ...(asOf === undefined ? {} : { asOf }) }
  const folder = resolve(out)
  await prepareFolder(folder)
  const written = await writeSampleSources(options, folder)
  if (json) io.out(`${JSON.stringify({ patients, ...written })}\n`)
  else io.out(`${patients} people in three sources, ${written.files} files, ${(written.bytes / 1e6).toFixed(1)} MB.\n`)
  return 0
}

async function run(args: readonly string[], io: CommandIo): Promise<ExitCode> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      patients: { type: 'string' },
      seed: { type: 'string' },
      out: { type: 'string' },
      'as-of': { type: 'string' },
      view: { type: 'string', default: 'chart' },
      sources: { type: 'boolean', default: false },
      gzip: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false }
    }
  })
  const patients = wholeNumber(values.patients, '--patients')
  if (patients === undefined || values.out === undefined)
    throw new AppError('invalid-input', 'populus sample needs --patients and --out.')
  const seed = wholeNumber(values.seed, '--seed')
  const asOf = values['as-of']
  if (values.sources) return runSources({ patients, seed, asOf }, { ...values, out: values.out }, io)
  const population = createSamplePopulation({
    patients,
    view: viewOf(values.view),
    ...(seed === undefined ? {} : { seed }),
    ...(asOf === undefined ? {} : { asOf })
  })
  const folder = resolve(values.out)
  await prepareFolder(folder)
  const started = performance.now()
  let bytes = 0
  let files = 0
  for (const { name } of population.files) {
    const written = await writeOne(population, name, folder, values.gzip)
    bytes += written
    if (written > 0) files++
    if (io.terminal) io.err(`\r${(bytes / 1e6).toFixed(0)} MB of about ${(population.bytes / 1e6).toFixed(0)} MB`)
  }
  if (io.terminal) io.err('\r\u001b[K')
  if (values.view === 'payer') await writeFile(join(folder, 'ndc-to-rxnorm.csv'), ndcCrosswalk())
  const truths = await population.truths()
  await writeFile(join(folder, 'truths.json'), `${JSON.stringify(truths, undefined, 2)}\n`)
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
  else io.out(`${patients} people, ${files} files, ${(bytes / 1e6).toFixed(1)} MB in ${seconds.toFixed(1)} s.\n`)
  return 0
}

/** `populus sample`: writes a sample population and its truths into a folder. */
export const sampleCommand: CliCommand = {
  name: 'sample',
  help,
  run
}
