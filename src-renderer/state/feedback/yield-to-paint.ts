const { port1, port2 } = new MessageChannel()
const waiting: (() => void)[] = []
port1.onmessage = () => waiting.shift()?.()

/**
 * Runs something in a task of its own, so that the page can paint and answer keys before it. Unlike a timer it is not
 * held back, and unlike an animation frame it does not wait for the screen.
 */
export function inNextTask(run: () => void): void {
  waiting.push(run)
  port2.postMessage(undefined)
}

/** Goes on in a new task; see {@link inNextTask}. */
export function yieldToPaint(): Promise<void> {
  return new Promise((resolve) => inNextTask(resolve))
}
