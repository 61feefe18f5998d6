/**
 * What grows with people, what more cores change, and what memory it takes:
 * `npm run --silent bench:scale [-- --people 10000,50000 --cores 1,2 --memory 4GB --steps load,open,filter,measures --work FOLDER --gzip]`.
 *
 * For each size a sample population is written once. Then it is loaded, opened from what was saved of it up to its first screen, filtered
 * (what the shell and the Overview show, after each of five changes), and asked all built-in measures: each in processes of their own, with each
 * number of cores, and within a budget of memory (half of the machine's without `--memory`), in as many parts as it takes.
 *
 * With `--work` everything stays in that folder: what was measured there is not measured again, so that a run that was stopped goes on,
 * and sizes can be measured one at a time; the answer has all sizes of the folder. `--gzip` compresses the files, as 1,000,000 people are
 * 150 GB of JSON, and reading them takes longer then.
 *
 * Prints one JSON object: `ours` by size and cores, `peer` the same on one core, `ratio` how much faster more cores are, and `growth`, what a
 * step takes per person next to the smallest size: linear where no more than a fifth is added. Wall seconds depend on what else the machine
 * does; processor seconds hardly do.
 */
import { execFileSync, spawn } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync
} from 'node:fs'
import { availableParallelism, cpus, tmpdir, totalmem } from 'node:os'
import { join, resolve } from 'node:path'
import { text } from 'node:stream/consumers'
import { parseArgs } from 'node:util'
import { build } from 'vite'
import { commandEnvironment } from '../../build/command-environment.mjs'
import { sizeValue } from '../../src-main/host/arguments/value-kinds.ts'
import {
  cpuOf,
  growthOf,
  peakOf,
  ratiosOf,
  rounded,
  stepNames,
  type Step,
  type StepName,
  type TimedSize
} from './scale-results.ts'

const root = resolve(import.meta.dirname, '../..')
const resources = join(root, 'resources')
const content = join(resources, 'measures/core')
/** What is shipped: without what Node needs to read TypeScript, which takes memory. */
const program = join(root, 'out/main/headless.js')

const { values } = parseArgs({
  options: {
    people: { type: 'string', default: '1000,5000' },
    cores: { type: 'string', default: '1,2' },
    memory: { type: 'string' },
    steps: { type: 'string', default: stepNames.join() },
    work: { type: 'string' },
    gzip: { type: 'boolean', default: false }
  }
})
const memory = values.memory === undefined ? Math.floor(totalmem() / 2) : sizeValue(0).read(values.memory, '--memory')
const steps = values.steps.split(',')
const work = values.work ?? mkdtempSync(join(tmpdir(), 'populus-scale-'))

let bundled: Promise<string> | undefined

/** The program of the steps in one file of plain JavaScript, as what is shipped. @returns its absolute path */
function bundledStep(): Promise<string> {
  const outDir = join(root, 'node_modules/.cache/populus-bench')
  bundled ??= build({
    root,
    configFile: false,
    logLevel: 'warn',
    ssr: { noExternal: true },
    build: {
      ssr: join(import.meta.dirname, 'scale-step.ts'),
      outDir,
      minify: false,
      rolldownOptions: { output: { entryFileNames: 'scale-step.mjs', codeSplitting: false } }
    }
  }).then(() => join(outDir, 'scale-step.mjs'))
  return bundled
}

/** Asks a process for its outcome. The peak and processor time are looked up while it runs, for those who do not tell themselves. */
async function run(args: readonly string[]): Promise<{ readonly out: string; readonly err: string } & Step> {
  const began = performance.now()
  const env = commandEnvironment(process.env, process.platform) ?? process.env
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'], env })
  let [peakRssMb, cpuSeconds] = [0, 0]
  const watch = setInterval(() => {
    peakRssMb = Math.max(peakRssMb, peakOf(child.pid))
    cpuSeconds = Math.max(cpuSeconds, cpuOf(child.pid))
  }, 100)
  const [out, err, code] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise<number | null>((resolve) => child.once('close', resolve))
  ])
  clearInterval(watch)
  // Measures end with 1 where some could not be evaluated.
  if (code !== 0 && code !== 1) throw new Error(err)
  return { out, err, seconds: (performance.now() - began) / 1000, cpuSeconds, peakRssMb }
}

/** What a file of the folder says, or what `make` gives, which is then written there as a whole. */
async function onceIn<T>(file: string, make: () => Promise<T>): Promise<T> {
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as T
  const result = await make()
  writeFileSync(`${file}.next`, JSON.stringify(result))
  renameSync(`${file}.next`, file)
  process.stderr.write(`${file}: ${JSON.stringify(result)}\n`)
  return result
}

