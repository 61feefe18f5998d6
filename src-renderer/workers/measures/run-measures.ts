import { mergeRuns } from '#engine/measures/run/merge-runs.ts'
import type { MeasureRun } from '#engine/measures/run/measure-run.ts'
import { placeRun } from '#engine/measures/run/place-run.ts'
import { peopleFingerprint } from '#engine/measures/rates/data-fingerprint.ts'
import { readRuns } from '#engine/measures/run-files/run-file.ts'
import { countEverybody, peopleOfShard } from '#engine/shards/person-values.ts'
import type { MeasuredPopulation } from '../measure-pool/measure-pool.ts'

/**
 * Reads the results of measures that a run on a cluster wrote, part by part, as results over the population.
 * @returns none where the run evaluated none, where they are of other people or of another version, and where people of the run are left out,
 * whom the results are about
 * @throws AppError `unreadable-file` where a part is damaged, and what says why storage does not answer
 */
export async function readRunMeasures({
  shards,
  runMeasures = []
}: Pick<MeasuredPopulation, 'shards' | 'runMeasures'>): Promise<readonly MeasureRun[]> {
  if (shards.some(({ store }) => store.leftOut !== undefined)) return []
  const people = countEverybody(shards)
  let joined: readonly MeasureRun[] | undefined
  for (const [part, open] of runMeasures.entries()) {
    const shard = shards[part]!
    const { ids } = peopleFingerprint([shard])
    const runs = await readRuns(await open(), { snapshot: shards[0]!.store.snapshot, ids })
    const numbers = peopleOfShard(shard)
    const placed = runs.map((run) => placeRun(run, numbers, people))
    // A measure that failed in one part has no result.
    joined = joined === undefined ? placed : joined.flatMap((run) => joinedWith(run, placed))
  }
  return joined ?? []
}

function joinedWith(run: MeasureRun, part: readonly MeasureRun[]): readonly MeasureRun[] {
  const counterpart = part.find(({ key }) => key.measure === run.key.measure && key.content === run.key.content)
  return counterpart === undefined ? [] : [mergeRuns([run, counterpart])]
}
