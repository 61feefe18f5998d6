import { readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { readMeasureContent } from '#engine/measures/definition/measure-content.ts'
import { MeasureEvaluator } from '#engine/measures/evaluate/measure-evaluator.ts'
import { PatientResources } from '#engine/measures/records/patient-resources.ts'
import { readPack } from '../../conformance/measure-pack.ts'
import { sampleRecords, type Records } from '../../conformance/pack-records.ts'
import { patientsFor } from '../../conformance/synthea-patients.ts'
import { testData } from '../../support/test-data.ts'

const folder = testData('conformance/ecqm')
const patients = 500
/** Part of 500 people whom an official measure must find in its initial population: about what the sample holds of them. */
const expected: readonly (readonly [measure: string, low: number, high: number])[] = [
  ['CMS122FHIRDiabetesAssessGT9Pct', 15, 70],
  ['CMS165FHIRControllingHighBP', 60, 180],
  ['CMS951FHIRKidneyHealthEval', 15, 75],
  ['CMS2FHIRPCSDepScreenAndFollowUp', 200, 420],
  ['CMS138FHIRTobaccoScrnCessation', 100, 420],
  ['CMS347FHIRStatinPreventionTxCVD', 15, 200]
]

describe.skipIf(folder === undefined)('official measures on the sample population', () => {
  const files =
    folder === undefined ? [] : readdirSync(join(folder, 'dqm-2025')).filter((name) => name.endsWith('.pack.json.gz'))
  let records: Records

  beforeAll(async () => {
    records = await sampleRecords(patients)
  })

  it.each(expected)('%s finds between %d and %d of 500 people, and none that fails', (measure, low, high) => {
    const file = files.find((name) => basename(name) === `${measure}.pack.json.gz`)
    expect(file, measure).toBeDefined()
    const pack = readPack(join(folder!, 'dqm-2025', file!))
    const content = readMeasureContent([pack.measure, ...pack.libraries, ...pack.valueSets])
    const evaluator = new MeasureEvaluator(content.measures[0]!, content)
    let members = 0
    const problems: string[] = []
    for (const { id, resources } of patientsFor(content, records.resources)) {
      const data = new PatientResources(resources, 'derive', evaluator.program.fhir)
      const result = evaluator.evaluate(id, data, records.period)
      problems.push(...result.problems.map(({ message }) => message))
      const [first] = result.groups
      if ((first?.populations.find(({ code }) => code === 'initial-population')?.count ?? 0) > 0) members++
    }
    expect([...new Set(problems)]).toEqual([])
    expect(members).toBeGreaterThanOrEqual(low)
    expect(members).toBeLessThanOrEqual(high)
  })
})
