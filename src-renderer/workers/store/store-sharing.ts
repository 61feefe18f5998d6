import type { PopulationShard } from '#engine/shards/shard.ts'
import type { SharingApi } from './protocol/sharing-protocol.ts'

/** Answers the calls about sharing. Their code is fetched when somebody first asks. */
export function createStoreSharing(shards: () => readonly PopulationShard[]): SharingApi {
  const code = async (): Promise<SharingApi> => (await import('./sharing-code.ts')).sharingOver(shards)
  return {
    packCounts: async (...asked) => (await code()).packCounts(...asked),
    comparedPackCounts: async (...asked) => (await code()).comparedPackCounts(...asked),
    sharePack: async (...asked) => (await code()).sharePack(...asked),
    sharedPackCompare: async (...asked) => (await code()).sharedPackCompare(...asked),
    shareDataSet: async (...asked) => (await code()).shareDataSet(...asked)
  }
}
