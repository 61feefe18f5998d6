import { join } from 'node:path'
import type { RoleState } from '#shared/roles/role.ts'
import type { Settings } from '#shared/settings-schema.ts'
import { readBuiltInContent } from '../services/content/built-in-content.ts'
import { createContentService } from '../services/content/content-service.ts'
import { createStoredResults } from '../services/content/stored-results.ts'
import { findMisplacedFiles } from './misplaced-files.ts'
import type { AuditSink } from '../services/collector/audit-sink.ts'
import { composeAudit } from './compose-audit.ts'
import { composeConnections } from './compose-connections.ts'
import { openDraftStore } from '../services/drafts/draft-store.ts'
import { createConnectionHandlers } from '../api/connection-handlers.ts'
import { createDataPlane } from '../api/data-plane.ts'
import { createDispatch, type Dispatch } from '../api/dispatch.ts'
import { createHandlers } from '../api/handlers.ts'
import type { Imports } from '../services/imports/imports.ts'
import { policyReport } from '../policy/policy-report.ts'
import { createPendingImport } from '../services/imports/pending-import.ts'
import type { Host } from '../ports/host.ts'
import { systemElapsed } from '../ports/system.ts'
import { createGovernance } from '../services/governance/governance.ts'
import { frozenNumbers } from '../services/governance/frozen-numbers.ts'
import { openGovernanceStore } from '../services/governance/governance-store.ts'
import { createAuditReview } from '../services/review/audit-review.ts'
import { accountDomain } from '../host/process/account-domain.ts'
import { isGroupMember } from '../host/process/group-member.ts'
import { managedRoles } from '../services/roles/managed-roles.ts'
import { recordedDigests } from '../services/audit/recorded-digests.ts'
import { createDefinitionCatalog } from '../services/definitions/definition-catalog.ts'
import { definitionJournal } from '../services/definitions/definition-journal.ts'
import { createDefinitionRegistry } from '../services/definitions/definition-registry.ts'
import { decisionJournal } from '../services/matching/decision-journal.ts'
import { optOutFile } from '../services/consent/opt-out-file.ts'
import { createRecordRules } from '../services/consent/record-rule-service.ts'
import { roleFile, roleRecords } from '../services/roles/role-file.ts'
import { createRoleService } from '../services/roles/role-service.ts'
import { createIncomingLinks } from '../services/links/incoming-links.ts'
import { createSettingsStore } from '../services/settings/settings-store.ts'
import { createSite, type Site } from '../api/site.ts'
import { createImportCatalog, type ImportSource } from '../services/imports/import-catalog.ts'
import type { TrayStatus } from '../host/process/tray-status.ts'
import { sampleNames } from '#shared/sample-view.ts'
import { createSamplePopulation, type SamplePopulation } from '../sample/population/population.ts'
import { joinStores } from '../services/snapshots/joined-stores.ts'
import { createRetention } from '../services/snapshots/retention.ts'
import { createRetentionClock } from '../services/snapshots/retention-clock.ts'
import { composeBackup } from './compose-backup.ts'
import { createAppLock } from '../services/snapshots/app-lock.ts'
import { createKeyringService } from '../services/snapshots/keyring-service.ts'
import { createScopedPeople } from '../services/population/scoped-people.ts'
import { createSnapshotService } from '../services/snapshots/snapshot-service.ts'
import { openSnapshotFolder } from '../services/snapshots/snapshot-folder.ts'
import { createEphemeralSnapshots } from '../services/snapshots/ephemeral-snapshots.ts'
import { errorFacts } from '../log/error-facts.ts'
import { finishRestore } from '../storage/backup/restore-backup.ts'
import { accountName } from '../storage/files/account-name.ts'
import { sweepDataFolder } from '../storage/files/atomic-file.ts'
import { startOverIfAsked } from '../storage/snapshots/start-over.ts'
import { openContentStore } from '../storage/snapshots/content-store.ts'
import { diskFiles } from '../storage/sealed/store-files.ts'
import { createShardService } from '../services/shards/shard-service.ts'
import { limitWorklist } from '../services/worklist/limited-worklist.ts'
import { openWorklist } from '../services/worklist/open-worklist.ts'

