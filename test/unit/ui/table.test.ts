import { describe, expect, it } from 'vitest'
import type { Figure } from '#engine/base/figures/figure.ts'
import { fc } from '../../support/property.ts'
import { gridAction } from '../../../src-renderer/ui/table/grid-keys.ts'
import { GroupLayout } from '../../../src-renderer/ui/table/group-layout.ts'
import { localRows } from '../../../src-renderer/ui/table/local-rows.ts'
import { tableToCsv, tableToTsv } from '../../../src-renderer/ui/copy/delimited.ts'
import {
  chosenRanges,
  countChosen,
  chooseEveryRow,
  extendTo,
  isChosen,
  noRows,
  toggleRow
} from '../../../src-renderer/ui/table/row-choice.ts'
import { rowsInView, scrollToShow } from '../../../src-renderer/ui/table/rows-in-view.ts'
import { fileName } from '../../../src-renderer/ui/copy/save-text.ts'
import { clippedText } from '../../../src-renderer/ui/table/clipped-title.ts'
import {
  fitColumns,
  gridTemplate,
  minimumWidth,
  staysInView,
  type VirtualColumn
} from '../../../src-renderer/ui/table/virtual-column.ts'
import { withholdSmallCells } from '../../../src-renderer/ui/copy/withhold-small-cells.ts'

const table = {
  columns: [
    { label: 'Group', numeric: false },
    { label: 'People', numeric: true }
  ],
  rows: [
    [{ text: 'A, "quoted"' }, { text: '1,204', value: 1204 }],
    [{ text: '=HYPERLINK("x")' }, { text: 'tab\there' }]
  ]
}

describe('copies and exports', () => {
  it('copy what is shown, one line a row, the source last', () => {
    expect(tableToTsv(table, 'Source').split('\n')).toEqual([
      'Group\tPeople',
      'A, "quoted"\t1,204',
      `'=HYPERLINK("x")\ttab here`,
      'Source'
    ])
  })

  it('export bare values, quoted by RFC 4180, and nothing that a spreadsheet would run', () => {
    expect(tableToCsv(table, 'Source').split('\r\n')).toEqual([
      'Group,People',
      '"A, ""quoted""",1204',
      `"'=HYPERLINK(""x"")","tab\there"`,
      'Source',
      ''
    ])
  })

  it('hold no value of a small group', () => {
    const figure = { value: 4, unit: 'people', provenance: {} } as Figure
    const kept = withholdSmallCells(
      { columns: table.columns, rows: [[{ text: 'B' }, { text: '4', value: 4, figure }]] },
      10
    )
    expect(JSON.stringify(kept.rows)).toBe('[[{"text":"B"},{"text":"<11","withheld":true}]]')
  })

  it('hold nothing by which a small group could be worked out from totals and rates', () => {
    const people = (value: number): Figure => ({ value, unit: 'people', provenance: {} }) as Figure
    const share = (numerator: number, denominator: number): Figure =>
      ({ value: numerator / denominator, unit: 'proportion', numerator, denominator, provenance: {} }) as Figure
    const rows = [
      ['A', 60, 30],
      ['B', 33, 12],
      ['C', 7, 0],
      ['All', 100, 42]
    ].map(([label, all, part]) => {
      const [count, rate] = [people(Number(all)), share(Number(part), Number(all))]
      return [
        { text: String(label) },
        { text: String(all), value: Number(all), figure: count },
        { text: 'rate', value: rate.value!, figure: rate },
        { text: String(part), value: Number(part) }
      ]
    })
    const columns = ['Group', 'People', 'Rate', 'Numerator'].map((label, index) => ({ label, numeric: index > 0 }))
    const shown = withholdSmallCells({ columns, rows }, 10).rows.map((row) => row.map(({ text }) => text))
    expect(shown).toEqual([
      ['A', '60', 'rate', '30'],
      ['B', 'suppressed', 'suppressed', '–'],
      ['C', '<11', 'suppressed', '–'],
      ['All', '100', 'rate', '42']
    ])
  })

  it('name files after the title without odd characters', () => {
    expect(fileName('A1c below 8% (Diabètes)', 'csv')).toBe('a1c-below-8-diabetes.csv')
  })
})

