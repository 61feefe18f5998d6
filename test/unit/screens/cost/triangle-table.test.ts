import { describe, expect, it } from 'vitest'
import type { RunOutTriangle } from '#engine/population/panels/results/cost-result.ts'
import { runOutShown } from '../../../../src-renderer/figures/run-out-disclosure.ts'
import { triangleTable } from '../../../../src-renderer/figures/triangle-table.ts'

const triangle: RunOutTriangle = {
  id: 'all:all',
  payer: undefined,
  part: 'all',
  label: 'All payers, all claims',
  claims: 120,
  members: 60,
  completion: [0.5, undefined, 1],
  rows: [
    {
      label: 'Jan 2026',
      known: [400, 700, 1000],
      people: [30, 4, 12],
      completed: 1000,
      interval: [1000, 1000] as const
    },
    { label: 'Feb 2026', known: [500, 800], people: [40, 3], completed: undefined, interval: undefined },
    { label: 'Mar 2026', known: [450], people: [25], completed: 900, interval: [800, 1010] as const }
  ]
}
/** The table of a triangle by itself. */
const tableOf = (as: 'percent' | 'dollars', limit = 0) =>
  triangleTable(triangle, runOutShown([triangle], limit).get(triangle.id)!, as, {
    value: (value: number) => `$${value}`,
    smallCellLimit: limit
  })

describe('the table of a lag triangle', () => {
  const texts = (as: 'percent' | 'dollars') => tableOf(as).rows.map((row) => row.map(({ text }) => text))
  it('has the completion first, then the months from the latest on', () => {
    expect(tableOf('percent').columns.map(({ label }) => label)).toEqual([
      'Service',
      'Known',
      'Will come to',
      '95% interval',
      '0',
      '1',
      '2+'
    ])
    expect(texts('percent')).toEqual([
      ['Completion', '', '', '', '50%', '–', '100%'],
      ['Mar 2026', '$450', '$900', '$800 to $1010', '50%', '', ''],
      ['Feb 2026', '$800', '–', '–', '–', '–', ''],
      ['Jan 2026', '$1000', '$1000', '$1000 to $1000', '40%', '70%', '100%']
    ])
  })
  it('shows dollars as they are known, and a blank where a month is too young', () => {
    expect(texts('dollars')[2]).toEqual(['Feb 2026', '$800', '–', '–', '$500', '$800', ''])
  })
  it('withholds what differs from what is shown by the claims of few people', () => {
    const rows = (as: 'percent' | 'dollars') => tableOf(as, 10).rows.map((row) => row.map(({ text }) => text))
    expect(rows('dollars').slice(1)).toEqual([
      ['Mar 2026', '$450', '$900', '$800 to $1010', '$450', '', ''],
      ['Feb 2026', 'suppressed', '–', '–', '$500', 'suppressed', ''],
      // What four people added at a month of lag is within what was added until two.
      ['Jan 2026', '$1000', '$1000', '$1000 to $1000', '$400', 'suppressed', '$1000']
    ])
    expect(rows('percent')[2]).toEqual(['Feb 2026', 'suppressed', '–', '–', 'suppressed', 'suppressed', ''])
  })
})

it('withholds the completion of a payer whose many claims are of few people', () => {
  const completionOf = (members: number, smallCellLimit: number) =>
    triangleTable({ ...triangle, members }, [], 'percent', { value: String, smallCellLimit })
      .rows[0]!.slice(4)
      .map(({ text }) => text)
  expect(completionOf(4, 10)).toEqual(['suppressed', 'suppressed', 'suppressed'])
  expect(completionOf(4, 0)).toEqual(['50%', '–', '100%'])
  expect(completionOf(11, 10)).toEqual(['50%', '–', '100%'])
})

describe('the run-out tables that belong together', () => {
  type Added = readonly (readonly [amount: number, people: number])[]

  /** Tables of one month and its three lags. */
  const tableOfMonth = (payer: number | undefined, part: RunOutTriangle['part'], added: Added): RunOutTriangle => {
    let sum = 0
    return {
      id: `${payer ?? 'all'}:${part}`,
      payer,
      part,
      label: '',
      claims: 200,
      members: 100,
      completion: [0.5, 0.8, 1],
      rows: [
        {
          label: 'Jan 2026',
          known: added.map(([amount]) => (sum += amount)),
          people: added.map(([, people]) => people),
          completed: undefined,
          interval: undefined
        }
      ]
    }
  }
  const together = (...parts: readonly Added[]): Added =>
    parts[0]!.map((_, lag) => [
      parts.reduce((sum, part) => sum + part[lag]![0], 0),
      parts.reduce((sum, part) => sum + part[lag]![1], 0)
    ])
  const shownOf = (triangles: readonly RunOutTriangle[]) =>
    new Map([...runOutShown(triangles, 10)].map(([id, rows]) => [id, rows[0]!]))
  const [large, middle, few, none] = [
    [
      [9000, 90],
      [4000, 40],
      [900, 30]
    ],
    [
      [3000, 30],
      [1500, 15],
      [700, 14]
    ],
    [
      [800, 12],
      [250, 3],
      [90, 2]
    ],
    [
      [0, 0],
      [0, 0],
      [0, 0]
    ]
  ] as const

  it('tell no payer that is withheld as all payers less the others', () => {
    const shown = shownOf([
      tableOfMonth(undefined, 'medical', together(large, middle, few)),
      tableOfMonth(1, 'medical', large),
      tableOfMonth(2, 'medical', middle),
      tableOfMonth(3, 'medical', few)
    ])
    for (const lag of [0, 1, 2]) {
      const hidden = ['1:medical', '2:medical', '3:medical'].filter((id) => shown.get(id)![lag] !== true)
      expect(hidden.length).not.toBe(1)
      expect(shown.get('3:medical')![lag]).toBe(lag === 0)
    }
    expect(shown.get('all:medical')).toEqual([true, true, true])
  })

  it('tell no payer without a table either', () => {
    const shown = shownOf([tableOfMonth(undefined, 'medical', together(large, few)), tableOfMonth(1, 'medical', large)])
    expect(shown.get('1:medical')).toEqual([true, false, false])
  })

  it('tell no part that is withheld as all claims less the other part', () => {
    const parts = [tableOfMonth(undefined, 'medical', large), tableOfMonth(undefined, 'pharmacy', few)]
    const all = tableOfMonth(undefined, 'all', together(large, few))
    expect(shownOf([all, ...parts]).get('all:all')).toEqual([true, false, false])
    // Nothing differs where there are no claims of the other part.
    expect(shownOf([all, parts[0]!]).get('all:all')).toEqual([false, false, false])
    expect(shownOf([tableOfMonth(undefined, 'all', together(large, none)), parts[0]!]).get('all:all')).toEqual([
      true,
      true,
      true
    ])
  })
})
