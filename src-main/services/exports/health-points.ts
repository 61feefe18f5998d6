import type { HealthPoint } from '#shared/export-run.ts'
import type { ExportRecord } from './export-record.ts'

const dayMs = 86_400_000

/** What each export of the last days saw of its server, oldest first. @param history newest first */
export function healthPoints(history: readonly ExportRecord[], now: number, days: number): HealthPoint[] {
  return history
    .flatMap(({ id, createdAt, kind, ended }): HealthPoint[] => {
      if (ended === undefined || now - createdAt > days * dayMs) return []
      const { prepareSeconds, latencyMs, bytesPerSecond, errors, requests } = ended.seen
      return [
        {
          run: id,
          at: createdAt,
          kind,
          state: ended.state,
          ...(prepareSeconds === undefined ? {} : { prepareSeconds }),
          ...(latencyMs === undefined ? {} : { latencyMs }),
          ...(bytesPerSecond === undefined ? {} : { bytesPerSecond }),
          errors,
          requests,
          resources: ended.resources,
          patients: ended.patients,
          bytes: ended.bytes
        }
      ]
    })
    .reverse()
}
