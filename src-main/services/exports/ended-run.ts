import type { ExportProgress } from '../../bulk/journal/export-progress.ts'
import type { ExportResult } from '../../bulk/sink/export-result.ts'
import type { EndedRun } from './export-record.ts'
import type { LiveMeter } from './live-meter.ts'

/** The end of an export for the history. @param result `undefined` when it was given up */
export function endedRun(
  progress: ExportProgress,
  result: ExportResult | undefined,
  meter: LiveMeter,
  now: number
): EndedRun {
  const { steps, stored, files, leftOut, request, code, statusUrl, deletedOnServer, transactionTime } = progress
  const bytes = sum([...stored.values()].map((file) => file.bytes))
  const counts = [...stored].flatMap(([key, file]) =>
    files.get(key)?.kind === 'output' ? Object.entries(file.types) : []
  )
  const of = (type?: string): number =>
    sum(counts.flatMap(([name, { resources }]) => (type === undefined || name === type ? [resources] : [])))
  const asked = steps.get('kicking-off')
  const ready = progress.preparedAt
  const begun = steps.get('downloading')
  const verified = steps.get('verifying')
  const latencyMs = meter.latencyMs()
  const fetched = bytes - progress.bytesBefore
  const seconds = begun === undefined || verified === undefined ? 0 : (verified - begun) / 1000
  // A result of an earlier version always made a snapshot.
  const shown = result !== undefined && result.state !== 'failed' && (result.outcome ?? 'snapshot') === 'snapshot'
  // What a repair made holds what had arrived before, too.
  const total = (type?: string): number =>
    !shown || progress.repair === undefined
      ? of(type)
      : sum(
          Object.entries(result.types).flatMap(([name, { resources }]) =>
            type === undefined || name === type ? [resources] : []
          )
        )
  const { completeness } = result ?? {}
  const dataAt = result === undefined ? transactionTime : result.transactionTime
  return {
    at: now,
    state: result?.state ?? progress.state,
    ...(code === undefined ? {} : { code }),
    shown,
    ...(result?.outcome === 'unchanged' ? { unchanged: true } : {}),
    ...(completeness === undefined ? {} : { completeness }),
    ...(dataAt === undefined ? {} : { transactionTime: dataAt }),
    files: [...files.values()].filter(({ kind }) => kind === 'output').length,
    bytes,
    resources: total(),
    // Of changes, only the people who changed came.
    patients: shown && request?.since === undefined ? (result.people ?? total('Patient')) : total('Patient'),
    deleted: result?.deleted ?? 0,
    leftOnServer: statusUrl !== undefined && !deletedOnServer,
    seen: {
      ...(asked === undefined || ready === undefined || ready < asked
        ? {}
        : { prepareSeconds: (ready - asked) / 1000 }),
      ...(latencyMs === undefined ? {} : { latencyMs }),
      ...(seconds <= 0 || fetched === 0 ? {} : { bytesPerSecond: fetched / seconds }),
      requests: meter.requests,
      errors: meter.errors,
      ...(meter.askedSeconds === undefined ? {} : { askedSeconds: meter.askedSeconds }),
      leftOut: [...leftOut],
      counted:
        files.size > 0 && [...files.values()].every(({ kind, count }) => kind !== 'output' || count !== undefined),
      asked: [...(request?.types ?? [])],
      delivered: [...new Set(counts.map(([type]) => type))].sort(),
      deletedOnServer,
      protocol: meter.protocol
    }
  }
}

/** The end of an export that stopped before it could say how. */
export function stoppedRun(state: 'failed' | 'cancelled', now: number, leftOnServer: boolean): EndedRun {
  return {
    at: now,
    state,
    shown: false,
    files: 0,
    bytes: 0,
    resources: 0,
    patients: 0,
    deleted: 0,
    leftOnServer,
    seen: { requests: 0, errors: 0, leftOut: [], counted: false, asked: [], delivered: [], deletedOnServer: false }
  }
}

function sum(list: readonly number[]): number {
  return list.reduce((total, value) => total + value, 0)
}
