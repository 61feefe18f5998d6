import type { AuditAction } from '#shared/audit-action.ts'
import { defined } from '#shared/language/defined.ts'

/** A code with its display. */
export interface EventCode {
  readonly code: string
  readonly display: string
}

/** How an action is coded in a FHIR AuditEvent: DICOM CID 400 for the type, CID 401 for the subtype, and CRUDE. */
export interface ActionCode {
  readonly type: EventCode
  readonly subtype?: EventCode
  readonly action: 'C' | 'R' | 'U' | 'D' | 'E'
}

/** DICOM PS3.16, context group 400 (audit event id). */
const types = {
  activity: { code: '110100', display: 'Application Activity' },
  log: { code: '110101', display: 'Audit Log Used' },
  export: { code: '110106', display: 'Export' },
  import: { code: '110107', display: 'Import' },
  patientRecord: { code: '110110', display: 'Patient Record' },
  query: { code: '110112', display: 'Query' },
  security: { code: '110113', display: 'Security Alert' },
  authentication: { code: '110114', display: 'User Authentication' }
} as const

/** DICOM PS3.16, context group 401 (audit event type code). */
const subtypes = {
  login: { code: '110122', display: 'Login' },
  logout: { code: '110123', display: 'Logout' },
  emergency: { code: '110127', display: 'Emergency Override Started' },
  network: { code: '110128', display: 'Network Configuration' },
  security: { code: '110129', display: 'Security Configuration' },
  software: { code: '110131', display: 'Software Configuration' }
} as const

const sign = { type: types.security, subtype: subtypes.security } as const
const network = { type: types.security, subtype: subtypes.network } as const
const software = { type: types.security, subtype: subtypes.software } as const

/** Actions whose code differs from that of their first word. */
const single: Partial<Readonly<Record<AuditAction, ActionCode>>> = {
  'audit.keyed': { ...sign, action: 'C' },
  'audit.set-aside': { type: types.security, action: 'E' },
  'audit.torn-line-cut': { type: types.security, action: 'U' },
  'subject.reported': { type: types.export, action: 'R' },
  'data.erased': { type: types.activity, action: 'D' },
  'incident.evidence-saved': { type: types.log, action: 'R' },
  'incident.wiped': { ...sign, action: 'D' },
  'audit.expired': { type: types.log, action: 'D' },
  'audit.carried-over': { type: types.log, action: 'C' },
  'audit.person-watched': { ...sign, action: 'U' },
  'audit.sink-failed': { type: types.security, action: 'E' },
  'audit.sink-restored': { type: types.activity, action: 'E' },
  'data.opened': { type: types.import, action: 'R' },
  'data.exported': { type: types.export, action: 'R' },
  'service.installed': { ...sign, action: 'C' },
  'service.removed': { ...sign, action: 'D' },
  'published.forgotten': { ...sign, action: 'U' },
  'published.acknowledged': { ...sign, action: 'U' },
  'export.log-saved': { type: types.export, action: 'R' },
  'export.deleted': { type: types.activity, action: 'D' },
  'keyring.unlocked': { type: types.authentication, subtype: subtypes.login, action: 'E' },
  'keyring.recovered': { type: types.authentication, subtype: subtypes.login, action: 'E' },
  'keyring.locked': { type: types.authentication, subtype: subtypes.logout, action: 'E' },
  'keyring.created': { ...sign, action: 'C' },
  'connection.secret-stored': { ...sign, action: 'U' },
  'connection.key-made': { ...sign, action: 'C' },
  'connection.key-imported': { ...sign, action: 'C' },
  'connection.key-used': { ...sign, action: 'U' },
  'connection.key-revoked': { ...sign, action: 'D' },
  'connection.key-withdrawn': { ...sign, action: 'D' },
  'connection.key-removed': { ...sign, action: 'D' },
  'connection.created': { ...network, action: 'C' },
  'connection.deleted': { ...network, action: 'D' },
  'connection.discovered': { type: types.activity, action: 'R' },
  'connection.groups-listed': { type: types.query, action: 'R' },
  'connection.sign-in-tested': { type: types.activity, action: 'E' },
  'connection.requirements-checked': { type: types.activity, action: 'E' },
  'connection.report-saved': { type: types.export, action: 'R' },
  'connection.sign-in-begun': { type: types.activity, action: 'E' },
  'connection.sign-in-stopped': { type: types.activity, action: 'E' },
  'connection.signed-in': { type: types.activity, action: 'E' },
  'connection.signed-out': { type: types.activity, action: 'E' },
  'snapshot.kept': { type: types.import, action: 'C' },
  'snapshot.opened': { type: types.query, action: 'R' },
  'snapshot.deleted': { type: types.activity, action: 'D' },
  'snapshot.expired': { type: types.activity, action: 'D' },
  'worklist.changed': { type: types.patientRecord, action: 'U' },
  'worklist.carried-on': { type: types.patientRecord, action: 'U' },
  'cohort.deleted': { type: types.activity, action: 'D' },
  'board.deleted': { type: types.activity, action: 'D' },
  'content.verified': { type: types.activity, action: 'E' },
  'content.signed': { type: types.activity, action: 'E' },
  'content.removed': { type: types.activity, action: 'D' },
  'profile.started-over': { type: types.activity, action: 'D' }
}

/** By the first word of an action. */
const families: Readonly<Record<string, ActionCode>> = {
  audit: { type: types.log, action: 'R' },
  data: { type: types.query, action: 'R' },
  sample: { type: types.import, action: 'R' },
  identity: { type: types.patientRecord, subtype: subtypes.emergency, action: 'R' },
  settings: { ...software, action: 'U' },
  schedule: { ...software, action: 'U' },
  keyring: { ...sign, action: 'U' },
  connection: { ...network, action: 'U' },
  network: { type: types.activity, action: 'E' },
  publishers: { ...sign, action: 'U' },
  update: { ...software, action: 'E' },
  vendor: { ...network, action: 'U' },
  export: { type: types.import, action: 'E' },
  snapshot: { type: types.activity, action: 'U' },
  worklist: { type: types.query, action: 'R' },
  cohort: { type: types.activity, action: 'U' },
  board: { type: types.activity, action: 'U' },
  agreement: { ...sign, action: 'U' },
  published: { type: types.export, action: 'R' },
  content: { type: types.activity, action: 'U' },
  measures: { type: types.query, action: 'E' }
}

/** How an action is coded; what is not known is application activity. */
export function auditEventCode(action: string): ActionCode {
  const actionCode = Object.hasOwn(single, action) ? single[action as AuditAction] : undefined
  const [word] = action.split('.')
  const family = Object.hasOwn(families, defined(word)) ? families[defined(word)] : undefined
  return actionCode ?? family ?? { type: types.activity, action: 'E' }
}

/** Why data was used, by the reasons of revealing a name (HL7 v3 ActReason, purpose of use). */
export const purposesOfUse: Readonly<Record<string, EventCode>> = {
  care: { code: 'TREAT', display: 'treatment' },
  outreach: { code: 'CAREMGT', display: 'care management' },
  validation: { code: 'HQUALIMP', display: 'health quality improvement' },
  audit: { code: 'HCOMPL', display: 'health compliance' }
}
