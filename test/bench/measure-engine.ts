/** Times one engine over one pack and prints an {@link EngineTiming}; see `measures.ts`. */
import type { FhirObject } from '#engine/cql/elm/values/fhir-element.ts'
import { readMeasureContent } from '#engine/measures/definition/measure-content.ts'
import { MeasureEvaluator } from '#engine/measures/evaluate/measure-evaluator.ts'
import type { MeasurementPeriod } from '#engine/measures/definition/measurement-period.ts'
import type { PatientResult } from '#engine/measures/evaluate/patient-result.ts'
import { PatientResources } from '#engine/measures/records/patient-resources.ts'
import { readPack, type MeasurePack } from '../conformance/measure-pack.ts'
import { bundleOf, peerEngine, type PeerResult } from '../conformance/peer-engine.ts'
import { patientsFor, readFolder, sampleYear } from '../conformance/synthea-patients.ts'
import { testData } from '../support/test-data.ts'

/** What one engine needs for one pack, in CPU seconds. */
export interface EngineTiming {
  /** The first run in a new process, compilation and setup included. */
  readonly coldStart: number
  /** A further patient, when the engine is warm. */
  readonly marginal: number
  /** Patients of the first run. */
  readonly patients: number
  /** Population counts by patient. */
  readonly counts: Readonly<Record<string, string>>
}

interface Patient {
  readonly id: string
  readonly resources: readonly FhirObject[]
}

/** Evaluates a pack for some patients, from nothing: whatever it keeps between calls is its own affair. */
type Run = (patients: readonly Patient[]) => Promise<Readonly<Record<string, string>>>

function countsOf(groups: PeerResult['groups'] | PatientResult['groups']): string {
  return groups
    .map(({ populations }) =>
      populations
        .filter(({ code }) => code !== 'measure-observation')
        .map(({ code, count }) => `${code}=${count}`)
        .join(' ')
    )
    .join(' | ')
}

/** Our engine. It compiles a pack once and keeps the program, as a run of the product does. */
function ours(pack: MeasurePack, period: MeasurementPeriod, trusts: boolean): Run {
  let evaluator: MeasureEvaluator | undefined
  return async (patients) => {
    if (evaluator === undefined) {
      const content = readMeasureContent([pack.measure, ...pack.libraries, ...pack.valueSets])
      evaluator = new MeasureEvaluator(content.measures[0]!, content)
    }
    const { fhir } = evaluator.program
    const results = patients.map(({ id, resources }) => {
      const data = new PatientResources(resources, trusts ? 'trust-profiles' : 'any', fhir)
      return [id, countsOf(evaluator!.evaluate(id, data, period).groups)] as const
    })
    return Object.fromEntries(results)
  }
}

/** The reference engine. It is given the whole pack at each call, and caches the ELM by itself. */
async function peer(pack: MeasurePack, period: MeasurementPeriod, trusts: boolean): Promise<Run | undefined> {
  const evaluate = await peerEngine()
  if (evaluate === undefined) return undefined
  return async (patients) => {
    const bundles = patients.map(({ resources }) => bundleOf(resources))
    const results = await evaluate(pack, bundles, period, trusts)
    return Object.fromEntries(results.map(({ patientId, groups }) => [patientId, countsOf(groups)]))
  }
}

async function cpuSeconds(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage()
  await work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1e6
}

/** CPU seconds that each engine may use to get warm, and that each kind of run is measured for at least. */
const WARM_UP = 1
const MEASURED = 0.5

/** CPU seconds of one run: the mean over as many as fill a stretch of time. */
async function meanSeconds(stretch: number, work: () => Promise<unknown>): Promise<number> {
  let [spent, runs] = [0, 0]
  while (spent < stretch) {
    spent += await cpuSeconds(work)
    runs++
  }
  return spent / runs
}

async function time(run: Run, patients: readonly Patient[], few: number): Promise<EngineTiming> {
  const first = patients.slice(0, few)
  const coldStart = await cpuSeconds(() => run(first))
  const counts = await run(patients)
  await meanSeconds(WARM_UP, () => run(patients))
  const short = await meanSeconds(MEASURED, () => run(first))
  const long = await meanSeconds(MEASURED, () => run(patients))
  const more = patients.length - first.length
  // Where there are no more patients, the mean of all is an upper bound.
  const marginal = more > 0 && long > short ? (long - short) / more : long / patients.length
  return { coldStart, marginal, patients: first.length, counts }
}

function patientsOf(set: string, pack: MeasurePack, most: number): readonly Patient[] {
  if (set === 'cases') {
    return pack.cases
      .filter(({ period }) => period === undefined)
      .slice(0, most)
      .map((testCase) => ({ id: testCase.patientId, resources: testCase.bundle.entry.map(({ resource }) => resource) }))
  }
  const data = testData('data/synthea-100')
  if (data === undefined) return []
  const content = readMeasureContent([pack.measure, ...pack.libraries, ...pack.valueSets])
  return patientsFor(content, readFolder(data)).slice(0, most)
}

const [engine, set, file, wanted] = process.argv.slice(2) as [string, string, string, string]
const pack = readPack(file)
const few = Number(wanted)
const onCases = set === 'cases'
const period = onCases ? pack.period : sampleYear
const trusts = onCases && pack.profilesInData
const patients = patientsOf(set, pack, few * 2)
const run = engine === 'ours' ? ours(pack, period, trusts) : await peer(pack, period, trusts)
let timing: EngineTiming | null = null
try {
  if (run !== undefined && patients.length > 0) timing = await time(run, patients, few)
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.name : 'unknown error'}\n`)
}
process.stdout.write(JSON.stringify(timing), () => process.exit(0))
