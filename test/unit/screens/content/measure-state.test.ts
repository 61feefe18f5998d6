import { describe, expect, it } from 'vitest'
import type { ContentProblem, InstalledMeasure, MeasureRate } from '#engine/measures/content/installed-measure.ts'
import { missingRecordsText, measureState } from '../../../../src-renderer/screens/content/measure-state.ts'
import { stopText } from '../../../../src-renderer/screens/content/what-stops.ts'
import { installedMeasure } from '../../../support/installed-measure.ts'

const rate = (...lacking: MeasureRate['lacking']): MeasureRate => ({
  id: 'rate',
  title: 'Rate',
  scoring: 'proportion',
  basis: 'boolean',
  improvement: 'increase',
  populations: [],
  lacking,
  cannotCompute: undefined,
  unread: []
})
const stop = (kind: ContentProblem['kind'], text = ''): ContentProblem => ({ severity: 'stops', kind, text })
const stopped = (change: Partial<InstalledMeasure>): InstalledMeasure =>
  installedMeasure('m', { runnable: false, ...change })
const empty = (name: string) => ({ url: name, name, version: undefined, codes: undefined, systems: [] })
const fills = ['ExplanationOfBenefit', 'MedicationDispense']

describe('what the list says of a measure', () => {
  it.each<readonly [measure: InstalledMeasure, kind: string, word: string]>([
    [stopped({ problems: [stop('unsupported')] }), 'due', 'Cannot run yet'],
    [
      installedMeasure('m', { problems: [{ severity: 'doubt', kind: 'cut-off', text: '' }] }),
      'due',
      'Runs, with doubts'
    ],
    [installedMeasure('m', { rates: [rate(fills)] }), 'nodata', 'Data missing'],
    [
      installedMeasure('m', { rates: [{ ...rate(), cannotCompute: 'no record of mammography in these data' }] }),
      'nodata',
      'Cannot be answered'
    ],
    [installedMeasure('m', { rates: [rate(), rate(fills)] }), 'nodata', 'Data missing in part'],
    [
      installedMeasure('m', {
        rates: [rate()],
        requirements: [{ type: 'MedicationDispense', codes: [], records: 0, found: false, checks: [] }]
      }),
      'closed',
      'Ready'
    ]
  ])('is its state, and an alternative that is not there is none', (measure, kind, word) => {
    expect(measureState(measure)).toEqual({ kind, word })
  })

  it('names the kinds of record that are lacking', () => {
    expect(missingRecordsText([['Condition'], fills])).toBe('Condition, and ExplanationOfBenefit or MedicationDispense')
  })
})

describe('what keeps an imported measure from running', () => {
  it('is nothing for one that can', () => {
    expect(stopText(installedMeasure('m', { problems: [{ severity: 'doubt', kind: 'cut-off', text: 'x' }] }))).toBe(
      undefined
    )
  })

  it.each([
    [
      { problems: [stop('missing-library', 'The logic needs A, which is not installed.')] },
      'The logic needs A, which is not installed. Import the measure with all libraries that it includes.'
    ],
    [
      { problems: [stop('no-logic', 'The library A is not installed.'), stop('missing-library', 'B.')] },
      'The library A is not installed, and 1 more. Import the measure with all libraries that it includes.'
    ],
    [
      { problems: [stop('missing-value-set')], valueSets: ['A', 'B', 'C', 'D'].map(empty) },
      '4 value sets have no codes: “A”, “B” and 2 more. Import them, from VSAC for instance.'
    ],
    [
      { problems: [stop('empty-value-set')], valueSets: [{ ...empty('A'), codes: 0 }] },
      '1 value set has no codes: “A”. Import it, from VSAC for instance.'
    ],
    [
      { problems: [stop('unsupported', 'The operation X is not supported (A).')] },
      'The operation X is not supported (A). Ask its publisher for a version that does without.'
    ]
  ])('is said with what to do: %j', (change, text) => {
    expect(stopText(stopped(change))).toBe(text)
  })
})
