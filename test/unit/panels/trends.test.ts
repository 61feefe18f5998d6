import { describe, expect, it } from 'vitest'
import type { RegistryPanel } from '#engine/population/panels/results/registry-result.ts'
import { runPanel } from '#engine/population/panels/run-panel.ts'
import { ageingCohort } from '../../support/ageing-cohort.ts'
import { shippedRegistries } from '../registries/shipped-registries.ts'
import { day, plainStore, type PlainRow, type PlainTables } from '../selection/plain-store.ts'

function diabetes(tables: PlainTables, date: string): RegistryPanel {
  const context = { asOf: day(date), filters: [] }
  return runPanel(plainStore(tables), shippedRegistries, 'registry', context, { id: 'diabetes' })
}

/** A month as `YYYY-MM`. */
function monthAt(index: number): string {
  return new Date(index * 86_400_000).toISOString().slice(0, 7)
}

describe('trends of a closed cohort that ages', () => {
  const cohort = ageingCohort(5000)
  const panel = diabetes(cohort.tables, cohort.end)

  it('count new cases by the month in which they were recorded, up to the end', () => {
    const { series, note } = panel.incidence
    expect(note).toMatch(/^By month: \d/)
    expect(series.points).toHaveLength(36)
    for (const { at, figure } of series.points)
      expect([monthAt(at), figure.numerator]).toEqual([monthAt(at), cohort.recorded.get(monthAt(at)) ?? 0])
  })

  it('do not lose the cases of the last year, as they would by onset', () => {
    const lastYear = panel.incidence.series.points.slice(-12)
    const months = lastYear.map(({ at }) => monthAt(at))
    const sum = (counts: ReadonlyMap<string, number>): number =>
      months.reduce((total, month) => total + (counts.get(month) ?? 0), 0)
    const figure = panel.keyFigures.find(({ id }) => id === 'incidence')!.figure
    expect(figure.numerator).toBe(sum(cohort.recorded))
    expect(sum(cohort.begun)).toBeLessThan(sum(cohort.recorded) / 2)
  })

  it('never let the prevalence fall', () => {
    const values = panel.prevalence.crude.points.map(({ figure }) => figure.value!)
    expect(values).toHaveLength(36)
    expect(values).toEqual(values.toSorted((a, b) => a - b))
    expect(values.at(-1)).toBeGreaterThan(values[0]! * 1.05)
  })

  it('take no month for incomplete that is not', () => {
    expect(panel.prevalence.crude.points.some(({ incomplete }) => incomplete === true)).toBe(false)
  })

  it('are charted by quarter, and say so, where months have too few new cases', () => {
    const small = ageingCohort(400)
    const { incidence } = diabetes(small.tables, small.end)
    expect(incidence.note).toMatch(/^By quarter: \d\.\d new cases in an average month, and months need 5\.$/)
    expect(incidence.series.points).toHaveLength(12)
    const ofQuarter = (index: number): number =>
      [0, 1, 2].reduce((sum, add) => {
        const [year = 0, month = 0] = monthAt(index).split('-').map(Number)
        const name = new Date(Date.UTC(year, month - 1 + add, 1)).toISOString().slice(0, 7)
        return sum + (small.recorded.get(name) ?? 0)
      }, 0)
    for (const { at, figure } of incidence.series.points) expect(figure.numerator).toBe(ofQuarter(at))
  })
})

