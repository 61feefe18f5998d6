import { commonMessages as common } from '#messages/common.ts'
import { sharedAuditMessages as m } from '#messages/shared/audit.ts'
import { activeLocale } from '#shared/messages/locale.ts'
import { auditActions, type AuditAction } from './audit-action.ts'

/** Kinds of actions, for people who look for something. */
export const auditKinds = [
  'revealed',
  'left',
  'read',
  'fetched',
  'connections',
  'snapshots',
  'worklist',
  'content',
  'access',
  'protection',
  'settings',
  'log'
] as const
export type AuditKind = (typeof auditKinds)[number]

/** The kinds in words. */
export const auditKindTitles: Readonly<Record<AuditKind, string>> = {
  revealed: m.namesRevealed,
  left: m.dataExportedFromPopulus,
  read: m.dataOpenedAndRead,
  fetched: m.exportsFromServers,
  connections: m.connectionsAndKeys,
  snapshots: m.storedSnapshots,
  worklist: m.worklist,
  content: m.measuresAndContent,
  access: m.rolesAndRefusals,
  protection: m.passphraseAndLocking,
  settings: m.settingsAndSchedules,
  log: m.theAuditLogItself
}

const words: Readonly<Record<AuditAction, readonly [kind: AuditKind, title: string]>> = {
  'audit.keyed': ['log', m.auditKeyMade],
  'audit.set-aside': ['log', m.damagedAuditLogSetAside],
  'audit.torn-line-cut': ['log', m.incompleteLastLineRemoved],
  'audit.verified': ['log', m.auditLogVerified],
  'audit.exported': ['log', m.auditLogExported],
  'audit.acknowledged': ['log', m.damagedAuditLogAcknowledged],
  'audit.reveal-reviewed': ['log', m.revealedNamesReviewed],
  'audit.person-watched': ['log', m.watchListChanged],
  'audit.expired': ['log', m.auditRecordsDeletedByRetention],
  'audit.carried-over': ['log', m.auditRecordCarriedOver],
  'audit.sent': ['log', m.deliveryToTheLogCollectorRequested],
  'audit.sink-failed': ['log', m.deliveryToTheLogCollectorFailed],
  'audit.sink-restored': ['log', m.deliveryToTheLogCollectorRestored],
  'data.opened': ['read', m.filesOpened],
  'sample.opened': ['read', m.samplePopulationOpened],
  'data.streamed': ['read', m.filesRead],
  'data.read': ['read', m.dataShown],
  'identity.revealed': ['revealed', m.namesRevealed],
  'access.refused': ['access', m.refusedByRole],
  'roles.assigned': ['access', m.rolesAssigned],
  'roles.changed': ['access', m.rolesOfThisAccountChanged],
  'people.match-decided': ['worklist', m.decisionWhichRecordsAreOfOne],
  'consent.opt-outs-imported': ['access', m.listOfOptOutsImported],
  'consent.rules-set': ['access', m.rulesAboutRestrictedRecordsSet],
  'subject.reported': ['left', m.subjectAccessReportWritten],
  'data.erased': ['snapshots', m.dataErased],
  'incident.evidence-saved': ['log', m.evidenceOfAnIncidentSaved],
  'incident.wiped': ['protection', m.allKeysDestroyed],
  'diagnostics.made': ['settings', m.diagnosticsMade],
  'service.installed': ['protection', m.serviceInstalled],
  'service.removed': ['protection', m.serviceRemoved],
  'settings.changed': ['settings', m.settingsChanged],
  'keyring.created': ['protection', m.keyringCreated],
  'keyring.unlocked': ['protection', m.unlocked],
  'keyring.locked': ['protection', m.locked],
  'keyring.owner-lock-changed': ['protection', m.appLockChanged],
  'keyring.passphrase-changed': ['protection', m.passphraseChanged],
  'keyring.recovery-made': ['protection', m.recoveryKeyMade],
  'keyring.recovered': ['protection', m.recoveredWithTheRecoveryKey],
  'keyring.rotated': ['protection', m.rootKeyRotated],
  'keyring.start-over-asked': ['protection', m.startingOverRequested],
  'profile.started-over': ['protection', m.startedOver],
  'backup.made': ['left', m.backupMade],
  'backup.checked': ['protection', m.backupChecked],
  'backup.restore-asked': ['protection', m.restoreOfABackupRequested],
  'backup.restore-withdrawn': ['protection', m.restoreOfABackupWithdrawn],
  'backup.restored': ['protection', m.backupRestored],
  'policy.refused': ['protection', m.refusedByAPolicyOfThe],
  'network.called': ['connections', m.serverAsked],
  'network.offline': ['protection', m.noNetworkByPolicy],
  'snapshot.kept': ['snapshots', m.snapshotStored],
  'snapshot.opened': ['read', m.snapshotOpened],
  'snapshot.deleted': ['snapshots', m.snapshotDeleted],
  'snapshot.expired': ['snapshots', m.snapshotDeletedByRetention],
  'snapshot.held': ['snapshots', m.holdOnASnapshotChanged],
  'snapshot.accepted': ['snapshots', m.muchSmallerSnapshotAcceptedOrWithdrawn],
  'connection.discovered': ['connections', m.serverLookedUp],
  'connection.created': ['connections', m.connectionCreated],
  'connection.changed': ['connections', m.connectionChanged],
  'connection.confirmed': ['connections', m.outsideChangeConfirmed],
  'connection.deleted': ['connections', m.connectionDeleted],
  'connection.secret-stored': ['connections', m.clientSecretStored],
  'connection.key-made': ['connections', m.signingKeyMade],
  'connection.key-imported': ['connections', m.signingKeyImported],
  'connection.key-used': ['connections', m.signingKeyChosen],
  'connection.key-revoked': ['connections', m.signingKeyRevoked],
  'connection.key-withdrawn': ['connections', m.signingKeyWithdrawnAfterItsOverlap],
  'connection.key-removed': ['connections', m.signingKeyRemoved],
  'connection.sign-in-tested': ['connections', m.signInTested],
  'connection.sign-in-begun': ['connections', m.signInByAPersonBegun],
  'connection.sign-in-stopped': ['connections', m.signInByAPersonStopped],
  'connection.signed-in': ['connections', m.personSignedInToAServer],
  'connection.signed-out': ['connections', m.personSignedOutOfAServer],
  'connection.groups-listed': ['connections', m.groupsListed],
  'connection.requirements-checked': ['connections', m.requirementsChecked],
  'connection.report-saved': ['left', m.connectionReportSaved],
  'vendor.changed': ['connections', m.vendorDefaultsChanged],
  'export.started': ['fetched', m.exportFromServerStarted],
  'export.paused': ['fetched', m.exportFromServerPaused],
  'export.resumed': ['fetched', m.exportFromServerResumed],
  'export.cancelled': ['fetched', m.exportFromServerCancelled],
  'export.ended': ['fetched', m.exportFromServerEnded],
  'export.deleted': ['fetched', m.exportRemovedFromTheHistory],
  'export.log-saved': ['left', m.exportLogSaved],
  'schedule.changed': ['settings', m.scheduleChanged],
  'worklist.opened': ['worklist', m.worklistOpened],
  'worklist.changed': ['worklist', m.worklistChanged],
  'cohort.saved': ['content', m.cohortSaved],
  'cohort.deleted': ['content', m.cohortDeleted],
  'board.saved': ['content', m.boardSaved],
  'board.deleted': ['content', m.boardDeleted],
  'worklist.carried-on': ['worklist', m.worklistCarriedOn],
  'data.exported': ['left', m.dataExported],
  'published.entered': ['left', m.publishedCountsEntered],
  'published.forgotten': ['protection', m.publishedCountsForgotten],
  'published.acknowledged': ['protection', m.registerOfPublishedCountsAcknowledged],
  'update.checked': ['settings', m.lookedForAnUpdate],
  'update.downloaded': ['settings', m.updateDownloaded],
  'update.verified': ['settings', m.updateVerified],
  'publishers.changed': ['protection', m.trustedPublishersChanged],
  'content.verified': ['content', m.signatureOfAFileChecked],
  'content.signed': ['content', m.fileSigned],
  'content.chosen': ['content', m.measureContentChosen],
  'content.installed': ['content', m.measureContentInstalled],
  'content.removed': ['content', m.measureContentRemoved],
  'measures.ran': ['content', m.measuresEvaluated],
  'measures.signed-off': ['content', m.resultsOfMeasuresSignedOff],
  'definition.decided': ['content', m.definitionApprovedRetiredOrPutInto],
  'agreement.added': ['settings', m.dataUseAgreementAdded],
  'agreement.ended': ['settings', m.dataUseAgreementEnded]
}

