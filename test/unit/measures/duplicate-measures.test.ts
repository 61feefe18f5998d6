import { describe, expect, it } from 'vitest'
import { measureFamily } from '#engine/measures/rates/measure-family.ts'
import { defaultMeasureSettings, type InputMeasure } from '#engine/measures/rates/measure-input.ts'
import { runMeasurePanel } from '#engine/measures/scorecard/run-measure-panel.ts'
import type { ScorecardPanel } from '#engine/measures/results/scorecard-result.ts'
import { plainDefinition, plainMeasure, plainRun } from '../../support/plain-measures.ts'
import { cases, context, inputOf, list, query } from '../../support/ten-people.ts'

describe('the family of a measure', () => {
  it.each([
    ['https://populus.example/Measure/colorectal-cancer-screening', {}, 'cms130'],
    ['https://madie.cms.gov/Measure/CMS130FHIRColorectalCancerScrn', {}, 'cms130'],
    ['http://ecqi.healthit.gov/ecqms/Measure/ColorectalCancerScreeningsFHIR', {}, 'cms130'],
    [
      'http://example.org/Measure/a',
      { identifier: [{ system: 'http://hl7.org/fhir/cqi/ecqm/Measure/Identifier/cms', value: '130' }] },
      'cms130'
    ],
    ['http://example.org/Measure/b', { identifier: [{ value: 'CMS0122v13' }] }, 'cms122'],
    ['http://example.org/Measure/c', { name: 'CMS951FHIRKidneyHealthEval' }, 'cms951'],
    [
      'http://example.org/Measure/d|1.0',
      { identifier: [{ system: 'http://hl7.org/fhir/cqi/ecqm/Measure/Identifier/nqf', value: '0034' }] },
      'http://example.org/Measure/d'
    ]
  ])('of %s', (url, more, family) => {
    expect(measureFamily({ resourceType: 'Measure', url, ...more })).toBe(family)
  })
})

describe('two measures of the same thing', () => {
  const effective = { start: '2026-01-01', end: '2026-12-31' }
  const measureOf = (id: string, builtIn: boolean, more: Partial<InputMeasure> = {}): InputMeasure => {
    const definition = plainDefinition(id)
    const origin = { family: 'cms125', builtIn, effective: { start: undefined, end: undefined } }
    return { ...plainMeasure(definition, plainRun(definition, cases)), origin, ...more }
  }
  const installed = measureOf('breast-cancer-screening', true)
  const official = measureOf('CMS125FHIRBreastCancerScreening', false)
  const scorecardOf = (measures: readonly InputMeasure[], counted?: Record<string, string>): ScorecardPanel =>
    runMeasurePanel(
      inputOf({ measures, ...(counted === undefined ? {} : { settings: { ...defaultMeasureSettings, counted } }) }),
      'scorecard',
      context,
      {}
    )
  const totals = ({ keyFigures }: ScorecardPanel): unknown[] =>
    keyFigures.filter(({ id }) => id !== 'rates').map(({ figure }) => [figure.value, figure.numerator])
  const counts = ({ rows }: ScorecardPanel): unknown[] => rows.map(({ duplicate }) => duplicate?.counts)

  it('count their gaps once, those of the imported one, and both are named', () => {
    const both = scorecardOf([installed, official])
    expect(totals(both)).toEqual(totals(scorecardOf([official])))
    expect(counts(both)).toEqual([false, true])
    expect(both.rows[0]!.duplicate!.other).toEqual({
      id: official.id,
      title: official.definition.title,
      builtIn: false
    })
    // The rows themselves stay whole.
    expect(both.rows[0]!.toClose.value).toBe(4)
    expect(counts(scorecardOf([installed]))).toEqual([undefined])
  })

  it('stand once in the worklist, and the other when it is asked for', () => {
    const input = inputOf({ measures: [installed, official] })
    const keys = (rates: readonly string[]): Set<string> =>
      new Set(list({ query: { ...query, rates } }, input).rows.map(({ key }) => key))
    expect(keys([])).toEqual(new Set([`${official.id}/rate`]))
    expect(keys([`${installed.id}/rate`])).toEqual(new Set([`${installed.id}/rate`]))
  })

  it('follow the choice of the site, and the data: what they cannot answer does not count', () => {
    expect(counts(scorecardOf([installed, official], { cms125: installed.id }))).toEqual([true, false])
    const unanswered = { ...official, cannotCompute: { rate: 'no record of mammography in these data' } }
    expect(counts(scorecardOf([installed, unanswered]))).toEqual([true, false])
  })

  it('count the newer of two versions', () => {
    const older = { ...official, id: `${official.id}@0.9.0` }
    expect(counts(scorecardOf([older, official]))).toEqual([false, true])
  })

  it('say when one was written for other days than those measured', () => {
    const old = { ...official, origin: { ...official.origin!, effective: { start: '2025-01-01', end: '2025-12-31' } } }
    expect(scorecardOf([old]).rows[0]!.mismatch).toBe(
      'Written for 2025-01-01 to 2025-12-31; measured here for 2026-01-01 to 2026-12-31.'
    )
    const fitting = { ...official, origin: { ...official.origin!, effective } }
    expect(scorecardOf([fitting]).rows[0]!.mismatch).toBeUndefined()
    expect(scorecardOf([official]).rows[0]!.mismatch).toBeUndefined()
  })
})
