import type { Connection } from '#shared/connections/connection.ts'
import type { ExportRun } from '#shared/export-run.ts'
import type { ScheduleState } from '#shared/schedule.ts'

/** A planned run that did not take place, of a connection of which no export has begun since. */
export interface MissedRun {
  readonly connection: Connection
  /** When it was planned, in milliseconds since 1970. */
  readonly missedAt: number
}

/** What the schedules of all connections missed, in the order of the connections. */
export function missedRuns(
  connections: readonly Connection[],
  scheduleOf: (id: string) => Pick<ScheduleState, 'missedAt'> | undefined,
  runs: readonly Pick<ExportRun, 'connection' | 'startedAt'>[]
): readonly MissedRun[] {
  return connections.flatMap((connection) => {
    const missedAt = scheduleOf(connection.id)?.missedAt
    if (missedAt === undefined) return []
    const isFollowed = runs.some((run) => run.connection === connection.id && run.startedAt > missedAt)
    return isFollowed ? [] : [{ connection, missedAt }]
  })
}
