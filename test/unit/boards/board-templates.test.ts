import { describe, expect, it } from 'vitest'
import { BOARD_COLUMNS } from '#engine/boards/board.ts'
import { compacted } from '#engine/boards/board-layout.ts'
import { boardTemplates } from '#engine/boards/board-templates.ts'
import { scorecardFigures } from '../../../src-renderer/figures/measures/scorecard-figures.ts'

describe('boards to begin with', () => {
  it('have titles of their own', () => {
    expect(new Set(boardTemplates.map(({ title }) => title)).size).toBe(boardTemplates.length)
  })

  it.each(boardTemplates.map((template) => [template.title, template] as const))(
    '%s fills its rows without a figure over another one',
    (_, { figures }) => {
      const items = figures.map(({ place }, index) => ({ id: String(index), place }))
      expect(compacted(items).map(({ place }) => place)).toEqual(items.map(({ place }) => place))
      for (const y of new Set(items.map(({ place }) => place.y))) {
        const row = items.filter(({ place }) => place.y === y)
        expect(row.reduce((sum, { place }) => sum + place.width, 0)).toBe(BOARD_COLUMNS)
      }
    }
  )

  it('call each key figure by a name also while nothing is computed', () => {
    const keys = boardTemplates.flatMap(({ figures }) =>
      figures.filter(({ source }) => source.figure.startsWith('key:'))
    )
    expect(keys.length).toBeGreaterThan(0)
    for (const { source, label } of keys) expect(label, source.figure).toMatch(/\w/)
  })

  it('have figures of the scorecard that there are', () => {
    const names = boardTemplates.flatMap(({ figures }) =>
      figures.flatMap(({ source }) =>
        source.of === 'measures' && !source.figure.startsWith('key:') ? source.figure : []
      )
    )
    expect(names.length).toBeGreaterThan(0)
    for (const name of names) expect(Object.keys(scorecardFigures)).toContain(name)
  })
})
