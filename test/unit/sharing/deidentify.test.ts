import { BlobReader, TextWriter, ZipReader } from '@zip.js/zip.js'
import { describe, expect, it } from 'vitest'
import { declaredTreatment } from '#engine/sharing/deidentify/column-treatment.ts'
import { deidentify } from '#engine/sharing/deidentify/deidentified-set.ts'
import type { ProfileId } from '#engine/sharing/deidentify/profile.ts'
import { randomOrder, secureBelow } from '#engine/sharing/deidentify/random-order.ts'
import { writeSet } from '#engine/sharing/deidentify/write-set.ts'
import { readZipAreas } from '#engine/sharing/deidentify/zip-areas.ts'
import { plainStore } from '../selection/plain-store.ts'

const snomed = 'http://snomed.info/sct'
const people = 12
const store = plainStore({
  patient: Array.from({ length: people }, (_, person) => ({
    id: `canary-id-${person}`,
    birth_date: person === 0 ? '1930-04-05' : '1980-04-05',
    gender: 'female',
    race: 'canary race',
    race_code: '2106-3',
    family: 'Canary',
    given: 'Canary',
    record_number: 'canary-mrn',
    phone: '555-CANARY',
    address_line: '1 Canary Street',
    city: 'Canaryville',
    state: 'VT',
    postal_code: person === 1 ? '05901-1234' : '05401',
    language: person === 0 ? 'canary' : 'en-US',
    general_practitioner_id: 'Practitioner/canary-doctor',
    deceased_at: person === 2 ? '2026-02-03T04:05:06Z' : undefined
  })),
  practitioner: [{ id: 'canary-doctor', family: 'Canary', npi: '123' }],
  condition: Array.from({ length: people }, (_, person) => ({
    id: `canary-condition-${person}`,
    patient_id: `canary-id-${person}`,
    code: person === 3 ? 'https://canary.example.org|canary|Canary disease' : `${snomed}|44054006|canary display`,
    clinical_status: 'active',
    onset: '1931-01-01',
    recorded_date: person === 4 ? '2026-06' : '2026-06-30T08:15:00-04:00'
  })),
  observation: [
    {
      id: 'canary-observation',
      patient_id: 'canary-id-5',
      code: 'http://loinc.org|4548-4|canary',
      status: 'final',
      effective: '2026-06-29',
      value: 7.1,
      unit: 'canary/unit',
      value_text: 'canary text'
    }
  ]
})

async function written(profile: ProfileId): Promise<{ readonly [name: string]: string }> {
  const { bytes } = await writeSet(deidentify(store, { profile }), '1.2.3')
  const entries = await new ZipReader(new BlobReader(new Blob([bytes]))).getEntries()
  const texts = await Promise.all(
    entries.map(
      async (entry) => [entry.filename, 'getData' in entry ? await entry.getData(new TextWriter()) : ''] as const
    )
  )
  return Object.fromEntries(texts)
}

/** Rows of a file by their columns. */
function rowsOf(text: string): readonly Readonly<Record<string, string>>[] {
  const [header = '', ...lines] = text.trim().split('\r\n')
  const names = header.split(',')
  return lines.map((line) => Object.fromEntries(line.split(',').map((value, place) => [names[place]!, value])))
}

describe('every text column of the tables', () => {
  it('has a treatment that somebody decided on', () => {
    const undecided = [...store.tables.values()].flatMap(({ name, info }) =>
      info.flatMap((column) =>
        declaredTreatment(name, column.name, column.kind) === undefined ? [`${name}.${column.name}`] : []
      )
    )
    expect(undecided).toEqual([])
  })
})

