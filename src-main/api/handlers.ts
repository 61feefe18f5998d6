import { apiMessages as m } from '#messages/api.ts'
import type { Imports, TextRange } from '../services/imports/imports.ts'
import { statfs } from 'node:fs/promises'
import { AppError } from '#shared/app-error.ts'
import type { Handlers } from '#shared/contract/contract.ts'
import { bindHandlers } from './bind-handlers.ts'
import type { MisplacedFile } from '#shared/contract/host.ts'
import { PolicyRefusal } from '#shared/policy/policy-refusal.ts'
import type { TrustedPublishers } from '../services/publishers/trusted-publishers.ts'
import { createVerifiedFiles } from '../services/publishers/verified-files.ts'
import { createUpdateHandlers } from './update-handlers.ts'
import type { UpdateService } from '../services/updates/update-service.ts'
import { createPublisherHandlers } from './publisher-handlers.ts'
import { refuseSettings } from '#shared/policy/settings-under-policy.ts'
import type { Settings } from '#shared/settings-schema.ts'
import { DEFAULT_SMALL_CELLS } from '#shared/small-cell-rule.ts'
import { createBackupHandlers } from './backup-handlers.ts'
import type { BackupService } from '../services/backup/backup-service.ts'
import { createClusterHandlers } from './cluster-handlers.ts'
import type { ClusterRuns } from '../services/cluster/cluster-runs.ts'
import type { ImportSources } from '../services/imports/import-source.ts'
import { createAuditHandlers, type AuditAccess } from './audit-handlers.ts'
import type { AuditReview } from '../services/review/audit-review.ts'
import type { AuditSink } from '../services/collector/audit-sink.ts'
import type { DataPlane } from './data-plane.ts'
import { createGovernanceHandlers } from './governance-handlers.ts'
import type { DefinitionRegistry } from '../services/definitions/definition-registry.ts'
import { definitionsOf } from '../services/definitions/definitions-of-export.ts'
import type { Governance } from '../services/governance/governance.ts'
import { createDraftHandlers } from './draft-handlers.ts'
import type { IncomingLinks } from '../services/links/incoming-links.ts'
import type { PresetBoards } from '../services/definitions/preset-boards.ts'
import type { DraftStore } from '../services/drafts/draft-store.ts'
import { createPageHandlers } from './page-handlers.ts'
import { policyReport } from '../policy/policy-report.ts'
import { createConsentHandlers } from './consent-handlers.ts'
import type { OptOutFile } from '../services/consent/opt-out-file.ts'
import { createMatchingHandlers } from './matching-handlers.ts'
import type { DecisionJournal } from '../services/matching/decision-journal.ts'
import type { RecordRuleService } from '../services/consent/record-rule-service.ts'
import { createPublishedHandlers } from './published-handlers.ts'
import type { PublishedRegister } from '../services/published/published-register.ts'
import { createRoleHandlers } from './role-handlers.ts'
import type { RoleService } from '../services/roles/role-service.ts'
import type { PendingImport } from '../services/imports/pending-import.ts'
import type { Host } from '../ports/host.ts'
import type { SettingsStore } from '../services/settings/settings-store.ts'
import type { ConnectionHandlers } from './connection-handlers.ts'
import { createMeasureHandlers } from './measure-handlers.ts'
import type { Content, StoredResults } from '../services/content/content.ts'
import type { SignedImports } from '../services/content/signed-imports.ts'
import { createKeyringHandlers } from './keyring-handlers.ts'
import type { KeyringService } from '../services/snapshots/keyring.ts'
import { createShardHandlers } from './shard-handlers.ts'
import type { ShardService } from '../services/shards/shard-service.ts'
import { machineMemory } from '../ports/machine-memory.ts'
import { createSnapshotHandlers } from './snapshot-handlers.ts'
import type { SavedSnapshots } from '../services/snapshots/snapshots.ts'
import { createWorklistHandlers } from './worklist-handlers.ts'
import type { Worklist } from '../services/worklist/worklist.ts'

