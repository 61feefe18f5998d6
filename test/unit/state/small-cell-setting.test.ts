import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { defaultSettings, Settings } from '#shared/settings-schema.ts'
import { AgreementTerms } from '#shared/governance/agreement.ts'
import { policies } from '#shared/policy/policies.ts'
import { MAX_SMALL_CELLS, smallCellLimitOf, smallCellNote } from '#shared/small-cell-rule.ts'
import { smallCellOptions } from '../../../src-main/cli/declarations/shared-options.ts'
import { SmallCells } from '../../../src-renderer/state/settings/small-cell-setting.svelte.ts'

describe('the rule for small cells', () => {
  it('suppresses 1 to 10 in what leaves, from the start, and nothing on the screen', () => {
    const cells = new SmallCells({ value: defaultSettings })
    expect([cells.limit, cells.exportLimit, cells.note]).toEqual([0, 10, undefined])
    const made = cells.whileLeaving(() => ({ limit: cells.limit, note: cells.note }))
    expect(made.limit).toBe(10)
    expect(made.note).toBe(
      'Counts of 1 to 10 people are shown as <11, and other values are suppressed where they would reveal them'
    )
    expect(cells.limit).toBe(0)
  })

  it('ends with what was made, also where that fails', () => {
    const cells = new SmallCells({ value: defaultSettings })
    expect(() =>
      cells.whileLeaving(() => {
        throw new Error('no')
      })
    ).toThrow('no')
    expect(cells.limit).toBe(0)
  })

  it('holds on the screen where the settings say so', () => {
    expect(new SmallCells({ value: { ...defaultSettings, smallCellsOnScreen: true } }).limit).toBe(10)
  })

  it('is lower only with a reason', () => {
    expect(smallCellLimitOf({ smallCellLimit: 0, smallCellReason: ' ' })).toBe(10)
    expect(smallCellLimitOf({ smallCellLimit: 3, smallCellReason: 'agreement 12' })).toBe(3)
    expect(smallCellLimitOf({ smallCellLimit: 20, smallCellReason: '' })).toBe(20)
    expect(smallCellNote(0)).toContain('audit log')
  })

  it('has one maximum for settings, policies, agreements and commands', () => {
    const terms = { title: 't', purpose: 'p', recipient: 'r', expires: '2027-01-31', scope: { data: 'all' } }
    /** Whether counts of 1 to so many may be withheld by each of them. */
    const takes = (limit: number): readonly boolean[] => [
      v.parse(Settings, { smallCellLimit: limit }).smallCellLimit === limit,
      v.safeParse(policies.MinCellSize.schema, limit + 1).success,
      v.safeParse(AgreementTerms, { ...terms, minCellSize: limit + 1 }).success,
      isRead(limit)
    ]
    const isRead = (limit: number): boolean => {
      try {
        return smallCellOptions['small-cells'].take([String(limit)], '--small-cells') === limit
      } catch {
        return false
      }
    }
    expect(takes(MAX_SMALL_CELLS)).toEqual([true, true, true, true])
    expect(takes(MAX_SMALL_CELLS + 1)).toEqual([false, false, false, false])
  })
})
