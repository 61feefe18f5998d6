import { describe, expect, it } from 'vitest'
import { hiddenColumns, scorecardColumns } from '../../../src-renderer/screens/measures/common/scorecard-columns.ts'
import { worklistColumnNames } from '#engine/measures/results/worklist-result.ts'
import { createFormat } from '../../../src-renderer/ui/format/format.ts'
import { beforeVisits } from '../../../src-renderer/state/worklist/worklist-choice.ts'
import { fitColumns, minimumWidth } from '../../../src-renderer/ui/table/virtual-column.ts'
import { chooseColumns, sortColumn, worklistColumns } from '../../../src-renderer/screens/worklist/worklist-columns.ts'

describe('the columns of the scorecard', () => {
  const stars = { hasStars: true, hasTargets: false, hasBenchmarks: false, isRunning: false }

  it('keep the position against the cut points in a window of 1280 pixels, with and without targets', () => {
    expect(scorecardColumns(1036, stars)).toMatchObject({ track: true, met: true, weight: false, trend: false })
    expect(
      scorecardColumns(1036, { ...stars, hasTargets: true, hasBenchmarks: false, isRunning: false })
    ).toMatchObject({
      track: true,
      trend: false
    })
  })

  it('are all there before the width is known, and in a wide window', () => {
    for (const width of [0, 2000]) {
      expect(hiddenColumns(scorecardColumns(width, stars), stars)).toBe(0)
    }
  })

  it('count as hidden only where the table has them at all', () => {
    const plain = { hasStars: false, hasTargets: false, hasBenchmarks: false, isRunning: false }
    expect(hiddenColumns(scorecardColumns(600, plain), plain)).toBe(4)
    // What the user does without makes room for others.
    expect(scorecardColumns(1036, stars, ['track', 'met'])).toMatchObject({ track: false, met: false, trend: true })
    expect(
      hiddenColumns(
        scorecardColumns(600, { hasStars: true, hasTargets: true, hasBenchmarks: false, isRunning: false }),
        {
          hasStars: true,
          hasTargets: true,
          hasBenchmarks: false,
          isRunning: false
        }
      )
    ).toBe(8)
  })
})

describe('the columns of the worklist', () => {
  const columns = [{ id: 'patient' }, { id: 'why' }, { id: 'owner', priority: 1 }, { id: 'practice', priority: 6 }]

  it('sort by what the panel knows, and by nothing else in its place', () => {
    expect(sortColumn('followUp')).toBe('followUp')
    expect(() => sortColumn('why')).toThrow(RangeError)
  })

  it('include each by which the list can be sorted; the age stands next to the name', () => {
    const format = createFormat({
      locale: 'en-US',
      smallCellLimit: () => 0,
      dimensions: () => [],
      label: () => '',
      notes: () => []
    })
    const sortable = worklistColumns(format, undefined, true).flatMap(({ id, sortable }) => (sortable ? [id] : []))
    expect(worklistColumnNames.filter((name) => !sortable.includes(name))).toEqual(['age'])
  })

  it('give way by themselves as long as nobody chose', () => {
    expect(chooseColumns(columns, undefined)).toEqual(columns)
  })

  it('stay when somebody chose them, and the person always does', () => {
    expect(chooseColumns(columns, ['practice', 'a column of another version'])).toEqual([
      { id: 'patient' },
      { id: 'practice' }
    ])
  })

  it('are not repeated in every row where the headings of the groups say the same, but copied', () => {
    expect(chooseColumns(columns, undefined, 'owner')).toContainEqual({ id: 'owner', priority: 1, inHeading: true })
    // Rows of several people can be chosen together: each names its own.
    expect(chooseColumns(columns, undefined, 'patient')).toEqual(columns)
  })

  it('of the visits of the next week fit into a window of 1280 pixels next to the list of their days', () => {
    const format = createFormat({
      locale: 'en-US',
      smallCellLimit: () => 0,
      dimensions: () => [],
      label: () => '',
      notes: () => []
    })
    const { columns: chosen, groupBy } = beforeVisits
    const shown = fitColumns(chooseColumns(worklistColumns(format, undefined), chosen, groupBy), 0)
    expect(shown.map(({ id }) => id)).toEqual(['patient', 'measure', 'why', 'closes', 'provider'])
    const navigation = 212
    const days = 208
    expect(minimumWidth(shown, true)).toBeLessThanOrEqual(1280 - navigation - days)
  })
})
