import { describe, expect, it } from 'vitest'
import { readElmLibrary } from '#engine/elm/elm-library.ts'
import { readMeasureContent } from '#engine/measures/measure-content.ts'
import { contentOf, failures, packMeasures, packValueSets, sharedElm } from '../../conformance/pack-content.ts'
import { mutations } from '../../conformance/pack-mutations.ts'

const measures = packMeasures()
const shared = sharedElm()
const { valueSets } = readMeasureContent([measures[0]!.measure, ...packValueSets()])

describe.each(measures.map((measure) => [measure.id, measure] as const))('%s', (_id, measure) => {
  it('gives every case its populations', () => {
    expect(failures(measure, contentOf(measure, shared, valueSets))).toEqual([])
  })

  it('covers every population', () => {
    const counts = measure.cases.flatMap(({ expected }) =>
      Object.values(expected).map((group) => Object.entries(group))
    )
    const seen = new Set(counts.flat().flatMap(([code, count]) => (count > 0 ? [code] : [])))
    expect(new Set(counts.flat().map(([code]) => code))).toEqual(seen)
  })

  it('has a case that notices each define taken away', () => {
    const unnoticed = mutations(measure.elm)
      .filter(({ elm }) => failures(measure, contentOf(measure, shared, valueSets, elm)).length === 0)
      .map(({ define, change }) => `"${define}" ${change}`)
    expect(unnoticed).toEqual([])
  })
})

// FHIRHelpers has functions only, and its conversions are native.
const common = ['PopulusAdherence', 'PopulusCommon']

describe.each(common)('the shared library %s', (id) => {
  const isMeant = (elm: unknown): boolean => readElmLibrary(elm).id === id

  it('has a case that notices each define taken away', () => {
    const unnoticed = mutations(shared.find(isMeant))
      .filter(({ elm }) => {
        const others = shared.map((one) => (isMeant(one) ? elm : one))
        return measures.every((measure) => failures(measure, contentOf(measure, others, valueSets)).length === 0)
      })
      .map(({ define, change }) => `"${define}" ${change}`)
    expect(unnoticed).toEqual([])
  })
})
