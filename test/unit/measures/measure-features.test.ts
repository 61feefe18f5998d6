import { describe, expect, it } from 'vitest'
import { measureFeatures } from '#engine/tables/features/measure-features.ts'
import { plainRun } from '../../support/plain-measures.ts'
import { cases, control } from '../../support/ten-people.ts'

describe('the column of a measure', () => {
  it('has in the numerator whom the rate has there', () => {
    const run = plainRun(control, cases)
    const [group] = run.groups
    const exclusion = { ...group!.populations[0]!, id: 'x', code: 'numerator-exclusion', members: Uint32Array.of(1) }
    const read = (of: typeof run): readonly (string | undefined)[] => {
      const { codes, values } = measureFeatures([of])[0]!.read(Int32Array.from(cases.keys()))
      return Array.from(codes, (code) => values[code])
    }
    expect(read(run).slice(0, 2)).toEqual(['numerator', 'numerator'])
    const without = { ...run, groups: [{ ...group!, populations: [...group!.populations, exclusion] }] }
    expect(read(without).slice(0, 2)).toEqual(['denominator', 'numerator'])
  })
})
