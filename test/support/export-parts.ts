import { join } from 'node:path'
import type { ClientCredentials } from '../../src-main/auth/client-credentials.ts'
import type { ExportPolicy } from '../../src-main/bulk/run/export-context.ts'
import type { ExportRequest } from '../../src-main/bulk/protocol/export-request.ts'
import type { ExportState } from '#shared/export-state.ts'
import { createNodeNet } from '../../src-main/host/node/net.ts'
import { systemClock, systemRandom } from '../../src-main/ports/system.ts'
import { openExportRecordFiles, type ExportRecord } from '../../src-main/services/exports/export-record.ts'
import {
  prepareExport,
  type PreparedExport,
  type OpenJobDependencies
} from '../../src-main/services/exports/prepare-export.ts'
import { createExport, type ExportStorage } from '../../src-main/services/exports/export-storage.ts'
import { diskFiles, type StoreFiles } from '../../src-main/storage/sealed/store-files.ts'
import type { VendorProfile } from '../../src-main/vendors/vendor.ts'
import { testStore } from './snapshot-store.ts'

/** Waits and attempts with which tests are quick. */
export const quick: ExportPolicy = {
  delays: { floorMs: 1, firstMs: 2, capMs: 20 },
  maxFileAttempts: 6,
  maxCuts: 6,
  holdMs: 60_000,
  kickOffMs: 500,
  maxRequestAttempts: 8,
  syncBytes: 16 * 1024,
  freshManifests: 3,
  unpackLimit: { freeBytes: 8 * 1024 * 1024, ratio: 200, maximumBytes: 64 * 1024 * 1024 }
}

/** An export of everything, with changes. */
export function requestFor(base: string, change: Partial<ExportRequest> = {}): ExportRequest {
  return {
    base,
    level: 'system',
    types: [],
    typeFilters: [],
    elements: [],
    associated: [],
    patients: [],
    byPatient: false,
    lenient: false,
    ...change
  }
}

/** A storage of exports in a folder of a test. */
export interface TestStorage extends ExportStorage {
  readonly release: () => Promise<void>
}

/** Opens snapshots and exports below a folder, with a keyring that costs no time. */
export async function testStorage(folder: string, files: StoreFiles = diskFiles): Promise<TestStorage> {
  const { store, keyring, release, log } = await testStore(join(folder, 'snapshots'), files)
  return { records: await openExportRecordFiles(join(folder, 'exports'), files, log), keyring, store, files, release }
}

/** What a test says of an export. */
export interface TestExport {
  readonly base: string
  readonly credentials: ClientCredentials
  readonly change?: Partial<ExportRequest>
  readonly profile?: VendorProfile
  readonly mode?: 'bulk' | 'crawl'
  /** Builds on the newest whole export of the folder. */
  readonly refresh?: boolean
  readonly policy?: ExportPolicy
  readonly signal?: AbortSignal
  readonly onState?: (state: ExportState) => void
  readonly net?: OpenJobDependencies['net']
}

/** The export of a folder that has not ended, or a new one, ready to run. */
export async function openTestExport(storage: ExportStorage, wanted: TestExport): Promise<PreparedExport> {
  const { base, credentials, change = {}, onState } = wanted
  const file = await jobFor(storage, wanted)
  const request = requestFor(base, file.since === undefined ? change : { since: file.since, ...change })
  let shown: ExportState | undefined
  const job: PreparedExport = await prepareExport({
    storage,
    file,
    order: {
      request,
      credentials,
      profile: wanted.profile,
      tokenEndpoint: undefined,
      scopes: undefined,
      allowHttpLoopback: true,
      trustedOrigins: [],
      absent: 'leave-out',
      mode: wanted.mode ?? 'bulk'
    },
    net: wanted.net ?? createNodeNet(),
    clock: systemClock,
    random: systemRandom,
    policy: wanted.policy ?? quick,
    signal: wanted.signal ?? new AbortController().signal,
    changed() {
      if (shown === job.progress.state) return
      shown = job.progress.state
      onState?.(shown)
    }
  })
  return job
}

async function jobFor(storage: ExportStorage, { refresh = false }: TestExport): Promise<ExportRecord> {
  const history = await storage.records.list()
  const open = history.find(
    ({ ended }) => ended === undefined || ended.state === 'failed' || ended.state === 'cancelled'
  )
  if (open !== undefined && open === history[0]) return open
  const base = refresh ? history.find(({ ended }) => ended?.state === 'committed') : undefined
  return createExport(
    storage,
    {
      connection: 'connection-1',
      name: 'Test',
      kind: refresh ? 'incremental' : 'full',
      reason: 'asked',
      previous: base?.snapshot,
      since: base?.ended?.transactionTime
    },
    systemRandom,
    Date.now()
  )
}
