import { andList } from '#shared/messages/list-text.ts'
import { boardReportsMessages as m } from '#messages/board-reports.ts'
import { textWidth } from '../charts/model/row-layout.ts'
import type { Box } from '../charts/model/scene.ts'
import type { TableData } from '../ui/copy/delimited.ts'
import { EMU } from './scene-drawing.ts'
import { escapeXml } from './scene-svg.ts'

/** Pixels in the unit of Office files. */
export function emu(pixels: number): number {
  return Math.round(pixels * EMU)
}

/** A table on a slide, and in words what of it found no room. */
export interface SlideTable {
  readonly frame: string
  readonly cut: string
}

const MAX_COLUMNS = 8
/** Of the text in cells, in points. */
const FONT_SIZE = 10
/** Pixels of a line of such text, and what a cell has around it at the sides and above and below. */
const [LINE_HEIGHT, SIDES, ABOVE_AND_BELOW] = [17, 20, 10]
/** Characters are as wide as those of charts, which are a little smaller; bold ones are wider. */
const [WIDER, BOLD] = [1.15, 1.08]

/**
 * As much of a table as has room: columns as wide as their texts ask for, and rows as high as theirs wrap to.
 * @param id of the shape
 * @param box its place on the slide, in pixels
 * @param alternative what is read out in place of the table
 */
export function slideTable(id: number, title: string, alternative: string, box: Box, table: TableData): SlideTable {
  const columns = table.columns.slice(0, MAX_COLUMNS)
  const texts = table.rows.map((row) => row.slice(0, MAX_COLUMNS).map(({ text }) => text))
  const heads = columns.map(({ label }) => label)
  const widths = columnWidths(heads, texts, box.width)
  const heightOf = (row: readonly string[], isBold: boolean): number =>
    Math.max(1, ...row.map((text, index) => linesOf(text, widths[index]! - SIDES, isBold))) * LINE_HEIGHT +
    ABOVE_AND_BELOW
  let room = box.height - heightOf(heads, true)
  const shown: string[] = []
  for (const row of texts) {
    const height = heightOf(row, false)
    if (height > room) break
    room -= height
    shown.push(line(row, columns, height, false))
  }
  const grid = widths.map((width) => `<a:gridCol w="${emu(width)}"/>`).join('')
  const head = line(heads, columns, heightOf(heads, true), true)
  const place = `<a:off x="${emu(box.x)}" y="${emu(box.y)}"/><a:ext cx="${emu(box.width)}" cy="${emu(box.height - room)}"/>`
  return {
    frame: `<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id="${id}" name="${escapeXml(title)}" descr="${escapeXml(alternative)}"/><p:cNvGraphicFramePr/><p:nvPr/></p:nvGraphicFramePr><p:xfrm>${place}</p:xfrm><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/table"><a:tbl><a:tblPr firstRow="1"/><a:tblGrid>${grid}</a:tblGrid>${head}${shown.join('')}</a:tbl></a:graphicData></a:graphic></p:graphicFrame>`,
    cut: cutText(texts.length - shown.length, table.columns.length - columns.length)
  }
}

/** Shares the width by what the longest text of each column asks for; none gets less than its longest word has to have. */
function columnWidths(
  heads: readonly string[],
  texts: readonly (readonly string[])[],
  width: number
): readonly number[] {
  const wanted = heads.map((head, index) =>
    Math.max(widthOf(head, true), ...texts.map((row) => widthOf(row[index] ?? '', false)))
  )
  const minimal = heads.map((head, index) =>
    Math.max(
      ...[head, ...texts.map((row) => row[index] ?? '')]
        .flatMap((text) => text.split(' '))
        .map((word) => widthOf(word, true))
    )
  )
  const rest = width - heads.length * SIDES
  const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0)
  // Where all texts have room, what is left is shared; else what is beyond the longest words is.
  if (total(wanted) <= rest) {
    const more = (rest - total(wanted)) / Math.max(1, heads.length)
    return wanted.map((value) => value + SIDES + more)
  }
  const beyond = wanted.map((value, index) => Math.max(0, value - minimal[index]!))
  const free = Math.max(0, rest - total(minimal))
  const shared = minimal.map((value, index) => value + SIDES + (free * beyond[index]!) / Math.max(1, total(beyond)))
  const scale = width / Math.max(width, total(shared))
  return shared.map((value) => value * scale)
}

function widthOf(text: string, isBold: boolean): number {
  return textWidth(text) * WIDER * (isBold ? BOLD : 1)
}

/** Lines that a text takes, word by word. */
function linesOf(text: string, width: number, isBold: boolean): number {
  let lines = 1
  let used = 0
  const blank = widthOf('x', isBold) - widthOf('', isBold)
  for (const word of text.split(' ')) {
    const wide = widthOf(word, isBold)
    if (used > 0 && used + blank + wide > width) {
      lines++
      used = 0
    }
    used += (used > 0 ? blank : 0) + wide
    // A word that is wider than its column is broken.
    lines += Math.max(0, Math.ceil(wide / Math.max(1, width)) - 1)
  }
  return lines
}

function line(texts: readonly string[], columns: TableData['columns'], height: number, isBold: boolean): string {
  const cells = texts.map((text, index) => cell(text, isBold, columns[index]?.numeric === true))
  return `<a:tr h="${emu(height)}">${cells.join('')}</a:tr>`
}

function cell(text: string, isBold: boolean, isNumeric: boolean): string {
  return `<a:tc><a:txBody><a:bodyPr/><a:p><a:pPr algn="${isNumeric ? 'r' : 'l'}"/><a:r><a:rPr lang="en-US" sz="${FONT_SIZE * 100}"${isBold ? ' b="1"' : ''}><a:solidFill><a:srgbClr val="161A18"/></a:solidFill></a:rPr><a:t>${escapeXml(text)}</a:t></a:r></a:p></a:txBody><a:tcPr marT="20000" marB="20000"><a:lnB w="6350"><a:solidFill><a:srgbClr val="D5D9D2"/></a:solidFill></a:lnB><a:noFill/></a:tcPr></a:tc>`
}

/** What a table leaves out on a slide. */
function cutText(rows: number, columns: number): string {
  const parts = [rows > 0 ? m.valueMoreRows(rows) : '', columns > 0 ? m.valueMoreColumns(columns) : '']
  const named = parts.filter((part) => part !== '')
  return named.length === 0 ? '' : m.areInTheWorkbookOfThe(andList(named))
}
