import { describe, expect, it } from 'vitest'
import type { FigureSource } from '#engine/boards/figure-source.ts'
import { worklistDefinition } from '#engine/boards/worklist-definition.ts'
import type { StatementAnswer } from '#engine/boards/figure-answer.ts'
import { figureView } from '../../../src-renderer/figures/catalog.ts'
import { cohortFigures } from '../../../src-renderer/figures/cohort-figures.ts'
import { format, provenance, share } from '../charts/chart-fixture.ts'

const statement: FigureSource = {
  of: 'sql',
  statement: 'select payer, count(*) n from coverage group by payer',
  values: {},
  figure: 'rows'
}

function answer(rows: StatementAnswer['rows']): StatementAnswer {
  const columns = [
    { name: 'payer', numeric: false },
    { name: 'n', numeric: true }
  ]
  return {
    statement: 'select payer, count(*) n from coverage group by payer',
    columns,
    rows,
    total: rows.length,
    provenance
  }
}

describe('the figure of a source', () => {
  it('is unknown where this version has no such figure', () => {
    expect(
      figureView({ of: 'population', panel: 'overview', params: {}, figure: 'pie' }, undefined, format())
    ).toBeUndefined()
    expect(
      figureView({ of: 'population', panel: 'overview', params: {}, figure: 'chronic' }, undefined, format())?.title
    ).toBe('Chronic conditions')
  })

  it('says that the data have no such key figure, control or group', () => {
    const none = { keyFigures: [], controls: [], strata: [], title: 'Diabetes' } as never
    const empty = (source: FigureSource) => figureView(source, none, format())?.empty
    const registry = { of: 'population', panel: 'registry', params: { id: 'diabetes' } } as const
    expect(empty({ ...registry, figure: 'key:members' })).toBe('These data have no such figure.')
    expect(empty({ ...registry, figure: 'control:a1c' })).toBe(
      'The registry Diabetes has no such control in this version.'
    )
    expect(empty({ ...registry, figure: 'groups:a1c' })).toBe(
      'The registry Diabetes has no such figure by group in this version.'
    )
  })

  it('calls a key figure that is not there what it was called on the board', () => {
    const source = { of: 'population', panel: 'cost', params: {}, figure: 'key:paid' } as const
    const none = { keyFigures: [] } as never
    const label = 'Paid by the plan'
    expect(figureView(source, none, format(), { label })?.title).toBe(label)
    expect(figureView(source, undefined, format(), { label })?.title).toBe(label)
    // Boards of earlier versions hold no such name: the templates know some.
    expect(figureView(source, none, format())?.title).toBe('Paid per member per month')
    expect(figureView(source, undefined, format())?.title).toBe('Paid per member per month')
    expect(figureView({ ...source, figure: 'key:pmpm' }, none, format())?.title).toBe('Key figure')
    expect(figureView({ ...source, panel: 'use' }, none, format())?.title).toBe('Key figure')
  })

  it('has the key figure itself, with its reason where there is no value', () => {
    const figure = { ...share(3, 10), value: undefined, missing: 'the data contain no claims' }
    const panel = { keyFigures: [{ id: 'pmpm', label: 'Paid', figure, note: '', trend: [] }] } as never
    const view = figureView({ of: 'population', panel: 'cost', params: {}, figure: 'key:pmpm' }, panel, format())
    expect([view?.title, view?.keyFigure?.figure.missing, view?.empty]).toEqual([
      'Paid',
      'the data contain no claims',
      undefined
    ])
  })

  it('of a statement hides small counts, with a second one that would tell them', () => {
    const rows = [
      ['A', 500],
      ['B', 40],
      ['C', 3]
    ] as const
    const texts = (limit: number) =>
      figureView(statement, answer(rows), format(limit))?.table?.rows.map(([, n]) => n!.value ?? n!.text)
    expect(texts(0)).toEqual([500, 40, 3])
    expect(texts(10)?.filter((value) => typeof value === 'number')).toEqual([500])
  })

  it('of a view of the worklist counts people by measure, small groups hidden, and lists nobody there', () => {
    const source = (figure: 'measures' | 'list'): FigureSource => ({ of: 'worklist', view, figure })
    const view = {
      rates: [],
      statuses: ['open'],
      owners: ['R. Alvarez'],
      nextVisit: 'none',
      sort: { column: 'actBy', descending: false }
    } as const
    const group = (value: string, rows: number, first: number) => ({ value, label: value.toUpperCase(), rows, first })
    const row = { name: '••', title: 'A', status: 'open', why: 'No test on record', practice: '' }
    const list = { total: 43, people: 41, groups: [group('a', 40, 0), group('b', 3, 40)], rows: [row] }
    const provenanceOf = { ...provenance, definition: worklistDefinition(view) }
    const shown = { view, list: list as never, provenance: provenanceOf }
    expect(figureView(source('measures'), shown, format())?.subtitle).toBe('43 gaps of 41 people')
    const counts = figureView(source('measures'), shown, format(10))
    // The total less the first group would be the second one.
    expect(counts?.subtitle).toBe('')
    expect(counts?.caption).toBe('Status: Open; owner: R. Alvarez; no visit booked.')
    expect(counts?.model?.table.rows.map((cells) => cells.map(({ text }) => text))).toEqual([
      ['A', '40'],
      ['B', '<11']
    ])
    const rows = figureView(source('list'), shown, format(10))?.table?.rows
    expect(rows?.[0]?.map(({ text }) => text)).toEqual(['••', 'A', 'Open', 'No test on record', '–', '–', '–', '–'])
  })

  it('of a cohort hides all steps where one has a small count', () => {
    const step = { left: 3, lost: 90, unknown: 0, alone: { meets: 3, unknown: 0, reason: undefined, nodes: [] } }
    const funnel = { start: 93, entry: 93, entryReason: undefined, steps: [step], people: 3, unknown: 0 }
    const view = cohortFigures.funnel(
      { title: 'Rare', startText: 'Living', indexText: undefined, steps: ['Has it'], funnel, provenance },
      format(10)
    )
    expect(view.table?.rows[1]?.map(({ text }) => text)).toEqual([
      '1. Has it',
      'suppressed',
      'suppressed',
      'suppressed'
    ])
  })
})
