import { inNextTask } from '../../state/feedback/yield-to-paint.ts'

/** Time, in milliseconds, that drawing may take before the page gets its turn; what was begun is finished. */
const BUDGET_MS = 8

const waiting = new Map<object, () => void>()
let running = false

function run(): void {
  const end = performance.now() + BUDGET_MS
  for (const [owner, draw] of waiting) {
    waiting.delete(owner)
    draw()
    if (performance.now() >= end) break
  }
  running = waiting.size > 0
  if (running) inNextTask(run)
}

/**
 * Draws charts and builds their regions one after another, each in a task of its own where it takes long, so that a
 * screen full of them does not hold the page up.
 * @param owner a later drawing of the same owner replaces one that still waits
 * @returns a function that takes the drawing back
 */
export function drawInTurn(owner: object, draw: () => void): () => void {
  waiting.set(owner, draw)
  if (!running) {
    running = true
    inNextTask(run)
  }
  return () => {
    if (waiting.get(owner) === draw) waiting.delete(owner)
  }
}
