import { engineMeasuresContentMessages as m } from '#messages/engine/measures/content.ts'
import { configure, TextWriter, Uint8ArrayReader, ZipReader, type FileEntry } from '@zip.js/zip.js'
import { AppError } from '#shared/app-error.ts'
import { activeLocale } from '#shared/messages/locale.ts'

// zip.js would start workers from blob URLs, which the content security policy forbids.
configure({ useWebWorkers: false })

/** One sheet of a workbook: its cells as texts, row by row; cells that are not there are empty texts. */
export interface SheetRows {
  readonly name: string
  readonly rows: readonly (readonly string[])[]
}

/** Most characters of one part of a workbook; a larger one is no list of codes. */
const maxPartBytes = 128 * 1024 * 1024
/** Columns that are read; those of Excel go to 16,384, those of value set downloads to some dozen. */
const maxColumns = 256
/** Rows and cells of all sheets together. */
const maxRows = 1_048_576
const maxCells = 10_000_000
const maxSheets = 200

/**
 * The cells of an Excel workbook (ECMA-376 part 1, SpreadsheetML): shared and inline texts, numbers as they are written.
 * @throws AppError `unreadable-file` when it is no workbook, or is damaged
 */
export async function workbookRows(bytes: Uint8Array): Promise<readonly SheetRows[]> {
  const parts = await partsOf(bytes)
  const workbook = await parts.text('xl/workbook.xml')
  if (workbook === undefined) throw noWorkbook()
  const shared = [...elements((await parts.text('xl/sharedStrings.xml')) ?? '', 'si')].map(({ inner }) => texts(inner))
  const targets = new Map(
    [...elements((await parts.text('xl/_rels/workbook.xml.rels')) ?? '', 'Relationship')].map(
      ({ attributes }) => [attributes['Id'] ?? '', attributes['Target'] ?? ''] as const
    )
  )
  const sheets: SheetRows[] = []
  const room = { rows: maxRows, cells: maxCells }
  for (const { attributes } of elements(workbook, 'sheet')) {
    if (sheets.length === maxSheets) throw tooLarge(m.moreThanSheets(maxSheets))
    const target = (targets.get(attributes['r:id'] ?? '') ?? '').replace(/^\/?(?:xl\/)?/, '')
    const sheet = await parts.text(`xl/${target}`)
    if (sheet !== undefined) sheets.push({ name: attributes['name'] ?? '', rows: rowsOf(sheet, shared, room) })
  }
  return sheets
}

function tooLarge(what: string): AppError {
  return new AppError('invalid-input', m.theWorkbookHasFarMoreThan(what))
}

function noWorkbook(cause?: unknown): AppError {
  return new AppError('unreadable-file', m.thisIsNoExcelWorkbookOr, { cause })
}

async function partsOf(bytes: Uint8Array): Promise<{ text(path: string): Promise<string | undefined> }> {
  let files: readonly FileEntry[]
  try {
    const entries = await new ZipReader(new Uint8ArrayReader(bytes)).getEntries()
    files = entries.filter((entry): entry is FileEntry => !entry.directory)
  } catch (error) {
    throw noWorkbook(error)
  }
  return {
    async text(path) {
      const entry = files.find(({ filename }) => filename === path)
      if (entry === undefined) return undefined
      if (entry.uncompressedSize > maxPartBytes) throw tooLarge(m.aPartOfMoreThan128)
      try {
        return await entry.getData(new TextWriter(), { checkCrc32: true })
      } catch (error) {
        throw noWorkbook(error)
      }
    }
  }
}

function rowsOf(
  sheet: string,
  shared: readonly string[],
  room: { rows: number; cells: number }
): readonly (readonly string[])[] {
  const rows: string[][] = []
  for (const { attributes, inner } of elements(sheet, 'row')) {
    const cells: string[] = []
    for (const cell of elements(inner, 'c')) {
      const index = columnOf(cell.attributes['r']) ?? cells.length
      // Tables of codes are narrow; what stands far to the right is no part of one.
      if (index >= maxColumns) continue
      const value = valueOf(cell, shared)
      room.cells -= Math.max(1, index + 1 - cells.length)
      if (room.cells < 0) throw tooLarge(m.moreThanCells(maxCells.toLocaleString(activeLocale)))
      while (cells.length < index) cells.push('')
      cells[index] = value
    }
    const position = Number(attributes['r'] ?? rows.length + 1) - 1
    const before = rows.length
    // Empty rows are not written; those in between are kept so that tables below tables stay apart.
    if (position > rows.length && position < rows.length + 1000) while (rows.length < position) rows.push([])
    rows.push(cells)
    room.rows -= rows.length - before
    if (room.rows < 0) throw tooLarge(m.moreThanRows(maxRows.toLocaleString(activeLocale)))
  }
  return rows
}

function valueOf({ attributes, inner }: XmlElement, shared: readonly string[]): string {
  if (attributes['t'] === 'inlineStr') return texts(inner)
  const value = [...elements(inner, 'v')][0]?.inner ?? ''
  return attributes['t'] === 's' ? (shared[Number(value)] ?? '') : unescaped(value)
}

/** Column of a cell's address: 0 for `A1`. */
function columnOf(address: string | undefined): number | undefined {
  const letters = /^[A-Z]{1,3}/.exec(address ?? '')?.[0]
  if (letters === undefined) return undefined
  let column = 0
  for (const letter of letters) column = column * 26 + letter.charCodeAt(0) - 64
  return column - 1
}

/** All text runs within an element, joined. */
function texts(xml: string): string {
  return [...elements(xml, 't')].map(({ inner }) => unescaped(inner)).join('')
}

interface XmlElement {
  readonly attributes: Readonly<Record<string, string>>
  readonly inner: string
}

/** The elements of a name, from left to right, in linear time. Elements of one name are never nested in these documents. */
function* elements(xml: string, name: string): Generator<XmlElement> {
  const start = new RegExp(`<(?:[A-Za-z0-9]{1,40}:)?${name}(?=[\\s/>])`, 'g')
  const close = new RegExp(`</(?:[A-Za-z0-9]{1,40}:)?${name}>`, 'g')
  for (let found = start.exec(xml); found !== null; found = start.exec(xml)) {
    const headEnd = xml.indexOf('>', start.lastIndex)
    // Where no tag ends any more, none does that begins later.
    if (headEnd < 0) return
    const head = xml.slice(start.lastIndex, headEnd)
    const attributes = attributesOf(head)
    start.lastIndex = headEnd + 1
    if (head.endsWith('/')) {
      yield { attributes, inner: '' }
      continue
    }
    close.lastIndex = start.lastIndex
    const end = close.exec(xml)
    if (end === null) return
    yield { attributes, inner: xml.slice(start.lastIndex, end.index) }
    start.lastIndex = close.lastIndex
  }
}

/** Characters of a tag that are read for its attributes. */
const maxHeadBytes = 10_000

function attributesOf(head: string): Record<string, string> {
  const attributes: Record<string, string> = {}
  for (const [, key = '', value = ''] of head.slice(0, maxHeadBytes).matchAll(/([A-Za-z:]{1,60})="([^"]*)"/g)) {
    attributes[key] = unescaped(value)
  }
  return attributes
}

const named: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }

function unescaped(text: string): string {
  return text.replace(
    /&(?:#x([0-9a-fA-F]{1,8})|#(\d{1,8})|(\w{1,10}));/g,
    (all, hex?: string, decimal?: string, name?: string) => {
      if (name !== undefined) return named[name] ?? all
      const point = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16)
      return point <= 0x10ffff ? String.fromCodePoint(point) : all
    }
  )
}
