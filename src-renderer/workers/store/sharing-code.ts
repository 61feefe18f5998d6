import { workersStoreMessages as m } from '#messages/workers/store.ts'
import type { SavedCohort } from '#engine/cohorts/definition/walk-definition.ts'
import type { PopulationShard } from '#engine/shards/shard.ts'
import { loadRegistries } from '#engine/population/registries/load-registries.ts'
import { shardedPopulation } from '#engine/population/selection/population.ts'
import { deidentify } from '#engine/sharing/deidentify/deidentified-set.ts'
import { writeSet } from '#engine/sharing/deidentify/write-set.ts'
import { readZipAreas } from '#engine/sharing/deidentify/zip-areas.ts'
import { comparePack } from '#engine/sharing/pack/compare-pack.ts'
import { comparisonCsv } from '#engine/sharing/pack/comparison-csv.ts'
import { countsOfPack, makePack } from '#engine/sharing/pack/make-pack.ts'
import { packCohorts, type PackCohort } from '#engine/sharing/pack/pack-cohorts.ts'
import { FigureHider, FigureRecorder } from '#engine/sharing/published/figure-release.ts'
import { AppError } from '#shared/app-error.ts'
import { packText, readPack } from '#engine/sharing/pack/seal-pack.ts'
import { canonicalViews, registryDefinitions } from '../base/resources.ts'
import type { SharingApi } from './protocol/sharing-protocol.ts'

/** Packs hold the definitions of the program, not what a user added to them. */
const registries = loadRegistries(registryDefinitions)

const tableDefinitions = [...idsOf('r4'), ...idsOf('r5')].map((id) => ({ kind: 'view' as const, id }))

function idsOf(release: 'r4' | 'r5'): string[] {
  return canonicalViews[release].map(({ name }) => `${release}/${name?.replaceAll('_', '-')}`)
}

/** The cohorts of this site as packs would name them. */
async function ownCohorts(saved: readonly SavedCohort[]): Promise<readonly PackCohort[]> {
  const ids = saved.map(({ id }) => id)
  return (await packCohorts(ids, saved, registries)).cohorts
}

/** Answers the calls about sharing over the shards of a population. */
export function sharingOver(shards: () => readonly PopulationShard[]): SharingApi {
  return {
    async packCounts(asOf, data, { chosen, saved }) {
      const { cohorts } = await packCohorts(chosen, saved, registries)
      return countsOfPack(shardedPopulation(shards(), registries)[0]!, asOf, data, cohorts)
    },

    async sharePack({ cohorts: choice, approvals, ...request }) {
      const { cohorts, leftOut } = await packCohorts(choice.chosen, choice.saved, registries)
      const states = cohorts.map(({ id, savedAs = '' }) => [id, choice.approvals[savedAs] ?? 'unknown'] as const)
      const made = await makePack(shardedPopulation(shards(), registries)[0]!, {
        ...request,
        cohorts,
        approvals: { ...approvals, ...Object.fromEntries(states) },
        definitions: registryDefinitions
      })
      return { made: { ...made, leftOut: [...made.leftOut, ...leftOut] }, text: packText(made) }
    },

    async comparedPackCounts(text, seal, asOf, limit, data, saved) {
      const { pack } = await readPack(text, seal)
      const packRegistries = loadRegistries(pack.definitions.map(({ definition }) => definition))
      const release = new FigureRecorder(() => data)
      const cohorts = await ownCohorts(saved)
      const leaving = { release, own: registryDefinitions, cohorts }
      comparePack(pack, shardedPopulation(shards(), packRegistries)[0]!, asOf, limit, leaving)
      return release.counts
    },

    async sharedPackCompare(text, seal, asOf, limit, register, saved = []) {
      const sealed = await readPack(text, seal)
      const { aggregates: _, definitions, cohorts = [], ...pack } = sealed.pack
      const packRegistries = loadRegistries(definitions.map(({ definition }) => definition))
      const leaving = register && {
        release: new FigureHider(register.withheld, () => register.data),
        own: registryDefinitions,
        cohorts: await ownCohorts(saved)
      }
      const compared = comparePack(sealed.pack, shardedPopulation(shards(), packRegistries)[0]!, asOf, limit, leaving)
      const used = [
        ...definitions.map(({ id, sha256 }) => ({ kind: 'registry' as const, id, hash: sha256 })),
        ...cohorts.map(({ id, sha256 }) => ({ kind: 'cohort' as const, id, hash: sha256 }))
      ]
      return { ...compared, pack, definitions: used, seal: sealed.seal, csv: comparisonCsv(sealed.pack, compared) }
    },

    async shareDataSet(profile, engine, zipPopulations) {
      const [{ store }, ...others] = shards() as readonly [PopulationShard, ...PopulationShard[]]
      if (others.length > 0) throw new AppError('not-supported', m.aDataSetWithoutIdentifiersIs)
      const smallAreas = zipPopulations === undefined ? undefined : readZipAreas(zipPopulations)
      const { bytes, report } = await writeSet(deidentify(store, { profile, smallAreas }), engine)
      return { file: new Blob([bytes], { type: 'application/zip' }), report, definitions: tableDefinitions }
    }
  }
}
