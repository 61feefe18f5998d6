import { textWidth } from '../model/row-layout.ts'
import type { Measure } from '../model/scene.ts'

/** Widths by font: the same labels come back with every redraw. */
const widths = new Map<string, number>()
const KEPT_WIDTHS = 4000

let context: CanvasRenderingContext2D | null | undefined

/** Measures texts of 12 px; an estimate where there is no page. @param font family */
export function measureText(font: string): Measure {
  context ??= typeof document === 'undefined' ? null : document.createElement('canvas').getContext('2d')
  const canvas = context
  if (canvas === null) return textWidth
  return (text, weight) => {
    const key = `${weight}|${font}|${text}`
    let width = widths.get(key)
    if (width === undefined) {
      canvas.font = `${weight} 12px ${font}`
      width = canvas.measureText(text).width
      if (widths.size >= KEPT_WIDTHS) widths.clear()
      widths.set(key, width)
    }
    return width
  }
}
