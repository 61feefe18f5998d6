import type { ChartSize } from '../charts/model/chart-model.ts'
import { textWidth } from '../charts/model/row-layout.ts'
import { fitText, TAIL_GAP, type Scene, type SceneShape, type TextShape } from '../charts/model/scene.ts'
import { escapeXml } from './scene-svg.ts'

/** English metric units of a pixel (ECMA-376: 914,400 per inch; 96 pixels per inch). */
export const EMU = 9525

const emu = (pixels: number): number => Math.round(pixels * EMU)

/** A color of a scene as DrawingML takes it: six hexadecimal digits. */
export function hexColor(color: string): string {
  const hex = /^#([0-9a-f]{6})/i.exec(color)?.[1]
  if (hex !== undefined) return hex.toUpperCase()
  const parts = /^rgba?\((\d+)[ ,]+(\d+)[ ,]+(\d+)/.exec(color)?.slice(1)
  return parts === undefined
    ? '000000'
    : parts
        .map((part) => Number(part).toString(16).padStart(2, '0'))
        .join('')
        .toUpperCase()
}

function fillOf(color: string | undefined, opacity = 1): string {
  if (color === undefined || color === 'none') return '<a:noFill/>'
  const alpha = opacity === 1 ? '' : `<a:alpha val="${Math.round(opacity * 100_000)}"/>`
  return `<a:solidFill><a:srgbClr val="${hexColor(color)}">${alpha}</a:srgbClr></a:solidFill>`
}

function lineOf({ stroke, lineWidth = 1, dash }: Exclude<SceneShape, TextShape>): string {
  if (stroke === undefined) return '<a:ln><a:noFill/></a:ln>'
  const dashed = dash === undefined ? '' : '<a:prstDash val="sysDash"/>'
  return `<a:ln w="${emu(lineWidth)}">${fillOf(stroke)}${dashed}<a:round/></a:ln>`
}

interface Frame {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

function shapeXml(id: number, { x, y, width, height }: Frame, look: string, text = ''): string {
  return `<p:sp><p:nvSpPr><p:cNvPr id="${id}" name="Shape ${id}"/><p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr><a:xfrm><a:off x="${emu(x)}" y="${emu(y)}"/><a:ext cx="${Math.max(0, emu(width))}" cy="${Math.max(0, emu(height))}"/></a:xfrm>${look}</p:spPr>${text}</p:sp>`
}

function drawShape(shape: Exclude<SceneShape, TextShape>, id: number): string {
  switch (shape.kind) {
    case 'rect': {
      const look = `<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>${fillOf(shape.fill, shape.opacity)}${lineOf(shape)}`
      return shapeXml(id, shape, look)
    }
    case 'circle': {
      const { x, y, r } = shape
      const look = `<a:prstGeom prst="ellipse"><a:avLst/></a:prstGeom>${fillOf(shape.fill, shape.opacity)}${lineOf(shape)}`
      return shapeXml(id, { x: x - r, y: y - r, width: 2 * r, height: 2 * r }, look)
    }
    case 'path': {
      const [xs, ys] = [shape.points.map(([x]) => x), shape.points.map(([, y]) => y)]
      const [left, top] = [Math.min(...xs), Math.min(...ys)]
      const [width, height] = [Math.max(...xs) - left, Math.max(...ys) - top]
      const points = shape.points.map(
        ([x, y], index) =>
          `<a:${index === 0 ? 'moveTo' : 'lnTo'}><a:pt x="${emu(x - left)}" y="${emu(y - top)}"/></a:${index === 0 ? 'moveTo' : 'lnTo'}>`
      )
      const area = shape.fill === undefined ? ' fill="none"' : ''
      const end = shape.fill === undefined ? '' : '<a:close/>'
      const path = `<a:path w="${emu(width)}" h="${emu(height)}"${area}>${points.join('')}${end}</a:path>`
      const look = `<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/><a:rect l="0" t="0" r="r" b="b"/><a:pathLst>${path}</a:pathLst></a:custGeom>${fillOf(shape.fill)}${lineOf(shape)}`
      return shapeXml(id, { x: left, y: top, width, height }, look)
    }
  }
}

/** A line of text: 9 points, which is 12 pixels. */
function drawText(shape: TextShape, id: number): string {
  const { x, y, fill, align = 'start', weight = 400, tail } = shape
  const text = fitText(shape, textWidth)
  const width = textWidth(text) + (tail === undefined ? 0 : textWidth(tail.text) + TAIL_GAP)
  const left = align === 'start' ? x : align === 'end' ? x - width : x - width / 2
  const run = (content: string, color: string, bold: boolean): string =>
    `<a:r><a:rPr lang="en-US" sz="900"${bold ? ' b="1"' : ''}>${fillOf(color)}</a:rPr><a:t>${escapeXml(content)}</a:t></a:r>`
  const runs = `${run(text, fill, weight === 500)}${tail === undefined ? '' : run(`  ${tail.text}`, tail.fill, false)}`
  const side = align === 'start' ? 'l' : align === 'end' ? 'r' : 'ctr'
  const body = `<p:txBody><a:bodyPr wrap="none" lIns="0" tIns="0" rIns="0" bIns="0" anchor="ctr"/><a:p><a:pPr algn="${side}"/>${runs}</a:p></p:txBody>`
  return shapeXml(
    id,
    { x: left, y: y - 8, width, height: 16 },
    '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/>',
    body
  )
}

/**
 * A scene as a group of shapes that can be edited (ECMA-376, DrawingML).
 * @param place pixels on the slide; the scene is scaled to it
 * @param firstId the shapes take this id and those after it
 */
export function sceneDrawing(
  { shapes }: Scene,
  size: ChartSize,
  place: Frame,
  { title, alternative, firstId }: { readonly title: string; readonly alternative: string; readonly firstId: number }
): string {
  const drawn = shapes.map((shape, index) =>
    shape.kind === 'text' ? drawText(shape, firstId + 1 + index) : drawShape(shape, firstId + 1 + index)
  )
  return `<p:grpSp><p:nvGrpSpPr><p:cNvPr id="${firstId}" name="${escapeXml(title)}" descr="${escapeXml(alternative)}"/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr><a:xfrm><a:off x="${emu(place.x)}" y="${emu(place.y)}"/><a:ext cx="${emu(place.width)}" cy="${emu(place.height)}"/><a:chOff x="0" y="0"/><a:chExt cx="${emu(size.width)}" cy="${emu(size.height)}"/></a:xfrm></p:grpSpPr>${drawn.join('')}</p:grpSp>`
}
