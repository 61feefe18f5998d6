import { describe, expect, it } from 'vitest'
import { dotIntervalChart } from '../../../src-renderer/charts/kinds/dot-interval.ts'
import { trendChart } from '../../../src-renderer/charts/kinds/trend.ts'
import type { ChartModel } from '../../../src-renderer/charts/model/chart-model.ts'
import { day, draw, format, share } from './chart-fixture.ts'

const goal = { label: 'Target', value: 0.75 }
const points = Array.from({ length: 8 }, (_, month) => ({
  at: day(2026, month + 1),
  label: `Month ${month + 1}`,
  figure: share(40 + month, 100)
}))
const models: Readonly<Record<string, (aim?: typeof goal) => ChartModel>> = {
  trend: (aim) => trendChart({ id: 'rate', label: 'Rate', points }, { subject: 'Rate', goal: aim }, format()),
  groups: (aim) =>
    dotIntervalChart(
      [{ key: 'a', label: 'A', figure: share(4, 10) }],
      { heads: { label: 'Group' }, overall: share(5, 10), goal: aim },
      format()
    )
}

describe.each(Object.keys(models))('a target in a chart of kind %s', (kind) => {
  it('is a line, an entry of the legend and a column of the table', () => {
    const [without, withGoal] = [models[kind]!(), models[kind]!(goal)]
    expect(withGoal.legend.map(({ label }) => label)).toContain('Target 75.0%')
    expect(without.legend.map(({ label }) => label)).not.toContain('Target 75.0%')
    expect(withGoal.table.columns.map(({ label }) => label)).toContain('Target')
    for (const row of withGoal.table.rows) {
      expect(row).toHaveLength(withGoal.table.columns.length)
      expect(row.map(({ text }) => text)).toContain('75.0%')
    }
    const lines = (model: ChartModel): number => draw(model).svg.match(/stroke-dasharray="2,2"/g)?.length ?? 0
    expect(lines(withGoal)).toBe(lines(without) + 1)
  })
})
