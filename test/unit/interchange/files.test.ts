import { BlobReader, TextWriter, ZipReader, type FileEntry } from '@zip.js/zip.js'
import { tableFromIPC } from 'apache-arrow'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { arrowBytes } from '#engine/tables/interchange/arrow-bytes.ts'
import { exportTableOf } from '#engine/tables/interchange/export-table.ts'
import { resultTable, type ResultRows } from '#engine/tables/interchange/result-table.ts'
import { viewPack } from '#engine/tables/interchange/view-pack.ts'
import { xlsxBytes } from '#engine/tables/interchange/xlsx-bytes.ts'
import { writeFile } from '#engine/tables/interchange/write-file.ts'
import type { PeopleView } from '#engine/population/panels/base/people-view.ts'
import { reportTable } from '#engine/reports/report-table.ts'
import { tableSources } from '#engine/tables/sql/table-sources.ts'
import { compileView } from '#engine/views/compile-view.ts'
import type { ViewDefinition } from '#engine/views/view-definition.ts'
import { canonicalViews } from '../../support/canonical-views.ts'
import { shippedRegistries } from '../registries/shipped-registries.ts'
import { plainStore } from '../selection/plain-store.ts'

const packageFile = readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')
const { version } = JSON.parse(packageFile) as { readonly version: string }

const store = plainStore({
  patient: [
    { id: 'p1', birth_date: '1950-06-15', gender: 'female', family: '=HYPERLINK("x")<&>', deceased: true },
    { id: 'p2', birth_date: '1980', gender: 'male' }
  ],
  encounter: [{ id: 'e1', patient_id: 'p1', class: 'urn:act|AMB|', period_start: '2024-03-01T12:00:00Z' }]
})
const sources = tableSources(store, { registries: shippedRegistries, asOf: 19_800 })
const exported = (name: string, revealed = true) =>
  exportTableOf(sources.get(name)!, sources.concepts, 'Populus, test', revealed)

async function unzip(bytes: Uint8Array<ArrayBuffer>): Promise<Map<string, string>> {
  const reader = new ZipReader(new BlobReader(new Blob([bytes])))
  const files = (await reader.getEntries()).filter((entry): entry is FileEntry => !entry.directory)
  return new Map(
    await Promise.all(files.map(async (file) => [file.filename, await file.getData(new TextWriter())] as const))
  )
}

describe('an Excel workbook', () => {
  it('holds numbers, dates and texts as such, and says what they are', async () => {
    const [bytes] = await writeFile(exported('patient'), 'xlsx')
    const files = await unzip(bytes!)
    const sheet = files.get('xl/worksheets/sheet1.xml')!
    expect(files.get('xl/workbook.xml')).toContain('name="patient"')
    // Without a default style, openpyxl and pandas warn and apply their own.
    expect(files.get('xl/styles.xml')).toContain('<cellStyle name="Normal" xfId="0" builtinId="0"/>')
    // June 15, 1950 is day 18429 of spreadsheets; a year alone is text.
    expect(sheet).toContain('s="2"><v>18429</v>')
    expect(sheet).toContain('>1980</t>')
    expect(sheet).toContain('=HYPERLINK(&quot;x&quot;)&lt;&amp;&gt;')
    expect(sheet).not.toContain('<f>')
    const definition = files.get('xl/worksheets/sheet2.xml')!
    expect(definition).toContain('Populus, test')
    expect(definition).toContain('<c r="B4"><v>2</v></c>')
    expect(definition).toContain('Date of birth.')
    const encounters = await unzip((await writeFile(exported('encounter'), 'xlsx'))[0]!)
    expect(encounters.get('xl/worksheets/sheet1.xml')).toContain('s="3"><v>45352.5</v>')
  })
})

describe('the properties of a workbook', () => {
  it('name it, where it is from, and what made it when', async () => {
    const before = Date.now()
    const table = resultTable(
      { columns: ['a'], rows: [] },
      { name: 'A & <B>', description: '', source: 'Populus, "test"' }
    )
    const files = await unzip((await writeFile(table, 'xlsx'))[0]!)
    const core = files.get('docProps/core.xml')!
    expect(core).toContain('<dc:title>A &amp; &lt;B&gt;</dc:title>')
    expect(core).toContain('<dc:description>Populus, &quot;test&quot;</dc:description>')
    expect(core).toContain(`<dc:creator>Populus ${version}</dc:creator><dc:language>en-US</dc:language>`)
    const made = Date.parse(/<dcterms:created xsi:type="dcterms:W3CDTF">([^<]+)/.exec(core)![1]!)
    expect(made).toBeGreaterThanOrEqual(Math.floor(before / 1000) * 1000)
    expect(made).toBeLessThanOrEqual(Date.now())
    expect(files.get('_rels/.rels')).toContain('Target="docProps/core.xml"')
    expect(files.get('[Content_Types].xml')).toContain('PartName="/docProps/core.xml"')
  })
})

