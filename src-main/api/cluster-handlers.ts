import type { ServiceHandlers } from '#shared/contract/contract.ts'
import type { ImportSources } from '../services/imports/import-source.ts'
import type { Imports } from '../services/imports/imports.ts'
import type { ClusterRuns } from '../services/cluster/cluster-runs.ts'

/** The handlers for populations on a cluster. @param sourcesAt the files of a run at an address */
export function createClusterHandlers(
  runs: ClusterRuns,
  imports: Pick<Imports, 'open' | 'add'>,
  sourcesAt: (address: string) => Promise<ImportSources>
): ServiceHandlers['cluster'] {
  return {
    async state() {
      const run = runs.current()
      return { canStart: runs.canStart, ...(run === undefined ? {} : { run }) }
    },
    async start(job) {
      return runs.start(job)
    },
    async stop({ id }) {
      await runs.stop(id)
    },
    async openRun({ id }) {
      return imports.open([runs.output(id)])
    },
    async openAddress({ address }) {
      return imports.add(await sourcesAt(address))
    }
  }
}