describe('chosen rows', () => {
  const action = fc.oneof(
    fc.record({ kind: fc.constant('toggle' as const), index: fc.nat(29) }),
    fc.record({ kind: fc.constant('extend' as const), index: fc.nat(29) }),
    fc.record({ kind: fc.constantFrom('all' as const, 'none' as const), index: fc.constant(0) })
  )

  it('are the same as in a plain set, whatever is pressed', () => {
    fc.assert(
      fc.property(fc.array(action, { maxLength: 12 }), (actions) => {
        const total = 30
        let choice = noRows
        let plain = new Set<number>()
        let anchor = 0
        for (const { kind, index } of actions) {
          if (kind === 'toggle') {
            choice = toggleRow(choice, index)
            if (!plain.delete(index)) plain.add(index)
            anchor = index
          } else if (kind === 'extend') {
            choice = extendTo(choice, index)
            for (let each = Math.min(anchor, index); each <= Math.max(anchor, index); each++) plain.add(each)
          } else {
            choice = kind === 'all' ? chooseEveryRow : noRows
            plain = new Set(kind === 'all' ? Array.from({ length: total }, (_, each) => each) : [])
            anchor = 0
          }
        }
        const listed = chosenRanges(choice, total).flatMap(([from, to]) =>
          Array.from({ length: to - from }, (_, step) => from + step)
        )
        expect(listed).toEqual([...plain].sort((a, b) => a - b))
        expect(countChosen(choice, total)).toBe(plain.size)
        for (let each = 0; each < total; each++) expect(isChosen(choice, each)).toBe(plain.has(each))
      })
    )
  })
})

describe('columns', () => {
  const column = (id: string, width: number, priority?: number): VirtualColumn<string> => ({
    id,
    label: id,
    width,
    text: (row) => row,
    ...(priority === undefined ? {} : { priority })
  })
  const columns = [column('name', 200), column('size', 100, 1), column('type', 100, 2), column('day', 100)]

  it('give way in order of priority and those without one stay', () => {
    const shown = (width: number) => fitColumns(columns, width).map(({ id }) => id)
    expect(shown(500)).toEqual(['name', 'size', 'type', 'day'])
    expect(shown(499)).toEqual(['name', 'size', 'day'])
    expect(shown(100)).toEqual(['name', 'day'])
  })
  it('are not drawn where a heading says the same, and take no room', () => {
    const grouped = [column('name', 200), { ...column('day', 100), inHeading: true as const }]
    expect(fitColumns(grouped, 1000).map(({ id }) => id)).toEqual(['name'])
    expect([minimumWidth(fitColumns(grouped, 0), false), minimumWidth(columns, true)]).toEqual([216, 546])
  })
  it('of names stays in view where the others pass, unless it takes more than half of the box', () => {
    const wide = [column('name', 118), column('why', 400), column('owner', 200)]
    expect(staysInView(wide, true, 600)).toBe(true)
    expect(staysInView(wide, true, 328)).toBe(true)
    expect(staysInView(wide, true, 327)).toBe(false)
    expect(staysInView(wide, false, 268)).toBe(true)
    // All of it is in view.
    expect(staysInView(wide, true, 764)).toBe(false)
  })
  it('give way, if they matter less, for the width that others prefer', () => {
    const roomy = [{ ...column('why', 170), preferred: 250 }, column('status', 100, 1), column('owner', 100, 3)]
    const shown = (width: number) => fitColumns(roomy, width).map(({ id }) => id)
    expect(shown(450)).toEqual(['why', 'status', 'owner'])
    expect(shown(449)).toEqual(['why', 'status'])
    expect(shown(270)).toEqual(['why', 'status'])
    expect(shown(269)).toEqual(['why'])
  })
})

