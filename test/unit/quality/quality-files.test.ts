import { Uint8ArrayReader, TextWriter, ZipReader } from '@zip.js/zip.js'
import { describe, expect, it } from 'vitest'
import { qualityFile, qualityFiles, type QualityFile } from '#engine/quality/files/quality-file.ts'
import type { PrintedPages } from '#engine/quality/files/printed-pages.ts'
import { context, input, params, write } from './written-reports.ts'

describe('packs and lists', () => {
  it('have the figures, the definitions and where they come from', async () => {
    const page = await write('pack-html')
    expect(page).toMatch(/North &amp; South, 2026-11-01/)
    expect(page).toMatch(/61\.1%/)
    expect(page).toMatch(/What is counted\./)
    expect(page).toMatch(/as of 2026-10-31/)
    expect(page).not.toMatch(/<script|https?:\/\/(?!populus)/)
  })

  it('keep small groups back, and the next one with them', async () => {
    const page = await write('pack-html', { smallCellLimit: 10 })
    expect(page).toMatch(/Groups of 1 to 10 people are kept back/)
    const women = /Sex<\/td><td>Female<\/td><td><\/td><td><\/td><td><\/td><td><\/td><td><\/td><td>kept back/
    expect(page).toMatch(women)
    expect(page).toMatch(/Sex<\/td><td>Male<\/td><td><\/td>/)
    expect(await write('pack-html')).toMatch(/Sex<\/td><td>Female<\/td><td class="n">/)
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
    expect(pages.sections.at(-1)!.rows[0]).toContain('31 Dec 2026')
    expect(pages.personal).toBe(false)
  })

  it('are workbooks with a sheet each', async () => {
    const blob = await qualityFile(input, context, 'pack-xlsx', params)
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
    expect(shown).toMatch(/Given Secret2/)
  })

  it('all have a type and an end of the name', async () => {
    for (const what of Object.keys(qualityFiles) as QualityFile[]) {
      const blob = await qualityFile(input, context, what, params)
      expect(blob.size).toBeGreaterThan(100)
      expect(blob.type).toBe(qualityFiles[what][1].toLowerCase())
    }
  })
})
