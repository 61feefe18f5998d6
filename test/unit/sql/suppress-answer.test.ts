import { describe, expect, it } from 'vitest'
import { csvParts } from '#engine/tables/interchange/csv-parts.ts'
import { countColumns } from '#engine/tables/sql/count-columns.ts'
import { suppressAnswer } from '#engine/tables/sql/suppress-answer.ts'
import { suppressedTable } from '#engine/tables/sql/suppressed-table.ts'

describe('columns that count', () => {
  it.each([
    ['select id, birth_date from patient', 2, undefined],
    ['select count(*) from patient', 1, ['count']],
    ['select gender, count(*) n from patient group by 1', 2, ['key', 'count']],
    ['select gender, COUNT (distinct id), avg(age) from p group by gender', 3, ['key', 'count', 'value']],
    ['select sum(case when x then 1 else 0 end) * 1.0 / count(*) from p', 1, ['count']],
    ['with c as (select city, count(*) n from patient group by 1) select * from c', 2, ['count', 'count']],
    ['with c as (select city, count(*) n from patient group by 1) select city, n from c', 2, ['count', 'count']],
    ['select 1 union select count(*) from patient', 1, ['count']],
    ["select 'count(' || id from patient", 1, undefined],
    ['select (select count(*) from encounter e where e.patient_id = p.id) from patient p', 1, ['count']]
  ] as const)('of %s', (statement, width, kinds) => {
    expect(countColumns(statement, width)).toEqual(kinds)
  })
})

describe('an answer that leaves', () => {
  const statement = 'select city, count(*) as n, avg(age) as age from patient group by city'
  const columns = ['city', 'n', 'age']
  const rows = [
    ['Elm', 4, 51.5],
    ['Oak', 200, 40.25],
    ['Ash', 60, 33],
    ['Fir', 0, null]
  ]

  it('shows no small count, none that would tell it, and nothing else of these groups', () => {
    const { rows: kept, note } = suppressAnswer(statement, { columns, rows }, 10)
    expect(kept).toEqual([
      ['Elm', '<11', 'suppressed'],
      ['Oak', 200, 40.25],
      ['Ash', 'suppressed', 'suppressed'],
      ['Fir', 0, null]
    ])
    expect(note).toBe(
      'Counts of 1 to 10 in n are shown as <11, and other values are suppressed where they would reveal them'
    )
  })

  it('shows no share from which few people follow', () => {
    const asked =
      'select city, count(*) as n, avg(smokes) as share, avg(old) * 100 as percent from patient group by city'
    const shares = (share: number, percent: number) =>
      suppressAnswer(asked, { columns: ['city', 'n', 'share', 'percent'], rows: [['Oak', 200, share, percent]] }, 10)
        .rows
    // 4 of 200 and all but 4 of them, per one and per cent; 60 of 200 are many.
    expect(shares(0.02, 30)).toEqual([['Oak', 200, 'suppressed', 30]])
    expect(shares(0.98, 30)).toEqual([['Oak', 200, 'suppressed', 30]])
    expect(shares(0.3, 30)).toEqual([['Oak', 200, 0.3, 30]])
    const counted = 'select city, count(*) as n, sum(smokes) * 100.0 / count(*) as percent from patient group by city'
    const perCent = (percent: number) =>
      suppressAnswer(counted, { columns: ['city', 'n', 'percent'], rows: [['Oak', 200, percent]] }, 10).rows
    expect(perCent(2.5)).toEqual([['Oak', 200, 'suppressed']])
    expect(perCent(30.5)).toEqual([['Oak', 200, 30.5]])
  })

  it('has rows in no order that tells a count which is kept back', () => {
    const sorted = [
      ['Oak', 200],
      ['Elm', 61],
      ['Ash', 60],
      ['Yew', 4],
      ['Bay', 3]
    ]
    const asked = 'select city, count(*) as n from patient group by city order by n desc'
    const leaving = (answer: readonly (readonly (string | number)[])[]) =>
      suppressAnswer(asked, { columns: ['city', 'n'], rows: answer }, 10).rows.map(([city]) => city)
    // Otherwise there would be no fewer in Yew than in Bay.
    expect(leaving(sorted)).toEqual(['Oak', 'Elm', 'Ash', 'Bay', 'Yew'])
    expect(leaving(sorted.toReversed())).toEqual(['Elm', 'Oak', 'Ash', 'Bay', 'Yew'])
    const byName = sorted.toSorted(([left], [right]) => (left! < right! ? -1 : 1))
    expect(leaving(byName)).toEqual(['Ash', 'Bay', 'Elm', 'Oak', 'Yew'])
  })

  it('stays as it is where rows are rows of the tables, and where the limit is 0', () => {
    const lines = suppressAnswer('select id, age from patient', { columns: ['id', 'age'], rows: [['a', 4]] }, 10)
    expect(lines).toEqual({ columns: ['id', 'age'], rows: [['a', 4]], marks: undefined, note: undefined })
    expect(suppressAnswer(statement, { columns, rows }, 0).rows).toEqual(rows)
  })

  it('takes no amount for a count', () => {
    const paid = suppressAnswer('select sum(paid) from claim', { columns: ['sum(paid)'], rows: [[4.5]] }, 10)
    expect(paid.rows).toEqual([[4.5]])
    expect(paid.note).toContain('No column of this answer could be recognized as a count')
  })

  const about = { name: 'Result', description: '', source: 'Source' }

  it('keeps its numbers, with marks between them, in CSV and XLSX', () => {
    const table = suppressedTable(suppressAnswer(statement, { columns, rows }, 10), about, 'csv')
    expect(table.columns[1]!.column.kind).toBe('integer')
    const text = [...csvParts({ ...table, cells: table.columns.map(({ cell }) => cell) })]
      .map((part) => new TextDecoder().decode(part))
      .join('')
    expect(text).toBe('city,n,age\r\nElm,<11,suppressed\r\nOak,200,40.25\r\nAsh,suppressed,suppressed\r\nFir,0,\r\n')
    expect(table.source).toContain('Source. Counts of 1 to 10 in n')
  })

  it('is typed in Parquet and Arrow, with the reason in a column of its own', () => {
    const table = suppressedTable(suppressAnswer(statement, { columns, rows }, 10), about, 'parquet')
    expect(table.columns.map(({ name, column }) => [name, column.kind])).toEqual([
      ['city', 'dictionary'],
      ['n', 'integer'],
      ['age', 'number'],
      ['n_suppressed', 'dictionary'],
      ['age_suppressed', 'dictionary']
    ])
    expect(table.columns.map(({ cell }) => cell(0))).toEqual(['Elm', null, null, '<11', 'suppressed'])
  })
})
