import { commonMessages as common } from '#messages/common.ts'
import { engineMessages as m } from '#messages/engine.ts'
import { configure, TextReader, Uint8ArrayReader, Uint8ArrayWriter, ZipWriter } from '@zip.js/zip.js'
import { NO_DAY } from '../../base/fhir/missing.ts'
import type { SqlValue } from '../model/column-cells.ts'
import { coreContentType, corePath, coreProperties, coreRelationship } from './core-properties.ts'
import type { ExportColumn, ExportTable } from './export-table.ts'
import { joinBytes } from './join-bytes.ts'
import { escapeOfficeText } from './office-text.ts'

// zip.js would start workers from blob URLs, which the content security policy forbids.
configure({ useWebWorkers: false })

/** Rows that a sheet can hold below its header (ECMA-376, as Excel limits it). */
const ROWS_PER_SHEET = 1_048_575
/** Characters that a cell can hold. */
const CELL_CHARACTERS = 32_767
/** Name of the sheet that says what the others mean. */
const DEFINITION = 'Definition'
/** A name that Excel has for itself, for the changes of a workbook that several people edit. */
const RESERVED = 'History'
/** Day 0 of spreadsheets (with their leap year 1900) as a day since 1970. */
const SPREADSHEET_EPOCH = -25_569

/**
 * Tables as an Excel workbook (ECMA-376): sheets with the rows, numbers and full dates as such, and a sheet that says
 * what the tables and their columns mean and where they come from.
 * @param title of the workbook, as programs show it under its properties
 */
export async function xlsxBytes(title: string, ...tables: readonly ExportTable[]): Promise<Uint8Array<ArrayBuffer>> {
  const zip = new ZipWriter(new Uint8ArrayWriter(), { level: 1 })
  const sheets: string[] = []
  /** Spreadsheets do not tell the names of sheets apart by case. */
  const taken = new Set([DEFINITION, RESERVED].map((name) => name.toLowerCase()))
  const cuts = new Map<ExportTable, number>()
  const names = new Map<ExportTable, string[]>()
  for (const table of tables) {
    for (let first = 0; first === 0 || first < table.rows; first += ROWS_PER_SHEET) {
      const plain = sheetName(table.name)
      let name = plain
      for (let number = sheets.length + 1; taken.has(name.toLowerCase()); number++) name = `${plain} ${number}`
      taken.add(name.toLowerCase())
      names.set(table, [...(names.get(table) ?? []), name])
      const number = sheets.push(name)
      const { bytes, cut } = sheetBytes(table, first, Math.min(first + ROWS_PER_SHEET, table.rows))
      cuts.set(table, (cuts.get(table) ?? 0) + cut)
      await zip.add(`xl/worksheets/sheet${number}.xml`, new Uint8ArrayReader(bytes))
    }
  }
  const definition = sheets.push(DEFINITION)
  await zip.add(`xl/worksheets/sheet${definition}.xml`, new TextReader(definitionSheet(tables, names, cuts)))
  await zip.add('[Content_Types].xml', new TextReader(contentTypes(sheets.length)))
  await zip.add('_rels/.rels', new TextReader(rootRelations))
  await zip.add(corePath, new TextReader(coreProperties(title, tables[0]?.source ?? '')))
  await zip.add('xl/workbook.xml', new TextReader(workbook(sheets)))
  await zip.add('xl/_rels/workbook.xml.rels', new TextReader(workbookRelations(sheets.length)))
  await zip.add('xl/styles.xml', new TextReader(styles))
  return new Uint8Array(await zip.close())
}

const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const packages = 'http://schemas.openxmlformats.org/package/2006'

function contentTypes(sheets: number): string {
  const type = 'application/vnd.openxmlformats-officedocument.spreadsheetml'
  const parts = Array.from(
    { length: sheets },
    (_, index) => `<Override PartName="/xl/worksheets/sheet${index + 1}.xml" ContentType="${type}.worksheet+xml"/>`
  )
  return `${head}<Types xmlns="${packages}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${type}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${type}.styles+xml"/>${coreContentType}${parts.join('')}</Types>`
}

