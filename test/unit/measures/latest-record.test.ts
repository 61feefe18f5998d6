import { describe, expect, it } from 'vitest'
import { evidenceSummary } from '#engine/measures/gaps/latest-record.ts'
import { plainDefinition, plainMeasure, plainRun } from '../../support/plain-measures.ts'
import { day, plainStore, type PlainRow } from '../selection/plain-store.ts'

const loinc = 'http://loinc.org'

/** What is said of the only record, a test of some code. */
function lastValue(result: PlainRow, components: readonly PlainRow[] = []): string | undefined {
  const observation = { id: 'o', patient_id: 'a', code: `${loinc}|4548-4`, effective: '2026-05-02', ...result }
  const observation_component = components.map((component) => ({ observation_id: 'o', patient_id: 'a', ...component }))
  const store = plainStore({ patient: [{ id: 'a' }], observation: [observation], observation_component })
  const definition = plainDefinition('control', 'increase')
  const requirement = {
    type: 'Observation',
    profile: undefined,
    codeProperty: 'code',
    codes: ['HbA1c test'],
    valueSets: [],
    single: [{ system: loinc, code: '4548-4' }],
    closed: true
  }
  const measure = plainMeasure(definition, plainRun(definition, []))
  return evidenceSummary(store, measure, [requirement], 0, day('2026-12-31')).latest?.value
}

describe('the latest record of a kind', () => {
  it('is told with its number, or the numbers of its parts', () => {
    expect(lastValue({ value: 9.4, unit: '%' })).toBe('9.4%')
    expect(lastValue({}, [{ value: 86, unit: 'mm[Hg]' }, { value: 148 }])).toBe('148/86 mmHg')
  })

  it('is told with a text that is a number; any other text may name somebody', () => {
    expect(lastValue({ value_text: '>14.0' })).toBe('>14.0')
    expect(lastValue({ value_text: '148/86 mmHg' })).toBe('148/86 mmHg')
    expect(lastValue({ value_text: 'See comment' })).toBe('with a text in place of a number')
  })

  it('is said to have no result where it has none', () => {
    expect(lastValue({})).toBe('without a result')
    expect(lastValue({ value_boolean: false })).toBe('')
    expect(lastValue({ coded_value: `${loinc}|LA6576-8` })).toBe('')
    expect(lastValue({}, [{ code: `${loinc}|8480-6` }])).toBe('')
  })

  it('is none that was entered in error, canceled or not done', () => {
    for (const status of ['entered-in-error', 'cancelled', 'not-done']) {
      expect(lastValue({ value: 5.1, unit: '%', status })).toBeUndefined()
    }
    expect(lastValue({ value: 5.1, unit: '%', status: 'preliminary' })).toBe('5.1%')
  })
})
