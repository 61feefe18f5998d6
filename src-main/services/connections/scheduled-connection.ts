import type { Schedule } from '#shared/schedule.ts'
import type { ConnectionFile } from './connection-file.ts'

/** A connection with its schedule. */
export interface ScheduledConnection {
  readonly id: string
  readonly name: string
  readonly schedule: Schedule
  /** When it was set, in milliseconds since 1970. */
  readonly since: number
}

/** The connections that have a schedule. */
export function scheduledConnections(files: readonly ConnectionFile[]): ScheduledConnection[] {
  return files.flatMap(({ id, settings, schedule, scheduledAt = 0 }) =>
    schedule === undefined ? [] : [{ id, name: settings.name, schedule, since: scheduledAt }]
  )
}
