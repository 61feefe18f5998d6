import { describe, expect, it } from 'vitest'
import { scorecardKeyFigures } from '#engine/measures/scorecard/scorecard-key-figures.ts'
import { gapStatuses, NO_DATA } from '#engine/measures/results/gap-status.ts'
import type { PeopleView } from '#engine/population/panels/base/people-view.ts'

/** A view of a population with so many people, of whom nothing else is asked. */
function viewOf(count: number): PeopleView {
  return { population: { count }, provenance: () => ({}) } as unknown as PeopleView
}

function gapFigures(patients: number) {
  return scorecardKeyFigures(viewOf(patients), [], new Int32Array(gapStatuses.length)).filter(
    ({ id }) => id === 'to-close' || id === 'no-data'
  )
}

describe('gaps to close', () => {
  it('cannot be computed without people, and are none where nobody has one', () => {
    for (const { figure } of gapFigures(0))
      expect(figure).toMatchObject({ value: undefined, missing: 'no Patient is in these data' })
    for (const { figure } of gapFigures(3)) expect(figure).toMatchObject({ value: 0 })
  })

  it('without data name the missing kind only where a gap lacks it', () => {
    const noteOf = (missing: number): string => {
      const all = new Int32Array(gapStatuses.length)
      all[NO_DATA] = missing
      return scorecardKeyFigures(viewOf(3), [], all).find(({ id }) => id === 'no-data')!.note
    }
    expect(noteOf(2)).toBe('nothing of the kind is loaded')
    expect(noteOf(0)).toBe('every gap has data of its kind')
  })
})
