import type { AuditAction } from '#shared/audit-action.ts'
import type { AuditRow } from '#shared/audit-record.ts'

/** Formats that log collectors read: Elastic Common Schema, ArcSight Common Event Format, and syslog of RFC 5424. */
export const collectorFormats = ['ecs', 'cef', 'syslog'] as const
export type CollectorFormat = (typeof collectorFormats)[number]

/** A record as one line, without its line end. @param hostname name of this computer */
export function collectorLine(record: AuditRow, format: CollectorFormat, hostname: string): string {
  if (format === 'ecs') return ecsLine(record, hostname)
  return format === 'cef'
    ? cefLine(record, hostname)
    : syslogLine(record, hostname, undefined, wordsOf(record.facts, undefined))
}

/**
 * A record as a syslog message with its code in the chain.
 * @param format of the text in it
 */
export function deliveredLine(record: AuditRow, format: CollectorFormat, hostname: string, code: string): string {
  const text = format === 'syslog' ? wordsOf(record.facts, undefined) : collectorLine(record, format, hostname)
  return syslogLine(record, hostname, code, text)
}

const outcomes = { success: 'success', failure: 'failure', intent: 'unknown' } as const

/** The first word of an action. */
type ActionSubject = AuditAction extends `${infer Subject}.${string}` ? Subject : never

/** `event.category` and `event.type` by the first word of an action; only values that ECS 8 allows together. */
const kinds: Readonly<Record<ActionSubject, readonly [category: string, type: string]>> = {
  access: ['iam', 'info'],
  agreement: ['configuration', 'change'],
  audit: ['configuration', 'info'],
  backup: ['file', 'creation'],
  board: ['configuration', 'change'],
  cohort: ['configuration', 'change'],
  connection: ['configuration', 'change'],
  consent: ['configuration', 'change'],
  content: ['configuration', 'change'],
  data: ['database', 'access'],
  definition: ['configuration', 'change'],
  diagnostics: ['file', 'creation'],
  export: ['database', 'change'],
  identity: ['database', 'access'],
  incident: ['process', 'info'],
  keyring: ['authentication', 'info'],
  measures: ['process', 'info'],
  network: ['network', 'connection'],
  people: ['database', 'change'],
  policy: ['configuration', 'info'],
  profile: ['configuration', 'deletion'],
  published: ['database', 'change'],
  publishers: ['configuration', 'change'],
  roles: ['iam', 'admin'],
  sample: ['database', 'access'],
  schedule: ['configuration', 'change'],
  service: ['configuration', 'change'],
  settings: ['configuration', 'change'],
  snapshot: ['file', 'change'],
  subject: ['database', 'access'],
  update: ['package', 'info'],
  vendor: ['configuration', 'change'],
  worklist: ['database', 'change']
}

/** What an action is in ECS; logs of other versions may have actions that this one does not know. */
function kindOf(action: string): readonly [category: string, type: string] {
  const known: Readonly<Record<string, readonly [string, string] | undefined>> = kinds
  const subject = action.split('.')[0]!
  return (Object.hasOwn(known, subject) ? known[subject] : undefined) ?? ['process', 'info']
}

function ecsLine(record: AuditRow, hostname: string): string {
  const { seq, time, actor, role, version, host, action, outcome, intent, facts } = record
  const [category, type] = kindOf(action)
  return JSON.stringify({
    '@timestamp': time,
    ecs: { version: '8.11.0' },
    event: {
      kind: 'event',
      category: [category],
      type: [type],
      action,
      outcome: outcomes[outcome],
      sequence: seq,
      dataset: 'populus.audit'
    },
    ...(actor === undefined ? {} : { user: { name: actor, ...(role === undefined ? {} : { roles: [role] }) } }),
    host: { hostname },
    service: { name: 'populus', ...(version === undefined ? {} : { version }) },
    populus: { host, ...(intent === undefined ? {} : { intent }), facts }
  })
}

function cefLine(
  { seq, time, actor, role, version = '', host, action, outcome, intent, facts }: AuditRow,
  hostname: string
): string {
  const header = (text: string): string => oneLine(text).replace(/[\\|]/g, '\\$&')
  const value = (text: string): string => oneLine(text).replace(/[\\=]/g, '\\$&')
  const extension: readonly (readonly [string, string])[] = [
    ['rt', String(Date.parse(time))],
    ['dvchost', hostname],
    ...(actor === undefined ? [] : [['suser', actor] as const]),
    ...(role === undefined ? [] : [['spriv', role] as const]),
    ['outcome', outcomes[outcome]],
    ['externalId', String(seq)],
    ['cs1Label', 'host'],
    ['cs1', host],
    ['msg', wordsOf(facts, intent)]
  ]
  const name = action.replace('.', ' ').replaceAll('-', ' ')
  return [
    'CEF:0|Populus|Populus',
    header(version),
    header(action),
    header(name),
    outcome === 'failure' ? '6' : '3',
    extension.map(([key, text]) => `${key}=${value(text)}`).join(' ')
  ].join('|')
}

/** Facility 13, log audit; severity 6 informational, 4 warning for what failed (RFC 5424 §6.2.1). */
function syslogLine(
  { seq, time, actor, role, version, host, action, outcome, intent }: AuditRow,
  hostname: string,
  code: string | undefined,
  text: string
): string {
  const priority = 13 * 8 + (outcome === 'failure' ? 4 : 6)
  const word = (text: string, longest: number): string => text.replace(/[^\x21-\x7e]/g, '_').slice(0, longest) || '-'
  const value = (text: string): string => oneLine(text).replace(/["\\\]]/g, '\\$&')
  const parameters: readonly (readonly [string, string | undefined])[] = [
    ['seq', String(seq)],
    ['actor', actor],
    ['role', role],
    ['version', version],
    ['host', host],
    ['outcome', outcome],
    ['intent', intent === undefined ? undefined : String(intent)],
    ['code', code]
  ]
  // 32473 is the enterprise number for examples (RFC 5612); Populus has none of its own.
  const data = parameters.flatMap(([name, text]) => (text === undefined ? [] : [` ${name}="${value(text)}"`])).join('')
  const head = `<${priority}>1 ${time} ${word(hostname, 255)} populus - ${word(action, 32)}`
  return `${head} [populus@32473${data}] ${oneLine(text)}`.trimEnd()
}

function wordsOf(facts: AuditRow['facts'], intent: number | undefined): string {
  const words = Object.entries(facts).map(([name, value]) => `${name}=${String(value)}`)
  return [...words, ...(intent === undefined ? [] : [`intent=${intent}`])].join(' ')
}

/** Line ends and other control characters would begin another record, or move the cursor of a terminal. */
function oneLine(text: string): string {
  return text.replace(/\p{Cc}/gu, ' ')
}