const rootRelations = `${head}<Relationships xmlns="${packages}/relationships"><Relationship Id="rId1" Type="${relations}/officeDocument" Target="xl/workbook.xml"/>${coreRelationship('rId2')}</Relationships>`

function workbookRelations(sheets: number): string {
  const parts = Array.from(
    { length: sheets },
    (_, index) =>
      `<Relationship Id="rId${index + 1}" Type="${relations}/worksheet" Target="worksheets/sheet${index + 1}.xml"/>`
  )
  return `${head}<Relationships xmlns="${packages}/relationships">${parts.join('')}<Relationship Id="rId${sheets + 1}" Type="${relations}/styles" Target="styles.xml"/></Relationships>`
}

function workbook(sheets: readonly string[]): string {
  const parts = sheets.map(
    (name, index) => `<sheet name="${escaped(name)}" sheetId="${index + 1}" r:id="rId${index + 1}"/>`
  )
  return `${head}<workbook xmlns="${main}" xmlns:r="${relations}"><sheets>${parts.join('')}</sheets></workbook>`
}

/** Style 1: bold; style 2: a date; style 3: a date with time; style 4: a percentage; style 5: a signed difference. */
const styles = `${head}<styleSheet xmlns="${main}"><numFmts count="4"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/><numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd hh:mm:ss"/><numFmt numFmtId="166" formatCode="0.0%"/><numFmt numFmtId="167" formatCode="+0.0;-0.0;0.0"/></numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="6"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/><xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="165" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="166" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="167" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`