/** An action in words; as it is written where a later version made it. */
export function auditActionTitle(action: string): string {
  return Object.hasOwn(words, action) ? words[action as AuditAction][1] : action
}

/** The actions of a kind. */
export function actionsOfKind(kind: AuditKind): AuditAction[] {
  return auditActions.filter((action) => words[action][0] === kind)
}

const factWords: Readonly<Record<string, string>> = {
  what: m.what,
  format: m.format,
  rows: m.rows,
  columns: m.columns,
  people: common.peopleInText,
  names: m.withNames,
  masked: m.masked,
  sha256: 'SHA-256',
  unlistedFiles: m.filesWithoutAHashHere,
  person: m.person,
  reason: m.reason,
  reference: m.reference,
  code: m.error,
  problem: m.problem,
  recordsBefore: m.recordsBefore,
  streamsBefore: m.streamsBefore,
  ageDays: m.daysOld,
  goodRecords: m.goodRecords,
  badRecord: m.firstBadRecord,
  valueSets: m.valueSets,
  byPatient: m.byPatient,
  refused: m.refused,
  missing: m.missingRight
}

/** The name of a fact in words. */
export function auditFactName(name: string): string {
  return factWords[name] ?? name
}

/** One of each, where the name in words is not the plural with an s less. */
const oneOf: Readonly<Record<string, string>> = {
  people: 'person',
  recordsBefore: m.recordBefore,
  streamsBefore: m.streamBefore,
  ageDays: m.dayOld
}

/** Names of facts that count something. */
const counted: ReadonlySet<string> = new Set([
  'bytes',
  'calls',
  'columns',
  'events',
  'files',
  'goodRecords',
  'groups',
  'keys',
  'measures',
  'patients',
  'records',
  'resources',
  'rows',
  'settings',
  'valueSets'
])

/** A fact that is a number, in words. */
export function auditCountText(name: string, value: number): string {
  const words = auditFactName(name)
  const singular = oneOf[name] ?? (counted.has(name) ? words.replace(/s$/, '') : words)
  return `${value.toLocaleString(activeLocale)} ${value === 1 ? singular : words}`
}
