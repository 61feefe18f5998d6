import { describe, expect, it } from 'vitest'
import { ndc, rxNorm } from '#engine/base/codes/code-systems.ts'
import { readMeasureContent } from '#engine/measures/definition/measure-content.ts'
import { partlyReadRates } from '#engine/measures/requirements/partly-read.ts'
import { contentOf, packMeasures, packValueSets, sharedElm } from '../../conformance/pack-content.ts'
import { plainStore } from '../selection/plain-store.ts'

const measure = packMeasures().find(({ id }) => id === 'statin-use-diabetes')!
const local = 'urn:oid:1.2.840.114350.1.72.1.7.7.10.696784.13260'
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

describe('a rate of stays', () => {
  const stays = packMeasures().find(({ id }) => id === 'all-cause-readmission')!
  const ofStays = contentOf(stays, sharedElm(), valueSets)

  /** What is said where some of twenty encounters have a class that tells nothing. */
  function saidWith(unknown: number, of: typeof ofStays): string | undefined {
    const encounter = Array.from({ length: 20 }, (_, index) => ({
      id: `e${index}`,
      patient_id: 'a',
      status: 'finished',
      class: index < unknown ? `${local}|4|Hospital Encounter` : `${local}|1|Inpatient`,
      period_start: '2025-01-01',
      period_end: '2025-01-03'
    }))
    const store = plainStore({ patient: [{ id: 'a', birth_date: '1960-01-01' }], encounter })
    return partlyReadRates(of.measures[0]!, of, store)['rate']
  }

  it('says that some may be missing where classes of encounters do not tell', () => {
    expect(saidWith(1, ofStays)).toBe(
      "5% of the encounters have a class that is none of HL7's ActEncounterCode, such as “Hospital Encounter”: stays and visits among them are not counted."
    )
    expect(saidWith(0, ofStays)).toBeUndefined()
  })

  it('is the only kind of rate that says so', () => {
    expect(saidWith(1, content)).toBeUndefined()
  })
})
