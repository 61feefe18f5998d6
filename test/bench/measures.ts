/**
 * What a measure costs: `npm run --silent bench:measures [-- --patients N --only NAME --population N]`. Both engines do the
 * same: they are given a pack and the parsed resources of some patients, in a process of their own for each pack, and
 * compile what they need themselves. `coldStart` is the first run, compilation and setup included; `marginal` is a
 * further patient, from the difference between warm runs over N and over 2 N patients. Each engine gets the same CPU time
 * to get warm, and as many runs as fill the same CPU time. Populations are compared patient by patient; packs in which they differ are named
 * and left out of the summary. Prints one JSON object.
 */
import { execFile } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { availableParallelism, cpus, totalmem } from 'node:os'
import { basename, join } from 'node:path'
import { parseArgs, promisify } from 'node:util'
import { peerEngine } from '../conformance/peer-engine.ts'
import { shapes } from '../conformance/synthea-patients.ts'
import { testData } from '../support/test-data.ts'
import type { EngineTiming } from './measure-engine.ts'
import { timePopulation } from './measure-population.ts'

/** One pack over one set of patients, in both engines. */
interface Comparison {
  readonly pack: string
  readonly patients: number
  readonly ours: EngineTiming
  /** Null where the reference engine cannot evaluate these patients. */
  readonly peer: EngineTiming | null
  /** Patients whose populations differ. */
  readonly differing: number
}

/** Sizes of populations for which the whole run, cold start included, is worked out. */
const sizes = [100, 1_000, 10_000, 100_000]

const runFile = promisify(execFile)

async function timeEngine(
  engine: 'ours' | 'peer',
  set: string,
  file: string,
  patients: string
): Promise<EngineTiming | null> {
  const script = join(import.meta.dirname, 'measure-engine.ts')
  const { stdout } = await runFile(process.execPath, [script, engine, set, file, patients], { maxBuffer: 1 << 28 })
  return JSON.parse(stdout) as EngineTiming | null
}

async function compare(set: string, file: string, patients: string, hasPeer: boolean): Promise<Comparison | undefined> {
  const pack = basename(file, '.pack.json.gz')
  const ours = await timeEngine('ours', set, file, patients)
  if (ours === null) return undefined
  const peer = hasPeer ? await timeEngine('peer', set, file, patients) : null
  const differing =
    peer === null ? 0 : Object.entries(ours.counts).filter(([id, counts]) => peer.counts[id] !== counts).length
  const told = peer === null ? 'no result' : `${micros(peer.marginal)} µs, ${differing} differ`
  process.stderr.write(`${set} ${pack}: ${micros(ours.marginal)} µs a patient; reference engine ${told}\n`)
  return { pack, patients: Object.keys(ours.counts).length, ours, peer, differing }
}

function micros(seconds: number): number {
  return Number((seconds * 1e6).toPrecision(3))
}

/** Seconds of a run over so many people: setup once, and the marginal cost of each. */
function wholeRun({ coldStart, marginal, patients }: EngineTiming, people: number): number {
  return Math.max(0, coldStart - patients * marginal) + people * marginal
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1]!
}

function ratioOf(values: readonly number[]) {
  return { median: Math.round(median(values)), minimum: Math.round(Math.min(...values)) }
}

function summary(comparisons: readonly Comparison[]) {
  const both = comparisons.flatMap(({ ours, peer, differing }) =>
    peer === null || differing > 0 ? [] : [{ ours, peer }]
  )
  if (both.length === 0) return null
  const ratio = (of: (timing: EngineTiming) => number) => ratioOf(both.map(({ ours, peer }) => of(peer) / of(ours)))
  return {
    packs: both.length,
    marginal: ratio(({ marginal }) => marginal),
    firstRun: ratio(({ coldStart }) => coldStart),
    wholeRunByPeople: Object.fromEntries(sizes.map((people) => [people, ratio((each) => wholeRun(each, people))]))
  }
}

function rows(comparisons: readonly Comparison[], of: (comparison: Comparison) => EngineTiming | null) {
  return comparisons.map((each) => {
    const timing = of(each)
    return {
      pack: each.pack,
      patients: each.patients,
      differing: each.differing,
      firstRunMillis: timing && Number((timing.coldStart * 1e3).toPrecision(3)),
      marginalMicros: timing && micros(timing.marginal)
    }
  })
}

const { values } = parseArgs({
  options: {
    /** Patients of each pack that both engines evaluate in the first run. */
    patients: { type: 'string', default: '10' },
    only: { type: 'string', default: '' },
    /** People of the sample population over whom ten packs are evaluated; 0 leaves this out. */
    population: { type: 'string', default: '2000' }
  }
})
const packs = testData('conformance/ecqm')
const hasPeer = (await peerEngine()) !== undefined
const files =
  packs === undefined
    ? []
    : readdirSync(packs, { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('.pack.json.gz') && name.includes(values.only))
        .sort()
        .map((name) => join(packs, name))

/** Compares the engines on all packs, as many at a time as there are processors: each runs on one, and CPU time is counted. */
async function run(set: string): Promise<readonly Comparison[]> {
  const results: (Comparison | undefined)[] = []
  const waiting = files.entries()
  const takeTurns = async () => {
    for (const [index, file] of waiting) results[index] = await compare(set, file, values.patients, hasPeer)
  }
  await Promise.all(Array.from({ length: availableParallelism() }, takeTurns))
  return results.filter((each) => each !== undefined)
}

const onCases = await run('cases')
const onSynthea = testData('data/synthea-100') === undefined ? [] : await run('synthea')
const ten = files.filter((file) => shapes.includes(basename(file, '.pack.json.gz')))
const people = Number(values.population)
const population = ten.length === 0 || people === 0 ? null : await timePopulation(ten, people)
const machine = { cpu: cpus()[0]?.model, cores: cpus().length, memory: totalmem(), node: process.version }
console.log(
  JSON.stringify({
    unit: 'CPU time, one process for each engine and pack',
    ours: { cases: rows(onCases, ({ ours }) => ours), synthea: rows(onSynthea, ({ ours }) => ours), population },
    peer: hasPeer ? { cases: rows(onCases, ({ peer }) => peer), synthea: rows(onSynthea, ({ peer }) => peer) } : null,
    ratio: { cases: summary(onCases), synthea: summary(onSynthea) },
    machine
  })
)