/** A name that sheets may have: 31 characters, none of `[]:*?/\`, and no apostrophe at either end; four stay for a number. */
function sheetName(name: string): string {
  const shown = name.replace(/[\s[\]:*?/\\\p{Cc}]+/gu, ' ').replace(/^['\s]+/, '')
  return shown.slice(0, 27).replace(/['\s]+$/, '') || 'Table'
}

const encoder = new TextEncoder()

/** A sheet, and how many of its texts were cut to what a cell can hold. */
interface WrittenSheet {
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly cut: number
}

/** The sheet is written in pieces: a million rows are more than one string can hold. */
function sheetBytes({ columns }: ExportTable, first: number, end: number): WrittenSheet {
  const parts: Uint8Array[] = []
  let cut = 0
  const letters = columns.map((_, index) => columnLetters(index))
  const header = columns.map(({ name }, index) => textCell(`${letters[index]!}1`, name, 1)).join('')
  parts.push(
    encoder.encode(
      `${head}<worksheet xmlns="${main}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>${widths(columns, first, end)}<sheetData><row r="1">${header}</row>`
    )
  )
  let text = ''
  for (let row = first; row < end; row++) {
    const number = row - first + 2
    text += `<row r="${number}">`
    columns.forEach((column, index) => {
      const value = column.cell(row)
      if (typeof value === 'string' && value.length > CELL_CHARACTERS) cut++
      text += cell(`${letters[index]!}${number}`, column, row, value)
    })
    text += '</row>'
    if (text.length > 1 << 20) {
      parts.push(encoder.encode(text))
      text = ''
    }
  }
  const area = `A1:${letters.at(-1) ?? 'A'}${end - first + 1}`
  parts.push(encoder.encode(`${text}</sheetData><autoFilter ref="${area}"/></worksheet>`))
  return { bytes: joinBytes(parts), cut }
}

/** Characters of the narrowest and the widest column. */
const [NARROWEST, WIDEST] = [8, 60]
/** Rows whose values decide how wide a column is. */
const MEASURED_ROWS = 500

/** Column widths by what is in the first rows, in characters (ECMA-376, `cols`). */
function widths(columns: readonly ExportColumn[], first: number, end: number): string {
  const last = Math.min(end, first + MEASURED_ROWS)
  const parts = columns.map((column, index) => {
    let width = column.name.length
    for (let row = first; row < last; row++) width = Math.max(width, shownLength(column, row))
    // The button of the filter stands next to the name.
    const characters = Math.min(WIDEST, Math.max(NARROWEST, width + 3))
    return `<col min="${index + 1}" max="${index + 1}" width="${characters}" customWidth="1"/>`
  })
  return parts.length === 0 ? '' : `<cols>${parts.join('')}</cols>`
}

function shownLength({ cell: read, format }: ExportColumn, row: number): number {
  const value = read(row)
  if (value === null) return 0
  if (typeof value === 'string') return value.length
  return format === undefined ? String(value).length : value.toFixed(1).length + 2
}

const formatStyles = { percent: 4, points: 5 } as const

function cell(place: string, { column, format }: ExportColumn, row: number, value: SqlValue): string {
  if (value === null) return ''
  // Spreadsheets know no years or months alone, and no dates before 1900.
  if (column.kind === 'date' && column.days[row] !== NO_DAY && column.precision[row] === 3) {
    const serial = column.days[row]! - SPREADSHEET_EPOCH
    if (serial > 60) return `<c r="${place}" s="2"><v>${serial}</v></c>`
  }
  if (column.kind === 'dateTime' && column.precision[row]! >= 3) {
    const serial = column.days[row]! - SPREADSHEET_EPOCH + column.millis[row]! / 86_400_000
    if (serial > 60) return `<c r="${place}" s="${column.precision[row]! > 3 ? 3 : 2}"><v>${serial}</v></c>`
  }
  if (column.kind === 'boolean') return `<c r="${place}" t="b"><v>${value}</v></c>`
  if (typeof value === 'string') return textCell(place, value, 0)
  const style = format === undefined ? '' : ` s="${formatStyles[format]}"`
  return `<c r="${place}"${style}><v>${value}</v></c>`
}

function textCell(place: string, text: string, style: number): string {
  return `<c r="${place}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${escaped(text.slice(0, CELL_CHARACTERS))}</t></is></c>`
}

/** What spreadsheets read as a character by its number (ECMA-376, ST_Xstring). */
const characterByNumber = /_(?=x[0-9a-f]{4}_)/gi

/** Text for the XML of a workbook. */
function escaped(text: string): string {
  return escapeOfficeText(text).replace(characterByNumber, '_x005F_')
}

/** 0 is A, 25 is Z, 26 is AA. */
function columnLetters(column: number): string {
  const rest = Math.floor(column / 26) - 1
  return (rest >= 0 ? columnLetters(rest) : '') + String.fromCharCode(65 + (column % 26))
}

function definitionSheet(
  tables: readonly ExportTable[],
  names: ReadonlyMap<ExportTable, readonly string[]>,
  cuts: ReadonlyMap<ExportTable, number>
): string {
  const heads = new Set<number>()
  const lines: (readonly (string | number)[])[] = []
  for (const table of tables) {
    const { name, description, source, rows, columns } = table
    const cut = cuts.get(table) ?? 0
    if (lines.length > 0) lines.push([])
    lines.push([m.tableWord, name], [m.meaning, description], [common.source, source], [m.rowsWord, rows])
    const sheets = names.get(table) ?? []
    // Rows that a sheet has no room for, and names that Excel does not take.
    if (sheets.length > 1 || sheets[0] !== name) lines.push([m.sheetsWord(sheets.length), sheets.join(', ')])
    if (cut > 0) lines.push([m.cutTexts, m.cellsCutAt(cut, CELL_CHARACTERS)])
    lines.push([])
    heads.add(lines.push([m.columnWord, common.type, m.meaning]) - 1)
    for (const column of columns) {
      lines.push([column.name, column.column.kind === 'concept' ? 'text' : typeWord(column), column.description])
    }
  }
  const xml = lines.map((cells, index) => {
    const written = cells.map((value, place) => {
      const reference = `${columnLetters(place)}${index + 1}`
      if (typeof value === 'number') return `<c r="${reference}"><v>${value}</v></c>`
      return textCell(reference, value, place === 0 || heads.has(index) ? 1 : 0)
    })
    return `<row r="${index + 1}">${written.join('')}</row>`
  })
  return `${head}<worksheet xmlns="${main}"><sheetData>${xml.join('')}</sheetData></worksheet>`
}

function typeWord({ column, format }: ExportColumn): string {
  if (format !== undefined) return format === 'percent' ? 'percentage' : m.percentagePoints
  return column.kind === 'dateTime'
    ? m.dateAndTime
    : ['number', 'integer', 'boolean', 'date'].includes(column.kind)
      ? column.kind
      : 'text'
}
