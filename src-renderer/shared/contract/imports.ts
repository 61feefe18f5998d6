import * as v from 'valibot'
import { Id, Natural, None } from '../basic-schemas.ts'
import { ClusterJob, StartedRun } from '../cluster/cluster-job.ts'
import { SampleView } from '../sample-view.ts'
import { SkippedFile } from '../source-name.ts'
import { countListing } from './common-records.ts'
import { method } from './method.ts'

/** One stream of an import: a file on disk, an entry of an archive, or a part of the sample population. */
const ImportFile = v.object({
  /** Path relative to what was chosen, with `/`; for an archive entry `archive.zip/entry.ndjson`. */
  name: v.string(),
  /** Bytes that the stream will yield as far as known (compressed size for `.gz`), else 0. */
  bytes: Natural,
  /** Ranges of the text are read without what is before them, so that several readers may share the file. */
  seekable: v.optional(v.boolean())
})

/** A set of files to load together. `importId` stays valid until the program ends or another import replaces it. */
export const ImportListing = v.object({
  importId: Id,
  /** Short name for the snapshot chip; the last path segment, "Sample population" or "Payer sample". */
  label: v.string(),
  /** `cluster`: what a run of `populus cluster` wrote: columns, and records in a form of its own. */
  kind: v.picklist(['files', 'sample', 'snapshot', 'cluster']),
  files: v.array(ImportFile),
  /** Entries that were looked at and left out, with the reason in plain words. */
  skipped: v.array(SkippedFile)
})
export type ImportListing = v.InferOutput<typeof ImportListing>

/** Calls about files that are loaded, and about the sample population. */
export const importMethods = {
  /** Native dialog; `undefined` when the user cancels. `not-supported` where `nativeDialogs` is false. */
  'imports.choose': method(v.object({ what: v.picklist(['folder', 'files']) }), v.optional(ImportListing), 'load', {
    read: 'data.opened',
    facts: (_, listing) => countListing(listing)
  }),
  /** What the program was started with or was handed by the system (command line, second instance, file association). */
  'imports.pending': method(None, v.optional(ImportListing), 'load', {
    read: 'data.opened',
    facts: (_, listing) => countListing(listing)
  }),
  /** One-time URL for one file of an import. With `offset` and `length`: that range of the decompressed text. */
  'imports.stream': method(
    v.object({
      importId: Id,
      file: Natural,
      offset: v.optional(Natural),
      length: v.optional(v.pipe(Natural, v.maxValue(128 * 1024 * 1024)))
    }),
    v.object({ url: v.string(), bytes: v.number() }),
    'figures',
    {
      read: 'data.streamed',
      facts: ({ importId, offset, length }) => ({
        import: importId,
        part: offset !== undefined || length !== undefined
      })
    }
  ),
  // Releases what is no longer used, also when the data were locked in between.
  'imports.close': method(v.object({ importId: Id }), None, 'anyone'),
  'sample.open': method(
    v.object({
      patients: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1_000_000)),
      seed: v.optional(Natural),
      view: v.optional(SampleView)
    }),
    ImportListing,
    'load',
    { read: 'sample.opened', facts: ({ patients, view = 'chart' }) => ({ patients, view }) }
  )
} as const

/** Calls about populations on a cluster. */
export const clusterMethods = {
  /** The run that was started last, until the program ends; `canStart` is false where this host cannot start commands. */
  'cluster.state': method(None, v.object({ canStart: v.boolean(), run: v.optional(StartedRun) }), 'people'),
  /**
   * Starts `populus cluster local` as a process of its own, one at a time. `not-allowed` while one is under way, `not-supported`
   * where this host cannot start commands.
   */
  // The command itself writes its records, with how it ended.
  'cluster.start': method(ClusterJob, StartedRun, 'export-people'),
  /** Ends the processes of the run; nothing of it is a result. */
  'cluster.stop': method(v.object({ id: Id }), None, 'export-people'),
  /** Opens what the run that was started last wrote. */
  'cluster.openRun': method(v.object({ id: Id }), ImportListing, 'load', {
    read: 'data.opened',
    facts: (_, listing) => ({ ...countListing(listing), what: 'cluster-run' })
  }),
  /**
   * Opens the output of a run at an address: `https:`, or `s3:` with the credentials in the environment of the program. `not-found`
   * where there is none.
   */
  'cluster.openAddress': method(
    v.object({ address: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(2000)) }),
    ImportListing,
    'load',
    {
      read: 'data.opened',
      facts: (_, listing) => ({ ...countListing(listing), what: 'cluster-run' })
    }
  )
} as const

/** Events about files that are loaded. */
export interface ImportEvents {
  /** Something to load arrived from outside (second instance, file association): call `imports.pending`. */
  readonly 'imports.arrived': Record<string, never>
}

/** Events about populations on a cluster. */
export interface ClusterEvents {
  /** The run that was started last went on or ended. */
  readonly 'cluster.changed': StartedRun
}
