import { Uint8ArrayWriter, TextReader, ZipWriter } from '@zip.js/zip.js'
import { describe, expect, it } from 'vitest'
import { delimitedRows } from '#engine/measures/content/delimited-rows.ts'
import { readValueSetTable } from '#engine/measures/content/value-set-table.ts'
import { workbookRows } from '#engine/measures/content/workbook-rows.ts'
import { fc } from '../../support/property.ts'

const table = (text: string) => readValueSetTable([{ name: 'list', rows: delimitedRows(text) }])
const quoted = (cell: string): string => `"${cell.replaceAll('"', '""')}"`

describe('delimited text', () => {
  it('gives back what was written between quotes, whatever it holds', () => {
    fc.assert(
      fc.property(fc.array(fc.array(fc.string(), { minLength: 2, maxLength: 5 }), { minLength: 1 }), (rows) => {
        const text = rows.map((row) => row.map(quoted).join(',')).join('\r\n')
        expect(delimitedRows(text)).toEqual(rows)
      })
    )
    expect(delimitedRows('"",";;"\r\n"",""')).toEqual([
      ['', ';;'],
      ['', '']
    ])
  })

  it('takes the separator that the first line has most of', () => {
    expect(delimitedRows('a\tb, c\td\n1\t2\t3')).toEqual([
      ['a', 'b, c', 'd'],
      ['1', '2', '3']
    ])
    expect(delimitedRows('a;b;c\n1;2;3')[1]).toEqual(['1', '2', '3'])
  })

  it('leaves a byte order mark away', () => {
    expect(delimitedRows('\uFEFFCode,System')[0]).toEqual(['Code', 'System'])
  })
})

describe('value set downloads', () => {
  it('reads one value set with its OID above the codes', () => {
    const { valueSets, notes } = table(
      'Value Set Name,Diabetes\nOID,2.16.840.1.113883.3.464.1003.103.12.1001\nDefinition Version,20240101\n\n' +
        'Code,Description,Code System,Code System Version,Code System OID\n' +
        '44054006,"Type 2 diabetes, all",SNOMEDCT,2024-09,2.16.840.1.113883.6.96\n' +
        'E11.9,Type 2 diabetes,ICD10CM,2025,2.16.840.1.113883.6.90\n'
    )
    expect(notes).toEqual([])
    expect(valueSets).toEqual([
      {
        resourceType: 'ValueSet',
        url: 'http://cts.nlm.nih.gov/fhir/ValueSet/2.16.840.1.113883.3.464.1003.103.12.1001',
        version: '20240101',
        name: 'Diabetes',
        title: 'Diabetes',
        status: 'active',
        expansion: {
          contains: [
            { system: 'http://snomed.info/sct', code: '44054006', display: 'Type 2 diabetes, all' },
            { system: 'http://hl7.org/fhir/sid/icd-10-cm', code: 'E11.9', display: 'Type 2 diabetes' }
          ]
        }
      }
    ])
  })

  it('reads many value sets with the OID in a column, and counts codes of systems that are not known', () => {
    const { valueSets, notes } = table(
      'Value Set Name,Value Set OID,Code,Description,Code System\n' +
        'A,1.2.3,4548-4,HbA1c,LOINC\nB,1.2.4,77,Unknown,My Own System\nB,1.2.4,90662,Flu,CVX\n'
    )
    expect(valueSets.map(({ url }) => url)).toEqual([
      'http://cts.nlm.nih.gov/fhir/ValueSet/1.2.3',
      'http://cts.nlm.nih.gov/fhir/ValueSet/1.2.4'
    ])
    expect(notes).toEqual(['1 code was left out because its code system is not known.'])
  })

  it.each([
    ['no heading', 'a,b\n1,2\n', /no table of codes/],
    ['no value set', 'Code,Code System\n4548-4,LOINC\n', /does not say which value set/]
  ])('says what is wrong with %s', (_, text, sentence) => {
    expect(() => table(text)).toThrow(sentence)
  })

  it('reads a workbook with shared and inline texts on several sheets', async () => {
    const zip = new ZipWriter(new Uint8ArrayWriter())
    const add = (path: string, xml: string) => zip.add(path, new TextReader(`<?xml version="1.0"?>${xml}`))
    await add(
      'xl/workbook.xml',
      '<workbook><sheets><sheet name="Info" r:id="r1"/><sheet name="Code List" r:id="r2"/></sheets></workbook>'
    )
    await add(
      'xl/_rels/workbook.xml.rels',
      '<Relationships><Relationship Id="r1" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Target="/xl/worksheets/sheet2.xml"/></Relationships>'
    )
    await add('xl/sharedStrings.xml', '<sst><si><t>OID</t></si><si><r><t>1.2.</t></r><r><t>9</t></r></si></sst>')
    await add(
      'xl/worksheets/sheet1.xml',
      '<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row></sheetData></worksheet>'
    )
    await add(
      'xl/worksheets/sheet2.xml',
      '<worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>Code</t></is></c><c r="C1" t="inlineStr"><is><t>Code System</t></is></c></row>' +
        '<row r="2"><c r="A2"><v>44054006</v></c><c r="C2" t="inlineStr"><is><t>SNOMED CT</t></is></c></row></sheetData></worksheet>'
    )
    const sheets = await workbookRows(await zip.close())
    expect(sheets.map(({ name }) => name)).toEqual(['Info', 'Code List'])
    const { valueSets } = readValueSetTable(sheets)
    expect(valueSets).toHaveLength(1)
    expect(valueSets[0]).toMatchObject({
      url: 'http://cts.nlm.nih.gov/fhir/ValueSet/1.2.9',
      expansion: { contains: [{ system: 'http://snomed.info/sct', code: '44054006' }] }
    })
  })

  it('refuses what is no workbook, in a sentence', async () => {
    await expect(workbookRows(new TextEncoder().encode('no zip'))).rejects.toThrow(/not an Excel workbook/)
  })
})
