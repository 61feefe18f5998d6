import { describe, expect, it } from 'vitest'
import type { MeasurePanel, ScorecardRow } from '#engine/measures/results/scorecard-result.ts'
import { dotIntervalChart } from '../../../src-renderer/charts/kinds/dot-interval.ts'
import { measureKeyFigures } from '../../../src-renderer/figures/measures/measure-key-figures.ts'
import { rateFigures } from '../../../src-renderer/figures/measures/measure-figures.ts'
import { withPopulations } from '../../../src-renderer/figures/measures/population-format.ts'
import { scorecardTable } from '../../../src-renderer/figures/measures/scorecard-table.ts'
import { stratumDots } from '../../../src-renderer/figures/measures/stratum-dots.ts'
import type { Format } from '../../../src-renderer/ui/format/format.ts'
import { figure, format, share } from './chart-fixture.ts'

const people = (count: number) => ({ ...figure(count, 'people'), numerator: count })

/** A proportion with so many people in each population. */
function rowOf(initial: number, denominator: number, exclusions: number, exceptions: number, numerator: number) {
  const eligible = denominator - exclusions - exceptions
  return {
    scoring: 'proportion',
    rate: share(numerator, eligible),
    initialPopulation: people(initial),
    denominator: people(denominator),
    eligible: people(eligible),
    exclusions: people(exclusions),
    exceptions: people(exceptions),
    numerator: people(numerator)
  }
}

const codes = ['initialPopulation', 'denominator', 'exclusions', 'exceptions', 'eligible', 'numerator'] as const

function texts(row: ReturnType<typeof rowOf>, limit = 10): readonly string[] {
  const shown = withPopulations(format(limit), row)
  return codes.map((code) => shown.figure(row[code]).text)
}

describe('the table of all rates', () => {
  it('has no bare value of a rate that is suppressed or must not leave', () => {
    const row = { ...rowOf(300, 300, 0, 0, 120), key: 'k', title: 'T', toClose: people(180), trend: { points: [] } }
    const rateOf = (given: typeof row, shown: Format) =>
      scorecardTable([given as unknown as ScorecardRow], shown).rows[0]![2]
    expect(rateOf(row, format(10))).toMatchObject({ text: '40.0%', value: 0.4 })
    expect(rateOf({ ...row, rate: share(3, 6) }, format(10))).toEqual({ text: 'suppressed', withheld: true })
    // A rate of many people may have to be withheld for what left before.
    const leaving = { ...format(10), figure: () => ({ text: 'suppressed', interval: undefined, hidden: true }) }
    expect(rateOf(row, leaving)).toEqual({ text: 'suppressed', withheld: true })
  })
})

describe('a row of the table of all rates', () => {
  const cells = (numerator: number, eligible: number, toClose: number, tooLate = 0) => {
    const row = {
      ...rowOf(300, eligible, 0, 0, numerator),
      key: 'k',
      title: 'T',
      basis: 'boolean',
      improvement: { direction: 'increase' },
      projected: { ...share(2, 5), interval: undefined, numerator: undefined, denominator: undefined },
      toClose: people(toClose),
      adherence: { tooLate },
      trend: { points: [] }
    }
    const { columns, rows } = scorecardTable([row as unknown as ScorecardRow], format(10))
    const text = (label: string) => rows[0]![columns.findIndex((column) => column.label === label)]!.text
    return ['Rate', 'Projected year-end', 'Met', 'Eligible', 'To close', 'Too late to close'].map(text)
  }
  it('does not tell the few who meet the measure by those who are left to be closed', () => {
    // 25 - 16 = 9.
    expect(cells(9, 25, 16)).toEqual(['suppressed', 'suppressed', '<11', 'suppressed', 'suppressed', ''])
  })
  it('does not tell the few who do not meet it by two counts', () => {
    // 62 - 58 = 4.
    const [rate, , met, eligible, toClose] = cells(58, 62, 19)
    expect([rate, toClose]).toEqual(['suppressed', 'suppressed'])
    expect([met, eligible]).toContain('suppressed')
  })
  it('tells what leaves nobody few', () => {
    expect(cells(120, 300, 150, 40)).toEqual(['40.0%', '40.0%', '120', '300', '150', '40'])
    // 150 - 145 = 5 can still be closed.
    expect(cells(120, 300, 150, 145).at(-1)).toBe('')
  })
})

