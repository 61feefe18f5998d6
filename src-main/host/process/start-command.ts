import { spawn } from 'node:child_process'
import type { CommandsPort } from '../../ports/host.ts'

/** Characters of standard error that are kept, for what a command says when it fails. */
const SAID = 4000
/** Processes that do not end when they are asked to are ended. */
const GRACE_MS = 10_000

/**
 * Starts commands of this program as processes of their own, each with whatever it starts.
 * @param words what comes before the words of a command
 * @param data absolute path of the data folder
 */
export function commandStarter(program: string, words: readonly string[], data: string): CommandsPort {
  const hasGroups = process.platform !== 'win32'
  return {
    start(command) {
      const child = spawn(program, [...words, ...command], {
        detached: hasGroups,
        env: { ...process.env, POPULUS_DATA: data },
        stdio: ['ignore', 'ignore', 'pipe'],
        windowsHide: true
      })
      let said = ''
      child.stderr.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-SAID)))
      const ended = new Promise<{ readonly code: number | undefined; readonly problem: string }>((done) => {
        child.once('error', () => done({ code: undefined, problem: '' }))
        child.once('close', (code) => done({ code: code ?? undefined, problem: lastSentence(said) }))
      })
      const end = (signal: NodeJS.Signals): void => {
        if (child.pid === undefined) return
        try {
          if (hasGroups) process.kill(-child.pid, signal)
          else child.kill(signal)
        } catch {
          // It has ended meanwhile.
        }
      }
      return {
        ended,
        stop() {
          end('SIGTERM')
          const timer = setTimeout(() => end('SIGKILL'), GRACE_MS)
          void ended.then(() => clearTimeout(timer))
        }
      }
    }
  }
}

/** What a command says at its end, without the log of programs that it started. */
function lastSentence(said: string): string {
  const lines = said
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
  return lines.at(-1) ?? ''
}