/** What a host connects to its window or its server. */
export interface Services {
  /** The control plane. */
  readonly dispatch: Dispatch
  /** The page and the data plane. */
  readonly site: Site
  /** What the user may do now. */
  access(): Promise<RoleState>
  /** The settings in force. */
  settings(): Settings
  /** What goes on with exports, for the icon in the notification area. */
  tray(): TrayStatus
  /** Something to load came from outside the page: command line, second start, file association. */
  offer(paths: readonly string[]): void
  /** Follows a link from outside; what is no link of the program is ignored. */
  follow(link: string): void
  /** Lets another process change what is kept; call when the program ends. */
  close(): Promise<void>
}

/** Constructs every service, once, from what a host offers. The only place where services are constructed. */
export async function compose(host: Host): Promise<Services> {
  const { clock, random, log, paths } = host
  await sweepDataFolder(paths.data, clock.now())
  const restored = await finishRestore(paths.data)
  const startedOver = await startOverIfAsked(paths.data)
  const folder = await openSnapshotFolder({
    folder: join(paths.data, 'snapshots'),
    secrets: host.secrets,
    policies: host.policies,
    window: { owner: host.owner },
    clock,
    log
  })
  const roles = createRoleService({
    account: accountName(),
    domain: accountDomain,
    policy: managedRoles(host.policies, isGroupMember, accountDomain),
    file: roleFile(paths.data, folder.keyring),
    recorded: () => recordedDigests(join(paths.data, 'audit'), roleRecords)
  })
  // Another process may change the settings before the log is open.
  const opened: { sink?: AuditSink; applyManaged?: () => Promise<void> } = {}
  const settings = createSettingsStore(host.settings, host.policies, (changed) => {
    host.emit('settings.changed', changed)
    opened.sink?.wake()
  })
  const { audit, sink, expire } = await composeAudit(
    host,
    folder.keyring,
    () => settings.current(),
    () => roles.named()
  )
  opened.sink = sink
  if (restored) await audit.record({ action: 'backup.restored', outcome: 'success', facts: {} })
  if (startedOver) await audit.record({ action: 'profile.started-over', outcome: 'success', facts: {} })
  const reading = setInterval(() => {
    if (!host.policies.reload()) return
    host.emit('policies.changed', policyReport(host.policies.current()))
    host.emit('settings.changed', settings.current())
    sink.wake()
    const logFailed = (error: unknown): void => log.write('error', 'policy.not-applied', errorFacts(error))
    void opened.applyManaged?.().catch(logFailed)
  }, policyReadMs)
  reading.unref()
  const catalog = createImportCatalog({ random })
  const imports: Imports = {
    ...catalog,
    openSample: (options) =>
      catalog.add({
        label: sampleNames[options.view],
        kind: 'sample',
        sources: sampleSources(createSamplePopulation(options)),
        skipped: []
      })
  }
  const pending = createPendingImport(imports)
  const dataPlane = createDataPlane({ elapsed: systemElapsed, random })
  const visit = createEphemeralSnapshots(join(paths.data, 'transient'), clock, log)
  const kept = createSnapshotService({
    keyring: folder.keyring,
    store: joinStores(folder.store, () => visit.store()),
    catalog,
    log,
    retention: (isOpen) =>
      createRetention({
        keyring: folder.keyring,
        store: folder.store,
        audit,
        clock,
        retentionClock: createRetentionClock(join(paths.data, 'snapshots')),
        log,
        policy: () => ({ keepCount: settings.current().keepSnapshots, keepDays: settings.current().keepDays }),
        isOpen,
        changed: () => host.emit('snapshots.changed', {})
      })
  })
  await kept.applyRetention()
  const work = openWorklist({
    folder: join(paths.data, 'worklist'),
    keyring: folder.keyring,
    clock,
    random,
    log
  })
  const optOuts = optOutFile(paths.data, folder.keyring, clock)
  const recordRules = createRecordRules(paths.data, folder.keyring, host.policies)
  const scopedPeople = createScopedPeople({
    store: joinStores(folder.store, () => visit.store()),
    resources: paths.resources,
    optOuts,
    recordRules,
    clock,
    log
  })
  const content = createContentService({
    store: await openContentStore({ folder: join(paths.data, 'content'), files: diskFiles, clock, log }),
    random,
    author: accountName(),
    readBuiltIn: () => readBuiltInContent(join(paths.resources, 'measures', 'core'))
  })
  const exporting = await composeConnections({
    host,
    audit,
    folder,
    visit,
    onShown: () => void kept.applyRetention(),
    historyLimits: () => ({ runs: settings.current().keepRuns, days: settings.current().keepRunDays }),
    isMetered: () => settings.current().meteredNetwork
  })
  opened.applyManaged = exporting.applyManaged
  const keyring = createKeyringService({
    keyring: folder.keyring,
    appLock: createAppLock({ keyring: folder.keyring, owner: host.owner, policies: host.policies }),
    store: folder.store,
    data: paths.data,
    clock,
    log,
    idleMinutes: () => settings.current().idleLockMinutes,
    isBusy: () => exporting.jobs.active().length > 0,
    async forget() {
      await exporting.jobs.suspend()
      await kept.closeAll()
      await work.forget()
      scopedPeople.forget()
    },
    async onOpen() {
      await exporting.applyManaged()
      await exporting.jobs.goOn()
      await kept.applyRetention()
      await expire()
    },
    async onLocked(by) {
      await audit.record({ action: 'keyring.locked', outcome: 'success', facts: { by } })
      host.emit('snapshots.changed', {})
    }
  })
  const backup = await composeBackup(host, folder.keyring, () => exporting.jobs.active().length > 0)
  const logFailure = (error: unknown): void => log.write('error', 'keyring.lock-failed', errorFacts(error))
  const idle = setInterval(() => void keyring.lockWhenIdle().catch(logFailure), idleLookMs)
  idle.unref()
  const stopAway = host.power.onAway?.(() => {
    if (host.policies.value('LockOnSleep')) void keyring.lockIfOpen().catch(logFailure)
  })
  await exporting.jobs.goOn()
  await expire()
  sink.wake()
  const shards = await createShardService(join(paths.data, 'shards'))
  const results = createStoredResults(joinStores(folder.store, () => visit.store()))
  const drafts = openDraftStore({
    folder: join(paths.data, 'drafts'),
    keyring: folder.keyring,
    clock,
    log,
    author: accountName()
  })
  const definitions = createDefinitionRegistry({
    journal: definitionJournal(paths.data, folder.keyring),
    find: createDefinitionCatalog({
      resources: paths.resources,
      version: host.version,
      content,
      drafts,
      settings: () => settings.current()
    }),
    clock,
    policies: host.policies,
    author: accountName()
  })
  const links = createIncomingLinks({
    log,
    arrived: () => host.emit('links.arrived', {}),
    answerSignIn: exporting.answerSignIn
  })
  const handlers = createHandlers({
    host,
    links,
    settings,
    imports,
    pending,
    dataPlane,
    snapshots: kept,
    keyring,
    backup,
    content,
    results,
    governance: createGovernance({
      store: openGovernanceStore(paths.data),
      results,
      frozen: frozenNumbers(paths.data, folder.keyring, (used) => definitions.pin(used)),
      clock,
      random,
      author: accountName(),
      smallCellLimit: () => settings.current().smallCellLimit
    }),
    definitions,
    worklist: limitWorklist(work.worklist, roles, scopedPeople),
    audit,
    review: createAuditReview(join(paths.data, 'audit'), clock),
    sink,
    roles,
    optOuts,
    matchDecisions: decisionJournal({
      data: paths.data,
      keyring: folder.keyring,
      clock,
      random: host.random,
      author: accountName()
    }),
    recordRules,
    shards,
    findMisplaced: () => findMisplacedFiles(paths.data),
    connections: createConnectionHandlers(host, exporting.services, dataPlane),
    drafts
  })
  return {
    dispatch: createDispatch({ handlers, audit, access: roles, clock, log }),
    site: createSite({ root: paths.page, dataPlane, access: roles, audit, log }),
    access: () => roles.current(),
    settings: () => settings.current(),
    tray: () => exporting.tray(),
    follow(link) {
      links.follow(link)
    },
    offer(offered) {
      if (offered.length === 0) return
      pending.offer(offered)
      host.emit('imports.arrived', {})
    },
    async close() {
      clearInterval(idle)
      clearInterval(reading)
      stopAway?.()
      settings.close()
      await exporting.close()
      await sink.close()
      await shards.closeAll()
      await visit.close()
      await work.release()
      await folder.release()
    }
  }
}

/** How often policies are read again. Systems bring new ones every hour or so. */
const policyReadMs = 10 * 60_000
/** How often it is looked whether nobody used the program for long enough to lock it. */
const idleLookMs = 15_000

/** Makes a sample population look like files; nothing is generated before it is read. */
function sampleSources(population: SamplePopulation): ImportSource[] {
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
