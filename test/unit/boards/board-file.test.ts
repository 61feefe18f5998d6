import { describe, expect, it } from 'vitest'
import { benchmarkLines, readBenchmarkSet } from '#engine/boards/benchmark-set.ts'
import { newBoard, type Board, type FigureItem } from '#engine/boards/board.ts'
import { cohortsOfBoard, writeBoard } from '#engine/boards/board-file.ts'
import { COHORT_FORMAT } from '#engine/cohorts/definition/cohort-definition.ts'
import type { Criterion } from '#engine/cohorts/definition/criteria.ts'
import type { SavedCohort } from '#engine/cohorts/definition/walk-definition.ts'
import { contrastOnWhite } from '#engine/boards/brand-contrast.ts'
import { figureName, type FigureSource } from '#engine/boards/figure-source.ts'
import type { WorklistSelection } from '#engine/measures/results/worklist-result.ts'
import { parseBoard, readBoard } from '#engine/boards/read-board.ts'

const place = { x: 0, y: 0, width: 6, height: 4 }
const figure = (id: string, source: FigureSource): FigureItem => ({ kind: 'figure', id, place, source, show: 'chart' })
const prevalence: FigureSource = {
  of: 'population',
  panel: 'registry',
  params: { id: 'diabetes' },
  figure: 'prevalence'
}
/** Everybody's gaps that are due soon. */
const soon: WorklistSelection = {
  rates: [],
  statuses: ['due-soon'],
  owners: [],
  nextVisit: 'any',
  sort: { column: 'actBy', descending: false }
}
const sources: readonly FigureSource[] = [
  { of: 'population', panel: 'overview', params: {}, figure: 'breakdown', choice: 'payer' },
  prevalence,
  {
    of: 'population',
    panel: 'cost',
    params: { basis: 'allowed', stays: { allAges: true, observation: false } },
    figure: 'trend'
  },
  { of: 'population', panel: 'controlChart', params: { id: 'diabetes', control: 'hba1c' }, figure: 'months' },
  { of: 'population', panel: 'equity', params: { key: 'cost/paid', dimension: 'race' }, figure: 'gaps' },
  { of: 'population', panel: 'forecast', params: { subject: 'bedDays' }, figure: 'forecast' },
  { of: 'measures', panel: 'measure', params: { key: 'm/g' }, figure: 'trend', choice: 'month' },
  { of: 'measures', panel: 'equity', params: { key: 'm/g', dimension: 'race' }, figure: 'gaps' },
  { of: 'risk', panel: 'lists', params: { window: 30, limit: 0, revealed: false }, figure: 'drivers' },
  { of: 'sql', statement: 'select 1', values: {}, figure: 'rows' },
  { of: 'cohort', cohort: 'abc12345', figure: 'funnel' },
  { of: 'worklist', view: { ...soon, actWithin: 14, groupBy: 'provider' }, figure: 'list' }
]
const board: Board = {
  ...newBoard('b1', 'Quality'),
  filters: [{ dimension: 'payer', values: ['Medicare'] }],
  items: [
    ...sources.map((source, index) => figure(`f${index}`, source)),
    { kind: 'text', id: 't1', place, text: 'Why we look at this.' }
  ],
  events: [{ id: 'e1', at: 20_000, kind: 'event', text: 'New clinic' }],
  brand: { name: 'Clinic', color: '#1f4e8c' }
}

