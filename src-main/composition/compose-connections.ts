import { join } from 'node:path'
import { recordEffect } from '../services/audit/record-effect.ts'
import type { ExportPolicy } from '../bulk/run/export-context.ts'
import { connectionsUnderPolicy } from './connections-under-policy.ts'
import { createConnectionDescriptions } from './describe-connections.ts'
import { createKeyWithdrawal } from './withdraw-keys.ts'
import { createSampleServers } from './compose-sample.ts'
import { composeSignIn } from './compose-sign-in.ts'
import { compatibilityRows } from '../services/connections/compatibility.ts'
import { createConnectionCheck } from '../services/connections/connection-check.ts'
import { openConnectionFiles } from '../services/connections/connection-file.ts'
import { createConnectionService } from '../services/connections/connection-service.ts'
import { discoverServer } from '../services/connections/discover-server.ts'
import { createManagedConnections } from '../services/connections/managed-connections.ts'
import { createRequestRate } from '../services/connections/request-rate.ts'
import { typesOfRules } from '#shared/consent/record-rules.ts'
import { scopeNeeds } from '#shared/rights/scope-needs.ts'
import { typesOf } from '../services/connections/scope-registry.ts'
import { openVendorCatalog } from '../services/connections/vendor-catalog.ts'
import type { ConnectionServices } from '../api/connection-handlers.ts'
import { createRecordRules } from '../services/consent/record-rule-service.ts'
import type { CallLedger } from '../policy/call-ledger.ts'
import { networkUnderPolicy } from '../policy/network-under-policy.ts'
import type { AuditPort, Host } from '../ports/host.ts'
import type { HistoryLimits } from '../services/exports/history-limits.ts'
import { healthPoints } from '../services/exports/health-points.ts'
import { openExportRecordFiles, type ExportRecordFiles } from '../services/exports/export-record.ts'
import { createExportService, type ExportService } from '../services/exports/export-service.ts'
import { openGovernanceStore } from '../services/governance/governance-store.ts'
import { replacedSnapshots } from '../services/governance/replaced-snapshots.ts'
import type { ExportStorage } from '../services/exports/export-storage.ts'
import { seenExports } from '../services/exports/seen-exports.ts'
import { createReportStore } from '../services/requirements/report-store.ts'
import { createRequirementReports } from '../services/requirements/requirement-reports.ts'
import { requireKnownZone } from '../services/schedule/next-run.ts'
import { createScheduler, defaultSchedule, type Scheduler } from '../services/schedule/scheduler.ts'
import { trayStatus, type TrayStatus } from '../host/process/tray-status.ts'
import type { SnapshotFolder } from '../services/snapshots/snapshot-folder.ts'
import type { EphemeralSnapshots } from '../services/snapshots/ephemeral-snapshots.ts'
import { diskFiles } from '../storage/sealed/store-files.ts'

/** Dependencies of {@link composeConnections}. */
export interface ConnectionDependencies {
  readonly host: Pick<
    Host,
    'paths' | 'net' | 'serve' | 'browser' | 'policies' | 'power' | 'notifier' | 'clock' | 'random' | 'log' | 'emit'
  >
  readonly audit: AuditPort
  /** Writes every call to another computer into the audit log. */
  readonly calls: CallLedger
  readonly folder: SnapshotFolder
  readonly visit: EphemeralSnapshots
  /** How much of the history of exports stays. */
  readonly historyLimits: () => HistoryLimits
  /** Whether the user said that the network is metered. */
  readonly isMetered?: () => boolean
  /** A new snapshot is there. */
  readonly onShown?: () => void
  /** The default one when absent. */
  readonly policy?: ExportPolicy
  /** Schedules begin exports by themselves; so when absent. */
  readonly scheduled?: boolean
}

/** The services for connections, exports and their schedule. */
export interface ComposedConnections {
  readonly services: ConnectionServices
  readonly exportService: ExportService
  readonly scheduler: Scheduler
  /** Starts an export for a command, with a record in the audit log. */
  readonly start: ExportService['start']
  /** Takes the answer to a sign-in by a person that came by the scheme of the program. */
  readonly answerSignIn: (answer: URLSearchParams) => Promise<void>
  /** Makes and changes the connections of the organization, as far as the keyring is open. */
  readonly applyManaged: () => Promise<void>
  /** Withdraws retired keys whose overlap is over, with a record of each; a failure is logged. */
  readonly withdrawKeys: () => Promise<void>
  /** For the icon in the notification area. */
  tray(): TrayStatus
  close(): Promise<void>
}

