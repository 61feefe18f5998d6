import { beforeAll, describe, expect, it } from 'vitest'
import { describeTables } from '#engine/tables/sql/describe-tables.ts'
import type { SqlDatabase } from '#engine/tables/sql/open-database.ts'
import { dictionaryOf, type TableSource } from '#engine/tables/model/table-source.ts'
import { loadFiles, shippedPlan } from '../../support/load-store.ts'
import { sqlOver } from '../../support/sql-database.ts'
import { shippedRegistries } from '../registries/shipped-registries.ts'
import { plainStore } from '../selection/plain-store.ts'

const population = [
  {
    resourceType: 'Patient',
    id: 'p',
    gender: 'female',
    birthDate: '1950-02',
    deceasedBoolean: false,
    meta: { profile: ['http://x/p'] }
  },
  { resourceType: 'Practitioner', id: 'dr' },
  {
    resourceType: 'Encounter',
    id: 'e',
    status: 'finished',
    class: { system: 'http://act', code: 'AMB' },
    subject: { reference: 'https://ehr/Patient/p/_history/1' },
    participant: [{ individual: { reference: 'Practitioner?identifier=x|1' } }],
    period: { start: '2020-02-29T23:30:00-05:00' }
  },
  {
    resourceType: 'ExplanationOfBenefit',
    id: 'b',
    patient: { reference: 'Patient/p' },
    provider: { reference: 'Practitioner/dr' },
    payment: { amount: { value: 0.1 } }
  },
  {
    resourceType: 'Condition',
    id: 'c',
    subject: { reference: 'Patient/p' },
    code: {
      coding: [
        { system: 's', code: 'A' },
        { system: 't', code: 'B' }
      ],
      text: 'T'
    }
  },
  'rubbish'
]

let database: SqlDatabase
beforeAll(async () => {
  database = await sqlOver(await loadFiles([{ name: 'a.ndjson', content: population }]))
})

const rows = (statement: string, parameters: (string | number | null)[] = []) =>
  database.query(statement, parameters).rows

describe('SQL over the store', () => {
  it('shows dates as written, booleans as 0 and 1, numbers as numbers', () => {
    expect(rows('select birth_date, deceased, last_updated from patient')).toEqual([['1950-02', 0, null]])
    expect(rows('select substr(period_start, 1, 10), class_system, class_code, class_display from encounter')).toEqual([
      ['2020-02-29', 'http://act', 'AMB', null]
    ])
    expect(rows('select payment_amount + 0.2 > 0.3 from explanation_of_benefit')).toEqual([[1]])
  })
  it('shows references as plain ids, which join, and as written when they point nowhere', () => {
    expect(rows('select patient_id, practitioner_id from encounter')).toEqual([['p', 'Practitioner?identifier=x|1']])
    expect(rows('select provider_id from explanation_of_benefit')).toEqual([['dr']])
    expect(rows('select p.gender, c.code from condition c join patient p on p.id = c.patient_id')).toEqual([
      ['female', 'A']
    ])
  })
  it('has all codings, all resources, all rejects and all files', () => {
    expect(rows('select * from condition_coding order by position')).toEqual([
      ['c', 0, 's', 'A', 'T'],
      ['c', 1, 't', 'B', null]
    ])
    expect(rows('select type, id, patient_id, file, line, profile from resource order by line')).toEqual([
      ['Patient', 'p', 'p', 'a.ndjson', 1, 'http://x/p'],
      ['Practitioner', 'dr', null, 'a.ndjson', 2, null],
      ['Encounter', 'e', 'p', 'a.ndjson', 3, null],
      ['ExplanationOfBenefit', 'b', 'p', 'a.ndjson', 4, null],
      ['Condition', 'c', 'p', 'a.ndjson', 5, null]
    ])
    const offset = Buffer.byteLength(
      population
        .slice(0, 4)
        .map((line) => `${JSON.stringify(line)}\n`)
        .join('')
    )
    expect(rows("select byte_offset, byte_length from resource where type = 'Condition'")).toEqual([
      [offset, JSON.stringify(population[4]).length]
    ])
    expect(rows('select line, reason, scope from reject order by line, reason')).toEqual([
      [3, 'dangling-reference', 'value'],
      [6, 'not-json', 'resource']
    ])
    expect(rows('select name, format, lines, stored, rejected, ignored from file')).toEqual([
      ['a.ndjson', 'ndjson', 6, 5, 1, 0]
    ])
  })
  it('takes names in any case, quoted, with comments, parameters, WITH and EXPLAIN', () => {
    expect(rows('-- people\nSELECT "ID" FROM "Patient" /* all; */ ;')).toEqual([['p']])
    expect(rows("select ?, ? || '?' from patient", [1, 'x'])).toEqual([[1, 'x?']])
    expect(rows('with women as (select * from patient) select count(*) from women')).toEqual([[1]])
    expect(rows("select '--', count(*) from patient")).toEqual([['--', 1]])
    expect(rows('explain query plan select * from patient').length).toBeGreaterThan(0)
    expect(database.query('select id as "Who", 1 from patient where 0')).toEqual({ columns: ['Who', '1'], rows: [] })
  })
})