describe('a board as a file', () => {
  it('comes back as it was', () => {
    expect(parseBoard(writeBoard(board, []).text)).toEqual(board)
  })

  it('leaves out lists that name single people', () => {
    const rows = (column: string): FigureSource => ({
      of: 'rows',
      selector: { table: 'condition', asOf: 20_000, filters: [], where: [{ column, in: ['patient-eve'] }] },
      figure: 'rows'
    })
    const items = [figure('p', rows('patient_id')), figure('c', rows('code'))]
    const { text, leftOut } = writeBoard({ ...board, items }, [])
    expect(leftOut).toBe(1)
    expect(parseBoard(text).items.map(({ id }) => id)).toEqual(['c'])
  })

  it('leaves out views of the worklist that name who takes care', () => {
    const view = (owners: readonly string[]): FigureSource => ({
      of: 'worklist',
      view: { ...soon, owners },
      figure: 'measures'
    })
    const items = [figure('a', view(['R. Alvarez'])), figure('n', view(['']))]
    const { text, leftOut } = writeBoard({ ...board, items }, [])
    expect([leftOut, text.includes('Alvarez')]).toEqual([1, false])
    expect(parseBoard(text).items.map(({ id }) => id)).toEqual(['n'])
  })

  it('has the definitions of the cohorts that the board needs, and none that lists people', () => {
    const cohort = (id: string, step: Criterion): SavedCohort => ({
      id,
      definition: { format: COHORT_FORMAT, title: id, people: 'living', steps: [step] }
    })
    const saved = [
      cohort('abc12345', { type: 'cohort', cohort: 'women' }),
      cohort('women', { type: 'filter', dimension: 'sex', values: ['female'] }),
      cohort('listed', { type: 'people', ids: ['patient-eve'] }),
      cohort('other', { type: 'filter', dimension: 'sex', values: ['male'] })
    ]
    const filtered = { ...board, filters: [{ dimension: 'cohort:listed', values: ['yes'] }] }
    const needed = cohortsOfBoard(filtered, (id) => saved.find((each) => each.id === id))
    const { text, leftOut } = writeBoard(filtered, needed)
    expect(readBoard(text)).toEqual({ board: filtered, cohorts: saved.slice(0, 2) })
    expect([leftOut, text.includes('patient-eve')]).toEqual([1, false])
  })

  it.each([
    ['no JSON', '{'],
    ['another format', JSON.stringify({ ...board, format: 9 })],
    [
      'a result beside the definition',
      JSON.stringify({ ...board, items: [{ ...figure('x', prevalence), result: 12 }] })
    ],
    [
      'revealed names',
      JSON.stringify({
        ...board,
        items: [
          figure('x', {
            of: 'risk',
            panel: 'lists',
            params: { window: 30, limit: 0, revealed: true },
            figure: 'drivers'
          })
        ]
      })
    ],
    [
      'a worklist in an order that there is not',
      JSON.stringify({
        ...board,
        items: [
          figure('x', {
            of: 'worklist',
            view: { ...soon, sort: { column: 'phone' as 'age', descending: false } },
            figure: 'list'
          })
        ]
      })
    ],
    [
      'a result beside the definition',
      JSON.stringify({ ...board, brand: { name: '', color: '#000000', logo: 'data:image/svg+xml;base64,AAAA' } })
    ],
    ['a color that cannot be read', JSON.stringify({ ...board, brand: { name: '', color: '#ffee00' } })]
  ])('refuses %s', (_, text) => {
    expect(() => parseBoard(text)).toThrow(/Choose|Nothing was changed/)
  })
})

describe('benchmarks of a board', () => {
  it('are read from a table and belong to figures by name', () => {
    const set = readBenchmarkSet('National 2025', 'figure,value\nregistry:diabetes/prevalence,12%\ncost/trend,640\n')
    expect(set.values).toEqual([
      { figure: 'registry:diabetes/prevalence', value: 0.12 },
      { figure: 'cost/trend', value: 640 }
    ])
    expect(figureName(prevalence)).toBe('registry:diabetes/prevalence')
    expect(benchmarkLines([set], figure('f', prevalence))).toEqual([{ label: 'National 2025', value: 0.12 }])
  })

  it.each(['', 'a,b\n1,2', 'figure,value', 'figure,value\ncost/trend,much'])(
    'are refused where they cannot be read: %s',
    (text) => {
      expect(() => readBenchmarkSet('x', text)).toThrow(/table/)
    }
  )
})

describe('the contrast of a color', () => {
  // Black on white is 21 to 1, and #767676 is the lightest gray with 4.5 to 1 (WCAG 2.2).
  it.each([
    ['#000000', 21],
    ['#ffffff', 1],
    ['#767676', 4.54]
  ])('of %s is %d to 1', (color, contrast) => {
    expect(contrastOnWhite(color)).toBeCloseTo(contrast, 2)
  })
})
