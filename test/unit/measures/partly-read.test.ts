import { describe, expect, it } from 'vitest'
import { ndc, rxNorm } from '#engine/base/codes/code-systems.ts'
import { readMeasureContent } from '#engine/measures/definition/measure-content.ts'
import { partlyReadRates } from '#engine/measures/requirements/partly-read.ts'
import { contentOf, packMeasures, packValueSets, sharedElm } from '../../conformance/pack-content.ts'
import { plainStore } from '../selection/plain-store.ts'

const measure = packMeasures().find(({ id }) => id === 'statin-use-diabetes')!
const { valueSets } = readMeasureContent([measure.measure, ...packValueSets()])
const content = contentOf(measure, sharedElm(), valueSets)

/** What is said of the rate where some of ten lines of pharmacy claims have National Drug Codes alone. */
function partlyRead(byNdc: number): string | undefined {
  const store = plainStore({
    patient: [{ id: 'a', birth_date: '1960-01-01' }],
    explanation_of_benefit: [{ id: 'e', patient_id: 'a', status: 'active', billable_start: '2025-01-01' }],
    explanation_of_benefit_item: Array.from({ length: 10 }, (_, index) => ({
      explanation_of_benefit_id: 'e',
      patient_id: 'a',
      sequence: index + 1,
      code: index < byNdc ? `${ndc}|0009310480${index}` : `${rxNorm}|617310`
    }))
  })
  return partlyReadRates(content.measures[0]!, content, store)['rate']
}

describe('a rate some of whose records have codes that no list knows', () => {
  it('says so, with their share and systems', () => {
    expect(partlyRead(4)).toBe(
      '40% of the records of the kinds that this rate reads have codes that no installed list knows (NDC, 4).'
    )
  })

  it('says nothing where all can be read, or none: then it cannot be computed', () => {
    expect(partlyRead(0)).toBeUndefined()
    expect(partlyRead(10)).toBeUndefined()
  })
})
