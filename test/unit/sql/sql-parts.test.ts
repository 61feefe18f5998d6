import { beforeAll, describe, expect, it } from 'vitest'
import { completeSql } from '#engine/tables/sql/complete-sql.ts'
import { SqlError } from '#engine/tables/sql/sql-error.ts'
import { sqlCatalog, type SqlCatalogTable } from '#engine/tables/sql/sql-catalog.ts'
import { parameterNames, startSqlEngine, type SqlEngine } from '#engine/tables/sql/sql-engine.ts'
import { findMentions } from '#engine/tables/sql/sql-mentions.ts'
import { sqlTokens } from '#engine/tables/sql/sql-tokens.ts'
import { tableParts } from '#engine/tables/model/table-parts.ts'
import { tableSources, type TableSources } from '#engine/tables/sql/table-sources.ts'
import { wilsonInterval } from '#engine/base/stats/wilson.ts'
import { readQueryFile, writeQueryFile } from '../../../src-renderer/state/sql/query-file.ts'
import { sqlWasm } from '../../support/sql-database.ts'
import { shippedRegistries } from '../registries/shipped-registries.ts'
import { plainStore } from '../selection/plain-store.ts'

const sct = 'http://snomed.info/sct'
const day = (text: string): number => Date.parse(text) / 86_400_000

let sources: TableSources
let catalog: SqlCatalogTable[]
let engine: SqlEngine
const filled: string[] = []

beforeAll(async () => {
  const store = plainStore({
    patient: [
      { id: 'p1', birth_date: '1950-06-15', gender: 'female', family: 'Garcia' },
      { id: 'p2', birth_date: '1980-01-01', gender: 'male', family: 'Jones' },
      { id: 'p3', gender: 'male' }
    ],
    condition: [
      {
        id: 'c1',
        patient_id: 'p1',
        code: `${sct}|44054006|Type 2 diabetes`,
        onset: '2020-05-01',
        clinical_status: 'active',
        verification_status: 'confirmed'
      }
    ],
    encounter: [
      { id: 'e1', patient_id: 'p1', status: 'finished', period_start: '2024-03-01T10:00:00Z' },
      { id: 'e2', patient_id: 'p1', status: 'finished', period_start: '2024-05-01T10:00:00Z' },
      { id: 'e3', patient_id: 'p2', status: 'cancelled', period_start: '2024-05-01T10:00:00Z' }
    ]
  })
  sources = tableSources(store, { registries: shippedRegistries, asOf: day('2024-06-30') })
  catalog = sqlCatalog(sources)
  engine = await startSqlEngine(catalog, sqlWasm(), day('2024-06-30'))
})

function ask(statement: string, parameters: Record<string, string | number | null> = {}, revealed = true) {
  for (const need of engine.needs(statement)) {
    filled.push(need.table)
    engine.fill(tableParts(sources.get(need.table)!, sources.concepts, need, revealed))
  }
  return engine.run(statement, parameters, 1000).rows
}

describe('the kinds of the columns of an answer', () => {
  it('are those of the tables that they come from, and what a CAST says', () => {
    const statement = `with known as (select p.id, birth_date, deceased, e.period_start, e.patient_id, o.value, c.code
        from patient p left join encounter e on e.patient_id = p.id left join observation o on o.patient_id = p.id
        left join condition c on c.patient_id = p.id where p.gender = :gender)
      select *, count(*) over (), cast(value as integer), cast(value + 1 as real), cast(birth_date as text),
        max(birth_date), age_at(birth_date, as_of()) from known -- all`
    const computed = undefined
    expect(engine.kindsOf(`${statement};`)).toEqual([
      ...['id', 'date', 'boolean', 'dateTime', 'reference', 'number', 'concept'],
      ...[computed, 'integer', 'number', 'dictionary', computed, computed]
    ])
  })

  it('are not known where the statement is no view, or names what is not there', () => {
    expect(engine.kindsOf('explain query plan select id from patient')).toEqual([])
    expect(engine.kindsOf('select nothing from patient')).toEqual([])
    expect(engine.kindsOf('values (1)')).toEqual([undefined])
  })
})

function errorOf(statement: string): SqlError {
  try {
    ask(statement)
  } catch (error) {
    if (error instanceof SqlError) return error
    throw error
  }
  throw new Error(`it ran: ${statement}`)
}

describe('derived tables', () => {
  it('hold the members of registries with the day from which they count', () => {
    expect(ask('select * from registry_member')).toEqual([['p1', 'diabetes', 'Diabetes', '2020-05-01', 'chart']])
  })
  it('hold one row of features per person', () => {
    expect(ask('select patient_id, age, sex, has_diabetes, encounters_12m from person_feature order by 1')).toEqual([
      ['p1', 74, 'female', 1, 2],
      ['p2', 44, 'male', 0, 0],
      ['p3', null, 'male', 0, 0]
    ])
  })
})

describe('functions', () => {
  it('say the date, ages and intervals', () => {
    expect(
      ask("select as_of(), age_at('1950-06-30', as_of()), age_at('1950-07-01', as_of()), age_at(null, 1)")
    ).toEqual([['2024-06-30', 74, 73, null]])
    const { low, high } = wilsonInterval(15, 148)
    expect(ask('select wilson_low(15, 148), wilson_high(15, 148), wilson_low(1, 0)')).toEqual([[low, high, null]])
  })
})

