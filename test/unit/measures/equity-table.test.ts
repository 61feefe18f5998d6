import { describe, expect, it } from 'vitest'
import type { EquityPanel } from '#engine/population/panels/results/equity-result.ts'
import { createFormat } from '../../../src-renderer/ui/format/format.ts'
import { equityFinding, equityTable } from '../../../src-renderer/figures/measures/equity-table.ts'

function panel(direction: 'increase' | 'decrease', gaps: readonly (readonly [number, number, number])[]): EquityPanel {
  return {
    kind: 'proportion',
    all: undefined,
    direction,
    reference: 'base',
    groups: [
      { value: 'base', label: 'Base' },
      ...gaps.map(([value, low, high], index) => ({
        value: `${index}`,
        label: `Group ${index}`,
        unrecorded: index === 9,
        gap: { value, interval: { low, high } },
        beyondChance: low > 0 || high < 0,
        between: value / 4,
        within: (value * 3) / 4
      }))
    ]
  } as unknown as EquityPanel
}

const format = createFormat({
  locale: 'en-US',
  smallCellLimit: () => 10,
  dimensions: () => [],
  label: () => '',
  notes: () => []
})

describe('the finding of an equity comparison', () => {
  it('names the widest gap to the worse that chance does not explain, and its parts', () => {
    const found = equityFinding(
      panel('increase', [
        [-4, -6, -2],
        [-20, -45, 5],
        [-8, -12, -4],
        [30, 20, 40]
      ]),
      format
    )
    expect(found).toBe(
      'Group 2: \u22128.0 points against Base, \u22122.0 of them between practices and \u22126.0 within them.'
    )
  })

  it('names no group whose gap or whose rate is withheld, and no table tells it', () => {
    const given = panel('increase', [
      [-8, -12, -4],
      [-20, -25, -15]
    ])
    const rate = (numerator: number) => ({ value: numerator / 100, unit: 'proportion', numerator, denominator: 100 })
    const groups = given.groups.map((group, index) => ({
      ...group,
      rate: rate(index === 2 ? 4 : 50),
      ratio: { value: 0.25, unit: 'ratio', people: index === 1 ? 4 : 100 }
    }))
    const shown = { ...given, dimensions: [], groups } as unknown as EquityPanel
    expect(equityFinding(shown, format)).toMatch(/^Group 0: /)
    const texts = equityTable(shown, format).rows.map((row) => row.map(({ text }) => text).join(' '))
    expect(texts[1]).not.toContain('0.25')
    expect(texts[2]).not.toContain('20.0')
    // Next to the rate of a group, its gap tells the rate that it is compared with.
    const base = groups.map((group, index) => (index === 0 ? { ...group, rate: rate(3) } : group))
    expect(equityFinding({ ...shown, groups: base } as unknown as EquityPanel, format)).not.toMatch(/^Group/)
  })

  it('turns round where less is better', () => {
    expect(
      equityFinding(
        panel('decrease', [
          [12, 4, 20],
          [-30, -40, -20]
        ]),
        format
      )
    ).toMatch(/^Group 0: \+12\.0 points/)
  })

  it('says that there is none', () => {
    expect(equityFinding(panel('increase', [[-4, -9, 1]]), format)).toBe(
      'No group does worse than Base by more than chance explains, with all measures compared.'
    )
  })

  it('is of dollars and events in either direction where neither is better', () => {
    const { all: _, ...rest } = panel('increase', [[120, 40, 200]]) as EquityPanel & { readonly all: undefined }
    const either: EquityPanel = { ...rest, direction: undefined }
    expect(equityFinding({ ...either, kind: 'mean' }, format)).toBe(
      'Group 0: +$120 per member per month against Base, +$30 of it between practices and +$90 within them.'
    )
    expect(equityFinding({ ...either, kind: 'rate' }, format)).toMatch(/^Group 0: \+120\.0 per 1,000 against Base/)
    const sure = either.groups.map((group) => ({ ...group, beyondChance: false }))
    expect(equityFinding({ ...either, groups: sure }, format)).toBe(
      'No group differs from Base by more than chance explains, with all groups compared.'
    )
  })
})
