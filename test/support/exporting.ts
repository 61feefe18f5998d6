import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { ExportPolicy } from '../../src-main/bulk/run/export-context.ts'
import type { EventName, Events } from '#shared/contract/contract.ts'
import { composeConnections, type ComposedConnections } from '../../src-main/composition/compose-connections.ts'
import { createCallLedger } from '../../src-main/policy/call-ledger.ts'
import { createNodeNet } from '../../src-main/host/node/net.ts'
import { unknownPower } from '../../src-main/host/node/unknown-power.ts'
import { serveOnLoopback } from '../../src-main/host/node/web-server.ts'
import type { AuditEntry, NetPort, PolicyPort } from '../../src-main/ports/host.ts'
import { systemClock, systemRandom } from '../../src-main/ports/system.ts'
import {
  createEphemeralSnapshots,
  type EphemeralSnapshots
} from '../../src-main/services/snapshots/ephemeral-snapshots.ts'
import type { HistoryLimits } from '../../src-main/services/exports/history-limits.ts'
import { quick } from './export-parts.ts'
import { memoryLog, type MemoryLog } from './memory-log.ts'
import { testStore, type TestStore } from './snapshot-store.ts'
import { makePrivateFolder } from '../../src-main/storage/files/private-folder.ts'
import { unmanaged } from './policies.ts'

/** The services for connections and exports over a folder of a test. */
export interface Exporting extends ComposedConnections {
  readonly kept: TestStore
  readonly visit: EphemeralSnapshots
  readonly audited: AuditEntry[]
  readonly emitted: { readonly name: string; readonly value: unknown }[]
  readonly notices: string[]
  readonly log: MemoryLog
  /** As when the program ends. */
  readonly stop: () => Promise<void>
}

/** What a test may change. */
export interface ExportingOptions {
  /** Nobody manages the computer when absent. */
  readonly policies?: PolicyPort
  readonly net?: NetPort
  readonly clock?: { now(): number }
  readonly onBattery?: () => boolean
  /** {@link quick} when absent. */
  readonly policy?: ExportPolicy
  /** Locks what is kept. */
  readonly locked?: boolean
  /** Everything stays when absent. */
  readonly historyLimits?: HistoryLimits
}

/** Starts the services as the program does. */
export async function startExporting(folder: string, options: ExportingOptions = {}): Promise<Exporting> {
  await makePrivateFolder(folder)
  const kept = await testStore(join(folder, 'snapshots'))
  const log = memoryLog()
  const clock = options.clock ?? systemClock
  const visit = createEphemeralSnapshots(join(folder, 'transient'), clock, log)
  const audited: AuditEntry[] = []
  const emitted: { name: string; value: unknown }[] = []
  const notices: string[] = []
  const keyring = options.locked === true ? { ...kept.keyring, state: lockedState, ...refusing } : kept.keyring
  const composed = await composeConnections({
    host: {
      paths: { data: folder, resources: folder, page: folder, threads: folder },
      policies: options.policies ?? unmanaged,
      net: options.net ?? createNodeNet(),
      serve: (handler) => serveOnLoopback(handler),
      power: { ...unknownPower, onBattery: () => options.onBattery?.() },
      notifier: { notify: (title, body) => void notices.push(`${title}: ${body}`) },
      clock,
      random: systemRandom,
      log,
      emit: <E extends EventName>(name: E, value: Events[E]) => void emitted.push({ name, value })
    },
    audit: { record: async (entry) => audited.push(entry), pseudonym: async () => undefined },
    calls: createCallLedger({
      audit: { record: async (entry) => audited.push(entry) },
      policies: options.policies ?? unmanaged,
      clock
    }),
    folder: { keyring, store: kept.store, release: kept.release },
    visit,
    historyLimits: () => options.historyLimits ?? { runs: 0, days: 0 },
    policy: options.policy ?? quick
  })
  let stopped = false
  const stop = async (): Promise<void> => {
    if (stopped) return
    stopped = true
    await composed.close()
    await visit.close()
    await kept.release()
  }
  onTestFinished(stop)
  return { ...composed, kept, visit, audited, emitted, notices, log, stop }
}

const lockedState = async () => ({ state: 'locked', by: 'passphrase' }) as const
const refuse = (): never => {
  throw new Error('locked')
}
const refusing = { makeKey: refuse, openKey: refuse }
