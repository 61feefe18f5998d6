import * as v from 'valibot'
import { sharedMessages as m } from '#messages/shared.ts'
import { AppError } from '../app-error.ts'

/** File in the output of `populus cluster` that says how far the run is. */
export const STATUS_FILE = 'status.json'
/** What a run came to, for everybody. */
export const RESULTS_FILE = 'results/results.json'
const PARTS_FOLDER = 'shards'
const RECORDS_FOLDER = 'records'
const MEASURES_FOLDER = 'measures'

/** How far a run may be. */
export const clusterStates = ['reading', 'building', 'merging', 'done', 'failed'] as const
/** How far a run is. */
export type ClusterState = (typeof clusterStates)[number]

/** What {@link STATUS_FILE} holds. */
export const ClusterStatus = v.looseObject({
  state: v.picklist(clusterStates),
  shards: v.pipe(v.number(), v.integer(), v.minValue(1)),
  label: v.string(),
  people: v.optional(v.number()),
  rejected: v.optional(v.number()),
  seconds: v.optional(v.number())
})
export type ClusterStatus = v.InferOutput<typeof ClusterStatus>

/** What {@link RESULTS_FILE} holds, as far as people are shown it. */
export const ClusterResults = v.looseObject({
  asOf: v.string(),
  people: v.number(),
  registries: v.array(
    v.looseObject({
      title: v.string(),
      figures: v.array(v.looseObject({ id: v.string(), value: v.nullable(v.number()) }))
    })
  ),
  measures: v.array(
    v.looseObject({
      measure: v.string(),
      groups: v.array(v.looseObject({ id: v.string(), score: v.nullable(v.number()) }))
    })
  )
})
export type ClusterResults = v.InferOutput<typeof ClusterResults>

/** Path of the columns of a part within the output. @param part from 0 */
export function partPath(part: number): string {
  return `${PARTS_FOLDER}/${String(part).padStart(5, '0')}.columns`
}

/** Path of the records of a part within the output, compressed in blocks. @param part from 0 */
export function recordsPath(part: number): string {
  return `${RECORDS_FOLDER}/${String(part).padStart(5, '0')}.blocks`
}

/** Path of what says where the records of a part are in their file. @param part from 0 */
export function recordPlacesPath(part: number): string {
  return `${RECORDS_FOLDER}/${String(part).padStart(5, '0')}.places`
}

/** Path of the results of measures of a part within the output, in the form of those of snapshots. @param part from 0 */
export function partMeasuresPath(part: number): string {
  return `${MEASURES_FOLDER}/${String(part).padStart(5, '0')}.runs`
}

/** The files of a run. */
export interface ClusterFiles<F> {
  readonly status: F
  readonly results: F | undefined
  /** In the order of the parts. */
  readonly parts: readonly F[]
  /** The records of each part; none where the run left some of them out. */
  readonly records: readonly { readonly records: F; readonly places: F }[]
  /** The results of measures of each part; none where the run evaluated none. */
  readonly measures: readonly F[]
}

/** Finds the files of a run among those of a folder; undefined where they are something else. @param files by paths with `/` */
export function clusterFilesOf<F extends { readonly name: string }>(files: readonly F[]): ClusterFiles<F> | undefined {
  for (const status of files) {
    if (status.name !== STATUS_FILE && !status.name.endsWith(`/${STATUS_FILE}`)) continue
    const folder = status.name.slice(0, -STATUS_FILE.length)
    const byName = new Map(files.map((file) => [file.name, file]))
    const parts: F[] = []
    for (
      let part = byName.get(folder + partPath(0));
      part !== undefined;
      part = byName.get(folder + partPath(parts.length))
    )
      parts.push(part)
    const found = parts.flatMap((_, part) => {
      const [recordsFile, places] = [
        byName.get(folder + recordsPath(part)),
        byName.get(folder + recordPlacesPath(part))
      ]
      return recordsFile === undefined || places === undefined ? [] : [{ records: recordsFile, places }]
    })
    const records = found.length === parts.length ? found : []
    const evaluated = parts.flatMap((_, part) => byName.get(folder + partMeasuresPath(part)) ?? [])
    const measures = evaluated.length === parts.length ? evaluated : []
    if (parts.length > 0) return { status, results: byName.get(folder + RESULTS_FILE), parts, records, measures }
  }
  return undefined
}

/**
 * Reads the status of a run that has to have ended well, with all of its parts.
 * @param text of {@link STATUS_FILE} @param parts how many there are, without a gap
 * @throws AppError `not-supported` for a run that has not, `unreadable-file` where a part is missing or the text is something else
 */
export function requireEndedRun(text: string, parts: number): ClusterStatus {
  const status = v.safeParse(v.pipe(v.string(), v.parseJson(), ClusterStatus), text)
  if (!status.success) throw new AppError('unreadable-file', m.theStateOfTheRunCannotBeRead)
  const { state, shards } = status.output
  if (state !== 'done') throw new AppError('not-supported', m.theRunHasNotEnded)
  if (parts < shards) throw new AppError('unreadable-file', m.aPartOfTheClusterIsMissing(parts + 1, shards))
  return status.output
}

/** Reads what a run came to. @param text of {@link RESULTS_FILE} @returns undefined for what another version wrote */
export function readResults(text: string): ClusterResults | undefined {
  const results = v.safeParse(v.pipe(v.string(), v.parseJson(), ClusterResults), text)
  return results.success ? results.output : undefined
}