describe('the beginning and the end of the records', () => {
  const sct = 'http://snomed.info/sct'

  /** Hundred people, seen and with something diagnosed every month from `from` to September 2026. */
  function source(from: string, change: (row: PlainRow, month: number) => PlainRow | undefined): PlainTables {
    const patient: PlainRow[] = []
    const encounter: PlainRow[] = []
    const condition: PlainRow[] = []
    for (let person = 0; person < 100; person++) {
      const id = `p${String(person).padStart(3, '0')}`
      patient.push({ id, birth_date: '1960-01-01', gender: person % 2 === 0 ? 'female' : 'male' })
      const [year = 0, month = 0] = from.split('-').map(Number)
      for (let index = 0; ; index++) {
        const time = new Date(Date.UTC(year, month - 1 + index, 1 + (person % 28)))
        if (time > new Date(Date.UTC(2026, 8, 30))) break
        const on = time.toISOString().slice(0, 10)
        encounter.push({ id: `${id}-${index}`, patient_id: id, status: 'finished', period_start: on })
        const row = { id: `${id}-c${index}`, patient_id: id, code: `${sct}|195662009`, encounter_id: `${id}-${index}` }
        const changed = change({ ...row, recorded_date: on }, index)
        if (changed !== undefined) condition.push(changed)
      }
      if (person < 20)
        condition.push({ id: `${id}-d`, patient_id: id, code: `${sct}|44054006`, recorded_date: '2025-06-15' })
    }
    return { patient, encounter, condition }
  }

  it('leave out the months before the records come in, and a year more for new cases', () => {
    const old = { id: 'old', patient_id: 'p050', code: `${sct}|44054006`, recorded_date: '2012-03-01' }
    const tables = source('2024-10', (row) => row)
    const { prevalence, incidence } = diabetes({ ...tables, condition: [...tables['condition']!, old] }, '2026-09-30')
    expect(prevalence.crude.points[0]!.label).toBe('Oct 2024')
    expect(prevalence.notes.join(' ')).toContain('Records begin in Oct 2024')
    expect(incidence.series.points[0]!.label).toBe('Q4 2025')
  })

  it('mark the last months by the delay with which diagnoses are recorded', () => {
    const later = (text: string, days: number): string =>
      new Date(Date.parse(text) + days * 86_400_000).toISOString().slice(0, 10)
    const tables = source('2020-01', (row, month) => {
      const delayed = later(String(row['recorded_date']), month % 8 === 0 ? 80 : 45)
      return delayed > '2026-09-30' ? undefined : { ...row, recorded_date: delayed }
    })
    const { prevalence } = diabetes(tables, '2026-09-30')
    expect(prevalence.notes.join(' ')).toContain('90% of the diagnoses are recorded within 80 days')
    const incomplete = prevalence.crude.points.filter((point) => point.incomplete === true)
    expect(incomplete.map(({ label }) => label)).toEqual(['Jul 2026', 'Aug 2026', 'Sep 2026'])
  })

  it('mark the last months where there are fewer records than usual', () => {
    const tables = source('2020-01', (row) =>
      String(row['recorded_date']) >= '2026-08-01' && Number(String(row['patient_id']).slice(1)) % 2 === 0
        ? undefined
        : { ...row, encounter_id: undefined }
    )
    const { prevalence } = diabetes(tables, '2026-09-30')
    expect(prevalence.notes.join(' ')).toContain('fewer than usual')
    expect(prevalence.crude.points.filter((point) => point.incomplete === true).map(({ label }) => label)).toEqual([
      'Aug 2026',
      'Sep 2026'
    ])
  })

  it('say where nothing but an onset is known', () => {
    const tables = source('2020-01', (row) => row)
    const onset = { id: 'onset', patient_id: 'p070', code: `${sct}|44054006`, onset: '2024-01-01' }
    const { prevalence } = diabetes({ ...tables, condition: [...tables['condition']!, onset] }, '2026-09-30')
    expect(prevalence.notes.join(' ')).toContain('5% of the members count from the onset')
  })

  it('count nobody before the data could tell of them', () => {
    const patient = [
      { id: 'a', birth_date: '1960-01-01', gender: 'female' },
      { id: 'b', birth_date: '1960-01-01', gender: 'female' },
      { id: 'never', birth_date: '1960-01-01', gender: 'female' }
    ]
    const encounter = [
      { id: 'ea', patient_id: 'a', period_start: '2024-01-10' },
      { id: 'eb', patient_id: 'b', period_start: '2024-04-10' }
    ]
    // A diagnosis of something else: without any, nobody could be told in the registry.
    const condition = [{ id: 'ca', patient_id: 'a', code: `${sct}|38341003`, recorded_date: '2024-01-10' }]
    const { prevalence } = diabetes({ patient, encounter, condition }, '2024-05-31')
    const people = Object.fromEntries(prevalence.crude.points.map(({ label, figure }) => [label, figure.denominator]))
    // Of whom nothing is recorded at all, nothing says since when they are in the data.
    expect(people).toMatchObject({ 'Jan 2024': 2, 'Mar 2024': 2, 'Apr 2024': 3 })
  })
})