describe('a rate over time', () => {
  const series = (few: number) => ({
    row: {
      title: 'T',
      improvement: { direction: 'increase' },
      star: undefined,
      target: undefined,
      benchmark: undefined
    },
    series: [
      {
        kind: 'month',
        limits: { lower: 0.3, upper: 0.7 },
        points: Array.from({ length: 13 }, (_, i) => ({
          at: i,
          label: `M${i}`,
          figure: share(i === 3 ? few : 50, 100)
        }))
      }
    ]
  })
  const lines = (few: number) =>
    rateFigures
      .trend(series(few) as unknown as MeasurePanel, format(10), { choice: 'month' })
      .model!.legend.map(({ label }) => label)
      .join('\n')

  it('has no limits that would tell a period that is withheld', () => {
    expect(lines(40)).toMatch(/limit 30\.0%/)
    expect(lines(4)).not.toMatch(/30\.0%|70\.0%/)
  })
})

describe('the populations of a rate', () => {
  it('do not tell few exclusions by the denominator and who is left', () => {
    // 300 - 296 = 4, and everybody of the initial population is in the denominator.
    expect(texts(rowOf(300, 300, 4, 0, 120))).toEqual(['suppressed', 'suppressed', '<11', '0', '296', '120'])
  })
  it('do not tell few people who are not in the denominator', () => {
    expect(texts(rowOf(300, 293, 0, 0, 120))).toEqual(['suppressed', '293', '0', '0', '293', '120'])
  })
  it('are all shown where nobody is few, or nothing is to be suppressed', () => {
    expect(texts(rowOf(320, 300, 40, 12, 120))).toEqual(['320', '300', '40', '12', '248', '120'])
    expect(texts(rowOf(300, 300, 4, 0, 120), 0)).toEqual(['300', '300', '4', '0', '296', '120'])
  })
  it('are withheld in the key figures, too', () => {
    const panel = (row: ReturnType<typeof rowOf>) =>
      ({
        row: { ...row, toClose: people(40), improvement: { direction: 'increase' }, trend: { points: [] } }
      }) as unknown as MeasurePanel
    const keys = (row: ReturnType<typeof rowOf>) =>
      measureKeyFigures(panel(row), format(10)).find(({ id }) => id === 'before')
    expect(keys(rowOf(300, 300, 4, 0, 120))).toMatchObject({ figure: { value: undefined }, note: 'suppressed' })
    expect(keys(rowOf(320, 300, 40, 12, 120))).toMatchObject({ figure: { value: 320 }, note: '' })
  })
})

describe('the statuses of a measure', () => {
  it('do not tell few people by the others and all in view', () => {
    const statuses = [120, 80, 4].map((count, place) => ({
      status: 'open',
      label: String(place),
      figure: people(count)
    }))
    const row = { statuses } as unknown as ScorecardRow
    const { table } = rateFigures.status({ row } as MeasurePanel, format(10))
    expect(table?.rows.map(([, cell]) => cell?.text)).toEqual(['120', 'suppressed', '<11'])
  })
})

describe('the strata of a measure', () => {
  const strata = [
    { stratifier: 'age', title: 'Age', label: '18-49', rate: share(4, 150) },
    { stratifier: 'age', title: 'Age', label: '50+', rate: share(120, 350) },
    { stratifier: 'sex', title: 'Sex', label: 'female', rate: share(60, 240) },
    { stratifier: 'sex', title: 'Sex', label: 'male', rate: share(64, 260) }
  ]
  const values = (of: MeasurePanel['strata'], overall: ReturnType<typeof share>) =>
    dotIntervalChart(stratumDots(of), { heads: { label: 'Stratum' }, overall }, format(10)).marks.map(
      ({ lines }) => lines[0] === 'suppressed'
    )
  it('take another one of the same stratifier with a small one', () => {
    expect(values(strata, share(124, 500))).toEqual([true, true, false, false])
  })
  it('have no headings with a single stratifier', () => {
    expect(stratumDots(strata.slice(0, 2)).map((row) => ('label' in row ? row.label : row))).toEqual([
      'Age: 18-49',
      'Age: 50+'
    ])
    expect(stratumDots(strata).filter((row) => 'heading' in row)).toEqual([{ heading: 'Age' }, { heading: 'Sex' }])
  })
  it('do not tell the few who are in none of them by the rate of all', () => {
    const large = [share(60, 240), share(64, 260)].map((rate, place) => ({
      stratifier: 'sex',
      title: 'Sex',
      label: String(place),
      rate
    }))
    // 129 - 124 = 5 of 510 - 500 = 10.
    expect(values(large, share(129, 510))).toContain(true)
    expect(values(large, share(174, 600))).toEqual([false, false])
    expect(values(large, share(124, 500))).toEqual([false, false])
  })
})
