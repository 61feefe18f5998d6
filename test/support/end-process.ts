import type { ChildProcess } from 'node:child_process'

/** Sends a signal to a process and waits for its end; one that has ended already is left as it is. */
export async function endProcess(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = new Promise((done) => child.once('exit', done))
  child.kill(signal)
  await ended
}
