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
  revealed: 'Names revealed',
  left: 'Data exported from Populus',
  read: 'Data opened and read',
  fetched: 'Exports from servers',
  connections: 'Connections and keys',
  snapshots: 'Stored snapshots',
  worklist: 'Worklist',
  content: 'Measures and content',
  access: 'Roles and refusals',
  protection: 'Passphrase and locking',
  settings: 'Settings and schedules',
  log: 'The audit log itself'
}

const words: Readonly<Record<AuditAction, readonly [kind: AuditKind, title: string]>> = {
  'audit.keyed': ['log', 'Audit key made'],
  'audit.set-aside': ['log', 'Damaged audit log set aside'],
  'audit.torn-line-cut': ['log', 'Incomplete last line removed'],
  'audit.verified': ['log', 'Audit log verified'],
  'audit.exported': ['log', 'Audit log exported'],
  'audit.acknowledged': ['log', 'Damaged audit log acknowledged'],
  'audit.reveal-reviewed': ['log', 'Revealed names reviewed'],
  'audit.person-watched': ['log', 'Watch list changed'],
  'audit.expired': ['log', 'Audit records deleted by retention'],
  'audit.sent': ['log', 'Delivery to the log collector requested'],
  'audit.sink-failed': ['log', 'Delivery to the log collector failed'],
  'audit.sink-restored': ['log', 'Delivery to the log collector restored'],
  'data.opened': ['read', 'Files opened'],
  'sample.opened': ['read', 'Sample population opened'],
  'data.streamed': ['read', 'Files read'],
  'data.read': ['read', 'Data shown'],
  'identity.revealed': ['revealed', 'Names revealed'],
  'access.refused': ['access', 'Refused by role'],
  'roles.assigned': ['access', 'Roles assigned'],
  'people.match-decided': ['worklist', 'Decision which records are of one person'],
  'consent.opt-outs-imported': ['access', 'List of opt-outs imported'],
  'consent.rules-set': ['access', 'Rules about restricted records set'],
  'subject.reported': ['left', 'Subject access report written'],
  'data.erased': ['snapshots', 'Data erased'],
  'incident.evidence-saved': ['log', 'Evidence of an incident saved'],
  'incident.wiped': ['protection', 'All keys destroyed'],
  'settings.changed': ['settings', 'Settings changed'],
  'keyring.created': ['protection', 'Keyring created'],
  'keyring.unlocked': ['protection', 'Unlocked'],
  'keyring.locked': ['protection', 'Locked'],
  'keyring.owner-lock-changed': ['protection', 'App lock changed'],
  'keyring.passphrase-changed': ['protection', 'Passphrase changed'],
  'keyring.recovery-made': ['protection', 'Recovery key made'],
  'keyring.recovered': ['protection', 'Recovered with the recovery key'],
  'keyring.rotated': ['protection', 'Root key rotated'],
  'keyring.start-over-asked': ['protection', 'Starting over requested'],
  'profile.started-over': ['protection', 'Started over'],
  'backup.made': ['left', 'Backup made'],
  'backup.checked': ['protection', 'Backup checked'],
  'backup.restore-asked': ['protection', 'Restore of a backup requested'],
  'backup.restore-withdrawn': ['protection', 'Restore of a backup withdrawn'],
  'backup.restored': ['protection', 'Backup restored'],
  'policy.refused': ['protection', 'Refused by a policy of the organization'],
  'snapshot.kept': ['snapshots', 'Snapshot stored'],
  'snapshot.opened': ['read', 'Snapshot opened'],
  'snapshot.deleted': ['snapshots', 'Snapshot deleted'],
  'snapshot.expired': ['snapshots', 'Snapshot deleted by retention'],
  'snapshot.held': ['snapshots', 'Hold on a snapshot changed'],
  'snapshot.accepted': ['snapshots', 'Much smaller snapshot accepted or withdrawn'],
  'connection.discovered': ['connections', 'Server looked up'],
  'connection.created': ['connections', 'Connection created'],
  'connection.changed': ['connections', 'Connection changed'],
  'connection.confirmed': ['connections', 'Outside change confirmed'],
  'connection.deleted': ['connections', 'Connection deleted'],
  'connection.secret-stored': ['connections', 'Client secret stored'],
  'connection.key-made': ['connections', 'Signing key made'],
  'connection.key-imported': ['connections', 'Signing key imported'],
  'connection.key-used': ['connections', 'Signing key chosen'],
  'connection.key-revoked': ['connections', 'Signing key revoked'],
  'connection.key-withdrawn': ['connections', 'Signing key withdrawn after its overlap'],
  'connection.key-removed': ['connections', 'Signing key removed'],
  'connection.sign-in-tested': ['connections', 'Sign-in tested'],
  'connection.sign-in-begun': ['connections', 'Sign-in by a person begun'],
  'connection.sign-in-stopped': ['connections', 'Sign-in by a person stopped'],
  'connection.signed-in': ['connections', 'Person signed in to a server'],
  'connection.signed-out': ['connections', 'Person signed out of a server'],
  'connection.groups-listed': ['connections', 'Groups listed'],
  'vendor.changed': ['connections', 'Vendor defaults changed'],
  'export.started': ['fetched', 'Export from server started'],
  'export.paused': ['fetched', 'Export from server paused'],
  'export.resumed': ['fetched', 'Export from server resumed'],
  'export.cancelled': ['fetched', 'Export from server cancelled'],
  'export.ended': ['fetched', 'Export from server ended'],
  'export.deleted': ['fetched', 'Export removed from the history'],
  'export.log-saved': ['left', 'Export log saved'],
  'schedule.changed': ['settings', 'Schedule changed'],
  'worklist.opened': ['worklist', 'Worklist opened'],
  'worklist.changed': ['worklist', 'Worklist changed'],
  'cohort.saved': ['content', 'Cohort saved'],
  'cohort.deleted': ['content', 'Cohort deleted'],
  'board.saved': ['content', 'Board saved'],
  'board.deleted': ['content', 'Board deleted'],
  'worklist.carried-on': ['worklist', 'Worklist carried on'],
  'data.exported': ['left', 'Data exported'],
  'content.chosen': ['content', 'Measure content chosen'],
  'content.installed': ['content', 'Measure content installed'],
  'content.removed': ['content', 'Measure content removed'],
  'measures.ran': ['content', 'Measures evaluated'],
  'measures.signed-off': ['content', 'Results of measures signed off'],
  'definition.decided': ['content', 'Definition approved, retired or put into review'],
  'agreement.added': ['settings', 'Data-use agreement added'],
  'agreement.ended': ['settings', 'Data-use agreement ended']
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
  what: 'what',
  format: 'format',
  rows: 'rows',
  columns: 'columns',
  people: 'people',
  names: 'with names',
  masked: 'masked',
  sha256: 'SHA-256',
  unlistedFiles: 'files without a hash here',
  person: 'person',
  reason: 'reason',
  reference: 'reference',
  code: 'error',
  problem: 'problem',
  recordsBefore: 'records before',
  goodRecords: 'good records',
  badRecord: 'first bad record',
  valueSets: 'value sets',
  byPatient: 'by patient',
  refused: 'refused',
  missing: 'missing right'
}

/** The name of a fact in words. */
export function auditFactName(name: string): string {
  return factWords[name] ?? name
}

/** One of each, where the name in words is not the plural with an s less. */
const oneOf: Readonly<Record<string, string>> = {
  people: 'person',
  recordsBefore: 'record before',
  streamsBefore: 'stream before'
}

/** Names of facts that count something. */
const counted: ReadonlySet<string> = new Set([
  'bytes',
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
  const one = oneOf[name] ?? (counted.has(name) ? words.replace(/s$/, '') : words)
  return `${value.toLocaleString('en-US')} ${value === 1 ? one : words}`
}
