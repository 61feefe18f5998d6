import { expect, it } from 'vitest'
import { newBoard } from '#engine/boards/board.ts'
import type { FigureSource } from '#engine/boards/figure-source.ts'
import { contextText } from '../../../src-renderer/screens/boards/context-text.ts'

const format = {
  day: String,
  filter: ({ dimension, values }: { readonly dimension: string; readonly values: readonly string[] }) => ({
    name: dimension,
    value: values.join()
  })
}

it('a board names its day and people, and the measurement period where measures are on it', () => {
  const board = { ...newBoard('b', 'Board'), filters: [{ dimension: 'Sex', values: ['Female'] }] }
  const withFigure = (source: FigureSource) => ({
    ...board,
    items: [
      { kind: 'figure' as const, id: 'i', place: { x: 0, y: 0, width: 4, height: 4 }, source, show: 'chart' as const }
    ]
  })
  const overview: FigureSource = { of: 'population', panel: 'overview', params: {}, figure: 'chronic' }
  const scorecard: FigureSource = { of: 'measures', panel: 'scorecard', params: {}, figure: 'scorecard' }
  expect(contextText(withFigure(overview), '2025', format)).toBe('Latest data, Sex: Female')
  expect(contextText(withFigure(scorecard), '2025', format)).toBe(
    'Latest data, Sex: Female, measures of 2025 as chosen on Measures'
  )
})
