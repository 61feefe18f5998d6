import type { LogPort } from '../../src-main/ports/host.ts'

/** A log that keeps its entries for the test to read. */
export interface MemoryLog extends LogPort {
  readonly entries: {
    readonly level: string
    readonly event: string
    readonly facts: Readonly<Record<string, unknown>>
  }[]
}

export function memoryLog(): MemoryLog {
  const entries: MemoryLog['entries'] = []
  return { entries, write: (level, event, facts = {}) => void entries.push({ level, event, facts }) }
}