/** The services that the calls reach. */
export interface HandlerDependencies {
  readonly host: Host
  /** Reads the policies of the computer again and applies what changed; never rejects. */
  readonly readPolicies: () => Promise<void>
  readonly settings: SettingsStore
  readonly imports: Imports
  readonly pending: PendingImport
  readonly dataPlane: DataPlane
  readonly snapshots: SavedSnapshots
  readonly keyring: KeyringService
  readonly backup: BackupService
  readonly content: Content
  readonly results: StoredResults
  readonly signedImports: SignedImports
  readonly worklist: Worklist
  readonly connections: ConnectionHandlers
  readonly drafts: DraftStore
  readonly presetBoards: PresetBoards
  readonly links: Pick<IncomingLinks, 'take'>
  readonly audit: AuditAccess
  readonly review: AuditReview
  readonly governance: Governance
  readonly definitions: DefinitionRegistry
  /** Delivers the audit log to a log collector. */
  readonly sink: Pick<AuditSink, 'state' | 'deliver'>
  readonly roles: RoleService
  readonly optOuts: OptOutFile
  readonly matchDecisions: DecisionJournal
  readonly recordRules: RecordRuleService
  readonly published: PublishedRegister
  readonly shards: ShardService
  readonly publishers: TrustedPublishers
  readonly updates: Pick<UpdateService, 'state' | 'check' | 'download'>
  readonly clusterRuns: ClusterRuns
  /** The files of a run on a cluster at an address. */
  readonly sourcesAt: (address: string) => Promise<ImportSources>
  /** Looks through the data folder for files that something else is in the place of. */
  readonly findMisplaced: () => Promise<MisplacedFile[]>
  /** Text of a file with diagnostics of the installation. */
  readonly diagnose: () => Promise<string>
}

const revealMs = 10 * 60_000
/** Longest range of one file that a page may ask for, as in the contract. */
const maxRangeBytes = 128 * 1024 * 1024

