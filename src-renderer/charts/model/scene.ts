/** A rectangle, in pixels from the upper left corner of the chart. */
export interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** A point of a chart, x and y in CSS pixels from the start and the top. */
export type Point = readonly [number, number]

interface Stroked {
  readonly stroke?: string | undefined
  /** Pixels; 1 when it is not given. */
  readonly lineWidth?: number
  /** Lengths of strokes and gaps. */
  readonly dash?: readonly number[]
}

/** What charts are drawn with. Places and sizes are pixels; colors are what a canvas and an SVG both understand. */
export type SceneShape =
  | ({ readonly kind: 'rect'; readonly fill?: string; readonly radius?: number; readonly opacity?: number } & Box &
      Stroked)
  | ({ readonly kind: 'path'; readonly points: readonly Point[]; readonly fill?: string } & Stroked)
  | ({
      readonly kind: 'circle'
      readonly x: number
      readonly y: number
      readonly r: number
      readonly fill?: string
      readonly opacity?: number
    } & Stroked)
  | TextShape

/** A line of text of 12 px. */
export interface TextShape {
  readonly kind: 'text'
  /** The side that `align` names. */
  readonly x: number
  /** The middle of the line. */
  readonly y: number
  readonly text: string
  readonly fill: string
  readonly align?: 'start' | 'middle' | 'end'
  readonly weight?: 400 | 500
  /** Pixels that it may take; what is too long ends with an ellipsis. */
  readonly room?: number
  /** Color behind it, where it crosses lines. */
  readonly behind?: string
  /** More text right after it, in another color. */
  readonly tail?: { readonly text: string; readonly fill: string }
}

/** Where a mark of a chart stands. */
export interface ScenePlace {
  readonly x: number
  readonly y: number
  /** The shape that a pointer has to be in; without one the nearest mark is meant. */
  readonly box?: Box
  /** Index of the plot it is in, where there are several. */
  readonly plot?: number
}

/** A chart at one size, in one look. */
export interface Scene {
  /** Drawn in this order. */
  readonly shapes: readonly SceneShape[]
  /** One per mark of the model; undefined for a mark that is not in sight. */
  readonly places: readonly (ScenePlace | undefined)[]
  /** Where marks are told apart by the plot that the pointer is in. */
  readonly plots?: readonly Box[]
}

/** Measures a text, in pixels. */
export type Measure = (text: string, weight: 400 | 500) => number

const behindPadding = 2
/** Pixels between a text and its tail. */
export const TAIL_GAP = 6

/** The part of a text that fits its room, with an ellipsis where something is left out. */
export function fitText({ text, room, weight = 400 }: TextShape, measure: Measure): string {
  if (room === undefined || measure(text, weight) <= room) return text
  let [shortest, longest] = [0, text.length - 1]
  while (shortest < longest) {
    const middle = Math.ceil((shortest + longest) / 2)
    if (measure(`${text.slice(0, middle).trimEnd()}…`, weight) <= room) shortest = middle
    else longest = middle - 1
  }
  return `${text.slice(0, shortest).trimEnd()}…`
}

/** The box behind a text. @param width of the text */
export function behindBox({ x, y, align = 'start' }: TextShape, width: number): Box {
  const left = align === 'start' ? x : align === 'end' ? x - width : x - width / 2
  return { x: left - behindPadding, y: y - 8, width: width + 2 * behindPadding, height: 16 }
}
