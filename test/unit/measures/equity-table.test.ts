import { describe, expect, it } from 'vitest'
import type { EquityPanel } from '#engine/measures/results/equity-result.ts'
import { equityFinding } from '../../../src-renderer/figures/equity-table.ts'

function panel(direction: 'increase' | 'decrease', gaps: readonly (readonly [number, number, number])[]): EquityPanel {
  return {
    improvement: { direction },
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

describe('the finding of an equity comparison', () => {
  it('names the widest gap to the worse that chance does not explain, and its parts', () => {
    const found = equityFinding(
      panel('increase', [
        [-4, -6, -2],
        [-20, -45, 5],
        [-8, -12, -4],
        [30, 20, 40]
      ])
    )
    expect(found).toBe(
      'Group 2: \u22128.0 points against Base, \u22122.0 of them between practices and \u22126.0 within them.'
    )
  })

  it('turns round where less is better', () => {
    expect(
      equityFinding(
        panel('decrease', [
          [12, 4, 20],
          [-30, -40, -20]
        ])
      )
    ).toMatch(/^Group 0: \+12\.0 points/)
  })

  it('says that there is none', () => {
    expect(equityFinding(panel('increase', [[-4, -9, 1]]))).toBe(
      'No group does worse than Base by more than chance explains, with all measures compared.'
    )
  })
})
