/**
 * What grows with people, and what more cores change: `npm run --silent bench:scale [-- --sizes 1000,5000 --cores 1,2]`.
 * For each size a sample population is written once; then it is loaded, opened from its columns, filtered (what the shell and
 * the Overview show, after each change of a filter) and asked all built-in measures, each in a process of its own and with each number of
 * cores. Prints one JSON object: `ours` by size and cores, `peer` the same on one core, `ratio` how much faster more cores are,
 * and `growth`, seconds a person at the largest size by those at the smallest.
 *
 * `--memory 4GB [--sizes 10000,50000,200000] [--data FOLDER]` caps the memory instead: the population is loaded with that budget, and the first
 * screen, changes of filters, and all built-in measures are timed on it, however many shards it takes, on as many of `--cores` as there is memory
 * for. `--data` names sample populations that are there already, one for each size. Prints one object with `capped` by size: wall seconds, and
 * processor seconds of the whole process, which other work on the machine does not change; and `growth` of both, as above.
 */
import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { createReadStream, createWriteStream, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { availableParallelism, cpus, tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { setImmediate } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import type { Filter } from '#engine/base/figures/filter.ts'
import { runPanel } from '#engine/population/panels/run-panel.ts'
import { loadRegistries } from '#engine/population/registries/load-registries.ts'
import { peopleInShards } from '#engine/shards/shard.ts'
import { openCache } from '#engine/store/cache/cache-read.ts'
import { writeCache } from '#engine/store/cache/cache-write.ts'
import type { Store } from '#engine/store/model/store.ts'
import { startPanelPool } from '#engine/population/threads/panel-pool.ts'
import { onlyShard } from '#engine/shards/shard.ts'
import { sizeValue } from '../../src-main/host/arguments/value-kinds.ts'
import { openPopulation } from '../../src-main/cli/data/open-population.ts'
import { openPanels } from '../../src-main/cli/shards/panel-threads.ts'
import { readRegistries } from '../../src-main/services/population/read-registries.ts'
import { sampleStore } from '../integration/panels/sample-store.ts'
import { shippedPlan } from '../support/load-store.ts'
import { unmanaged } from '../support/policies.ts'
import { startPanelThread } from '../support/panel-thread.ts'

const resources = join(import.meta.dirname, '../../resources')
const content = join(resources, 'measures/core')
const program = join(import.meta.dirname, '../../build/populus.mjs')
const round = (value: number): number => Number(value.toPrecision(3))

/** What one step took. */
interface Step {
  readonly seconds: number
  /** Of the thread that waits for the others, without the waiting: what remains on a machine with nothing else to do. */
  readonly cpuSeconds?: number
  readonly peakRssMb: number
}

/** As a process of its own tells it. */
function tell(step: Omit<Step, 'peakRssMb'>): void {
  console.log(JSON.stringify({ ...step, peakRssMb: Math.round(process.resourceUsage().maxRSS / 1024) }))
}

async function columnsOf(file: string): Promise<Store> {
  const opened = await openCache(Readable.toWeb(createReadStream(file)) as ReadableStream<Uint8Array>, shippedPlan())
  if (opened === undefined) throw new Error('the columns are of another version')
  await opened.whole
  return opened.store
}

/** Writes the columns of a sample population. */
async function writeColumns(people: number, file: string): Promise<void> {
  const { store } = await sampleStore(people)
  const out = createWriteStream(file)
  for (const bytes of writeCache(store, []))
    if (!out.write(bytes)) await new Promise<void>((resolve) => out.once('drain', () => resolve()))
  await new Promise<void>((resolve) => out.end(() => resolve()))
  tell({ seconds: 0 })
}

const choices: readonly (readonly Filter[])[] = [
  [{ dimension: 'sex', values: ['female'] }],
  [{ dimension: 'registry:hypertension', values: ['yes'] }],
  [
    { dimension: 'sex', values: ['male'] },
    { dimension: 'registry:obesity', values: ['yes'] }
  ],
  [{ dimension: 'registry:diabetes', values: ['yes'] }],
  [{ dimension: 'living', values: ['living', 'deceased', 'unborn'] }]
]

/** The median of what a change of filters takes, when everything that no filter changes is known. */
async function timeFilters(file: string, cores: number): Promise<void> {
  const store = await columnsOf(file)
  const registries = loadRegistries(await readRegistries(resources))
  const pool =
    cores === 1
      ? undefined
      : await startPanelPool([onlyShard(store)], { threads: cores, start: startPanelThread, pause: setImmediate })
  const asOf = Math.floor(Date.UTC(2026, 9, 31) / 86_400_000)
  const ask = async (filters: readonly Filter[]): Promise<readonly [seconds: number, cpu: number]> => {
    const began = performance.now()
    const cpu = process.threadCpuUsage()
    for (const name of ['summary', 'overview'] as const) {
      const context = { asOf, filters }
      const answer = await pool?.panel(registries, name, context, {}, [])
      if (answer === undefined && pool !== undefined) throw new Error('the threads did not answer')
      if (pool === undefined) runPanel(store, registries, name, context, {})
    }
    const { user, system } = process.threadCpuUsage(cpu)
    return [(performance.now() - began) / 1000, (user + system) / 1e6]
  }
  await ask([])
  const times: (readonly [number, number])[] = []
  for (const filters of choices) times.push(await ask(filters))
  pool?.stop()
  const median = (place: 0 | 1): number =>
    round(times.map((each) => each[place]).sort((a, b) => a - b)[times.length >> 1]!)
  tell({ seconds: median(0), cpuSeconds: median(1) })
}

/** Loads a population with a budget of memory, shows the first screen, and changes filters. */
async function timeCapped(data: string, memory: string, cores: number): Promise<void> {
  const io = { out: ignore, err: ignore, terminal: false, policies: unmanaged, resources, entry: program }
  const opened = await openPopulation([data], io, { memory: { asked: sizeValue(0).read(memory, '--memory') } })
  const { shards } = opened
  const registries = loadRegistries(await readRegistries(resources))
  const asOf = Math.floor(Date.UTC(2026, 9, 31) / 86_400_000)
  const loaded = cpuSeconds()
  const panels = await openPanels(shards, registries, { entry: program, absent: [], cores })
  const ask = async (filters: readonly Filter[]): Promise<Omit<Step, 'peakRssMb'>> => {
    const [began, cpu] = [performance.now(), cpuSeconds()]
    for (const name of ['summary', 'overview'] as const) await panels.panel(name, { asOf, filters }, {})
    return { seconds: round((performance.now() - began) / 1000), cpuSeconds: round(cpuSeconds() - cpu) }
  }
  const open = await ask([])
  const filters: Omit<Step, 'peakRssMb'>[] = []
  for (const each of choices) filters.push(await ask(each))
  const filter = filters.sort((a, b) => a.cpuSeconds! - b.cpuSeconds!)[choices.length >> 1]!
  await panels.close()
  await opened.close()
  const peakRssMb = Math.round(process.resourceUsage().maxRSS / 1024)
  const load = { seconds: round(opened.seconds), cpuSeconds: round(loaded) }
  console.log(JSON.stringify({ people: peopleInShards(shards), shards: shards.length, load, open, filter, peakRssMb }))
}

/** Processor seconds of this process so far, in all of its threads. */
function cpuSeconds(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1e6
}

function ignore(): void {
  // What commands say is no result.
}

/** The steps of one size with a budget of memory. */
interface Capped extends Readonly<Record<'load' | 'open' | 'filter', Omit<Step, 'peakRssMb'>>> {
  readonly people: number
  readonly peakRssMb: number
  readonly memory: string
  readonly measures: Step
}

/** Runs the steps with a budget of memory. @param data a population that is there already */
async function timeBudget(people: number, memory: string, data: string | undefined, cores: number): Promise<Capped> {
  const folder = mkdtempSync(join(tmpdir(), 'populus-scale-'))
  const source = data ?? join(folder, 'data')
  try {
    if (data === undefined)
      execFileSync(process.execPath, [program, 'sample', '--patients', `${people}`, '--out', source], {
        stdio: 'ignore'
      })
    const capped = ownProcess('capped', source, memory, `${cores}`) as unknown as Omit<Capped, 'measures' | 'memory'>
    process.stderr.write(`${people} people: loaded and filtered\n`)
    const measures = await command(
      ['measure', content, '--data', source, '--json', '--memory', memory],
      secondsOfMeasures
    )
    return { ...capped, memory, measures }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function secondsOfMeasures(_: string, err: string): number {
  const [, extraction, evaluation] = /extraction ([\d.]+) s .*evaluation ([\d.]+) s/.exec(err) ?? []
  return Number(extraction) + Number(evaluation)
}

function ownProcess(...args: readonly string[]): Step {
  const run = spawnSync(process.execPath, [import.meta.filename, 'step', ...args], { encoding: 'utf8' })
  if (run.status !== 0) throw new Error(run.stderr)
  return JSON.parse(run.stdout) as Step
}

/** Processor seconds of a process so far, as Linux tells them; 0 elsewhere. */
function cpuOf(pid: number | undefined): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ')
    return (Number(fields[11]) + Number(fields[12])) / 100
  } catch {
    // The process is gone, or there is no such file here.
    return 0
  }
}

/** Megabytes that a process has had at most, as Linux tells it; 0 elsewhere. */
function peakOf(pid: number | undefined): number {
  try {
    const [, kilobytes = '0'] = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
    return Math.round(Number(kilobytes) / 1024)
  } catch {
    // The process is gone, or there is no such file here.
    return 0
  }
}

/** Runs a command of Populus. @param secondsIn reads the time of the step from what it says */
async function command(args: readonly string[], secondsIn: (out: string, err: string) => number): Promise<Step> {
  const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  let [peakRssMb, cpu] = [0, 0]
  const watch = setInterval(() => {
    peakRssMb = Math.max(peakRssMb, peakOf(child.pid))
    cpu = Math.max(cpu, cpuOf(child.pid))
  }, 100)
  const [out, err, code] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise<number | null>((resolve) => child.once('close', resolve))
  ])
  clearInterval(watch)
  if (code !== 0 && code !== 1) throw new Error(err)
  return { seconds: round(secondsIn(out, err)), cpuSeconds: round(cpu), peakRssMb }
}

