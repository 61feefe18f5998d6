import { describe, expect, it } from 'vitest'
import { publicDefinitionOf } from '#engine/measures/content/public-definition.ts'
import { packMeasures } from '../../conformance/pack-content.ts'
import { shippedStars } from '../../support/measure-input.ts'

describe('the public definition of a built-in measure', () => {
  it.each(packMeasures().map(({ id, measure }) => [id, measure] as const))(
    '%s: is named with its year, and every difference says what, how and why',
    (_id, measure) => {
      const { name, year, differences } = publicDefinitionOf(measure)!
      expect(name).toMatch(/\S/)
      expect(year).toMatch(/^20\d\d$/)
      expect(differences.length).toBeGreaterThan(0)
      expect(new Set(differences.map(({ id }) => id)).size).toBe(differences.length)
      for (const { id, about, theirs, ours, reason } of differences) {
        expect(id).toMatch(/^[a-z-]+$/)
        expect(about).toMatch(/^[A-Z]/)
        for (const sentence of [theirs, ours, reason]) expect(sentence).toMatch(/^[A-Z].*\.$/)
        expect(theirs).not.toBe(ours)
      }
    }
  )

  it('has the code and the title that the Star ratings give it', () => {
    const titles = new Map(shippedStars()[0]!.measures.map(({ code, title }) => [code, title.toLowerCase()]))
    const named = packMeasures().flatMap(({ id, measure }) => {
      const [, title, code] =
        /^Medicare Star Ratings: ([^,]+).* \(([CD]\d\d)\)$/.exec(publicDefinitionOf(measure)!.name) ?? []
      return code === undefined ? [] : [{ id, code, title: title!.toLowerCase().replace(/ \([cd]\d\d\)$/, '') }]
    })
    expect(named).toHaveLength(6)
    expect(named.filter(({ code, title }) => titles.get(code) !== title)).toEqual([])
  })

  it('is unknown where a measure does not name it', () => {
    expect(publicDefinitionOf({ resourceType: 'Measure' })).toBeUndefined()
  })
})
