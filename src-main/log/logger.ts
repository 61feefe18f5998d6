import { dirname } from 'node:path'
import type { ClockPort, LogPort } from '../ports/host.ts'
import { appendRotating } from '../storage/files/append-file.ts'
import { redact, redacted } from './redact.ts'
import { makeFoldersNow } from '../storage/files/make-folders.ts'

/** A log file grows to this many bytes, then it is renamed; the newest four old files are kept. */
const maxBytes = 1024 * 1024
const keptFiles = 4

const eventName = /^[a-z][a-z0-9-]*(?:\.[a-z0-9-]+)+$/
const factName = /^[a-z][A-Za-z]{0,31}$/

/**
 * The redacting log: one JSON object a line with time, level, event and facts.
 * Event and fact names come from the code; any text among the facts that is not a known word is replaced.
 * A log that cannot be written must not stop the program: the entry is dropped, the next one counts what was lost.
 *
 * @param file absolute path; the folder is made when it is missing
 */
export function createLogger(file: string, clock: ClockPort): LogPort {
  makeFoldersNow(dirname(file))
  let lost = 0
  return {
    write(level, event, facts = {}) {
      const entry: Record<string, string | number | boolean> = {
        time: new Date(clock.now()).toISOString(),
        level,
        event: eventName.test(event) ? event : redacted
      }
      for (const [name, value] of Object.entries(facts)) if (factName.test(name)) entry[name] = redact(value)
      if (lost > 0) entry['lostBefore'] = lost
      try {
        appendRotating(file, `${JSON.stringify(entry)}\n`, { maxBytes, keptFiles })
        lost = 0
      } catch {
        lost += 1
      }
    }
  }
}
