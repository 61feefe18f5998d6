import { describe, expect, it } from 'vitest'
import { completenessSentence, muchSmaller } from '#shared/completeness.ts'
import { createReplay } from '../../../src-main/bulk/journal/export-progress.ts'
import { measureCompleteness } from '../../../src-main/bulk/journal/measure-completeness.ts'

const of = (resources: number, rejected = 0) => ({ resources, rejected })

function measured(
  types: Readonly<Record<string, { readonly resources: number; readonly rejected: number }>>,
  before?: Readonly<Record<string, number>>,
  notPermitted: readonly string[] = []
) {
  const counts = Object.fromEntries(Object.entries(types).map(([type, { resources }]) => [type, resources]))
  return measureCompleteness({ progress: createReplay().progress, notPermitted, types, counts, before })
}

describe('the completeness of an export', () => {
  it('is empty when no line can be used', () => {
    const completeness = measured({ Patient: of(0, 460) })
    expect(completeness).toMatchObject({ state: 'empty', rejected: 460 })
    expect(completenessSentence(completeness)).toMatch(/all 460 lines were rejected/)
    expect(completenessSentence(measured({}))).toMatch(/^Nothing arrived/)
  })

  it('is partial when all lines of one type were rejected', () => {
    const completeness = measured({ Patient: of(5), Condition: of(0, 7) })
    expect(completeness).toMatchObject({ state: 'partial', absent: ['Condition'] })
    expect(completenessSentence(completeness)).toBe('Incomplete data. Missing: Condition (all).')
  })

  it('names types that may not be read, without calling the export incomplete', () => {
    expect(measured({ Patient: of(5) }, undefined, ['Condition'])).toMatchObject({
      state: 'complete',
      absent: ['Condition']
    })
  })

  it('is smaller when a type is gone or less than half is there, and never against itself', () => {
    expect(muchSmaller({ Patient: 10, Condition: 3 }, { Patient: 10 })).toBeDefined()
    expect(muchSmaller({ Patient: 10 }, { Patient: 5 })).toBeUndefined()
    expect(muchSmaller({ Patient: 10 }, { Patient: 4 })).toBeDefined()
    expect(muchSmaller({ Patient: 4 }, { Patient: 4 })).toBeUndefined()
    const completeness = measured({ Patient: of(4) }, { Patient: 10 })
    expect(completenessSentence(completeness)).toMatch(/^Much smaller than before: 4 resources after 10/)
  })
})
