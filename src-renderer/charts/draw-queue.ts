/** Time, in milliseconds, that charts may take of one frame; a chart that was begun is finished. */
const BUDGET_MS = 5

const waiting = new Map<object, () => void>()
let frame: number | undefined

function run(): void {
  const end = performance.now() + BUDGET_MS
  for (const [owner, draw] of waiting) {
    waiting.delete(owner)
    draw()
    if (performance.now() >= end) break
  }
  frame = waiting.size > 0 ? requestAnimationFrame(run) : undefined
}

/**
 * Draws charts one after another over the coming frames, so that a screen full of them does not hold the page up.
 * @param owner a later drawing of the same owner replaces one that still waits
 * @returns a function that takes the drawing back
 */
export function drawInTurn(owner: object, draw: () => void): () => void {
  waiting.set(owner, draw)
  frame ??= requestAnimationFrame(run)
  return () => {
    if (waiting.get(owner) === draw) waiting.delete(owner)
  }
}
