import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { expect } from 'vitest'

/** When a child is killed: so long after it said `ready`, or by itself at a call to the file system. */
export type KillMoment = { readonly afterMs: number } | { readonly atCall: number }

/**
 * Runs a keeper until it is killed.
 * @param keeper its file, or the path of the program that was made of it; it takes the folder, and the number of the call at
 *   which it kills itself
 * @returns the lines that it printed whole
 */
export async function killedChild(
  keeper: URL | string,
  folder: string,
  moment: KillMoment,
  env: Readonly<Record<string, string>> = {}
): Promise<readonly string[]> {
  const args = 'atCall' in moment ? [String(moment.atCall)] : []
  const file = typeof keeper === 'string' ? keeper : fileURLToPath(keeper)
  const child = spawn(process.execPath, [file, folder, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...env }
  })
  let text = ''
  const ready = Promise.withResolvers<void>()
  child.stdout.on('data', (chunk: Buffer) => {
    text += chunk.toString()
    if (text.startsWith('ready\n')) ready.resolve()
  })
  const closed = once(child, 'close')
  await Promise.race([ready.promise, closed])
  if ('afterMs' in moment) {
    await new Promise((resolve) => setTimeout(resolve, moment.afterMs))
    child.kill('SIGKILL')
  }
  await closed
  expect(child.signalCode).toBe('SIGKILL')
  return text.split('\n').slice(0, -1)
}

/** What follows a word in the lines that begin with it. */
export function saidAfter(lines: readonly string[], word: string): string[] {
  return lines.flatMap((line) => (line.startsWith(`${word} `) ? [line.slice(word.length + 1)] : []))
}