/** The steps for one population and number of cores. */
interface Timed {
  readonly people: number
  readonly cores: number
  readonly load: Step
  readonly open: Step
  readonly filter: Step
  readonly measures: Step
}

async function timeSize(people: number, cores: readonly number[]): Promise<Timed[]> {
  const folder = mkdtempSync(join(tmpdir(), 'populus-scale-'))
  try {
    const data = join(folder, 'data')
    const columns = join(folder, 'columns')
    execFileSync(process.execPath, [program, 'sample', '--patients', `${people}`, '--out', data], { stdio: 'ignore' })
    ownProcess('write', columns, `${people}`)
    const open = ownProcess('open', columns)
    const timed: Timed[] = []
    for (const count of cores) {
      const threads = ['--cores', `${count}`]
      const load = await command(['load', data, '--json', ...threads], (out) => (JSON.parse(out) as Step).seconds)
      const measures = await command(['measure', content, '--data', data, '--json', ...threads], secondsOfMeasures)
      timed.push({ people, cores: count, load, open, filter: ownProcess('filter', columns, `${count}`), measures })
      process.stderr.write(`${people} people, ${count} cores: done\n`)
    }
    return timed
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const machine = {
  node: process.version,
  cores: availableParallelism(),
  cpu: cpus()[0]?.model ?? 'unknown',
  memoryGb: Math.round(totalmem() / 1e9)
}

const steps = ['load', 'open', 'filter', 'measures'] as const

function compare(timed: readonly Timed[]): object {
  const peer = timed.filter(({ cores }) => cores === 1)
  const ours = timed.filter(({ cores }) => cores > 1)
  const ratio = ours.map(({ people, cores, ...own }) => {
    const alone = peer.find((each) => each.people === people)
    const faster = steps.map((step) => [
      step,
      alone === undefined ? null : round(alone[step].seconds / own[step].seconds)
    ])
    const cpu = round((alone?.filter.cpuSeconds ?? Number.NaN) / (own.filter.cpuSeconds ?? Number.NaN))
    return { people, cores, ...(Object.fromEntries(faster) as object), filterCpu: cpu }
  })
  const [smallest, largest] = [peer[0], peer.at(-1)]
  const growth =
    smallest === undefined || largest === undefined || smallest === largest
      ? null
      : Object.fromEntries(
          steps.map((step) => [
            step,
            round(largest[step].seconds / largest.people / (smallest[step].seconds / smallest.people))
          ])
        )
  return { ours, peer, ratio, growth, machine }
}

/** Seconds a person at the larger size by those at the smaller. */
function growthOf(small: Capped, large: Capped): object {
  return Object.fromEntries(
    steps.map((name) => {
      const ratio = (left: number, right: number): number => round(left / large.people / (right / small.people))
      const [left, right] = [large[name], small[name]] as const
      return [
        name,
        {
          seconds: ratio(left.seconds, right.seconds),
          cpuSeconds: ratio(left.cpuSeconds ?? Number.NaN, right.cpuSeconds ?? Number.NaN)
        }
      ]
    })
  )
}

function numbersOf(list: string): number[] {
  const numbers = list.split(',').map(Number)
  if (numbers.some((each) => !Number.isInteger(each) || each < 1))
    throw new Error(`“${list}” is no list of whole numbers`)
  return numbers.sort((left, right) => left - right)
}

const [mode, step, file, number, more] = process.argv.slice(2)
if (mode === 'step') {
  if (step === 'write') await writeColumns(Number(number), file!)
  if (step === 'capped') await timeCapped(file!, number!, Number(more))
  if (step === 'filter') await timeFilters(file!, Number(number))
  if (step === 'open') {
    const began = performance.now()
    await columnsOf(file!)
    tell({ seconds: round((performance.now() - began) / 1000) })
  }
} else {
  const { values } = parseArgs({
    options: {
      sizes: { type: 'string' },
      cores: { type: 'string', default: '1,2' },
      memory: { type: 'string' },
      data: { type: 'string', multiple: true, default: [] }
    }
  })
  const { memory, data } = values
  if (memory === undefined) {
    const timed: Timed[] = []
    for (const people of numbersOf(values.sizes ?? '1000,5000'))
      timed.push(...(await timeSize(people, numbersOf(values.cores))))
    console.log(JSON.stringify(compare(timed)))
  } else {
    const capped: Capped[] = []
    const cores = numbersOf(values.cores).at(-1)!
    for (const [at, people] of numbersOf(values.sizes ?? '10000,50000,200000').entries())
      capped.push(await timeBudget(people, memory, data[at], cores))
    console.log(JSON.stringify({ capped, growth: growthOf(capped[0]!, capped.at(-1)!), machine }))
  }
}
