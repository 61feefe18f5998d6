import * as v from 'valibot'
import { Connection } from '../connections/connection.ts'
import { ExportLogLine, ExportRun, FileProgress, HealthPoint } from '../export-run.ts'
import { Id, Natural, None } from '../basic-schemas.ts'
import { SampleView } from '../sample-view.ts'
import { Schedule, ScheduleState } from '../schedule.ts'
import { connectionReaders, exporters, ofExport } from './common-records.ts'
import { method } from './method.ts'

const ById = v.object({ id: Id })
const ByConnection = v.object({ connection: Id })

/** Calls about exports from FHIR servers, their schedule and what they saw. */
export const exportMethods = {
  /**
   * Queues an export. `incremental` brings what changed since the last one and makes a new snapshot of both; without an
   * earlier export it is an error `not-found`. `not-allowed` while the keyring is not open.
   */
  'exports.start': method(
    v.object({ connection: Id, kind: v.picklist(['full', 'incremental']) }),
    ExportRun,
    'refresh',
    {
      effect: 'export.started',
      before: ({ connection, kind }) => ({ connection, kind }),
      after: ({ connection, kind }, { id }) => ({ connection, kind, export: id })
    }
  ),
  /** Newest first, of one connection or of all. */
  'exports.list': method(v.object({ connection: v.optional(Id) }), v.array(ExportRun), connectionReaders),
  'exports.get': method(ById, ExportRun, connectionReaders),
  /** Its files, in the order of the manifest; at most 1,000 of them from a place on. */
  'exports.files': method(
    v.object({ id: Id, from: v.optional(Natural) }),
    v.object({ files: v.array(FileProgress), total: Natural }),
    exporters
  ),
  /** Lines of the log from a place on, oldest first; at most 1,000 of them. */
  'exports.log': method(
    v.object({ id: Id, from: v.optional(Natural) }),
    v.object({ lines: v.array(ExportLogLine), total: Natural }),
    exporters
  ),
  /** One-time URL of the whole standard log (`log.ndjson`), without tokens and health data, to show to a vendor. */
  'exports.logFile': method(ById, v.object({ url: v.string() }), exporters, {
    effect: 'export.log-saved',
    before: ofExport
  }),
  /** Stops for now; what is stored stays. */
  'exports.pause': method(ById, ExportRun, 'refresh', { effect: 'export.paused', before: ofExport }),
  /** Goes on where it was, also after a failure. */
  'exports.resume': method(ById, ExportRun, 'refresh', { effect: 'export.resumed', before: ofExport }),
  /** Gives it up, here and on the server. */
  'exports.cancel': method(ById, ExportRun, 'refresh', { effect: 'export.cancelled', before: ofExport }),
  /** Queues the same export again, from the beginning. */
  'exports.restart': method(ById, ExportRun, 'refresh', {
    effect: 'export.started',
    before: ofExport,
    after: (_, { id, connection, kind }) => ({ connection, kind, export: id })
  }),
  /**
   * Fetches the missing files of an incomplete export, and puts them together with what it stored as a new snapshot. Where
   * it is not known what is missing, everything is exported again.
   */
  'exports.fetchMissing': method(ById, ExportRun, 'refresh', {
    effect: 'export.started',
    before: ofExport,
    after: (_, { id, connection, kind }) => ({ connection, kind, export: id })
  }),
  /** Looks at the server now and not when it asked to. */
  'exports.checkNow': method(ById, None, 'refresh'),
  /** Removes a run that has ended from the history; its snapshot stays. */
  'exports.delete': method(ById, None, 'refresh', { effect: 'export.deleted', before: ofExport }),

  'schedule.get': method(ByConnection, ScheduleState, connectionReaders),
  'schedule.set': method(v.object({ connection: Id, schedule: Schedule }), ScheduleState, 'connections', {
    effect: 'schedule.changed',
    before: ({ connection, schedule }) => ({ connection, enabled: schedule.enabled })
  }),
  /** The next runs of a schedule that is not stored yet. */
  'schedule.preview': method(Schedule, v.object({ next: v.array(Natural) }), exporters),

  /** What each export of the last days saw of its server, oldest first. */
  'health.series': method(
    v.object({ connection: Id, days: v.pipe(Natural, v.minValue(1), v.maxValue(400)) }),
    v.object({ points: v.array(HealthPoint) }),
    exporters
  ),

  /**
   * Starts the sample server inside Populus, registers a key, and exports its population as from any other server. Needs
   * no keyring: without an open one, the data are sealed under a key that is forgotten when Populus ends.
   */
  'sandbox.start': method(
    v.object({
      patients: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(200_000)),
      seed: v.optional(Natural),
      view: v.optional(SampleView)
    }),
    v.object({ connection: Connection, run: ExportRun }),
    'load',
    {
      effect: 'sample.opened',
      before: ({ patients, view = 'chart' }) => ({ patients, view }),
      after: ({ patients, view = 'chart' }, { run }) => ({ patients, view, export: run.id })
    }
  )
} as const

/** Events about exports. */
export interface ExportEvents {
  /** An export began, went on or ended; at most four times a second for each. */
  readonly 'exports.changed': ExportRun
}
