import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readMeasureContent } from '#engine/measures/definition/measure-content.ts'
import { MeasureEvaluator } from '#engine/measures/evaluate/measure-evaluator.ts'
import { MeasureTrace } from '#engine/measures/evaluate/measure-trace.ts'
import { missingEvidence } from '#engine/measures/evaluate/missing-evidence.ts'
import { PatientResources } from '#engine/measures/records/patient-resources.ts'
import type { MissingEvidence } from '#engine/measures/evaluate/missing-evidence.ts'
import { readPack } from '../../conformance/measure-pack.ts'
import { testData } from '../../support/test-data.ts'

const file = testData('conformance/ecqm/dqm-2025/CMS951FHIRKidneyHealthEval.pack.json.gz')

describe.skipIf(file === undefined)('missing evidence', () => {
  it('names the tests that a patient lacks, and nothing where the numerator is met', () => {
    const pack = readPack(join(file!))
    const content = readMeasureContent([pack.measure, ...pack.libraries, ...pack.valueSets])
    const evaluator = new MeasureEvaluator(content.measures[0]!, content, { instrumented: true })
    const lacks = (name: string): readonly MissingEvidence[] => {
      const testCase = pack.cases.find((item) => item.name === name)!
      const resources = testCase.bundle.entry.map((entry) => entry.resource)
      const trace = new MeasureTrace()
      const data = new PatientResources(resources, 'trust-profiles', evaluator.program.fhir)
      evaluator.evaluate(testCase.patientId, data, pack.period, trace)
      const library = evaluator.program.library(content.measures[0]!.library)
      return missingEvidence(library, 'Numerator', content.libraries, trace)
    }
    expect(lacks('NUMERFail SingleUCLab').map(({ type, codes }) => [type, ...codes])).toEqual([
      ['Observation', 'Estimated Glomerular Filtration Rate'],
      ['Observation', 'Urine Albumin Creatinine Ratio']
    ])
    const met = pack.cases.find((testCase) => testCase.name.startsWith('NUMERPass'))!
    expect(lacks(met.name)).toEqual([])
  })
})
