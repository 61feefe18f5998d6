import { Uint8ArrayReader, TextWriter, ZipReader } from '@zip.js/zip.js'
import { describe, expect, it } from 'vitest'
import { measureFile, measureFiles, type ReportFile } from '#engine/reports/report-file.ts'
import type { PrintedPages } from '#engine/reports/printed-pages.ts'
import { context, input, lines, params, parse, write } from './written-reports.ts'

/** The sheets of the workbook. */
async function sheetsOf(more: Partial<typeof params> = {}): Promise<readonly string[]> {
  const blob = await measureFile(input, context, 'pack-xlsx', { ...params, ...more })
  const entries = await new ZipReader(new Uint8ArrayReader(new Uint8Array(await blob.arrayBuffer()))).getEntries()
  return Promise.all(
    entries.flatMap((entry) =>
      entry.directory || !entry.filename.includes('worksheets') ? [] : [entry.getData(new TextWriter())]
    )
  )
}

describe('packs and lists', () => {
  it('have the figures, the definitions and where they come from', async () => {
    const page = await write('pack-html')
    expect(page).toMatch(/North &amp; South, 2026-11-01/)
    expect(page).toMatch(/61\.1%/)
    expect(page).toMatch(/What is counted\./)
    expect(page).toMatch(/as of 2026-10-31/)
    expect(page).not.toMatch(/<script|https?:\/\/(?!populus)/)
  })

  it('begin with a summary: its figures, and a chart of the rates with their intervals', async () => {
    const pages = JSON.parse(await write('pack-pages')) as PrintedPages
    const facts = Object.fromEntries(pages.summary!.facts.map(({ label, text }) => [label, text]))
    expect(facts['People']).toMatch(/^\d+$/)
    expect(facts['Measures']).toMatch(/^\d+ of \d+ can be computed/)
    expect(facts['Gaps to close']).toMatch(/^\d+$/)
    const [bar] = pages.summary!.bars
    expect(bar).toMatchObject({ text: '61.1%' })
    expect(bar!.low).toBeLessThan(bar!.value)
    expect(bar!.high).toBeGreaterThan(bar!.value)
    const page = await write('pack-html')
    const [summary, scorecard] = [page.indexOf('<h2>Summary'), page.indexOf('<h2>Scorecard')]
    expect(summary).toBeGreaterThan(0)
    expect(summary).toBeLessThan(scorecard)
    expect(page.slice(summary, scorecard)).toMatch(/<svg .*class="bar".*class="interval".*61\.1%/)
  })

  it('leave small groups out by default, say how many, and show no group that would tell their size', async () => {
    const groups = async (rest: Parameters<typeof write>[1] = {}) => {
      const pages = JSON.parse(await write('pack-pages', rest)) as PrintedPages
      return pages.sections.find(({ name }) => name === 'By group')!
    }
    const [usual, all] = [await groups(), await groups({ withSmallGroups: true })]
    const eligible = all.columns.findIndex(({ name }) => name === 'Eligible')
    const isSmall = (row: readonly string[]) => Number(row[eligible]) <= 10
    expect(all.rows.some(isSmall)).toBe(true)
    expect(usual.rows.length).toBeLessThan(all.rows.length)
    expect(usual.description).toMatch(/\d+ groups? of 10 people or fewer (is|are) left out/)
    for (const row of usual.rows) if (row[eligible] !== '') expect(Number(row[eligible])).toBeGreaterThan(10)
    // The limit of the site holds with the switch, too.
    const limited = await groups({ withSmallGroups: true, smallCellLimit: 5 })
    for (const row of limited.rows.filter((each) => each[eligible] !== ''))
      expect(Number(row[eligible]) === 0 || Number(row[eligible]) > 5).toBe(true)
  })

  it('say that large counts are suppressed, too, for what left before, and where that is listed', async () => {
    const said = async (smallCellLimit: number): Promise<number> => {
      const text = (await sheetsOf({ smallCellLimit, withSmallGroups: true })).join('')
      return text.split('A large count is suppressed, too, where together with what left before').length - 1
    }
    // Of the scorecard and of the groups.
    expect(await said(10)).toBe(2)
    expect(await said(0)).toBe(0)
  })

  it('say of each column what it means, in words of its own', async () => {
    const sheets = await sheetsOf()
    const definitions = sheets.find((sheet) => sheet.includes('2 stars from') && sheet.includes('Meaning'))!
    const meanings = [...definitions.matchAll(/<row .*?<\/row>/g)].flatMap(([row]) => {
      const [name, , meaning] = [...row.matchAll(/<t[^>]*>([^<]*)<\/t>/g)].map(([, text]) => text!)
      return meaning !== undefined && name!.endsWith('stars from') ? [meaning] : []
    })
    expect(meanings).toHaveLength(4)
    expect(new Set(meanings).size).toBe(4)
  })

  it('write the numbers of one column with as many decimals', async () => {
    const pages = JSON.parse(await write('pack-pages', { withSmallGroups: true })) as PrintedPages
    for (const { columns, rows, as } of pages.sections) {
      if (as !== 'table') continue
      columns.forEach(({ numeric }, index) => {
        const decimals = rows.flatMap(
          (row) => /\.(\d+)%?$/.exec(row[index]!)?.[1]?.length ?? (row[index] === '' ? [] : [0])
        )
        if (numeric) expect(new Set(decimals).size).toBeLessThanOrEqual(1)
      })
    }
  })

  it('keep small groups back, and the next one with them', async () => {
    const page = await write('pack-html', { smallCellLimit: 10, withSmallGroups: true })
    expect(page).toMatch(/Counts of 1 to 10 people are shown as &lt;11/)
    const women = /Sex<\/td><td>Female<\/td><td><\/td><td><\/td><td><\/td><td><\/td><td><\/td><td>suppressed/
    expect(page).toMatch(women)
    expect(page).toMatch(/Sex<\/td><td>Male<\/td><td><\/td>/)
    expect(await write('pack-html', { withSmallGroups: true })).toMatch(/Sex<\/td><td>Female<\/td><td class="n">/)
  })

  it('have pages for paper, with percentages and days in words, and no column without a value', async () => {
    const pages = JSON.parse(await write('pack-pages')) as PrintedPages
    expect(pages.sections.map(({ name, as }) => [name, as])).toEqual([
      ['Scorecard', 'table'],
      ['By group', 'table'],
      ['Stars', 'table'],
      ['Provenance', 'entries']
    ])
    const [card] = pages.sections
    expect(card!.columns.map(({ name }) => name)).toContain('To close')
    expect(card!.columns.map(({ name }) => name)).not.toContain('Target')
    expect(card!.rows[0]).toContain('61.1%')
    expect(pages.sections.at(-1)!.rows[0]).toContain('Dec 31, 2026')
    expect(pages.personal).toBe(false)
  })

  it('are workbooks with a sheet each', async () => {
    const blob = await measureFile(input, context, 'pack-xlsx', params)
    const zip = new ZipReader(new Uint8ArrayReader(new Uint8Array(await blob.arrayBuffer())))
    const entries = await zip.getEntries()
    const book = entries.find(({ filename }) => filename === 'xl/workbook.xml')!
    const text = book.directory ? '' : await book.getData(new TextWriter())
    expect([...text.matchAll(/sheet name="([^"]+)"/g)].map((match) => match[1])).toEqual([
      'Scorecard',
      'By group',
      'Stars',
      'Provenance',
      'Definition'
    ])
    expect(entries.filter(({ filename }) => filename.startsWith('xl/worksheets/'))).toHaveLength(5)
  })

  it('hide names in a worklist until they are revealed, and can be of some rows', async () => {
    const hidden = await write('worklist-csv')
    expect(hidden.split('\r\n')).toHaveLength(21)
    expect(hidden).not.toMatch(/Secret/)
    const shown = await write('worklist-csv', { revealed: true, entries: [2, 5] })
    expect(shown.trim().split('\r\n')).toHaveLength(3)
    expect(shown).toMatch(/,Given,Secret2,1960-03-01,/)
  })

  it('all have a type and an end of the name', async () => {
    for (const what of Object.keys(measureFiles) as ReportFile[]) {
      const blob = await measureFile(input, context, what, params)
      expect(blob.size).toBeGreaterThan(100)
      expect(blob.type).toBe(measureFiles[what][1].toLowerCase())
    }
  })
})

