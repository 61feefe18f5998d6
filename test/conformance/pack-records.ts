import { parseArgs } from 'node:util'
import type { FhirObject } from '#engine/cql/elm/values/fhir-element.ts'
import { readContentParts } from '#engine/measures/definition/measure-content.ts'
import { MeasureEvaluator } from '#engine/measures/evaluate/measure-evaluator.ts'
import type { PatientResult } from '#engine/measures/evaluate/patient-result.ts'
import type { MeasurementPeriod } from '#engine/measures/definition/measurement-period.ts'
import { PatientResources } from '#engine/measures/records/patient-resources.ts'
import { createSamplePopulation } from '../../src-main/sample/population/population.ts'
import { testData } from '../support/test-data.ts'
import { inUtc } from './in-utc.ts'
import { contentOf, packMeasures, packValueSets, sharedElm, type PackMeasure } from './pack-content.ts'
import { peerPacks } from './pack-peer.ts'
import { bundleOf, peerEngine, type PeerEngine, type PeerResult } from './peer-engine.ts'
import { patientsFor, readFolder, sampleYear } from './synthea-patients.ts'

/** Records to compare on. */
export interface Records {
  readonly name: string
  readonly period: MeasurementPeriod
  readonly resources: readonly FhirObject[]
}

/** A patient with the resources that a measure reads. */
export interface PatientRecords {
  readonly id: string
  readonly resources: readonly FhirObject[]
}

/** How one measure came out in both engines. */
export interface PackComparison {
  readonly measure: string
  readonly patients: number
  /** Patients with anything in the initial population. */
  readonly members: number
  readonly numerator: number
  /**
   * Patients who come out the same once their instants are written in UTC. The reference engine compares instants of
   * different offsets in that of the left one; by CQL it is that of the evaluation, UTC here ("Comparing Dates and
   * Times", Author's Guide).
   */
  readonly byOffset: number
  readonly differences: readonly { readonly patient: string; readonly ours: string; readonly theirs: string }[]
}

/** Synthea's records, or undefined where they are not installed. */
export function syntheaRecords(): Records | undefined {
  const folder = testData('data/synthea-100')
  return folder === undefined ? undefined : { name: 'synthea-100', period: sampleYear, resources: readFolder(folder) }
}

/** The records of some people of the sample population, for its last full year. */
export async function sampleRecords(patients: number, seed = 1): Promise<Records> {
  const population = createSamplePopulation({ patients, seed })
  const decoder = new TextDecoder()
  const resources: FhirObject[] = []
  for (const { name } of population.files) {
    let rest = ''
    for await (const part of population.stream(name)) {
      const lines = (rest + decoder.decode(part, { stream: true })).split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) if (line !== '') resources.push(JSON.parse(line) as FhirObject)
    }
  }
  return { name: `sample-${patients}`, period: { start: '2025-01-01', end: '2025-12-31' }, resources }
}

function counts(groups: PeerResult['groups'] | PatientResult['groups']): string {
  return groups
    .map(({ id, populations }) => `${id}: ${populations.map(({ code, count }) => `${code}=${count}`).join(' ')}`)
    .join(' | ')
}

/** Patients per call of the reference engine. */
const batch = 100

/** Compares one built-in measure, for the patients and resources that are chosen from the records. */
export type PackComparer = (
  measure: PackMeasure,
  choose?: (patients: readonly PatientRecords[]) => readonly PatientRecords[]
) => Promise<PackComparison>

/** Makes a function that runs built-in measures over records in both engines and compares the populations patient by patient. */
export function packComparer(evaluate: PeerEngine, records: Records): PackComparer {
  const packOf = peerPacks()
  const shared = sharedElm()
  const { valueSets } = readContentParts(packValueSets())
  return async (measure, choose = (patients) => patients) => {
    const content = contentOf(measure, shared, valueSets)
    const evaluator = new MeasureEvaluator(content.measures[0]!, content)
    const patients = choose(patientsFor(content, records.resources))
    const pack = packOf(measure)
    const differences: { patient: string; ours: string; theirs: string }[] = []
    let members = 0
    let numerator = 0
    let byOffset = 0
    for (let first = 0; first < patients.length; first += batch) {
      const some = patients.slice(first, first + batch)
      const bundles = some.map(({ resources }) => bundleOf(resources))
      const results = await evaluate(pack, bundles, records.period, false)
      const theirs = new Map(results.map(({ patientId, groups }) => [patientId, counts(groups)]))
      for (const { id, resources } of some) {
        const data = new PatientResources(resources, 'any', evaluator.program.fhir)
        const result = evaluator.evaluate(id, data, records.period)
        const ours = result.problems.length > 0 ? `error: ${result.problems[0]!.message}` : counts(result.groups)
        if (/initial-population=[1-9]/.test(ours)) members++
        if (/ numerator=[1-9]/.test(ours)) numerator++
        const other = theirs.get(id) ?? 'no result'
        if (ours === other) continue
        const [again] = await evaluate(pack, [bundleOf(inUtc(resources))], records.period, false)
        if (again !== undefined && counts(again.groups) === ours) byOffset++
        else differences.push({ patient: id, ours, theirs: other })
      }
    }
    return { measure: measure.id, patients: patients.length, members, numerator, byOffset, differences }
  }
}

if (process.argv[1] === import.meta.filename) {
  const { values } = parseArgs({
    options: {
      patients: { type: 'string', default: '2000' },
      only: { type: 'string', default: '' },
      records: { type: 'string', default: '' }
    }
  })
  const evaluate = await peerEngine()
  console.warn = () => undefined
  const sets = evaluate === undefined ? [] : [syntheaRecords(), await sampleRecords(Number(values.patients))]
  let differing = 0
  let compared = 0
  for (const records of sets) {
    if (records === undefined || !records.name.includes(values.records)) continue
    const compare = packComparer(evaluate!, records)
    for (const measure of packMeasures().filter(({ id }) => id.includes(values.only))) {
      const outcome = await compare(measure)
      compared += outcome.patients
      differing += outcome.differences.length
      console.log(
        `${records.name} ${outcome.measure}: ${outcome.patients} patients, ${outcome.members} in the initial population, ` +
          `${outcome.numerator} in the numerator, ${outcome.differences.length} differ, ${outcome.byOffset} by offsets of instants`
      )
      for (const { patient, ours, theirs } of outcome.differences.slice(0, 10)) {
        console.log(`  ${patient}\n    ours   ${ours}\n    theirs ${theirs}`)
      }
    }
  }
  console.log(`${compared - differing} passed, ${differing} failed`)
  process.exitCode = differing === 0 ? 0 : 1
}
