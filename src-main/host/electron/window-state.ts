import * as v from 'valibot'

/** A rectangle on the desktop in device-independent pixels. */
export interface Rectangle {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** Where a window opens; without `x` and `y` in the middle of the screen. */
export interface WindowState {
  readonly x?: number
  readonly y?: number
  readonly width: number
  readonly height: number
  readonly maximized: boolean
}

/** Keeps the state of the window between starts. */
export interface WindowStatePort {
  /** What was stored, unchecked. */
  read(): unknown
  write(state: WindowState): void
}

/** The smallest window in which every screen works. */
export const smallestWindow = { width: 1120, height: 720 } as const

const defaultWindow: WindowState = { width: 1440, height: 900, maximized: false }

const Pixels = v.pipe(v.number(), v.integer(), v.minValue(-100_000), v.maxValue(100_000))
const Stored = v.object({ x: Pixels, y: Pixels, width: Pixels, height: Pixels, maximized: v.boolean() })

/** So much of the title bar must be reachable on some screen. */
const reachable = { width: 100, height: 30 } as const

/**
 * Turns a stored state into one that is visible now. Screens may have gone since it was stored.
 *
 * @param workAreas usable parts of the screens, the main one first
 */
export function restoreWindow(stored: unknown, workAreas: readonly Rectangle[]): WindowState {
  const parsed = v.safeParse(Stored, stored)
  const main = workAreas[0]
  const bounds = main ?? defaultWindow
  if (!parsed.success) {
    return {
      ...defaultWindow,
      width: Math.min(defaultWindow.width, bounds.width),
      height: Math.min(defaultWindow.height, bounds.height)
    }
  }
  const { x, y, maximized } = parsed.output
  const width = Math.max(parsed.output.width, smallestWindow.width)
  const height = Math.max(parsed.output.height, smallestWindow.height)
  const titleBar = { x, y, width, height: reachable.height }
  const visible = workAreas.some((area) => {
    const common = overlap(titleBar, area)
    return common.width >= reachable.width && common.height >= reachable.height
  })
  return visible ? { x, y, width, height, maximized } : { width, height, maximized }
}

function overlap(a: Rectangle, b: Rectangle): { readonly width: number; readonly height: number } {
  return {
    width: Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x),
    height: Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y)
  }
}
