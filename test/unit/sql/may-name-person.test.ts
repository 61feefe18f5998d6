import { describe, expect, it } from 'vitest'
import { comparesMaskedColumn, mayNamePerson } from '#engine/tables/sql/may-name-person.ts'
import { examples } from '../../../src-renderer/state/sql/examples.ts'
import { readQueryFile, writeQueryFile } from '../../../src-renderer/state/sql/query-file.ts'

describe('a statement that may name a person', () => {
  it.each([
    "SELECT * FROM patient WHERE family = 'Doe'",
    "SELECT * FROM patient WHERE lower(given) LIKE 'jo%'",
    "SELECT * FROM condition WHERE 'abc' = patient_id",
    "SELECT * FROM patient WHERE birth_date BETWEEN '1950-01-01' AND '1950-01-02'",
    "SELECT * FROM patient p WHERE p.\"record_number\" IN ('1', '2')",
    'SELECT * FROM coverage WHERE subscriber_id = 12345',
    "SELECT CASE WHEN id = 'x' THEN 1 END FROM patient"
  ])('has a value beside an identifying column: %s', (statement) => {
    expect(mayNamePerson(statement)).toBe(true)
  })
  it.each([
    'SELECT family, given FROM patient LIMIT 10',
    "SELECT count(*) FROM patient WHERE gender = 'female'",
    "SELECT 1 FROM registry_member m JOIN person_feature f ON f.patient_id = m.patient_id WHERE m.registry = 'diabetes'",
    'SELECT * FROM patient WHERE id = :id',
    ...examples.map(({ text }) => text)
  ])('is no other: %s', (statement) => {
    expect(mayNamePerson(statement)).toBe(false)
  })
})

describe('a file of statements', () => {
  it('has names and descriptions', () => {
    const queries = [
      { title: 'One', description: 'What it is for', text: '-- first line\nSELECT 1' },
      { title: 'Two', text: 'SELECT 2' }
    ]
    expect(readQueryFile(writeQueryFile(queries), 'file')).toEqual(queries)
  })
})

describe('a statement that compares what is masked', () => {
  it.each([
    ["select count(*) from patient where city = 'Springfield'", true],
    ["select count(*) from patient where City in ('Springfield')", true],
    ['select city, count(*) from patient group by city', false],
    ["select count(*) from patient where gender = 'female'", false],
    ["select count(*) from condition where patient_id = 'p1'", false]
  ])('%s: %s', (statement, compares) => {
    expect(comparesMaskedColumn(statement)).toBe(compares)
  })
})
