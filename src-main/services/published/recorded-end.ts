import type { RegisterEnd, RegisterProblem } from '#shared/governance/published-count.ts'
import { newestRecords } from '../audit/newest-records.ts'

/**
 * Reads from the audit log where the register of published counts ended when something was last entered, or when an
 * administrator last went on with another one. The log is chained and keyed, so what it says cannot be taken back by removing
 * or replacing the register.
 * @param folder of the audit log
 * @returns `undefined` when nothing is known of a register: of an earlier version, or of data that were given up
 */
export async function recordedEnd(folder: string): Promise<RegisterEnd | undefined> {
  const ends = ['profile.started-over', 'incident.wiped'] as const
  const actions = ['published.entered', 'published.acknowledged', ...ends] as const
  for await (const { action, outcome, facts } of newestRecords(folder, actions)) {
    if (outcome !== 'success') continue
    if (ends.some((end) => end === action)) return undefined
    const { records, digest } = facts
    if (typeof records === 'number' && typeof digest === 'string') return { records, digest }
  }
  return undefined
}

/**
 * Compares what is there with what the log vouches for. It may have more: a program that ends between an entry and its record
 * leaves one that the log does not know.
 * @param recorded of the audit log, read before the register
 */
export function registerProblem(
  recorded: RegisterEnd | undefined,
  found: { readonly count: number; readonly digestAt: (records: number) => string | undefined }
): RegisterProblem | undefined {
  if (recorded === undefined || recorded.records === 0) return undefined
  if (found.count === 0) return 'removed'
  if (found.count < recorded.records) return 'truncated'
  return found.digestAt(recorded.records) === recorded.digest ? undefined : 'replaced'
}