describe('cells', () => {
  it('tell what is cut off, and nothing where all of it can be read', () => {
    const cell = (scrollWidth: number) => ({ scrollWidth, clientWidth: 100, textContent: ' Asthma, Hyperlipidemia ' })
    expect(clippedText(cell(180))).toBe('Asthma, Hyperlipidemia')
    expect(clippedText(cell(100))).toBeUndefined()
    // Widths are rounded.
    expect(clippedText(cell(101))).toBeUndefined()
  })
})

describe('rows at hand', () => {
  it('are sorted with missing values last in either direction', async () => {
    const rows = [{ n: 10 }, { n: undefined }, { n: 9 }]
    const keys = { n: (row: { n: number | undefined }) => row.n }
    const sorted = async (descending: boolean) =>
      (await localRows(rows, keys, 0, 10, { column: 'n', descending })).rows.map(({ n }) => n)
    expect(await sorted(false)).toEqual([9, 10, undefined])
    expect(await sorted(true)).toEqual([10, 9, undefined])
    expect(await localRows(rows, keys, 1, 1, undefined)).toEqual({ total: 3, rows: [{ n: undefined }] })
  })
})

describe('keys in a table of rows', () => {
  const state = { active: 5, total: 10, page: 4, selectable: true, chosen: 0 }
  const press = (key: string, held?: 'shiftKey' | 'ctrlKey' | 'metaKey', changed = {}) =>
    gridAction(
      { key, shiftKey: false, ctrlKey: false, metaKey: false, ...(held && { [held]: true }) },
      { ...state, ...changed }
    )

  it('move, and extend the selection with Shift where rows can be selected', () => {
    expect(press('PageUp')).toEqual({ kind: 'move', row: 1, extend: false })
    expect(press('End', 'shiftKey')).toEqual({ kind: 'move', row: 9, extend: true })
    expect(press('End', 'shiftKey', { selectable: false })).toEqual({ kind: 'move', row: 9, extend: false })
  })

  it('open, choose, copy, and choose none, and leave other keys alone', () => {
    expect(press('Enter')).toEqual({ kind: 'open' })
    expect(press(' ', 'shiftKey')).toEqual({ kind: 'choose', extend: true })
    expect(press('A', 'metaKey')).toEqual({ kind: 'chooseAll' })
    expect(press('c', 'ctrlKey', { selectable: false })).toEqual({ kind: 'copy' })
    expect(press('Escape', undefined, { chosen: 2 })).toEqual({ kind: 'chooseNone' })
    for (const key of ['a', 'c', 'Escape', 'Tab']) expect(press(key)).toBeUndefined()
    for (const key of [' ', 'a']) expect(press(key, 'ctrlKey', { selectable: false })).toBeUndefined()
  })
})

describe('rows in view', () => {
  const layout = new GroupLayout([])
  const view = { scrollTop: 1000, height: 300, rowHeight: 20 }

  it('are those in sight and some around them, never beyond the table', () => {
    expect(rowsInView(view, layout, 1000)).toEqual({ firstLine: 44, endLine: 71, first: 44, end: 71 })
    expect(rowsInView(view, layout, 60)).toMatchObject({ first: 44, end: 60 })
    expect(rowsInView(view, layout, 0)).toMatchObject({ first: 0, end: 0 })
  })

  it('are left where they are when a line is in sight, and scrolled just far enough when it is not', () => {
    expect(scrollToShow(55, view)).toBe(1000)
    expect(scrollToShow(10, view)).toBe(200)
    expect(scrollToShow(64, view)).toBe(1020)
  })

  it('have columns of fixed widths, and those that take what is left', () => {
    const columns = [
      { id: 'a', label: 'A', width: 80, text: () => '' },
      { id: 'b', label: 'B', width: 90, grow: 2, text: () => '' }
    ]
    expect(gridTemplate(columns, true)).toBe('30px 80px minmax(90px, 2fr)')
    expect(gridTemplate(columns, false)).toBe('80px minmax(90px, 2fr)')
  })
})
