import { TextReader, Uint8ArrayWriter, ZipWriter } from '@zip.js/zip.js'
import { describe, expect, it } from 'vitest'
import { workbookRows } from '#engine/measures/content/workbook-rows.ts'
import { budgeted, fc } from '../../support/property.ts'

const relations = (count: number): string =>
  Array.from({ length: count }, (_, index) => `<Relationship Id="r${index}" Target="worksheets/s.xml"/>`).join('')

async function workbook(sheet: string, sheets = 1): Promise<Uint8Array> {
  const zip = new ZipWriter(new Uint8ArrayWriter(), { useWebWorkers: false })
  const named = Array.from({ length: sheets }, (_, index) => `<sheet name="S${index}" r:id="r${index}"/>`).join('')
  await zip.add('xl/workbook.xml', new TextReader(`<workbook><sheets>${named}</sheets></workbook>`))
  await zip.add('xl/_rels/workbook.xml.rels', new TextReader(`<Relationships>${relations(sheets)}</Relationships>`))
  await zip.add('xl/worksheets/s.xml', new TextReader(sheet))
  return zip.close()
}

const cell = (address: string, value = '1'): string => `<c r="${address}"><v>${value}</v></c>`

describe('a workbook that is made to fill a computer', () => {
  it('has its cells far to the right left out before there is room for them', async () => {
    const rows = Array.from({ length: 20_000 }, () => `<row>${cell('A1')}${cell('ZZZ1')}</row>`).join('')
    const [sheet] = await workbookRows(await workbook(`<sheetData>${rows}</sheetData>`))
    expect(sheet!.rows).toHaveLength(20_000)
    expect(sheet!.rows.every((row) => row.length === 1)).toBe(true)
  })

  it('with more cells than lists of codes have is refused', async () => {
    const rows = '<row><c r="IV1"/></row>'.repeat(45_000)
    await expect(workbookRows(await workbook(`<sheetData>${rows}</sheetData>`))).rejects.toThrow(
      'The workbook has more than 10,000,000 cells'
    )
  })

  it('with more rows, or sheets, is refused', async () => {
    const rows = '<row/>'.repeat(5300)
    await expect(workbookRows(await workbook(rows, 200))).rejects.toThrow('1,048,576 rows')
    await expect(workbookRows(await workbook('', 201))).rejects.toThrow('more than 200 sheets')
  })

  it.each(['<row', '<row ', '<row>', '<row><c', '<row><c>', '<row><c><v>', '<row a="', '<c:row>', '&#x', '<row/'])(
    'is read in linear time where 200,000 times %s stands',
    async (piece) => {
      expect(await workbookRows(await workbook(`<sheetData>${piece.repeat(200_000)}`))).toHaveLength(1)
    }
  )

  it('yields rows or a sentence, whatever its sheet is', async () => {
    const piece = fc.constantFrom(
      '<row',
      '<row r="3">',
      '</row>',
      '<c r="B2" t="s">',
      '<v>',
      '7',
      '</v>',
      '</c>',
      '/>',
      '>',
      '&amp;',
      '"',
      ' '
    )
    await fc.assert(
      fc.asyncProperty(fc.array(piece), async (pieces) => {
        const [sheet] = await workbookRows(await workbook(pieces.join('')))
        expect(Array.isArray(sheet!.rows)).toBe(true)
      }),
      { numRuns: budgeted(50) }
    )
  })
})
