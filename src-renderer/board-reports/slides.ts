import { commonMessages as common } from '#messages/common.ts'
import { boardReportsMessages as m } from '#messages/board-reports.ts'
import type { Box } from '../charts/model/scene.ts'
import { printTokens } from './print-tokens.ts'
import type { ReportDocument, ReportItem } from './report-document.ts'
import { reportScene } from './report-scene.ts'
import { hexColor, sceneDrawing } from './scene-drawing.ts'
import { escapeXml } from './scene-svg.ts'
import { emu, slideTable } from './slide-table.ts'

/** Pixels of a slide of 13.33 by 7.5 inches. */
const SLIDE = { width: 1280, height: 720 }
const MARGIN = 48
const MAX_RULE = 700
const RULES_PER_SLIDE = 4

function textBox(
  id: number,
  name: string,
  box: Box,
  paragraphs: readonly string[],
  {
    size,
    color = '161A18',
    bold = false,
    isTitle = false
  }: { readonly size: number; readonly color?: string; readonly bold?: boolean; readonly isTitle?: boolean }
): string {
  const lines = paragraphs.map(
    (text) =>
      `<a:p><a:r><a:rPr lang="en-US" sz="${size * 100}"${bold ? ' b="1"' : ''}><a:solidFill><a:srgbClr val="${color}"/></a:solidFill></a:rPr><a:t>${escapeXml(text)}</a:t></a:r></a:p>`
  )
  const kind = isTitle
    ? '<p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph type="title"/></p:nvPr>'
    : '<p:cNvSpPr txBox="1"/><p:nvPr/>'
  return `<p:sp><p:nvSpPr><p:cNvPr id="${id}" name="${name}"/>${kind}</p:nvSpPr><p:spPr><a:xfrm><a:off x="${emu(box.x)}" y="${emu(box.y)}"/><a:ext cx="${emu(box.width)}" cy="${emu(box.height)}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/></p:spPr><p:txBody><a:bodyPr wrap="square" lIns="0" tIns="0" rIns="0" bIns="0"><a:normAutofit/></a:bodyPr>${lines.join('') || '<a:p/>'}</p:txBody></p:sp>`
}

const wide = SLIDE.width - 2 * MARGIN

function partSlide(part: ReportItem, color: string): string {
  const title = part.title ?? ''
  const head = textBox(2, m.title, { x: MARGIN, y: 32, width: wide, height: 40 }, [title], {
    size: 24,
    color,
    bold: true,
    isTitle: true
  })
  if (part.kind === 'text')
    return `${head}${textBox(
      3,
      m.text,
      { x: MARGIN, y: 96, width: wide, height: 560 },
      part.paragraphs.flatMap((text) => text.split('\n')),
      { size: 16 }
    )}`
  const { subtitle, finding, caption, charts, table, showTable, empty } = part
  const lead = [subtitle, empty ?? finding].filter((text) => text !== '')
  const words = textBox(3, m.finding, { x: MARGIN, y: 78, width: wide, height: 76 }, lead, { size: 13 })
  const room: Box = { x: MARGIN, y: 162, width: wide, height: 474 }
  const shown =
    table !== undefined && showTable ? slideTable(5, title, [title, ...lead].join('. '), room, table) : undefined
  const foot = textBox(
    4,
    m.caption,
    { x: MARGIN, y: 646, width: wide, height: 50 },
    [[caption, shown?.cut].filter(Boolean).join(' ')],
    { size: 10, color: '484F4A' }
  )
  if (empty !== undefined) return `${head}${words}`
  if (showTable) return `${head}${words}${shown?.frame ?? ''}${foot}`
  let next = 10
  const height = room.height / Math.max(1, charts.length)
  const pictures = charts.map(({ label, model, alternative }, index) => {
    const wanted = {
      width: 1000,
      height: Math.max(Math.round((1000 * height) / wide) - 30, Math.min(model.minHeight, 420))
    }
    const { scene, size } = reportScene(model, wanted, printTokens)
    const place = { x: room.x, y: room.y + index * height, width: wide, height }
    const drawing = sceneDrawing(scene, size, place, { title: label, alternative, firstId: next })
    next += scene.shapes.length + 2
    return drawing
  })
  return `${head}${words}${pictures.join('')}${foot}`
}

function shortened(text: string): string {
  return text.length > MAX_RULE ? `${text.slice(0, MAX_RULE).trimEnd()}…` : text
}

/** The shapes of each slide of a report, the title first and definitions and provenance last. */
export function reportSlides(report: ReportDocument): readonly string[] {
  const { title, description, brand, about, parts, facts, definitions } = report
  const color = hexColor(brand?.color ?? '#161a18')
  const first = [
    textBox(2, m.title, { x: MARGIN, y: 240, width: wide, height: 70 }, [title], {
      size: 36,
      color,
      bold: true,
      isTitle: true
    }),
    textBox(
      3,
      m.about,
      { x: MARGIN, y: 330, width: wide, height: 160 },
      [brand?.name ?? '', description ?? '', about].filter((text) => text !== ''),
      { size: 16 }
    )
  ].join('')
  const heading = (text: string): string =>
    textBox(2, m.title, { x: MARGIN, y: 32, width: wide, height: 40 }, [text], {
      size: 24,
      color,
      bold: true,
      isTitle: true
    })
  const body = (paragraphs: readonly string[]): string =>
    textBox(3, m.text, { x: MARGIN, y: 96, width: wide, height: 580 }, paragraphs, { size: 12 })
  const rules = Array.from({ length: Math.ceil(definitions.length / RULES_PER_SLIDE) }, (_, page) =>
    definitions.slice(page * RULES_PER_SLIDE, (page + 1) * RULES_PER_SLIDE).map((each) => {
      const from = each.sources.map(({ publisher, title: name }) => `${publisher}: ${name}`).join('; ')
      return shortened(
        [m.version(each.title, each.version, each.text), each.calculated, from === '' ? '' : `Source: ${from}.`]
          .filter(Boolean)
          .join(' ')
      )
    })
  )
  return [
    first,
    ...parts.map((part) => partSlide(part, color)),
    `${heading(m.provenance)}${body(facts.map(({ label, text }) => `${label}: ${text}`))}`,
    ...rules.map((paragraphs) => `${heading(common.definitions)}${body(paragraphs)}`)
  ]
}