/** The sample population of a size. @returns absolute path of its folder */
function sampleOf(people: number): string {
  const data = join(work, `${people}`, 'data')
  if (existsSync(data)) return data
  const next = `${data}.next`
  rmSync(next, { recursive: true, force: true })
  const gzip = values.gzip ? ['--gzip'] : []
  execFileSync(process.execPath, [program, 'sample', '--patients', `${people}`, '--out', next, ...gzip], {
    stdio: 'ignore'
  })
  renameSync(next, data)
  return data
}

/** What a process says of the steps in it. */
type Said = Partial<Pick<TimedSize, 'load' | 'open' | 'filter' | 'shards'>>

/** Where the outcome of a process is; those with the same prefix belong together. */
const outcome = (people: number, cores: number, name: string): string =>
  join(work, `${people}`, `${memory}-${cores}-${name}.json`)

async function timeSize(people: number, cores: number): Promise<void> {
  mkdirSync(join(work, `${people}`), { recursive: true })
  const data = sampleOf(people)
  const saved = join(work, `${people}`, `saved-${memory}`)
  const ask = async (step: string, ...more: readonly string[]): Promise<Said> => {
    const words = [step, `${memory}`, `${cores}`, resources, program, data, ...more]
    // As `giveThreadsRoom` has it for the threads of commands.
    const flags = ['--min-semi-space-size=8']
    return JSON.parse((await run([...flags, await bundledStep(), ...words])).out) as Said
  }
  const load = async (): Promise<Said> => {
    if (existsSync(saved)) return ask('load')
    const next = `${saved}.next`
    rmSync(next, { recursive: true, force: true })
    const said = await ask('load', next)
    renameSync(next, saved)
    return said
  }
  const wants = (...names: readonly StepName[]): boolean => names.some((name) => steps.includes(name))
  if (wants('load', 'open', 'filter')) await onceIn(outcome(people, cores, 'load'), load)
  if (wants('open', 'filter')) await onceIn(outcome(people, cores, 'screens'), () => ask('screens', saved))
  if (!wants('measures')) return
  const limits = ['--memory', `${Math.floor(memory / 1024 ** 2)}MB`, '--cores', `${cores}`]
  await onceIn(outcome(people, cores, 'measures'), async () => {
    const words = ['measure', content, '--data', data, '--json', ...limits]
    const { seconds, cpuSeconds, peakRssMb } = await run([program, ...words])
    return { measures: { seconds, cpuSeconds, peakRssMb } }
  })
}

/** Everything that was measured in the folder within this budget. */
function timedSizes(): readonly TimedSize[] {
  const sizes = readdirSync(work)
    .map(Number)
    .filter((people) => people > 0)
  return sizes
    .sort((left, right) => left - right)
    .flatMap((people) => {
      const files = readdirSync(join(work, `${people}`)).flatMap((name) => {
        const [, cores] = new RegExp(`^${memory}-(\\d+)-\\w+\\.json$`).exec(name) ?? []
        return cores === undefined ? [] : [{ cores: Number(cores), name }]
      })
      return [...Map.groupBy(files, ({ cores }) => cores)].map(([cores, coreFiles]) => {
        const said = coreFiles.map(
          ({ name }) => JSON.parse(readFileSync(join(work, `${people}`, name), 'utf8')) as Said
        )
        const { shards, ...of } = Object.assign({ shards: 0 }, ...said) as Omit<TimedSize, 'people' | 'cores'>
        const timed = stepNames.flatMap((name) => (of[name] === undefined ? [] : [[name, rounded(of[name])] as const]))
        return { people, cores, shards, ...Object.fromEntries(timed) }
      })
    })
}

function numbersOf(list: string): readonly number[] {
  const numbers = list.split(',').map(Number)
  if (numbers.some((each) => !Number.isInteger(each) || each < 1))
    throw new Error(`“${list}” is no list of whole numbers`)
  return numbers.sort((left, right) => left - right)
}

try {
  if (!existsSync(program)) throw new Error('Run "npm run build" first.')
  for (const people of numbersOf(values.people))
    for (const cores of numbersOf(values.cores)) await timeSize(people, cores)
  const timed = timedSizes()
  const machine = {
    node: process.version,
    cores: availableParallelism(),
    cpu: cpus()[0]?.model ?? 'unknown',
    memoryGb: Math.round(totalmem() / 1e9)
  }
  const peer = timed.filter(({ cores }) => cores === 1)
  const growth = [...Map.groupBy(timed, ({ cores }) => cores)].flatMap(([cores, timings]) =>
    growthOf(timings).map((each) => ({ cores, ...each }))
  )
  console.log(
    JSON.stringify({
      ours: timed.filter(({ cores }) => cores > 1),
      peer,
      ratio: ratiosOf(timed),
      growth,
      memoryMb: Math.floor(memory / 1024 ** 2),
      machine
    })
  )
} finally {
  if (values.work === undefined) rmSync(work, { recursive: true, force: true })
}
