import { describe, expect, it } from 'vitest'
import type { ComparedRow } from '#engine/cohorts/compare/compare-cohorts.ts'
import type { ExploreAnswer, ExploreFrame, PivotRequest } from '#engine/explore/explorer.ts'
import { hiddenOf, hiddenShares, type Compared } from '../../../src-renderer/screens/common/compared.ts'
import { pivotCells } from '../../../src-renderer/screens/explore/pivot-cells.ts'
import { FigureHider, FigureRecorder } from '#engine/sharing/published/figure-release.ts'
import { solveCounts } from '#engine/sharing/published/solve-counts.ts'
import { format } from '../charts/chart-fixture.ts'

describe('a crossed table of means', () => {
  const dimension = (id: string) => ({
    id,
    label: id,
    ordered: true,
    values: [
      { value: 'a', label: 'A' },
      { value: 'b', label: 'B' }
    ],
    people: Int32Array.of(100, 100)
  })
  const frame = {
    dimensions: [dimension('sex'), dimension('payer')],
    measures: [{ id: 'a1c', name: 'A1c', unit: '%', kind: 'mean' }]
  } as unknown as ExploreFrame
  const answer = {
    pivot: {
      people: Int32Array.of(50, 50, 50, 50),
      sums: Float64Array.of(9.3, 140, 210, 280),
      known: Int32Array.of(1, 20, 30, 40)
    }
  } as unknown as ExploreAnswer
  const request = { rows: 'sex', columns: 'payer', measure: 'a1c' } as unknown as PivotRequest
  const texts = (limit: number) =>
    pivotCells(frame, answer, request, limit, format(limit))!.table.rows.map((row) => row.map(({ text }) => text))

  it('tells no result of few among many people', () => {
    expect(texts(0)[0]![1]).toMatch(/^9\.3/)
    expect(texts(10)[0]).toEqual(['A', 'suppressed', expect.stringMatching(/^7/)])
  })
})

describe('two sets of people side by side', () => {
  const row = (group: string, label: string, left: number): ComparedRow => ({
    id: label,
    group,
    label,
    kind: 'share',
    unit: '',
    left,
    right: 0.5,
    leftKnown: 100,
    rightKnown: 100,
    difference: 0.1
  })
  const labels = (rows: readonly ComparedRow[]) => [...hiddenShares(rows, 'left', 10)].map(({ label }) => label)

  it('withhold the share of all but few, and what tells a small one of its group', () => {
    expect(labels([row('Diabetes', 'Diabetes', 0.97)])).toEqual(['Diabetes'])
    expect(labels([row('Sex', 'Female', 0.55), row('Sex', 'Male', 0.41), row('Sex', 'Other', 0.04)])).toEqual([
      'Male',
      'Other'
    ])
    expect(labels([row('Conditions', 'Asthma', 0.3), row('Conditions', 'Gout', 0.04)])).toEqual(['Gout'])
    expect([...hiddenShares([row('Sex', 'Female', 0.97)], 'left', 0)]).toEqual([])
  })

  /** Women and men of two sets with a registry, and their mean age. */
  const compared = (left: readonly number[], right: readonly number[], within: Compared['within']): Compared => {
    const [n, total] = [left, right].map((counts) => counts[0]! + counts[1]!) as [number, number]
    const known = { leftKnown: n, rightKnown: total, unit: '', difference: 0.1 }
    const labelled = ['Women', 'Men', 'Diabetes'].map((label, place): ComparedRow => ({
      ...known,
      id: label,
      group: place < 2 ? 'Sex' : label,
      label,
      kind: 'share',
      where: place < 2 ? { dimension: 'sex', value: label } : { dimension: 'registry:diabetes', value: 'yes' },
      left: left[place]! / n,
      right: right[place]! / total
    }))
    const age: ComparedRow = { ...known, id: 'age', group: 'Means', label: 'Age', kind: 'mean', left: 50, right: 51 }
    return {
      rows: [...labelled, age],
      left: { title: 'Narrow', people: n, filters: [{ dimension: 'cohort:narrow', values: ['yes'] }] },
      right: { title: 'Wide', people: total, filters: [{ dimension: 'cohort:wide', values: ['yes'] }] },
      within
    }
  }
  /** Labels that leave with both values, when they leave as the page makes it. */
  const leaving = (shown: Compared): readonly string[] => {
    const recorder = new FigureRecorder(() => 'd1')
    hiddenOf(shown, 20_000, 10, recorder)
    const { withheld } = solveCounts(recorder.counts, [], [], 10)
    const { left, right } = hiddenOf(shown, 20_000, 10, new FigureHider(withheld, () => 'd1'))
    return shown.rows.filter((each) => !left.rows.has(each) && !right.rows.has(each)).map(({ label }) => label)
  }

  it('withhold what tells few people who are in the one set and not in the other', () => {
    // Three more with diabetes, of forty more people.
    const nested = compared([200, 200, 150], [220, 220, 153], 'left')
    expect(leaving(nested)).toEqual(['Women', 'Men', 'Age'])
    expect(leaving({ ...nested, within: undefined })).toHaveLength(4)
    // Three more people in all: whatever is told of both tells it of them.
    expect(leaving(compared([200, 200, 150], [201, 202, 151], 'left'))).toEqual([])
    expect(leaving(compared([200, 200, 150], [240, 250, 190], 'left'))).toHaveLength(4)
  })
})