/** Constructs the services for connections, exports and their schedule. */
export async function composeConnections({
  host,
  audit,
  calls,
  folder,
  visit,
  historyLimits,
  isMetered,
  onShown,
  policy,
  scheduled = true
}: ConnectionDependencies): Promise<ComposedConnections> {
  const { policies, clock, random, log, emit, paths } = host
  await calls.noteOffline()
  const network = networkUnderPolicy(host, calls)
  const { serve, check: checkAddress } = network
  const checkNet = network.netFor('server-check')
  const { keyring, store } = folder
  const files = await openConnectionFiles(join(paths.data, 'connections'), diskFiles, log)
  const vendors = await openVendorCatalog(files.folder, log, () => policies.value('VendorProfiles') ?? {})
  const recordRules = createRecordRules(paths.data, keyring, policies)
  const ruleTypes = async (): Promise<string[]> => typesOfRules((await recordRules.read()).rules)
  const bare = await createConnectionService({ files, keyring, vendors, ruleTypes, clock, random, log })
  const managed = createManagedConnections({ connections: bare, policies, audit, log })
  await managed.apply()
  const guarded = connectionsUnderPolicy(bare, managed, checkAddress)
  const admitDiscovery = createRequestRate(clock)
  const signIns = composeSignIn(host, network, bare, audit, keyring)
  const check = createConnectionCheck({ connections: bare, net: checkNet, clock, random })
  const reports = createRequirementReports({
    connections: bare,
    check,
    store: createReportStore(files.folder, diskFiles, keyring),
    policies,
    clock,
    exportsOf: async (id) => seenExports(await described.historyOfAddress(id), (await bare.get(id)).settings.level)
  })
  const storage: ExportStorage = {
    records: await openExportRecordFiles(join(paths.data, 'exports'), diskFiles, log),
    keyring,
    store,
    files: diskFiles,
    agreements: replacedSnapshots(openGovernanceStore(paths.data))
  }
  const keyWithdrawal = createKeyWithdrawal(bare, audit, log)
  const stopWatching = bare.watch(() => emit('connections.changed', {}))
  let visitRecords: ExportRecordFiles | undefined

  /** The history of the sample server goes with the program; what it brought is kept where that is possible. */
  async function sampleStorage(): Promise<ExportStorage> {
    const opened = await visit.open()
    visitRecords ??= await openExportRecordFiles(join(opened.folder, 'exports'), diskFiles, log)
    const isUnlocked = (await keyring.state()).state === 'open'
    const place = isUnlocked ? { keyring, store } : { keyring: opened.keyring, store: opened.store }
    return { records: visitRecords, files: diskFiles, ...place }
  }

  const exportService = await createExportService({
    connections: bare,
    storage,
    sampleStorage,
    net: network.netFor('export'),
    clock,
    random,
    audit,
    log,
    historyLimits,
    ...(policy === undefined ? {} : { policy }),
    onChange: (run) => emit('exports.changed', run),
    onEnd(file) {
      if (file.ended?.shown === true) {
        samples.advance(file.connection)
        emit('snapshots.changed', {})
        onShown?.()
      }
      scheduler.ended(file)
      emit('connections.changed', {})
    }
  })
  const samples = createSampleServers({
    connections: bare,
    host: { serve, clock, random },
    startExport: (connection) => exportService.start(connection, 'full', 'sample')
  })
  /** Starts an export that nobody asked for in the window: there, the gate records it. */
  const start: ExportService['start'] = (connection, kind, reason) =>
    recordEffect(
      audit,
      { action: 'export.started', facts: { connection, kind, reason } },
      () => exportService.start(connection, kind, reason),
      ({ id }) => ({ connection, kind, export: id, reason })
    )

  const scheduler = createScheduler({
    schedules: () => (scheduled && !policies.value('Offline') ? bare.schedules() : []),
    exportService: {
      history: (connection) => exportService.history(connection),
      active: () => exportService.active(),
      start
    },
    power: host.power,
    isMetered,
    notifier: host.notifier,
    clock,
    log,
    zone: () => Intl.DateTimeFormat().resolvedOptions().timeZone
  })

  const described = createConnectionDescriptions({ connections: bare, exportService, scheduler, signIns, managed })

  return {
    exportService,
    scheduler,
    start,
    async answerSignIn(answer) {
      await signIns.answer(answer)
    },
    async applyManaged() {
      await calls.noteOffline()
      await managed.apply()
      await keyWithdrawal.withdraw()
    },
    withdrawKeys: () => keyWithdrawal.withdraw(),
    services: {
      connections: {
        ...bare,
        create: (settings) => guarded.create(settings),
        change: (id, settings, before) => guarded.change(id, settings, before),
        list: async () => Promise.all((await bare.list()).map(({ id }) => described.get(id))),
        get: (id) => described.get(id),
        async delete(id) {
          managed.refuse(id)
          // While somebody is signed in, the server can be told of it.
          for (const file of exportService.history(id))
            if (file.ended === undefined) await exportService.cancel(file.id)
          await signIns.forget(id)
          await reports.forget(id)
          await exportService.deleteAll(id, () => bare.delete(id))
          await samples.stop(id)
        },
        async discover(base, allowHttpLoopback) {
          checkAddress(base)
          admitDiscovery()
          const { shown } = await discoverServer(checkNet, clock, base, allowHttpLoopback)
          await bare.noteServer(shown)
          return shown
        },
        checkJwks: (id, url) => check.jwks(id, url),
        signIn: (id) => check.signIn(id),
        async beginSignIn(id) {
          guarded.refuseServers((await bare.get(id)).settings)
          return signIns.begin(id)
        },
        cancelSignIn: (id) => signIns.cancel(id),
        signOut: (id) => signIns.signOut(id),
        report: (id) => check.report(id),
        groups: (id, search) => check.groups(id, search),
        async compatibility(id) {
          const { settings } = await bare.get(id)
          const profile = bare.profile(settings)
          const { base, allowHttpLoopback } = settings
          const asked = discoverServer(checkNet, clock, base, allowHttpLoopback, profile)
          // Of a server that cannot be asked, the profile and past exports are compared alone.
          const server = await asked.catch(() => undefined)
          const seen = seenExports(await described.historyOfAddress(id), settings.level)
          return {
            rows: compatibilityRows(profile, server?.shown, seen, typesOf(settings, undefined, await ruleTypes())),
            runs: seen.length,
            lastSeenAt: seen[0]?.at
          }
        },
        requirements: (id) => reports.last(id),
        checkRequirements: (id) => reports.check(id),
        reportFile: (id, format, redact) => reports.file(id, format, redact),
        needs: async () => scopeNeeds(await ruleTypes()),
        vendors: () => vendors.list(),
        changeVendor: (id, changes) => vendors.change(id, changes),
        resetVendor: (id) => vendors.reset(id),
        async startSample(patients, view, seed) {
          await store.claim()
          return samples.start(patients, view, seed)
        }
      },
      exports: {
        ...exportService,
        async start(connection, kind, reason) {
          guarded.refuseServers((await bare.get(connection)).settings)
          return exportService.start(connection, kind, reason)
        },
        health: async (id, days) => healthPoints(await described.historyOfAddress(id), clock.now(), days)
      },
      schedules: {
        async get(connection) {
          const set = bare.schedules().find(({ id }) => id === connection)
          await bare.get(connection)
          return scheduler.state(connection, set?.schedule ?? defaultSchedule, set?.since ?? clock.now())
        },
        async set(connection, schedule) {
          requireKnownZone(schedule)
          await bare.setSchedule(connection, schedule)
          return scheduler.state(connection, schedule, clock.now())
        },
        preview: (schedule) => scheduler.preview(schedule)
      }
    },
    tray: () =>
      trayStatus(
        exportService.active().length,
        bare
          .schedules()
          .map(({ id }) => ({ next: described.nextRunAt(id), last: exportService.history(id)[0]?.ended?.state }))
      ),
    async close() {
      keyWithdrawal.stop()
      stopWatching()
      scheduler.stop()
      await exportService.close()
      await samples.close()
      await signIns.close()
    }
  }
}