describe('tables are filled on demand', () => {
  it('once, and only those that are named', () => {
    filled.length = 0
    ask('select count(*) from organization')
    ask('select id from organization o join location l using (id)')
    ask('select id from organization')
    expect(filled).toEqual(['organization', 'location'])
  })
  it('finds tables behind aliases, in any case and quoted, and not in texts', () => {
    const { tables, joins } = findMentions(
      `SELECT p.id, "C".Code FROM Patient AS p, "condition" c WHERE 'encounter' = p.gender -- location`,
      (name) => sources.get(name) !== undefined
    )
    expect(joins).toBe(true)
    expect(tables.map(({ table, columns }) => [table, columns.has('id'), columns.has('code')])).toEqual([
      ['patient', true, false],
      ['condition', false, true]
    ])
  })
  it.each([
    ['select * from patient', true],
    ['select p.* from patient p', true],
    ['select count(*) from patient', false],
    ['select 2 * id from patient', false],
    ['select id from patient natural join location', true]
  ])('%s wants every column: %s', (statement, everything) => {
    expect(findMentions(statement, (name) => name === 'patient').tables[0]!.everything).toBe(everything)
  })
})

describe('masking', () => {
  it('hides names and shows the year of birth', async () => {
    const masked = await startSqlEngine(catalog, sqlWasm(), day('2024-06-30'))
    const statement = 'select family, birth_date, gender from patient order by id'
    for (const need of masked.needs(statement))
      masked.fill(tableParts(sources.get(need.table)!, sources.concepts, need, false))
    expect(masked.run(statement, {}, 10).rows).toEqual([
      ['••••', '1950', 'female'],
      ['••••', '1980', 'male'],
      [null, null, 'male']
    ])
    masked.close()
  })
})

describe('errors', () => {
  it.each([
    ['select gendr from patient', 7],
    ['select id,\n p.gendr\nfrom patient p', 12],
    ['select * from pateint', 14],
    ['select 1 from from patient', 14],
    ['select 1 where 2 from patient', 17],
    ['select (1', 9],
    ['delete from patient', 0],
    ['select 1; select 2', 10],
    ['select 1 /* gendr */, gendr from patient', 22]
  ])('%j is wrong at %d', (statement, offset) => {
    expect(errorOf(statement).offset).toBe(offset)
  })
  it('reads no more rows than asked for, and says so', () => {
    const { rows, cut } = engine.run(
      'with recursive n(i) as (select 1 union all select i + 1 from n) select i from n',
      {},
      3
    )
    expect([rows, cut]).toEqual([[[1], [2], [3]], true])
    expect(engine.run('select 1', {}, 1).cut).toBe(false)
  })
})

describe('parameters', () => {
  it('are given by name, each once', () => {
    expect(parameterNames("select :a, ':b', :c + :a -- :d")).toEqual(['a', 'c'])
    expect(ask('select :a || :b', { a: 'x', b: 1 })).toEqual([['x1']])
    expect(() => ask('select :a')).toThrow('Give a value for :a.')
  })
})

describe('tokens', () => {
  it.each(["select 'it''s' -- x\n from \"a b\" where n >= 1.5e3 and :p", "'open", '/* open', '"open', 'ä.ö'])(
    'of %j make up the statement',
    (statement) => {
      expect(
        sqlTokens(statement)
          .map(({ text }) => text)
          .join('')
      ).toBe(statement)
    }
  )
})

describe('suggestions', () => {
  const words = (text: string): string[] => {
    const caret = text.indexOf('|')
    const statement = text.replace('|', '')
    return completeSql(statement, caret, catalog).suggestions.map((each) => each.text)
  }
  it('are the columns of the table that an alias stands for', () => {
    expect(words('select p.bi| from patient p')).toEqual(['birth_date', 'birth_sex'])
    expect(words('select p.bi| from patient as p join encounter e')).toEqual(['birth_date', 'birth_sex'])
  })
  it('are tables after FROM and JOIN', () => {
    expect(words('select * from pr|')).toEqual(['practitioner', 'practitioner_role', 'procedure', 'procedure_coding'])
  })
  it('leave aliases alone', () => {
    expect(words('select * from condition c|\nwhere 1')).not.toContain('clinical_status')
    expect(words('select * from condition cl|')).toEqual([])
    expect(words('select * from condition as c|')).toEqual([])
    expect(words('select count(*) de| from condition')).toEqual(['desc'])
    expect(words('select code co| from condition')).toEqual(['collate'])
    expect(words('select * from condition c wh|')).toEqual(['when', 'where'])
  })
  it('are absent in texts and comments', () => {
    expect(words("select 'pat|'")).toEqual([])
    expect(words('-- pat|')).toEqual([])
  })
})

describe('files of statements', () => {
  it('are read as they were written', () => {
    const queries = [
      { title: 'One', text: 'select 1' },
      { title: 'Two', text: '-- why\nselect 2' }
    ]
    expect(readQueryFile(writeQueryFile(queries), 'file')).toEqual(queries)
    expect(readQueryFile('select 3;\r\n', 'file')).toEqual([{ title: 'file', text: 'select 3' }])
  })
})