describe('what SQL refuses', () => {
  it.each([
    ['delete from patient', 'Only SELECT'],
    ['pragma query_only = 0', 'Only SELECT'],
    ["attach 'x' as y", 'Only SELECT'],
    ['create table x (y)', 'Only SELECT'],
    ['with a as (select 1) delete from patient', 'Only SELECT'],
    ['with a as (select 1) delete from "_patient"', 'Only SELECT'],
    ['with a as (select 1) update "_patient" set gender = 1', 'Only SELECT'],
    ['with a as (select 1) insert into "_patient" select * from "_patient"', 'Only SELECT'],
    ['', 'Only SELECT'],
    ['select 1; select 2', 'one statement'],
    ['select 1; delete from patient', 'one statement'],
    ['select * from pateint', 'Did you mean “patient”?'],
    ['select gendr from patient', 'Did you mean “gender”?'],
    ['select p.sex from patient p', 'patient has id, birth_date'],
    ['select id from patient join condition', 'Several tables have a column “id”'],
    ['select from where', 'near “from”'],
    ['select (1', 'ends too early'],
    ['select frobnicate(1)', 'no such function'],
    ['select ?', '1 question mark, but 0 values']
  ])('%s', (statement, words) => {
    expect(() => database.query(statement)).toThrow(words)
    expect(rows('select count(*) from patient')).toEqual([[1]])
  })
})

describe('describeTables', () => {
  it('says of every column what it means, and names those that SQL has', async () => {
    const tables = describeTables(shippedPlan())
    for (const { name, description, columns } of tables) {
      expect(description, name).not.toBe('')
      expect(columns.filter((column) => column.description === '').map((column) => `${name}.${column.name}`)).toEqual(
        []
      )
      expect(database.query(`select * from ${name} limit 0`).columns).toEqual(columns.map((column) => column.name))
    }
    expect(tables.map(({ name }) => name)).toContain('observation_component')
    expect(
      tables.find(({ name }) => name === 'encounter')!.columns.find(({ name }) => name === 'class_system')!.description
    ).toMatch(/system/i)
  })
})

describe('a table of which only the columns that are asked for are filled', () => {
  it('is filled again with further columns after it was joined by a reference', async () => {
    const observation = Array.from({ length: 30_000 }, (_, index) => ({
      id: `o${index}`,
      patient_id: 'p',
      encounter_id: index % 2 === 0 ? 'e' : undefined,
      status: index < 10 ? 'final' : 'amended',
      unit: index < 30 ? 'kg' : 'g'
    }))
    const store = plainStore({ patient: [{ id: 'p' }], encounter: [{ id: 'e', patient_id: 'p' }], observation })
    const large = await sqlOver(store)
    const joined = (condition: string): unknown =>
      large.query(
        `select count(*) from encounter e join observation o on o.encounter_id = e.id join patient p on p.id = o.patient_id where ${condition}`
      ).rows[0]![0]
    expect(joined('1')).toBe(15_000)
    expect(joined("o.status = 'final'")).toBe(5)
    expect(joined("o.unit = 'kg' and o.status = 'amended'")).toBe(10)
    large.close()
  })

  it('has the columns whose names are keywords, and those of a table behind the name of the schema', async () => {
    const appointment = Array.from({ length: 60_000 }, (_, index) => ({
      id: `a${index}`,
      patient_id: 'p',
      start: '2026-01-01T10:00:00Z',
      end: '2026-01-01T10:30:00Z'
    }))
    const large = await sqlOver(plainStore({ patient: [{ id: 'p' }], appointment }))
    const counted = (statement: string): unknown => large.query(statement).rows[0]![0]
    expect(counted('select count(a.end) from appointment a')).toBe(60_000)
    expect(counted('select count(start) from main.appointment')).toBe(60_000)
    large.close()
  })
})

describe('a table of any name', () => {
  it('leaves the texts of concepts to the other tables', async () => {
    const condition = { id: 'c', patient_id: 'p', code: 'http://snomed.info/sct|44054006|Type 2 diabetes' }
    const view: TableSource = {
      name: 'concept',
      group: 'Views',
      description: '',
      rows: 1,
      columns: [{ name: 'code', kind: 'dictionary', description: '' }],
      read: () => dictionaryOf(['x'])
    }
    const named = await sqlOver(plainStore({ patient: [{ id: 'p' }], condition: [condition] }), {
      registries: shippedRegistries,
      asOf: 20_000,
      more: [view]
    })
    const display = (): unknown => named.query('select display from condition').rows[0]![0]
    expect(display()).toBe('Type 2 diabetes')
    expect(named.query('select code from concept').rows).toEqual([['x']])
    expect(display()).toBe('Type 2 diabetes')
    named.close()
  })
})