describe('a de-identified set', () => {
  it('has no identifier, no text, no date and no code of a private system', async () => {
    const files = await written('safe-harbor')
    expect(Object.keys(files).sort()).toEqual(
      ['REPORT.md', 'condition.csv', 'observation.csv', 'patient.csv', 'report.json'].sort()
    )
    const tables = Object.entries(files).filter(([name]) => name.endsWith('.csv'))
    for (const [, text] of tables) expect(text).not.toMatch(/canary|\d{4}-\d{2}(?:-\d{2}|,)|05401|Vermont|street/i)
    const patients = rowsOf(files['patient.csv']!)
    expect(patients.map((row) => row['zip3']).toSorted()).toEqual(
      ['054', ...Array<string>(10).fill('054'), '000'].toSorted()
    )
    expect(patients.filter((row) => row['over_89'] === '1')).toMatchObject([{ birth_year: '' }])
    expect(patients.filter((row) => row['birth_year'] === '1980')).toHaveLength(people - 1)
    const conditions = rowsOf(files['condition.csv']!)
    // A year of 95 years ago tells an age over 89 of whoever has it.
    expect(new Set(conditions.map((row) => row['onset_year']))).toEqual(new Set(['']))
    expect(conditions.map((row) => row['code']).toSorted()).toEqual(['', ...Array<string>(11).fill('44054006')])
    const ids = new Set(patients.map((row) => row['id']))
    expect(ids.size).toBe(people)
    for (const row of conditions) expect(ids.has(row['patient_id'])).toBe(true)
    expect(new Set(patients.map((row) => row['general_practitioner_id'])).size).toBe(1)
  })

  it.each([
    ['years of anything', 'http://loinc.org|30525-0', 95, 'a', null],
    ['an age in months', 'http://loinc.org|39016-1', 1090, 'mo', null],
    ['an age without a unit', `${snomed}|397669002`, 92, undefined, null],
    ['an age below', 'http://loinc.org|30525-0', 89, 'years', 89],
    ['months of something else', 'http://loinc.org|4548-4', 1090, 'mo', 1090],
    ['a result in another unit', 'http://loinc.org|8480-6', 140, 'mm[Hg]', 140]
  ] as const)('writes %s unless it is an age over 89', (_, code, value, unit, expected) => {
    const results = plainStore({
      patient: [{ id: 'p', birth_date: '1990-04-05' }],
      observation: [{ id: 'o', patient_id: 'p', code, status: 'final', effective: '2026-06-29', value, unit }]
    })
    const valueIn = (profile: ProfileId): unknown => {
      const table = deidentify(results, { profile }).tables.find(({ name }) => name === 'observation')!
      return table.columns.find(({ name }) => name === 'value')!.cell(0)
    }
    expect(valueIn('safe-harbor')).toBe(expected)
    expect(valueIn('limited')).toBe(value)
  })

  it('says what was done to each column, and by which law', async () => {
    const { report } = await writeSet(deidentify(store, { profile: 'safe-harbor' }), '1.2.3')
    expect(report).toMatchObject({ people, over89: 1, engine: '1.2.3', leftOutTables: ['practitioner'] })
    const patient = report.tables.find(({ name }) => name === 'patient')!
    expect(patient.leftOut).toEqual(expect.arrayContaining(['family', 'given', 'phone', 'city', 'address_line']))
    expect(patient.columns.find(({ name }) => name === 'language')).toEqual({
      name: 'language',
      written: 11,
      changed: 0,
      leftOut: 1
    })
    const condition = report.tables.find(({ name }) => name === 'condition')!
    expect(condition.columns.find(({ name }) => name === 'code')).toMatchObject({ written: 11, leftOut: 1 })
    expect(report.profile.source).toContain('45 CFR 164.514(b)(2)')
  })
})

describe('a limited data set', () => {
  it('does not tell by how much dates are shifted where a server changed all records on one day', async () => {
    const changed = plainStore({
      patient: Array.from({ length: people }, (_, person) => ({
        id: `p${person}`,
        birth_date: '1980-04-05',
        last_updated: '2026-01-01T00:00:00Z'
      }))
    })
    const { tables } = deidentify(changed, { profile: 'limited' })
    expect(tables[0]!.columns.map(({ name }) => name)).not.toContain('last_updated')
    expect(tables[0]!.leftOut).toContain('last_updated')
  })

  it('moves all dates of a person by the same whole weeks, and keeps city and ZIP code', async () => {
    const files = await written('limited')
    const patients = rowsOf(files['patient.csv']!)
    expect(patients[0]).toMatchObject({ city: 'Canaryville', state: 'VT' })
    expect(patients.filter((row) => row['postal_code'] === '05901')).toHaveLength(1)
    const birth = new Map(patients.map((row) => [row['id'], Date.parse(row['birth_date']!)]))
    const conditions = rowsOf(files['condition.csv']!).filter((row) => row['recorded_date']!.length === 10)
    expect(conditions).toHaveLength(people - 1)
    for (const row of conditions) {
      const onset = Date.parse(row['onset']!)
      const shift = (onset - Date.parse('1931-01-01')) / 86_400_000
      expect(Math.abs(shift % 7)).toBe(0)
      expect(Math.abs(shift)).toBeGreaterThanOrEqual(7)
      expect(Math.abs(shift)).toBeLessThanOrEqual(182)
      expect((Date.parse(row['recorded_date']!) - Date.parse('2026-06-30')) / 86_400_000).toBe(shift)
      const born = birth.get(row['patient_id'])!
      expect([Date.parse('1930-04-05'), Date.parse('1980-04-05')]).toContain(born - shift * 86_400_000)
    }
    expect(files['patient.csv']).not.toMatch(/Canary,|canary|Street|mrn/)
  })
})

describe('areas of ZIP codes', () => {
  it('are told where more than 20,000 people live by the given table', () => {
    const small = readZipAreas('zip,population\n05401,15000\n05402,5001\n059,20000\n')
    expect([small.has('054'), small.has('059'), small.has('100')]).toEqual([false, true, true])
    expect(() => readZipAreas('zip,population\n05401,many\n')).toThrow('Line 2')
    expect(() => readZipAreas('code,people\n')).toThrow('needs the columns')
  })
})

describe('a random order', () => {
  it('has every number once, and draws below its bound', () => {
    expect([...randomOrder(50, secureBelow)].toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: 50 }, (_, index) => index)
    )
    expect([...randomOrder(4, () => 0)]).toEqual([1, 2, 3, 0])
  })
})
