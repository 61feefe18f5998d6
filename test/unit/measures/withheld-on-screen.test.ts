import { describe, expect, it } from 'vitest'
import type { KeyFigure } from '#engine/population/panels/results/shapes.ts'
import { measureFile } from '#engine/reports/report-file.ts'
import { runMeasurePanel } from '#engine/measures/scorecard/run-measure-panel.ts'
import { nextToGapBar, scorecardFigures } from '../../../src-renderer/figures/measures/scorecard-figures.ts'
import { isRatingWithheld } from '../../../src-renderer/figures/measures/what-if-table.ts'
import { qualityInput } from '../../support/measure-input.ts'
import { medicareContext, medicareInput, medicareStars, medicareStore } from '../../support/medicare-people.ts'
import { plainDefinition, plainMeasure, plainRun, type PlainCases } from '../../support/plain-measures.ts'
import { format } from '../charts/chart-fixture.ts'

const definition = plainDefinition('breast-cancer-screening')
const ofCases = (people: number, caseOf: (index: number) => PlainCases) => {
  const store = medicareStore({ members: people, others: 0, last: '2026-12-31' })
  const cases = Array.from({ length: people }, (_, index) => caseOf(index))
  return qualityInput(store, [plainMeasure(definition, plainRun(definition, cases))])
}

describe('the total rating with small counts withheld', () => {
  // Of 72 members four meet the measure: the rate is withheld, and so are its stars.
  const few = medicareInput({
    measures: [
      plainMeasure(
        definition,
        plainRun(
          definition,
          Array.from({ length: 80 }, (_, index): PlainCases => [1, 1, 0, 0, index < 4 ? 1 : 0])
        )
      )
    ]
  })
  const shownKeys = (keys: readonly KeyFigure[]): readonly string[] =>
    keys.flatMap(({ id, figure }) => (format(10).figure(figure).hidden ? [] : [id]))

  it('is withheld where a rate with stars is, with all that follows from it', () => {
    const panel = medicareStars({ by: 'practice' }, few)
    expect(panel.rows.find(({ code }) => code === 'C01')!.stars).toBeDefined()
    expect(panel.now.overall).toBeDefined()
    expect(shownKeys(panel.keyFigures)).toEqual(['computed'])
    expect(isRatingWithheld(panel, format(10))).toBe(true)
    expect(panel.units.map((unit) => isRatingWithheld(unit, format(10)))).toContain(true)
    expect(isRatingWithheld(panel, format(0))).toBe(false)
  })
  it('is shown where no such rate is of few people', () => {
    const panel = medicareStars({})
    expect(isRatingWithheld(panel, format(10))).toBe(false)
    expect(shownKeys(panel.keyFigures)).toContain('mean')
  })
  it('is withheld in reports, too', async () => {
    const words = async (smallCellLimit: number): Promise<string> =>
      await (
        await measureFile(few, medicareContext, 'pack-html', {
          revealed: false,
          smallCellLimit,
          table: '2026-ma-pd',
          author: { organization: 'North', date: '2026-12-31T08:00:00Z' }
        })
      ).text()
    // The summary and the caption of the table name it.
    expect((await words(0)).split(/Estimate \d\.\d/)).toHaveLength(3)
    expect(await words(10)).not.toMatch(/Estimate \d\.\d/)
  })
})

describe('a rate next to the bar of its gaps', () => {
  // Of 100 people 60 are in the denominator: five are excluded, 14 meet it. The bar withholds few excluded, and whom it closes.
  const input = ofCases(100, (index) => [
    index < 60 ? 1 : 0,
    index < 60 ? 1 : 0,
    index < 5 ? 1 : 0,
    0,
    index >= 5 && index < 19 ? 1 : 0
  ])
  const { rows, ...panel } = runMeasurePanel(input, 'scorecard', medicareContext, {})
  const [row] = rows

  it('is withheld where its bar is', () => {
    const table = scorecardFigures.gaps({ ...panel, rows }, format(10)).model!.table
    const share = table.rows[0]!.at(-1)!
    expect(share.withheld).toBe(true)
    expect(nextToGapBar(row!, format(10))).toMatchObject({ rate: { hidden: true }, toClose: { hidden: true } })
  })
  it('is shown where its bar is', () => {
    expect(nextToGapBar(row!, format(0))).toMatchObject({ rate: { text: '25.5%' }, toClose: { hidden: false } })
  })
})