/** The handlers of all services, bound to the calls of the contract by their names. */
export function createHandlers(dependencies: HandlerDependencies): Handlers {
  const { host, settings, imports, pending, dataPlane, snapshots, connections } = dependencies
  const verified = createVerifiedFiles(host.policies)
  return bindHandlers({
    ...connections,
    keyring: createKeyringHandlers(host, dependencies.keyring),
    backup: createBackupHandlers(host, dependencies.backup, dataPlane),
    snapshots: createSnapshotHandlers(host, snapshots, dataPlane, dependencies.governance),
    ...createMeasureHandlers({ ...dependencies, openContent: (paths) => imports.openContent(paths) }),
    worklist: createWorklistHandlers(host, dependencies.worklist),
    ...createDraftHandlers(dependencies.drafts, dependencies.presetBoards, verified),
    ...createAuditHandlers(dependencies.audit, dependencies.review, dependencies.sink, dataPlane, {
      needsReason: () => settings.current().askExportReason,
      policies: host.policies,
      checkAgreements: () => dependencies.governance.checkExport(),
      checkDefinitions: (leaving) => dependencies.definitions.requireApproved(definitionsOf(leaving))
    }),
    governance: createGovernanceHandlers(host, dependencies.governance, dependencies.definitions),
    roles: createRoleHandlers(host, dependencies.roles),
    consent: createConsentHandlers(dependencies.optOuts, dependencies.recordRules),
    matching: createMatchingHandlers(dependencies.matchDecisions),
    published: createPublishedHandlers(host, dependencies.published),
    shards: createShardHandlers(dependencies.shards, dependencies.snapshots, dataPlane),
    links: dependencies.links,
    app: {
      async info() {
        const { bavail, bsize } = await statfs(host.paths.data)
        return {
          version: host.version,
          host: host.kind,
          platform: host.platform,
          nativeDialogs: host.dialogs !== undefined,
          freeBytes: bavail * bsize,
          memoryBytes: machineMemory(),
          headless: host.headless
        }
      },
      misplaced: dependencies.findMisplaced,
      async diagnostics() {
        return { text: await dependencies.diagnose() }
      }
    },
    policies: {
      async get() {
        await dependencies.readPolicies()
        return policyReport(host.policies.current())
      }
    },
    updates: createUpdateHandlers(host, dependencies.updates),
    publishers: createPublisherHandlers(host, dependencies.publishers, verified),
    settings: {
      async get() {
        return settings.current()
      },
      async set(changes) {
        refuseWithoutReason(changes)
        refuseSettings(changes, host.policies.current())
        const stored = settings.current().starTables
        for (const { name, text } of changes.starTables ?? [])
          if (!stored.some((each) => each.name === name && each.text === text))
            verified.requireVerified('cut-points', text, m.theCutPoints(name))
        host.emit('settings.changed', await settings.change(changes))
        if (changes.savedViews !== undefined || changes.starTables !== undefined) await dependencies.definitions.list()
        return settings.current()
      }
    },
    cluster: createClusterHandlers(dependencies.clusterRuns, imports, dependencies.sourcesAt),
    imports: {
      async choose({ what }) {
        if (host.dialogs === undefined) {
          throw new AppError('not-supported', m.thereIsNoFileDialogHereChoose)
        }
        const paths = await host.dialogs.choose(what)
        return paths === undefined || paths.length === 0 ? undefined : imports.open(paths)
      },
      async pending() {
        return pending.open()
      },
      async stream({ importId, file, offset, length }) {
        const size = imports.bytes(importId, file)
        const range = askedRange(offset, length)
        const url = dataPlane.issue({ kind: 'import-file', open: () => imports.read(importId, file, range) })
        return { url, bytes: range?.length ?? size }
      },
      async close({ importId }) {
        pending.forget(importId)
        await imports.close(importId)
      }
    },
    sample: {
      async open({ patients, seed, view = 'chart' }) {
        return imports.openSample(seed === undefined ? { patients, view } : { patients, seed, view })
      }
    },
    page: {
      ...createPageHandlers(host),
      async pdf(_, { windowId }) {
        if (!host.policies.value('AllowPrint')) throw new PolicyRefusal('AllowPrint', 'printing')
        if (host.printer === undefined) throw new AppError('not-supported', m.printFromTheBrowserHere)
        const pdf = await host.printer.pdf(windowId)
        const url = dataPlane.issue({ kind: 'printed-page', open: () => Promise.resolve(new Blob([pdf]).stream()) })
        return { url, bytes: pdf.length }
      }
    },
    progress: {
      async show({ fraction }) {
        host.progress.show(fraction)
      }
    },
    identity: {
      async reveal() {
        if (host.policies.value('RevealIdentifiers') === 'off')
          throw new PolicyRefusal('RevealIdentifiers', m.namesAndRecordNumbersToBe)
        return { forMs: revealMs }
      }
    }
  })
}

function askedRange(offset: number | undefined, length: number | undefined): TextRange | undefined {
  if (offset === undefined && length === undefined) return undefined
  return { offset: offset ?? 0, length: length ?? maxRangeBytes }
}

/** @throws AppError `invalid-input` for a limit of small counts below the usual one that comes without a reason */
function refuseWithoutReason({
  smallCellLimit,
  smallCellReason
}: {
  readonly [K in 'smallCellLimit' | 'smallCellReason']?: Settings[K] | undefined
}): void {
  if (smallCellLimit === undefined || smallCellLimit >= DEFAULT_SMALL_CELLS || smallCellReason?.trim()) return
  throw new AppError('invalid-input', m.countsOfFewerThanPeopleLeave(DEFAULT_SMALL_CELLS + 1))
}