describe('new cases', () => {
  it.each([
    ['medication_dispense', { when_handed_over: '2017-06-01' }],
    ['document_reference', { date: '2017-06-01' }],
    ['imaging_study', { started: '2017-06-01' }],
    ['care_plan', { period_start: '2017-06-01' }]
  ])('need a year of records, of which %s is one', (table, row) => {
    const ids = Array.from({ length: 40 }, (_, index) => `p${index}`)
    const patient = ids.map((id) => ({ id, birth_date: '1960-01-01', gender: 'female' }))
    // Diagnoses of two years, so that the quarter of the first one is charted.
    const condition = ids.map((id, index) => ({
      id: `${id}-d`,
      patient_id: id,
      code: 'http://snomed.info/sct|44054006',
      recorded_date:
        index === 0 ? '2018-08-10' : `${2018 + (index % 2)}-${String((index % 12) + 1).padStart(2, '0')}-10`
    }))
    const encounter = ids.slice(1).map((id) => ({ id: `${id}-e`, patient_id: id, period_start: '2017-06-01' }))
    const newCases = (tables: PlainTables): number =>
      diabetes({ patient, condition, encounter, ...tables }, '2019-12-31').incidence.series.points.find(
        ({ label }) => label === 'Q3 2018'
      )!.figure.numerator!
    expect(newCases({ [table]: [{ id: 'first', patient_id: 'p0', ...row }] })).toBe(newCases({}) + 1)
  })

  it('are standardized for age and sex', () => {
    const patient: PlainRow[] = []
    const encounter: PlainRow[] = []
    const condition: PlainRow[] = []
    const people = (gender: string, born: string, count: number, ill: number): void => {
      for (let index = 0; index < count; index++) {
        const id = `${gender}-${born}-${index}`
        patient.push({ id, birth_date: born, gender })
        for (const year of [2016, 2017, 2018, 2019, 2020])
          encounter.push({ id: `${id}-${year}`, patient_id: id, status: 'finished', period_start: `${year}-01-01` })
        // Found on the first day of the quarter, so that nobody who is found adds time at risk.
        if (index < ill)
          condition.push({
            id: `${id}-d`,
            patient_id: id,
            code: 'http://snomed.info/sct|44054006',
            recorded_date: '2019-07-01'
          })
      }
    }
    people('female', '1950-01-01', 30, 6)
    people('male', '1950-01-01', 15, 5)
    people('male', '2000-01-01', 40, 1)
    const { series, standardized } = diabetes({ patient, encounter, condition }, '2019-09-30').incidence
    const years = 92 / 365.25
    const crude = series.points.at(-1)!.figure
    expect(crude.numerator).toBe(12)
    expect(crude.denominator).toBeCloseTo((24 + 10 + 39) * years, 6)
    const [old, young] = [0.066037 / 2, 0.138646 / 2]
    const expected =
      (old * (6 / (24 * years)) + old * (5 / (10 * years)) + young * (1 / (39 * years))) / (2 * old + young)
    const adjusted = standardized!.points.at(-1)!.figure
    expect(adjusted.value).toBeCloseTo(expected * 1000, 6)
    expect(adjusted.interval?.method).toBe('fay-feuer')
    expect(adjusted.interval!.low).toBeLessThan(adjusted.value!)
    expect(adjusted.interval!.high).toBeGreaterThan(adjusted.value!)
  })
})

describe('groups of a registry', () => {
  it('are adjusted for age and sex to everybody who is compared', () => {
    // Two practices with the same prevalence at each age; one has the older people.
    const patient: PlainRow[] = []
    const condition: PlainRow[] = []
    const people = (practice: string, born: string, count: number, ill: number): void => {
      for (let index = 0; index < count; index++) {
        const id = `${practice}-${born}-${index}`
        patient.push({ id, birth_date: born, gender: 'female', managing_organization_id: practice })
        if (index < ill)
          condition.push({
            id: `${id}-d`,
            patient_id: id,
            code: 'http://snomed.info/sct|44054006',
            onset: '2020-01-01'
          })
      }
    }
    people('old', '1945-01-01', 80, 32)
    people('old', '1985-01-01', 20, 1)
    people('young', '1945-01-01', 20, 8)
    people('young', '1985-01-01', 80, 4)
    people('children', '2020-01-01', 50, 0)
    const organization = ['old', 'young', 'children'].map((id) => ({ id, name: id }))
    const rows = diabetes({ patient, organization, condition }, '2024-05-31').strata[0]!.groups.find(
      ({ dimension }) => dimension === 'practice'
    )!.rows
    const row = (group: string) => rows.find((each) => each.group === group)!
    expect(row('old').figure.value).toBeCloseTo(0.33, 9)
    expect(row('young').figure.value).toBeCloseTo(0.12, 9)
    expect(row('old').adjusted!.value).toBeCloseTo((100 * 0.4 + 100 * 0.05) / 200, 9)
    expect(row('young').adjusted!.value).toBeCloseTo(row('old').adjusted!.value!, 9)
    expect(row('children').adjusted).toMatchObject({ value: undefined })
    expect(row('children').adjusted!.missing).toContain('20% of everybody')
  })
})