describe('the sheets of a workbook', () => {
  it('are named where the rows of a table are, if they are not those of its name', async () => {
    const tables = ['Rows', `Group of people ${'x'.repeat(30)}`].map((name) =>
      resultTable({ columns: ['a'], rows: [] }, { name, description: '', source: '' })
    )
    const files = await unzip(await xlsxBytes('Names', ...tables))
    const texts = [...files.get('xl/worksheets/sheet3.xml')!.matchAll(/preserve">([^<]*)</g)].map(([, text]) => text)
    expect(texts.filter((text) => text === 'Sheet' || text === 'Sheets')).toEqual(['Sheet'])
    expect(texts[texts.indexOf('Sheet') + 1]).toBe(`Group of people ${'x'.repeat(11)}`)
  })

  it('have names that Excel takes: none reserved, taken, or with an apostrophe at an end', async () => {
    const names = [
      "'Patients' of “Dr. O'Neil”'",
      'History',
      'history',
      'Definition',
      "''",
      'A/b',
      'a:b',
      'A b 9',
      'A b',
      `${'x'.repeat(26)}'s`
    ]
    const tables = names.map((name) => resultTable({ columns: ['a'], rows: [] }, { name, description: '', source: '' }))
    const files = await unzip(await xlsxBytes('Names', ...tables))
    const sheets = [...files.get('xl/workbook.xml')!.matchAll(/<sheet name="([^"]*)"/g)].map(([, name]) => name)
    expect(sheets).toEqual([
      "Patients' of “Dr. O'Neil”",
      'History 2',
      'history 3',
      'Definition 4',
      'Table',
      'A b',
      'a b 7',
      'A b 9',
      // The ninth sheet would be “A b 9”, too.
      'A b 10',
      'x'.repeat(26),
      'Definition'
    ])
  })
})

describe('the answer to a statement as a workbook', () => {
  it('has dates where every value is one with its day, and texts elsewhere', async () => {
    const answer = {
      columns: ['day', 'partial', 'none'],
      rows: [
        ['2026-09-01', '2026-09-01', '2026-02-30'],
        [null, '1950', null]
      ] as const
    }
    const table = resultTable(answer, { name: 'Result', description: '', source: '' })
    const [bytes] = await writeFile(table, 'xlsx')
    const sheet = (await unzip(bytes!)).get('xl/worksheets/sheet1.xml')!
    expect(sheet).toContain('<c r="A2" s="2"><v>46266</v></c>')
    expect(sheet).not.toContain('r="A3"')
    for (const text of ['>2026-09-01</t>', '>1950</t>', '>2026-02-30</t>']) expect(sheet).toContain(text)
    const csv = (await writeFile(table, 'csv')).map((part) => new TextDecoder().decode(part)).join('')
    expect(csv.split('\r\n').slice(1, 3)).toEqual(['2026-09-01,2026-09-01,2026-02-30', ',1950,'])
  })
})

describe('the answer to a statement with columns that are known', () => {
  const columns = ['zip', 'born', 'seen', 'dead', 'value', 'count']
  const kinds = ['dictionary', 'date', 'dateTime', 'boolean', 'number', 'integer'] as const
  const typesOf = async (answer: ResultRows): Promise<string[]> => {
    const table = resultTable(answer, { name: 'Result', description: '', source: '' })
    return tableFromIPC((await writeFile(table, 'arrow'))[0]).schema.fields.map(({ type }) => String(type))
  }
  const [text, date, time] = ['Dictionary<Int32, Utf8>', 'Date32<DAY>', 'Timestamp<MILLISECOND, UTC>']
  const known = [text, date, time, 'Bool', 'Float64', 'Int32']

  it('has their types whatever the rows are', async () => {
    const full = [['2020-01-01', '1950', '2024-03-01T12:00:00+02:00', 1, 2, 3] as const]
    for (const rows of [full, [], [[null, null, null, null, null, null]]])
      expect(await typesOf({ columns, rows, kinds })).toEqual(known)
    expect(await typesOf({ columns, rows: full })).toEqual([date, text, text, 'Int32', 'Int32', 'Int32'])
  })

  it('keeps values that do not fit as they are', async () => {
    const rows = [['a', '2024-01-01T10:00Z', '2024-02-30', 2, 'x', 2 ** 40] as const]
    expect(await typesOf({ columns, rows, kinds })).toEqual([text, text, text, 'Int32', text, 'Float64'])
    const csv = await writeFile(resultTable({ columns, rows, kinds }, { name: '', description: '', source: '' }), 'csv')
    expect(Buffer.concat(csv).toString().split('\r\n')[1]).toBe(rows[0]!.join(','))
  })
})

describe('a report as a workbook', () => {
  it('has percentages, differences and dates as such, empty cells, widths and a frozen header', async () => {
    const view = { population: { snapshot: store.snapshot }, filters: [], asOf: 19_800 } as unknown as PeopleView
    const table = reportTable(
      view,
      'Rates',
      'A test.',
      [
        ['Measure', 'Its title.'],
        ['Rate', 'A share.', 'percent'],
        ['Points', 'A change.', 'points'],
        ['Due', 'A day.', 'date'],
        ['People', 'A count.']
      ],
      [
        ['Kidney health evaluation in adults with diabetes', 0.434, -2.85, '2026-12-31', 1200],
        ['Eye exam', null, null, null, null]
      ]
    )
    const [bytes] = await writeFile(table, 'xlsx')
    const files = await unzip(bytes!)
    const sheet = files.get('xl/worksheets/sheet1.xml')!
    expect(sheet).toContain('<c r="B2" s="4"><v>0.434</v></c>')
    expect(sheet).toContain('<c r="C2" s="5"><v>-2.85</v></c>')
    expect(sheet).toContain('<c r="D2" s="2"><v>46387</v></c>')
    expect(sheet).toContain('<c r="E2"><v>1200</v></c>')
    expect(sheet).toMatch(/<row r="3"><c r="A3"[^>]*>.{0,80}Eye exam<\/t><\/is><\/c><\/row>/)
    expect(sheet).toContain('<col min="1" max="1" width="51" customWidth="1"/>')
    expect(sheet).toContain('ySplit="1"')
    expect(files.get('xl/styles.xml')).toContain('formatCode="0.0%"')
    expect(files.get('xl/worksheets/sheet2.xml')).toContain('percentage points')
    const csv = Buffer.concat(await writeFile(table, 'csv')).toString()
    expect(csv).toContain(',0.434,-2.85,2026-12-31,1200')
    expect(csv).toContain('Eye exam,,,,')
  })
})

describe('CSV and Arrow', () => {
  it('hold the features of people', async () => {
    const csv = Buffer.concat(await writeFile(exported('person_feature'), 'csv'))
      .toString()
      .split('\r\n')
    expect(csv[0]).toMatch(/^patient_id,age,sex,/)
    expect(csv[1]).toMatch(/^p1,73,female,/)
    const table = tableFromIPC((await writeFile(exported('person_feature'), 'arrow'))[0])
    expect(table.schema.fields.map(({ name }) => name)).toEqual(csv[0]!.split(','))
    expect(table.getChild('age')!.get(0)).toBe(73)
    // These data hold no diagnoses.
    expect(table.getChild('has_diabetes')!.get(0)).toBe(null)
    const encounters = tableFromIPC((await writeFile(exported('encounter'), 'arrow'))[0])
    expect(encounters.getChild('class_code')!.get(0)).toBe('AMB')
  })
  it('say what they mean and where they come from in the metadata of Arrow, next to their columns, too', async () => {
    const { schema } = tableFromIPC((await writeFile(exported('encounter'), 'arrow'))[0])
    expect(schema.metadata.get('source')).toBe('Populus, test')
    expect(schema.metadata.get('table')).toBe('encounter')
    const meanings = exported('encounter').columns.map(({ name, description }) => [name, description])
    expect(schema.fields.map(({ name }) => [name, schema.metadata.get(`column:${name}`)])).toEqual(meanings)
    expect(schema.fields.map(({ name, metadata }) => [name, metadata.get('description')])).toEqual(meanings)
  })
  it('mask what names a person', async () => {
    const csv = Buffer.concat(await writeFile(exported('patient', false), 'csv')).toString()
    expect(csv).not.toContain('HYPERLINK')
    expect(csv).not.toContain('1950-06')
    expect(csv).toContain('••••')
  })
})

describe('Arrow', () => {
  it.each([1, 2, 3, 4, 64])('holds the three parts of a concept that all of %i rows have', (rows) => {
    const observation = Array.from({ length: rows }, (_, index) => ({
      id: `o${index}`,
      code: `urn:x|c${index % 3}|Name ${index % 3}`,
      status: 'final'
    }))
    const concepts = plainStore({ observation })
    const table = exportTableOf(tableSources(concepts).get('observation')!, concepts.concepts, 'test', true)
    const read = tableFromIPC(arrowBytes(table))
    const texts = (name: string): unknown[] =>
      Array.from({ length: rows }, (_, row) => read.getChild(name)!.get(row) as unknown)
    expect(texts('code').sort()).toEqual(observation.map((_, index) => `c${index % 3}`).sort())
    expect(texts('display').sort()).toEqual(observation.map((_, index) => `Name ${index % 3}`).sort())
  })
})

describe('the pack of ViewDefinitions', () => {
  it('holds every definition, readable as it is, and the guide', async () => {
    const views = { r4: [...canonicalViews('r4').values()], r5: [...canonicalViews('r5').values()] }
    const userViews = new Map([['mine', views.r4[0]!]])
    const files = await unzip(await viewPack(views, userViews))
    expect(JSON.parse(files.get('own/mine.json')!)).toEqual(views.r4[0])
    expect(files.get('GUIDE.md')).toContain('Pathling')
    expect(files.size).toBe(2 + views.r4.length + views.r5.length)
    for (const view of views.r4) {
      const read = JSON.parse(files.get(`r4/${view.name}.json`)!) as ViewDefinition
      expect(compileView(read).columns.map(({ name }) => name)).toEqual(
        compileView(view).columns.map(({ name }) => name)
      )
    }
  })
})
