import type { ChartSize } from '../charts/model/chart-model.ts'
import { textWidth } from '../charts/model/row-layout.ts'
import { behindBox, fitText, TAIL_GAP, type Scene, type SceneShape, type TextShape } from '../charts/model/scene.ts'

/** Text for XML and HTML. */
export function escapeXml(text: string): string {
  return text
    .toWellFormed()
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}

const number = (value: number): string => String(Math.round(value * 100) / 100)

function strokeOf({ stroke, lineWidth = 1, dash }: Exclude<SceneShape, TextShape>): string {
  if (stroke === undefined) return ''
  const dashes = dash === undefined ? '' : ` stroke-dasharray="${dash.join(' ')}"`
  return ` stroke="${escapeXml(stroke)}" stroke-width="${lineWidth}" stroke-linejoin="round"${dashes}`
}

function shapeSvg(shape: SceneShape): string {
  switch (shape.kind) {
    case 'rect': {
      const { x, y, width, height, radius = 0, opacity = 1, fill = 'none' } = shape
      const look = `${radius === 0 ? '' : ` rx="${radius}"`}${opacity === 1 ? '' : ` opacity="${opacity}"`}`
      return `<rect x="${number(x)}" y="${number(y)}" width="${number(Math.max(0, width))}" height="${number(Math.max(0, height))}" fill="${escapeXml(fill)}"${look}${strokeOf(shape)}/>`
    }
    case 'circle': {
      const { x, y, r, opacity = 1, fill = 'none' } = shape
      return `<circle cx="${number(x)}" cy="${number(y)}" r="${number(r)}" fill="${escapeXml(fill)}"${opacity === 1 ? '' : ` opacity="${opacity}"`}${strokeOf(shape)}/>`
    }
    case 'path': {
      const points = shape.points.map(([x, y]) => `${number(x)},${number(y)}`).join(' ')
      const area = shape.fill === undefined ? '' : `<polygon points="${points}" fill="${escapeXml(shape.fill)}"/>`
      return `${area}${shape.stroke === undefined ? '' : `<polyline points="${points}" fill="none"${strokeOf(shape)}/>`}`
    }
    case 'text':
      return textSvg(shape)
  }
}

function textSvg(shape: TextShape): string {
  const { x, y, fill, align = 'start', weight = 400, behind, tail } = shape
  const text = fitText(shape, textWidth)
  const write = (content: string, position: number, color: string, bold: number, anchor: string): string =>
    `<text x="${number(position)}" y="${number(y + 4)}" fill="${escapeXml(color)}"${bold === 400 ? '' : ` font-weight="${bold}"`}${anchor === 'start' ? '' : ` text-anchor="${anchor}"`}>${escapeXml(content)}</text>`
  const box = behind === undefined ? undefined : behindBox(shape, textWidth(text))
  const paper =
    box === undefined || behind === undefined
      ? ''
      : `<rect x="${number(box.x)}" y="${number(box.y)}" width="${number(box.width)}" height="${number(box.height)}" fill="${escapeXml(behind)}"/>`
  const tailWidth = tail === undefined ? 0 : textWidth(tail.text) + TAIL_GAP
  const start = align === 'end' ? x - tailWidth : x
  const end = align === 'end' ? start : start + textWidth(text)
  return `${paper}${write(text, start, fill, weight, align)}${tail === undefined ? '' : write(tail.text, end + TAIL_GAP, tail.fill, 400, 'start')}`
}

/**
 * A scene as SVG that needs neither scripts nor styles.
 * @param alternative its description for those who do not see it
 * @param source where it comes from, for the file's own description; undefined within a document that says so itself
 */
export function sceneSvg(
  scene: Scene,
  { width, height }: ChartSize,
  {
    title,
    alternative,
    source,
    font
  }: { readonly title: string; readonly alternative: string; readonly source?: string; readonly font: string }
): string {
  const description = source === undefined ? alternative : `${alternative} ${source}`
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${escapeXml(`${title}. ${alternative}`)}" font-family="${escapeXml(font)}" font-size="12"><title>${escapeXml(title)}</title><desc>${escapeXml(description)}</desc>${scene.shapes.map(shapeSvg).join('')}</svg>`
}
