import { readdirSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { basename, join } from 'node:path'
import { parseArgs } from 'node:util'
import type { FhirObject } from '#engine/elm/values/fhir-element.ts'
import { readMeasureContent } from '#engine/measures/measure-content.ts'
import { MeasureEvaluator } from '#engine/measures/measure-evaluator.ts'
import type { MeasurementPeriod } from '#engine/measures/measurement-period.ts'
import { PatientResources } from '#engine/measures/patient-resources.ts'
import { readPack, type MeasurePack } from '../conformance/measure-pack.ts'
import { bundleOf, peerEngine, type PeerEngine } from '../conformance/peer-engine.ts'
import { patientsFor, readFolder, sampleYear, shapes } from '../conformance/synthea-patients.ts'
import { testData } from '../support/test-data.ts'
import { timePopulation } from './measure-population.ts'

/** Patients with parsed resources: neither engine's time includes reading them. */
type Patients = readonly { readonly id: string; readonly resources: readonly FhirObject[] }[]

interface Timing {
  readonly pack: string
  readonly patients: number
  /** CPU microseconds per patient and measure; the best pass. */
  readonly ours: number
  /** The same of the reference engine; null where it cannot evaluate these patients. */
  readonly peer: number | null
  readonly ratio: number | null
}

async function cpuMicroseconds(work: () => Promise<void> | void): Promise<number> {
  const before = process.cpuUsage()
  await work()
  const { user, system } = process.cpuUsage(before)
  return user + system
}

/** The best of some passes over all patients, per patient. The first ones warm both engines. */
async function best(passes: number, patients: Patients, work: () => Promise<void> | void): Promise<number> {
  let least = Number.POSITIVE_INFINITY
  for (let pass = 0; pass < passes; pass++) least = Math.min(least, await cpuMicroseconds(work))
  return least / patients.length
}

async function timed(
  set: string,
  pack: MeasurePack,
  name: string,
  patients: Patients,
  period: MeasurementPeriod,
  peer: PeerEngine | undefined
): Promise<Timing> {
  const content = readMeasureContent([pack.measure, ...pack.libraries, ...pack.valueSets])
  const evaluator = new MeasureEvaluator(content.measures[0]!, content)
  const ours = await best(20, patients, () => {
    for (const { id, resources } of patients) {
      evaluator.evaluate(id, new PatientResources(resources, 'trust-profiles', evaluator.program.fhir), period)
    }
  })
  let theirs: number | null = null
  if (peer !== undefined) {
    const bundles = patients.map(({ resources }) => bundleOf(resources))
    try {
      theirs = await best(2, patients, async () => {
        await peer(pack, bundles, period, pack.profilesInData)
      })
    } catch (error) {
      process.stderr.write(`${name}: the reference engine fails: ${error instanceof Error ? error.name : 'unknown'}\n`)
    }
  }
  const timing = {
    pack: name,
    patients: patients.length,
    ours: Number(ours.toFixed(1)),
    peer: theirs === null ? null : Math.round(theirs),
    ratio: theirs === null ? null : Math.round(theirs / ours)
  }
  const compared = timing.peer === null ? '' : `, reference engine ${timing.peer} µs, ratio ${timing.ratio}`
  process.stderr.write(`${set} ${name}: ${timing.ours} µs${compared}\n`)
  return timing
}

function median(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[sorted.length >> 1] ?? null
}

function geometricMean(values: readonly number[]): number {
  return Math.round(Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length))
}

function summary(timings: readonly Timing[]) {
  const both = timings.filter((one) => one.peer !== null)
  const ratios = both.map((one) => one.ratio ?? 0)
  const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)
  const [ours, peer] = [sum(both.map((one) => one.ours)), sum(both.map((one) => one.peer ?? 0))]
  return {
    ours: { median: median(timings.map((one) => one.ours)), unit: 'CPU µs per patient and measure', timings },
    peer: both.length === 0 ? null : { packs: both.length, median: median(both.map((one) => one.peer ?? 0)) },
    ratio:
      both.length === 0
        ? null
        : {
            median: median(ratios),
            geometricMean: geometricMean(ratios),
            least: Math.min(...ratios),
            ofSums: Math.round(peer / ours)
          }
  }
}

const { values } = parseArgs({
  options: {
    /** Cases per pack and sample patients per pack that both engines evaluate. */
    cases: { type: 'string', default: '10' },
    patients: { type: 'string', default: '8' },
    only: { type: 'string', default: '' },
    /** People of the sample population over whom ten packs are evaluated. */
    population: { type: 'string', default: '2000' }
  }
})
const packs = testData('conformance/ecqm')
const data = testData('data/synthea-100')
const peer = await peerEngine()
console.warn = () => undefined
const files =
  packs === undefined
    ? []
    : readdirSync(packs, { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('.pack.json.gz') && name.includes(values.only))
        .sort()
        .map((name) => join(packs, name))
const onCases: Timing[] = []
const onSamples: Timing[] = []
const samples = data === undefined ? [] : readFolder(data)
for (const file of files) {
  const name = basename(file, '.pack.json.gz')
  const pack = readPack(file)
  const cases = pack.cases.slice(0, Number(values.cases)).map((one) => ({
    id: one.patientId,
    resources: one.bundle.entry.map((entry) => entry.resource)
  }))
  onCases.push(await timed('cases', pack, name, cases, pack.period, peer))
  const content = readMeasureContent([pack.measure, ...pack.libraries, ...pack.valueSets])
  const patients = patientsFor(content, samples).slice(0, Number(values.patients))
  if (patients.length > 0) onSamples.push(await timed('Synthea', pack, name, patients, sampleYear, peer))
}
const [cases, synthea] = [summary(onCases), summary(onSamples)]
const ten = files.filter((file) => shapes.includes(basename(file, '.pack.json.gz')))
const population = ten.length === 0 ? null : await timePopulation(ten, Number(values.population))
const machine = { cpu: cpus()[0]?.model, cores: cpus().length, memory: totalmem(), node: process.version }
console.log(
  JSON.stringify({
    ours: { cases: cases.ours, synthea: synthea.ours, population },
    peer: cases.peer === null && synthea.peer === null ? null : { cases: cases.peer, synthea: synthea.peer },
    ratio: { cases: cases.ratio, synthea: synthea.ratio },
    machine
  })
)
