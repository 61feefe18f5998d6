import { describe, expect, it } from 'vitest'
import { readMeasureContent } from '#engine/measures/definition/measure-content.ts'
import { isPlainPeriod, isSamePeriod, periodKey } from '#engine/measures/definition/period-key.ts'
import { eligibilityText, type Eligibility } from '#engine/measures/definition/eligibility.ts'
import { MeasureEvaluator } from '#engine/measures/evaluate/measure-evaluator.ts'
import { PatientResources } from '#engine/measures/records/patient-resources.ts'
import { comparisonPeriods } from '#engine/measures/rates/period-progress.ts'
import { readArguments } from '../../../src-main/host/arguments/read-arguments.ts'
import { measureDeclaration } from '../../../src-main/cli/declarations/measure.ts'
import { measureOptions } from '../../../src-main/cli/measure/measure-options.ts'
import { contentOf, packMeasures, packValueSets, sharedElm } from '../../conformance/pack-content.ts'
import { unmanaged } from '../../support/policies.ts'

const year = { start: '2025-01-01', end: '2025-12-31' }

describe('rules of eligibility of a period', () => {
  it('make it another period, with words of their own', () => {
    const strict = { ...year, eligibility: { visit: true, enrollment: true } }
    const loose = { ...year, eligibility: { visit: false } }
    expect(new Set([year, strict, loose].map(periodKey)).size).toBe(3)
    expect(isSamePeriod(strict, { ...year, eligibility: { enrollment: true, visit: true } })).toBe(true)
    expect([year, { ...year, eligibility: {} }, loose].map(isPlainPeriod)).toEqual([true, true, false])
    expect(eligibilityText(strict.eligibility)).toBe('with a visit in the period, with continuous enrollment')
    expect(eligibilityText(loose.eligibility)).toBe('without a visit in the period')
    expect(eligibilityText({})).toBeUndefined()
  })

  it('hold for the year before, which a rate is compared with', () => {
    const { before } = comparisonPeriods({ ...year, eligibility: { visit: false } }, undefined)
    expect(before).toEqual({ start: '2024-01-01', end: '2024-12-31', eligibility: { visit: false } })
  })

  it('are given on the command line', () => {
    const read = (...more: string[]) =>
      measureOptions(readArguments(measureDeclaration, ['pack', '--data', 'd', '--period', '2025', ...more]), unmanaged)
        .period.eligibility
    expect(read()).toBeUndefined()
    expect(read('--visit', 'no', '--enrollment', 'yes')).toEqual({ visit: false, enrollment: true })
    expect(() => read('--visit', 'maybe')).toThrow('--visit takes one of: yes, no.')
  })

  it('decide about people whatever the default of the measure is', () => {
    const measure = packMeasures().find(({ id }) => id === 'colorectal-cancer-screening')!
    const { valueSets } = readMeasureContent([measure.measure, ...packValueSets()])
    const content = contentOf(measure, sharedElm(), valueSets)
    const evaluator = new MeasureEvaluator(content.measures[0]!, content)
    const counted = (records: readonly object[], eligibility?: Eligibility): number => {
      const data = new PatientResources(
        [{ resourceType: 'Patient', id: 'a', birthDate: '1965-05-05' }, ...records] as never,
        'derive',
        evaluator.program.fhir
      )
      const period = eligibility === undefined ? year : { ...year, eligibility }
      return evaluator.evaluate('a', data, period).groups[0]!.populations[0]!.count
    }
    expect(counted([])).toBe(0)
    expect(counted([], { visit: false })).toBe(1)
    expect(counted([], { visit: false, enrollment: true })).toBe(0)
    const coverage = {
      resourceType: 'Coverage',
      id: 'c',
      status: 'active',
      beneficiary: { reference: 'Patient/a' },
      period: { start: '2024-01-01' }
    }
    expect(counted([coverage], { visit: false, enrollment: true })).toBe(1)
  })
})
