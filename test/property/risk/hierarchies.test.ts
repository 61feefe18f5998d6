import { describe, expect, it } from 'vitest'
import { applyHierarchies, scoreHcc } from '#engine/risk/hcc/score-hcc.ts'
import { hccModel } from '../../support/risk-definitions.ts'
import { fc } from '../../support/property.ts'

const person = fc.record({
  age: fc.integer({ min: 0, max: 105 }),
  sex: fc.constantFrom('female' as const, 'male' as const),
  orec: fc.constantFrom('0' as const, '1' as const, '2' as const, '3' as const),
  dual: fc.constantFrom('none' as const, 'full' as const, 'partial' as const),
  institutional: fc.boolean(),
  newEnrollee: fc.boolean(),
  chronicPlan: fc.boolean()
})

describe.each(['V24', 'V28'] as const)('CMS-HCC %s', (version) => {
  const model = hccModel(version)
  const categories = fc.uniqueArray(fc.constantFrom(...Object.keys(model.labels).map(Number)), { maxLength: 30 })
  const codes = fc.array(fc.constantFrom(...Object.values(model.diagnoses).flatMap((list) => list.split(' '))), {
    maxLength: 15
  })

  it('hierarchies do the same when they are applied again', () => {
    fc.assert(
      fc.property(categories, (all) => {
        // A category that counts only besides others may take those away; by itself it does not count a second time.
        const { hccs } = applyHierarchies(model, new Set(all.filter((hcc) => model.needs[hcc] === undefined)))
        expect(applyHierarchies(model, new Set(hccs))).toEqual({ hccs, dropped: [] })
      })
    )
  })

  it('no two categories of one hierarchy are left, and what was taken away says by what', () => {
    fc.assert(
      fc.property(categories, (all) => {
        const { hccs, dropped } = applyHierarchies(model, new Set(all))
        for (const hcc of hccs) for (const child of model.hierarchies[hcc] ?? []) expect(hccs).not.toContain(child)
        for (const { hcc, by } of dropped) expect(model.hierarchies[by]).toContain(hcc)
      })
    )
  })

  it('the score depends neither on the order nor on the number of times a code is written', () => {
    fc.assert(
      fc.property(person, codes, (someone, list) => {
        expect(scoreHcc(model, someone, [...list, ...list].toReversed()).raw).toBe(scoreHcc(model, someone, list).raw)
      })
    )
  })

  it('a score is that of age and sex at a minimum', () => {
    fc.assert(
      fc.property(person, codes, (someone, list) => {
        expect(scoreHcc(model, someone, list).raw).toBeGreaterThanOrEqual(scoreHcc(model, someone, []).raw)
      })
    )
  })
})
