import { describe, expect, it } from 'vitest'
import { answerKey, figureKey, type FigureSource } from '#engine/boards/figure-source.ts'

const overview = (figure: string): FigureSource => ({ of: 'population', panel: 'overview', params: {}, figure })
const registry = (id: string, figure = 'prevalence'): FigureSource => ({
  of: 'population',
  panel: 'registry',
  params: { id },
  figure,
  choice: 'month'
})

describe('the figures of a board', () => {
  it('of one panel, or of one part of it, are answered together, whatever is chosen in them', () => {
    expect(answerKey(overview('key:people'))).toBe(answerKey(overview('age-and-sex')))
    expect(figureKey(overview('key:people'))).not.toBe(figureKey(overview('age-and-sex')))
    expect(answerKey(registry('diabetes', 'comorbidity'))).toBe(answerKey(registry('diabetes', 'sources')))
  })

  it('of other parts, parameters, panels and kinds are not', () => {
    const sources: readonly FigureSource[] = [
      overview('use'),
      overview('key:people'),
      overview('conditions'),
      registry('diabetes', 'comorbidity'),
      registry('diabetes'),
      registry('asthma'),
      { of: 'population', panel: 'cost', params: { basis: 'paid' }, figure: 'use' },
      { of: 'population', panel: 'cost', params: { basis: 'allowed' }, figure: 'use' },
      { of: 'measures', panel: 'scorecard', params: {}, figure: 'use' },
      { of: 'cohort', cohort: 'a', figure: 'funnel' },
      { of: 'cohort', cohort: 'b', figure: 'funnel' },
      { of: 'sql', statement: 'select 1', values: {}, figure: 'rows' },
      { of: 'sql', statement: 'select 1', values: {}, figure: 'chart' }
    ]
    expect(new Set(sources.map(answerKey)).size).toBe(sources.length)
  })
})
