import { cliClusterMessages as m } from '#messages/cli/cluster.ts'
import * as v from 'valibot'
import { AppError } from '#shared/app-error.ts'
import { MAX_SMALL_CELLS } from '#shared/small-cell-rule.ts'
import { jsonOf, SHARD_PROTOCOL, type ShardFrame } from './shard-frames.ts'

const Day = v.pipe(v.string(), v.regex(/^\d{4}-\d\d-\d\d$/))
const Count = v.pipe(v.number(), v.integer(), v.minValue(0))

/** What a process on an executor is to do with the records that follow. */
const BuildTask = v.object({
  version: v.literal(SHARD_PROTOCOL),
  shard: Count,
  shards: v.pipe(Count, v.minValue(1)),
  /** Types of which the whole population has resources. */
  types: v.array(v.string()),
  label: v.string(),
  /** Milliseconds since 1970; the same for all shards. */
  loadedAt: Count,
  /** First and last day that measures are about; without it none are evaluated. */
  period: v.optional(v.object({ start: Day, end: Day })),
  asOf: v.optional(Day),
  zone: v.string(),
  /** Whether the records are written as they were received, too. */
  records: v.optional(v.boolean(), true)
})
export type BuildTask = v.InferOutput<typeof BuildTask>

/** What the process that joins all shards is to do. */
const MergeTask = v.object({
  version: v.literal(SHARD_PROTOCOL),
  shards: v.pipe(Count, v.minValue(1)),
  period: v.optional(v.object({ start: Day, end: Day })),
  asOf: v.optional(Day),
  /** Definitions of cohorts to count. */
  cohorts: v.array(v.unknown()),
  /** Counts of 1 to so many people are suppressed. */
  smallCells: v.pipe(Count, v.maxValue(MAX_SMALL_CELLS))
})
export type MergeTask = v.InferOutput<typeof MergeTask>

/** Where records come from, and whether all shards have them. */
const RecordsHead = v.object({ file: v.string(), common: v.boolean() })
export type RecordsHead = v.InferOutput<typeof RecordsHead>

/** What the measures of one shard came to. */
const CountedPopulation = v.object({
  id: v.string(),
  code: v.string(),
  cases: Count,
  members: Count,
  observed: v.exactOptional(v.array(v.number()))
})
const MeasuresPart = v.object({
  shard: Count,
  measures: v.array(
    v.object({
      measure: v.string(),
      groups: v.array(
        v.object({
          id: v.string(),
          populations: v.array(CountedPopulation),
          strata: v.array(
            v.object({
              id: v.string(),
              value: v.nullable(v.string()),
              populations: v.array(CountedPopulation)
            })
          )
        })
      ),
      /** People whose evaluation failed in part. */
      errors: Count
    })
  ),
  failed: v.array(v.object({ measure: v.string(), reason: v.string() }))
})
export type MeasuresPart = v.InferOutput<typeof MeasuresPart>

function reader<S extends v.GenericSchema>(schema: S): (frame: ShardFrame) => v.InferOutput<S> {
  return (frame) => {
    const json = jsonOf(frame)
    const version = (json as { readonly version?: unknown } | null)?.version
    if (version !== undefined && version !== SHARD_PROTOCOL)
      throw new AppError('not-supported', m.theClusterHasAnotherVersion)
    const parsed = v.safeParse(schema, json)
    if (!parsed.success) throw new AppError('invalid-input', m.theInputIsNoneOfACluster)
    return parsed.output
  }
}

/** @throws AppError `invalid-input`, `not-supported` for a task of another version */
export const readBuildTask = reader(BuildTask)
/** @throws AppError `invalid-input`, `not-supported` for a task of another version */
export const readMergeTask = reader(MergeTask)
/** @throws AppError `invalid-input` */
export const readRecordsHead = reader(RecordsHead)
/** @throws AppError `invalid-input` */
export const readMeasuresPart = reader(MeasuresPart)
