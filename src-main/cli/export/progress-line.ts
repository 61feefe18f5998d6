import type { ExportWatch } from '../../bulk/run/export-context.ts'
import type { CommandIo } from '../terminal/command.ts'
import { waitPrinter } from './wait-line.ts'

/** Draws what an export does on a terminal; elsewhere only waits for the server are printed. */
export function progressLine(io: CommandIo): ExportWatch {
  let bytes = 0
  const draw = (text: string): void => {
    if (io.terminal) io.err(text)
  }
  return {
    state: (state) => draw(`\r${state}\n`),
    arrived(_key, count) {
      bytes += count
      draw(`\r${(bytes / 1e6).toFixed(0)} MB   `)
    },
    attempt: () => undefined,
    startedOver: () => undefined,
    waiting: waitPrinter(io),
    poll: ({ text }) => draw(`\r${text ?? 'waiting'}   `),
    saw: () => undefined
  }
}
