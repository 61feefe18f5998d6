import { describe, expect, it } from 'vitest'
import { AddedCodes } from '#engine/base/codes/code-additions.ts'
import { ndc, rxNorm } from '#engine/base/codes/code-systems.ts'
import { effectiveValueSets } from '#engine/measures/content/effective-value-sets.ts'
import { readMeasureContent } from '#engine/measures/definition/measure-content.ts'
import { MeasureEvaluator } from '#engine/measures/evaluate/measure-evaluator.ts'
import { PatientResources } from '#engine/measures/records/patient-resources.ts'
import { contentOf, packMeasures, packValueSets, sharedElm } from '../../conformance/pack-content.ts'

/** metformin hydrochloride 500 MG Oral Tablet. */
const metformin = '861007'
const crosswalk = { source: ndc, target: rxNorm, codes: { '00093104801': [metformin] } }
const measure = packMeasures().find(({ id }) => id === 'adherence-diabetes')!
const { valueSets } = readMeasureContent([measure.measure, ...packValueSets()])

/** Members of denominator and numerator among one person with four fills of 92 days by NDC. */
function counts(added: AddedCodes, code: string): readonly number[] {
  const content = contentOf(measure, sharedElm(), effectiveValueSets(valueSets, added))
  const evaluator = new MeasureEvaluator(content.measures[0]!, content)
  const fills = ['2025-01-01', '2025-04-03', '2025-07-04', '2025-10-04'].map((day, index) => ({
    resourceType: 'ExplanationOfBenefit',
    id: `e${index}`,
    status: 'active',
    use: 'claim',
    outcome: 'complete',
    type: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/claim-type', code: 'pharmacy' }] },
    patient: { reference: 'Patient/a' },
    created: day,
    supportingInfo: [
      {
        sequence: 1,
        category: { coding: [{ code: 'dayssupply' }] },
        valueQuantity: { value: 92 }
      }
    ],
    item: [{ sequence: 1, servicedDate: day, productOrService: { coding: [{ system: ndc, code }] } }]
  }))
  const patient = { resourceType: 'Patient', id: 'a', gender: 'female', birthDate: '1960-05-05' }
  const data = new PatientResources([patient, ...fills], 'derive', evaluator.program.fhir)
  const { populations } = evaluator.evaluate('a', data, measure.period).groups[0]!
  return ['denominator', 'numerator'].map((name) => populations.find((each) => each.code === name)!.count)
}

describe('adherence by fills with National Drug Codes', () => {
  it('has nobody without a crosswalk', () => {
    expect(counts(new AddedCodes([]), '00093104801')).toEqual([0, 0])
  })

  it.each(['00093104801', '0093-1048-01', '00093-1048-01'])('is told with an imported crosswalk: %s', (code) => {
    expect(counts(new AddedCodes([{ codes: [], crosswalks: [crosswalk] }]), code)).toEqual([1, 1])
  })

  it('leaves out products that the crosswalk does not have', () => {
    expect(counts(new AddedCodes([{ codes: [], crosswalks: [crosswalk] }]), '00093721410')).toEqual([0, 0])
  })
})
