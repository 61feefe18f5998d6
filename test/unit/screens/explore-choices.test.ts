import { describe, expect, it } from 'vitest'
import type { ExploreFrame } from '#engine/explore/explorer.ts'
import { chosenValues, codesOfChoice, fittingPivot } from '../../../src-renderer/state/explore/explore-choices.ts'

const dimension = (id: string, values: readonly string[]): ExploreFrame['dimensions'][number] => ({
  id,
  label: id,
  group: 'people',
  ordered: false,
  values: values.map((value) => ({ value, label: value })),
  people: new Int32Array(values.length)
})
const frame: ExploreFrame = {
  available: [],
  measures: [],
  dimensions: [dimension('sex', ['female', 'male']), dimension('practice', ['a', 'b', 'c'])],
  people: 0
}

describe('choices of the Explore screen', () => {
  it('are kept by the names of their values', () => {
    expect(chosenValues(frame, { sex: [1], practice: [2, 0], gone: [0] })).toEqual({
      sex: ['male'],
      practice: ['c', 'a']
    })
    expect(chosenValues(undefined, { sex: [1] })).toEqual({})
  })
  it('come back in the order of the charts, without values that are no longer there', () => {
    expect(codesOfChoice(frame, { practice: ['c', 'a', 'z'], sex: ['unknown'] })).toEqual({ practice: [0, 2] })
  })
  it('cross two charts that are there', () => {
    const wanted = { rows: 'practice', columns: 'age5', measure: undefined }
    expect(fittingPivot(wanted, ['age5', 'practice'])).toEqual(wanted)
    expect(fittingPivot(wanted, ['sex', 'practice'])).toEqual({ ...wanted, columns: 'sex' })
    expect(fittingPivot(wanted, ['sex', 'payer'])).toEqual({ rows: 'payer', columns: 'sex', measure: undefined })
    expect(fittingPivot(wanted, ['practice'])).toEqual({ ...wanted, columns: 'practice' })
  })
})
