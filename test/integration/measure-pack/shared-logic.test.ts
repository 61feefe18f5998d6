import { describe, expect, it } from 'vitest'
import { MeasureEvaluator, measureProgram } from '#engine/measures/evaluate/measure-evaluator.ts'
import { readMeasureContent, type MeasureContent } from '#engine/measures/definition/measure-content.ts'
import { PatientResources } from '#engine/measures/records/patient-resources.ts'
import { PeriodRuns } from '#engine/measures/evaluate/period-runs.ts'
import { readElmLibrary } from '#engine/cql/elm/library/elm-library.ts'
import { contentOf, packMeasures, packValueSets, sharedElm } from '../../conformance/pack-content.ts'

const shared = sharedElm()
const pack = packMeasures()
const { valueSets } = readMeasureContent([pack[0]!.measure, ...packValueSets()])
const all: MeasureContent = {
  measures: pack.map((measure) => contentOf(measure, shared, valueSets).measures[0]!),
  libraries: [...pack.map(({ elm }) => readElmLibrary(elm)), ...shared.map(readElmLibrary)],
  valueSets,
  problems: []
}

describe('measures that are evaluated together', () => {
  it('come out as each of them alone, for every patient of every case', () => {
    const program = measureProgram(all)
    const runs = new PeriodRuns(program)
    const together = all.measures.map((measure) => new MeasureEvaluator(measure, all, { program }))
    const alone = pack.map(
      (measure) =>
        new MeasureEvaluator(contentOf(measure, shared, valueSets).measures[0]!, contentOf(measure, shared, valueSets))
    )
    let patients = 0
    for (const { period, cases } of pack) {
      for (const { patientId, resources } of cases) {
        const data = new PatientResources(resources, 'derive', program.fhir)
        const run = runs.begin(data, period)
        for (const [index, evaluator] of together.entries()) {
          const other = alone[index]!
          const patientResources = new PatientResources(resources, 'derive', other.program.fhir)
          expect(JSON.stringify(evaluator.evaluateIn(run, patientId))).toBe(
            JSON.stringify(other.evaluate(patientId, patientResources, period))
          )
        }
        patients++
      }
    }
    expect(patients).toBeGreaterThan(600)
  })
})
