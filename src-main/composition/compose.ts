import { join } from 'node:path'
import { createConnectionHandlers } from '../api/connection-handlers.ts'
import { createDataPlane } from '../api/data-plane.ts'
import { createDispatch } from '../api/dispatch.ts'
import { createHandlers } from '../api/handlers.ts'
import { createSite } from '../api/site.ts'
import type { Host } from '../ports/host.ts'
import { systemElapsed } from '../ports/system.ts'
import { networkUnderPolicy } from '../policy/network-under-policy.ts'
import { sourcesAt } from '../services/cluster/cluster-address.ts'
import { createClusterRuns } from '../services/cluster/cluster-runs.ts'
import { diagnosticsText } from '../services/health/make-diagnostics.ts'
import { createIncomingLinks } from '../services/links/incoming-links.ts'
import { decisionJournal } from '../services/matching/decision-journal.ts'
import { createAuditReview } from '../services/review/audit-review.ts'
import { createTrustedPublishers } from '../services/publishers/trusted-publishers.ts'
import { createShardService } from '../services/shards/shard-service.ts'
import { limitWorklist } from '../services/worklist/limited-worklist.ts'
import { createBackupGate } from '../storage/backup/backup-gate.ts'
import { accountName } from '../storage/files/account-name.ts'
import { closeInOrder } from './close-in-order.ts'
import { composeBackup } from './compose-backup.ts'
import { composeConnections } from './compose-connections.ts'
import { composeDefinitions } from './compose-definitions.ts'
import { composeImports } from './compose-imports.ts'
import { composeKeyring } from './compose-keyring.ts'
import type { Services } from './composed-services.ts'
import { composePeople } from './compose-people.ts'
import { composePublished } from './compose-published.ts'
import { composeSnapshots } from './compose-snapshots.ts'
import { composeUpdates } from './compose-updates.ts'
import { findMisplacedFiles } from './misplaced-files.ts'
import { openDataFolder } from './open-data-folder.ts'
import { watchPolicies } from './watch-policies.ts'

/** Constructs every service, once, from what a host offers, in the order in which they need each other. */
export async function compose(host: Host): Promise<Services> {
  const { clock, random, log, paths } = host
  const data = await openDataFolder(host)
  const { folder, roles, settings, audit, sink, calls, expire } = data
  const { catalog, imports, pending } = composeImports(random)
  const dataPlane = createDataPlane({ elapsed: systemElapsed, random })
  const gate = createBackupGate()
  const { snapshots, ephemeral, store } = composeSnapshots({ host, folder, audit, catalog, settings, gate })
  await snapshots.applyRetention()
  const { work, optOuts, recordRules, scopedPeople } = composePeople(host, folder.keyring, store)
  const publishers = createTrustedPublishers(paths.data, folder.keyring, host.policies)
  const definitions = await composeDefinitions({ host, keyring: folder.keyring, store, settings, publishers })
  const exporting = await composeConnections({
    host,
    audit,
    calls,
    folder,
    visit: ephemeral,
    onShown: () => void snapshots.applyRetention(),
    historyLimits: () => ({ runs: settings.current().keepRuns, days: settings.current().keepRunDays }),
    isMetered: () => settings.current().meteredNetwork
  })
  const { updates, stop: stopLooking } = composeUpdates(host, audit, calls)
  const policyWatch = watchPolicies({
    host,
    settings,
    access: roles,
    audit,
    async apply() {
      sink.wake()
      await exporting.applyManaged()
    }
  })
  const backup = await composeBackup({
    host,
    keyring: folder.keyring,
    gate,
    isBusy: () => exporting.exportService.active().length > 0,
    onEnd: () => void snapshots.applyRetention()
  })
  const shards = await createShardService(join(paths.data, 'shards'))
  const { keyring, stop: stopIdleLock } = composeKeyring({
    host,
    data,
    exporting,
    gate,
    snapshots,
    shards,
    worklist: work,
    scopedPeople,
    readPolicies: () => policyWatch.read()
  })
  await exporting.exportService.goOn()
  await expire()
  sink.wake()
  const clusterRuns = createClusterRuns({
    commands: host.commands,
    clock,
    random,
    changed: (run) => host.emit('cluster.changed', run)
  })
  const clusterNet = networkUnderPolicy(host, calls).netFor('cluster-output')
  const published = composePublished(host, folder.keyring, settings)
  const links = createIncomingLinks({
    log,
    arrived: () => host.emit('links.arrived', {}),
    answerSignIn: exporting.answerSignIn
  })
  const handlers = createHandlers({
    host,
    links,
    readPolicies: () => policyWatch.read(),
    settings,
    imports,
    pending,
    dataPlane,
    snapshots,
    keyring,
    backup,
    ...definitions,
    worklist: limitWorklist(work.worklist, roles, scopedPeople),
    audit: {
      ...audit,
      async outboundCalls(since) {
        await calls.settle()
        return audit.outboundCalls(since)
      }
    },
    review: createAuditReview(join(paths.data, 'audit'), clock),
    sink,
    roles,
    optOuts,
    matchDecisions: decisionJournal({
      data: paths.data,
      keyring: folder.keyring,
      clock,
      random,
      author: accountName()
    }),
    recordRules,
    published,
    updates,
    publishers,
    shards,
    clusterRuns,
    sourcesAt: (address) => sourcesAt(address, { net: clusterNet, clock, env: process.env }),
    findMisplaced: () => findMisplacedFiles(paths.data),
    diagnose: () =>
      diagnosticsText({
        data: paths.data,
        version: host.version,
        policies: host.policies,
        secrets: host.secrets,
        now: clock.now()
      }),
    connections: createConnectionHandlers(host, exporting.services, dataPlane)
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
      stopIdleLock()
      policyWatch.stop()
      stopLooking()
      settings.close()
      await closeInOrder(log, [
        () => clusterRuns.close(),
        () => backup.stop(),
        () => exporting.close(),
        () => sink.close(),
        () => calls.close(),
        () => shards.closeAll(),
        () => snapshots.closeAll(),
        () => published.close(),
        () => ephemeral.close(),
        () => work.release(),
        () => folder.release()
      ])
    }
  }
}