describe('files of incomplete data', () => {
  const incomplete = 'Incomplete data. Missing: Condition (all) & more.'
  const author = { ...params.author, incomplete }

  it('say so in FHIR: pending reports, preliminary documents, and the sentence', async () => {
    const summary = parse(await write('measure-report-summary', { author }))
    const div =
      '<div xmlns="http://www.w3.org/1999/xhtml"><p>Incomplete data. Missing: Condition (all) &amp; more.</p></div>'
    expect(summary).toMatchObject({ status: 'pending', text: { status: 'generated', div } })
    for (const report of lines(await write('measure-report-individual', { author })))
      expect(report).toMatchObject({ status: 'pending', text: { div } })
    for (const bundle of lines(await write('gaps-bundles', { author }))) {
      const resources = (bundle['entry'] as { resource: Record<string, unknown> }[]).map(({ resource }) => resource)
      const composition = resources.find(({ resourceType }) => resourceType === 'Composition')
      expect(composition).toMatchObject({ status: 'preliminary', text: { div } })
      const issues = resources.filter(({ resourceType }) => resourceType === 'DetectedIssue')
      for (const { status, detail } of issues) {
        expect(status).toBe('preliminary')
        expect(detail).toContain(incomplete)
      }
    }
  })

  it('say so in every row of a CSV, in a workbook and on paper', async () => {
    for (const what of ['scorecard-csv', 'worklist-csv'] as const) {
      const [head, ...rows] = (await write(what, { author })).trim().split('\r\n')
      expect(head).toMatch(/,Data$/)
      expect(rows.length).toBeGreaterThan(0)
      for (const row of rows) expect(row.endsWith(`,${incomplete}`)).toBe(true)
    }
    const pages = JSON.parse(await write('pack-pages', { author })) as PrintedPages
    expect(pages.about).toContain(incomplete)
    const book = await measureFile(input, context, 'pack-xlsx', { ...params, author })
    const zip = new ZipReader(new Uint8ArrayReader(new Uint8Array(await book.arrayBuffer())))
    const parts = await Promise.all(
      (await zip.getEntries()).map(async (entry) => (entry.directory ? '' : entry.getData(new TextWriter())))
    )
    expect(parts.filter((part) => part.includes('Condition (all)')).length).toBeGreaterThan(1)
  })

  it('tell whether the measure is approved, by an extension and in a column', async () => {
    const { content } = input.measures[0]!.run.key
    const url = 'https://populus.example/fhir/StructureDefinition/measure-approval'
    const stated = { author: { ...params.author, approvals: { [content]: 'in-review' as const } } }
    const extension = expect.arrayContaining([{ url, valueCode: 'in-review' }]) as unknown
    expect(parse(await write('measure-report-summary', stated))).toMatchObject({ extension })
    expect(lines(await write('measure-report-individual', stated))[0]).toMatchObject({ extension })
    expect(await write('gaps-bundles', stated)).toContain('"valueCode":"in-review"')
    expect(await write('measure-report-summary')).not.toContain(url)
    const [head, row] = (await write('scorecard-csv', stated)).split('\r\n')
    expect(head).toMatch(/,Approval,Note$/)
    expect(row).toContain(',in review,')
    expect((await write('scorecard-csv')).split('\r\n')[1]).toContain(',not asked,')
  })

  it('are as they were when the data are complete', async () => {
    expect(parse(await write('measure-report-summary'))['text']).toBeUndefined()
    expect((await write('scorecard-csv')).split('\r\n')[0]).not.toMatch(/,Data$/)
  })
})
