import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { FhirObject } from '#engine/cql/elm/values/fhir-element.ts'
import { readMeasureContent } from '#engine/measures/definition/measure-content.ts'
import { MeasureEvaluator } from '#engine/measures/evaluate/measure-evaluator.ts'
import type { PatientResult } from '#engine/measures/evaluate/patient-result.ts'
import { PatientResources } from '#engine/measures/records/patient-resources.ts'
import { testData } from '../support/test-data.ts'
import { readPack, type MeasurePack } from './measure-pack.ts'
import { bundleOf, peerEngine, type PeerEngine, type PeerResult } from './peer-engine.ts'
import { patientsFor, readFolder, sampleYear, shapes } from './synthea-patients.ts'

/** One patient whose populations differ, or whom the reference engine could not evaluate. */
export interface Difference {
  readonly pack: string
  readonly patient: string
  readonly ours: string
  readonly theirs: string
}

function counts(groups: PeerResult['groups'] | PatientResult['groups']): string {
  return groups
    .map(({ populations }) =>
      populations
        .filter(({ code }) => code !== 'measure-observation')
        .map(({ code, count }) => `${code}=${count}`)
        .join(' ')
    )
    .join(' | ')
}

/** The reference engine's counts by patient: all in one call, and one by one where some patient makes that fail. */
async function resultsOf(
  evaluate: PeerEngine,
  pack: MeasurePack,
  patients: readonly { readonly id: string; readonly resources: readonly FhirObject[] }[]
): Promise<ReadonlyMap<string, string>> {
  const bundles = patients.map(({ resources }) => bundleOf(resources))
  try {
    const results = await evaluate(pack, bundles, sampleYear, false)
    return new Map(results.map(({ patientId, groups }) => [patientId, counts(groups)]))
  } catch (error) {
    const [only] = patients
    if (only === undefined) return new Map()
    if (patients.length === 1) {
      const reason = error instanceof Error ? error.message.split('\n').join(' ').slice(0, 200) : 'unknown'
      return new Map([[only.id, `error: ${reason}`]])
    }
    const half = patients.length >> 1
    const [first, second] = [patients.slice(0, half), patients.slice(half)]
    return new Map([...(await resultsOf(evaluate, pack, first)), ...(await resultsOf(evaluate, pack, second))])
  }
}

/**
 * Runs a pack over sample patients in both engines, neither of which looks at profiles here.
 * @param every take each so many-th patient
 */
export async function compareEngines(
  evaluate: PeerEngine,
  pack: string,
  every: number
): Promise<{ readonly compared: number; readonly members: number; readonly differences: readonly Difference[] }> {
  const packs = testData('conformance/ecqm/dqm-2025')
  const data = testData('data/synthea-100')
  if (packs === undefined || data === undefined) return { compared: 0, members: 0, differences: [] }
  const content = readPack(join(packs, `${pack}.pack.json.gz`))
  const read = readMeasureContent([content.measure, ...content.libraries, ...content.valueSets])
  const evaluator = new MeasureEvaluator(read.measures[0]!, read)
  const patients = patientsFor(read, readFolder(data)).filter((_, index) => index % every === 0)
  const differences: Difference[] = []
  const theirs = await resultsOf(evaluate, content, patients)
  let members = 0
  for (const { id, resources } of patients) {
    const result = evaluator.evaluate(id, new PatientResources(resources, 'any', evaluator.program.fhir), sampleYear)
    const ours = result.problems.length > 0 ? `error: ${result.problems[0]!.message}` : counts(result.groups)
    if (/initial-population=[1-9]/.test(ours)) members++
    const other = theirs.get(id) ?? 'no result'
    if (ours !== other) differences.push({ pack, patient: id, ours, theirs: other })
  }
  return { compared: patients.length, members, differences }
}

if (process.argv[1] === import.meta.filename) {
  const { values } = parseArgs({
    options: { only: { type: 'string', default: '' }, every: { type: 'string', default: '1' } }
  })
  const evaluate = await peerEngine()
  console.warn = () => undefined
  let differing = 0
  for (const pack of evaluate === undefined ? [] : shapes) {
    if (!pack.includes(values.only)) continue
    const { compared, members, differences } = await compareEngines(evaluate!, pack, Number(values.every))
    differing += differences.length
    console.log(`${pack}: ${compared} patients, ${members} in the initial population, ${differences.length} differ`)
    for (const difference of differences)
      console.log(`  ${difference.patient}\n    ours   ${difference.ours}\n    theirs ${difference.theirs}`)
  }
  process.exitCode = differing === 0 ? 0 : 1
}
