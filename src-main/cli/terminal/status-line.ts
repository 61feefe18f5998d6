import { cliTerminalMessages as m } from '#messages/cli/terminal.ts'
import { activeLocale } from '#shared/messages/locale.ts'
import type { CommandIo } from './command.ts'

/** One line of a terminal that says how far a command is. Where standard error is no terminal, nothing is drawn. */
export interface StatusLine {
  /** Draws the text in place of the last one, a few times a second at most. */
  show(text: () => string): void
  /** Takes the line away. */
  clear(): void
}

const drawEveryMs = 250

/** Makes a line that is empty at first. */
export function statusLine(io: Pick<CommandIo, 'err' | 'terminal'>): StatusLine {
  let drawnAt = -Infinity
  return {
    show(text) {
      const now = performance.now()
      if (!io.terminal || now - drawnAt < drawEveryMs) return
      drawnAt = now
      io.err(`\r\u001b[K${text()}`)
    },
    clear() {
      if (drawnAt === -Infinity) return
      drawnAt = -Infinity
      io.err('\r\u001b[K')
    }
  }
}

/** How much of something is done: `412 of 1,200 MB, 34%`; without the whole where that is not known or was passed. */
export function share(done: number, total: number, unit = ''): string {
  const count = (value: number): string => Math.floor(value).toLocaleString(activeLocale)
  const what = unit === '' ? '' : ` ${unit}`
  if (total <= 0 || done > total) return `${count(done)}${what}`
  return m.ofLabel(count(done), count(total), what, Math.floor((done / total) * 100))
}
