import { screensAuditMessages as m } from '#messages/screens/audit.ts'
import type { AuditRow } from '#shared/audit-record.ts'
import { auditCountText, auditFactName } from '#shared/audit-labels.ts'
import { damageOf, describeDamage } from '#shared/audit-problem.ts'
import { acknowledgeReasonLabels } from '#shared/set-aside-log.ts'
import type { StatusKind } from '../../ui/primitives/status-kind.ts'

type Fact = AuditRow['facts'][string]

/** Facts that say why something was done or failed, and not on what. */
const reasonFacts = ['reason', 'reference', 'problem', 'badRecord', 'code'] as const

/** Digits of the hash of a file that a row shows; the log has all of them, and those of further files. */
const HASH_DIGITS = 12

const yesAndNo: Readonly<Record<string, readonly [yes: string, no: string]>> = {
  names: [m.withNames, m.withoutNames],
  masked: [m.masked, m.notMasked],
  byPatient: [m.byPatient, m.totals],
  enabled: [m.on, m.off],
  hold: [m.holdSet, m.holdRemoved],
  ok: [m.successful, m.notSuccessful],
  part: [m.inPart, m.inFull],
  // Without a key what is saved stays in the memory of the page.
  saved: [m.savedOnTheDisk, m.notSavedOnTheDisk]
}

function factText(name: string, value: Fact): string {
  if (typeof value === 'boolean') {
    const [yes, no] = yesAndNo[name] ?? [auditFactName(name), m.notFact(auditFactName(name))]
    return value ? yes : no
  }
  if (typeof value === 'number') return auditCountText(name, value)
  if (name === 'sha256') return `${auditFactName(name)} ${value.slice(0, HASH_DIGITS)}…`
  return name === 'what' || name === 'format' ? value.replaceAll('-', ' ') : `${auditFactName(name)} ${value}`
}

/** On what something was done, in words. */
export function subjectOf({ facts }: AuditRow): string {
  return Object.entries(facts)
    .filter(([name]) => !reasonFacts.some((each) => each === name))
    .map(([name, value]) => factText(name, value))
    .join(', ')
}

const reasonWords: Readonly<Record<string, string>> = {
  ...acknowledgeReasonLabels,
  care: m.care,
  outreach: m.outreach,
  validation: m.validation,
  audit: m.audit,
  other: m.other
}

/** Why something was done, or why it failed. */
export function reasonOf({ action, facts }: AuditRow): string {
  const damage = action === 'audit.set-aside' ? damageOf(facts) : undefined
  if (damage !== undefined) return describeDamage(damage.problem, damage.badRecord)
  return reasonFacts
    .flatMap((name) => {
      const value = facts[name]
      if (value === undefined) return []
      return name === 'reason' ? [reasonWords[String(value)] ?? String(value)] : [`${auditFactName(name)} ${value}`]
    })
    .join(', ')
}

/** How an action stands, in a word with its mark. */
export function outcomeOf({ outcome }: AuditRow): { readonly kind: StatusKind; readonly word: string } {
  if (outcome === 'success') return { kind: 'closed', word: m.done }
  return outcome === 'failure' ? { kind: 'danger', word: m.failed } : { kind: 'due', word: m.announced }
}

const hosts: Readonly<Record<string, string>> = { electron: 'desktop', loopback: 'browser', headless: m.commandLine }

/** Which program wrote a record. */
export function processOf({ host, version }: AuditRow): string {
  return [hosts[host] ?? host, version].filter((part) => part !== undefined).join(' ')
}
