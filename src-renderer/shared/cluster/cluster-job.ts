import * as v from 'valibot'
import { Id, Natural } from '../basic-schemas.ts'
import { clusterStates } from './cluster-run.ts'

/** A path of this computer, or an address that Spark reads. It is one word of a command: an option is none. */
const Place = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(2000), v.regex(/^[^-\p{Cc}][^\p{Cc}]*$/u))

/** What a run on a cluster computes, as `populus cluster local` takes it. */
export const ClusterJob = v.object({
  input: v.pipe(v.array(Place), v.minLength(1), v.maxLength(50)),
  format: v.picklist(['ndjson', 'parquet', 'delta']),
  /** New folder for what the run writes. */
  output: Place,
  shards: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(99_999)),
  /** Year of the measures; without one none are evaluated. */
  year: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1990), v.maxValue(2100))),
  label: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(100), v.regex(/^[^-\p{Cc}][^\p{Cc}]*$/u)),
  /** Master of Spark; this computer's cores without one. */
  master: v.optional(
    v.pipe(v.string(), v.trim(), v.regex(/^(local(-cluster)?(\[[\d,*]+\])?|yarn|(spark|k8s):\/\/[\w.:/-]+)$/))
  )
})
export type ClusterJob = v.InferOutput<typeof ClusterJob>

/** A run on a cluster that was started here. */
export const StartedRun = v.object({
  id: Id,
  label: v.string(),
  /** `starting`: Spark has written nothing yet; `stopped`: somebody stopped it. */
  state: v.picklist(['starting', ...clusterStates, 'stopped']),
  /** Partitions that are built, where the output is on this computer. */
  built: Natural,
  shards: Natural,
  startedAt: Natural,
  endedAt: v.optional(Natural),
  /** What went wrong, in sentences. */
  problem: v.optional(v.string()),
  /** It has ended well, and what it wrote can be opened here. */
  canOpen: v.boolean()
})
export type StartedRun = v.InferOutput<typeof StartedRun>
