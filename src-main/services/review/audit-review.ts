import { servicesReviewMessages as m } from '#messages/services/review.ts'
import { AppError } from '#shared/app-error.ts'
import type { AuditRow } from '#shared/audit-record.ts'
import type { Anomaly, RevealEntry } from '#shared/governance/audit-review.ts'
import type { ClockPort } from '../../ports/host.ts'
import { eachRecord } from '../audit/list-records.ts'
import { newestRecords } from '../audit/newest-records.ts'
import { anomalyRules } from './anomaly-rules.ts'
import { findAnomalies } from './find-anomalies.ts'
import { revealEntries } from './reveal-review.ts'

/** Actions by which somebody saw names or went around a restriction. */
const revealActions = ['identity.revealed']

/** How far back anomalies are looked for; the days before are the history that they are compared with. */
const windowMs = 90 * 86_400_000

/** Reads the audit log for those who review it. */
export interface AuditReview {
  /** Newest first. */
  reveals(): Promise<RevealEntry[]>
  /** @throws AppError `not-found` when the record is no reveal */
  checkReveal(record: number): Promise<void>
  anomalies(): Promise<Anomaly[]>
  /** Pseudonyms of the people on the watch list. */
  watched(): Promise<ReadonlySet<string>>
}

/** @param folder absolute path of the folder with the audit log */
export function createAuditReview(folder: string, clock: ClockPort): AuditReview {
  async function rowsSince(from: number): Promise<AuditRow[]> {
    const rows: AuditRow[] = []
    for await (const row of eachRecord(folder, { from })) rows.push(row)
    return rows
  }

  async function watched(): Promise<ReadonlySet<string>> {
    const people = new Map<string, boolean>()
    for await (const { outcome, facts } of newestRecords(folder, ['audit.person-watched'])) {
      const { person, watch } = facts
      if (outcome === 'success' && typeof person === 'string' && !people.has(person)) people.set(person, watch === true)
    }
    return new Set([...people].flatMap(([person, isWatched]) => (isWatched ? [person] : [])))
  }

  return {
    reveals: async () => revealEntries(await rowsSince(0), revealActions),
    async checkReveal(record) {
      for await (const { seq, action, outcome } of eachRecord(folder, { actions: revealActions }))
        if (seq === record && outcome === 'success' && revealActions.includes(action)) return
      throw new AppError('not-found', m.thereIsNoRecordOfRevealed)
    },
    anomalies: async () => findAnomalies(await rowsSince(clock.now() - windowMs), anomalyRules, await watched()),
    watched
  }
}
