/** What a floating layer belongs to: an element, or a point of the window in pixels. */
export type Anchor = Element | { readonly x: number; readonly y: number }

/** Where a floating layer goes, in window pixels, and how high it may be. */
export interface FloatingPlace {
  readonly left: number
  readonly top: number
  readonly maxHeight: number
}

const GAP = 4
const EDGE = 8

interface Box {
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
}

/**
 * Places a layer below its anchor, or above where there is more room, and keeps it inside the window.
 * @param align which edges line up
 */
export function placeFloating(
  anchor: Box,
  size: { readonly width: number; readonly height: number },
  view: { readonly width: number; readonly height: number },
  align: 'start' | 'end'
): FloatingPlace {
  const below = view.height - anchor.bottom - GAP - EDGE
  const above = anchor.top - GAP - EDGE
  const goesBelow = size.height <= below || below >= above
  const maxHeight = Math.max(80, goesBelow ? below : above)
  const height = Math.min(size.height, maxHeight)
  const wanted = align === 'start' ? anchor.left : anchor.right - size.width
  return {
    left: Math.max(EDGE, Math.min(wanted, view.width - size.width - EDGE)),
    top: Math.max(EDGE, goesBelow ? anchor.bottom + GAP : anchor.top - GAP - height),
    maxHeight
  }
}

/** The box of an anchor in window pixels. */
export function anchorBox(anchor: Anchor): Box {
  if (anchor instanceof Element) return anchor.getBoundingClientRect()
  return { left: anchor.x, right: anchor.x, top: anchor.y, bottom: anchor.y }
}
