import { join } from 'node:path'
import type { Settings } from '#shared/settings-schema.ts'
import { openAuditLog } from './audit/audit-log.ts'
import { createDataPlane } from './host/data-plane.ts'
import { createDispatch, type Dispatch } from './host/dispatch.ts'
import { createHandlers, type Imports } from './host/handlers.ts'
import { createPendingImport } from './host/pending-import.ts'
import type { Host } from './host/ports.ts'
import { createSettingsStore } from './host/settings-store.ts'
import { createSite, type Site } from './host/site.ts'
import { createImportCatalog, type ImportSource } from './imports/import-catalog.ts'
import { createPopulation, type Population } from './sandbox/population/population.ts'
import { createSnapshotService } from './snapshots/snapshot-service.ts'
import { openSnapshotFolder } from './snapshots/snapshot-folder.ts'

/** What a host connects to its window or its server. */
export interface Services {
  /** The control plane. */
  readonly dispatch: Dispatch
  /** The page and the data plane. */
  readonly site: Site
  /** The settings in force. */
  settings(): Settings
  /** Something to load came from outside the page: command line, second start, file association. */
  offer(paths: readonly string[]): void
  /** Lets another process change what is kept; call when the program ends. */
  close(): Promise<void>
}

/** Constructs every service, once, from what a host offers. The only place where services are constructed. */
export async function compose(host: Host): Promise<Services> {
  const { clock, random, log, paths } = host
  const audit = await openAuditLog({ folder: join(paths.data, 'audit'), host: host.kind, clock, log })
  const settings = createSettingsStore(host.settings)
  const catalog = createImportCatalog({ random })
  const imports: Imports = {
    ...catalog,
    openSample: (options) =>
      catalog.add({
        label: 'Sample population',
        kind: 'sample',
        sources: sampleSources(createPopulation(options)),
        skipped: []
      })
  }
  const pending = createPendingImport(imports)
  const dataPlane = createDataPlane({ clock, random })
  const folder = await openSnapshotFolder({ folder: join(paths.data, 'snapshots'), secrets: host.secrets, clock, log })
  const snapshots = createSnapshotService({
    ...folder,
    catalog,
    clock,
    log,
    keepDays: () => settings.current().keepDays
  })
  await snapshots.applyRetention()
  const handlers = createHandlers({ host, settings, imports, pending, dataPlane, snapshots })
  return {
    dispatch: createDispatch({ handlers, audit, log }),
    site: createSite({ root: paths.page, dataPlane, log }),
    settings: () => settings.current(),
    offer(offered) {
      if (offered.length === 0) return
      pending.offer(offered)
      host.emit('imports.arrived', {})
    },
    close: () => folder.release()
  }
}

/** Makes a sample population look like files; nothing is generated before it is read. */
function sampleSources(population: Population): ImportSource[] {
  return population.files.map(({ name, bytes }) => ({
    name,
    bytes,
    async read(range) {
      if (range === undefined) return population.stream(name)
      const part = await population.range(name, range.offset, range.length)
      return new Blob([part]).stream()
    }
  }))
}
