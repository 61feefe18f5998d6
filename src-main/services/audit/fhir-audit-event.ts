import { servicesMessages as m } from '#messages/services.ts'
import type { AuditRow } from '#shared/audit-record.ts'
import { auditActionTitle } from '#shared/audit-labels.ts'
import { auditEventCode, purposesOfUse, type EventCode } from './audit-event-codes.ts'

/** FHIR releases whose AuditEvent is written. */
export const auditEventReleases = ['fhir-r4', 'fhir-r5'] as const
export type AuditEventRelease = (typeof auditEventReleases)[number]

const dicom = 'http://dicom.nema.org/resources/ontology/DCM'
const actionSystem = 'https://populus.example/CodeSystem/audit-action'
const personSystem = 'https://populus.example/audit/person'
const roleSystem = 'https://populus.example/CodeSystem/role'
const hl7 = 'http://terminology.hl7.org/CodeSystem'

interface Coding extends EventCode {
  readonly system: string
}
interface Concept {
  readonly coding?: readonly Coding[]
  readonly text?: string
}

/**
 * A record as a FHIR AuditEvent, R4 (4.0.1) or R5 (5.0.0), as one line of JSON without its line end. People are named by
 * the keyed pseudonym of the log and by nothing else. What only announces an action has no outcome.
 * @param hostname name of this computer
 */
export function auditEventLine(record: AuditRow, release: AuditEventRelease, hostname: string): string {
  return JSON.stringify(release === 'fhir-r4' ? eventOfR4(record, hostname) : eventOfR5(record, hostname))
}

function eventOfR4(record: AuditRow, hostname: string): object {
  const { action, outcome, facts, time } = record
  const { type, subtype, action: crude } = auditEventCode(action)
  const purpose = purposeOf(record)
  const failure = outcome === 'failure' ? { outcomeDesc: failureText(record) } : {}
  return {
    resourceType: 'AuditEvent',
    type: { system: dicom, ...type },
    subtype: [...(subtype === undefined ? [] : [{ system: dicom, ...subtype }]), ownCoding(action)],
    action: crude,
    recorded: time,
    // 0 success, 4 minor failure: the action can be taken again.
    ...(outcome === 'intent' ? {} : { outcome: outcome === 'success' ? '0' : '4' }),
    ...failure,
    ...(purpose === undefined ? {} : { purposeOfEvent: [purpose] }),
    agent: [
      { ...userOf(record), network: { address: hostname, type: '1' } },
      { ...programOf(record), requestor: false }
    ],
    source: { observer: observerOf(hostname), type: [sourceType] },
    entity: [
      ...personEntities(facts).map(({ what, type: kind, role }) => ({ what, type: kind, role })),
      {
        type: { system: `${hl7}/audit-entity-type`, code: '2', display: m.systemObject },
        name: nameOf(record),
        detail: details(record).map(([name, value]) => ({ type: name, valueString: String(value) }))
      }
    ]
  }
}

function eventOfR5(record: AuditRow, hostname: string): object {
  const { action, outcome, facts, time } = record
  const { type, subtype, action: crude } = auditEventCode(action)
  const purpose = purposeOf(record)
  const people = personEntities(facts)
  return {
    resourceType: 'AuditEvent',
    category: [{ coding: [{ system: dicom, ...type }] }],
    code: {
      coding: [ownCoding(action), ...(subtype === undefined ? [] : [{ system: dicom, ...subtype }])],
      text: auditActionTitle(action)
    },
    action: crude,
    severity: outcome === 'failure' ? 'warning' : 'informational',
    recorded: time,
    ...(outcome === 'intent' ? {} : { outcome: outcomeOfR5(record) }),
    ...(purpose === undefined ? {} : { authorization: [purpose] }),
    ...(people[0] === undefined ? {} : { patient: people[0].what }),
    agent: [
      { ...withoutNames(userOf(record)), networkString: hostname },
      { ...withoutNames(programOf(record)), requestor: false }
    ],
    source: { observer: observerOf(hostname), type: [{ coding: [sourceType] }] },
    entity: [
      ...people.map(({ what, role }) => ({ what, role: { coding: [role] } })),
      {
        what: { display: nameOf(record) },
        detail: details(record).map(([name, value]) => ({ type: { text: name }, ...valueOfR5(value) }))
      }
    ]
  }
}

function outcomeOfR5(record: AuditRow): object {
  const system = 'http://hl7.org/fhir/issue-severity'
  return record.outcome === 'success'
    ? { code: { system, code: 'success', display: m.operationSuccessful } }
    : { code: { system, code: 'error', display: 'Error' }, detail: [{ text: failureText(record) }] }
}

function valueOfR5(value: string | number | boolean): object {
  if (typeof value === 'boolean') return { valueBoolean: value }
  return Number.isInteger(value) && Math.abs(Number(value)) < 2 ** 31
    ? { valueInteger: value }
    : { valueString: String(value) }
}

interface Agent {
  readonly type: Concept
  readonly role?: readonly Concept[]
  readonly who: object
  readonly name?: string
  readonly requestor?: boolean
}

/** The account, which records of a version up to 0.1 do not have. */
function userOf({ actor, role }: AuditRow): Agent {
  return {
    type: {
      coding: [{ system: `${hl7}/extra-security-role-type`, code: 'humanuser', display: m.humanUser }]
    },
    ...(role === undefined ? {} : { role: [{ coding: [{ system: roleSystem, code: role, display: role }] }] }),
    who: actor === undefined ? { display: m.unknownAccount } : { identifier: { value: actor } },
    ...(actor === undefined ? {} : { name: actor }),
    requestor: true
  }
}

function programOf({ host, version }: AuditRow): Agent {
  const name = `Populus${version === undefined ? '' : ` ${version}`} (${host})`
  return { type: { coding: [{ system: dicom, code: '110150', display: 'Application' }] }, who: { display: name }, name }
}

/** R5 names an agent by `who` alone. */
function withoutNames({ name: _name, ...agent }: Agent): Omit<Agent, 'name'> {
  return agent
}

const sourceType: Coding = { system: `${hl7}/security-source-type`, code: '1', display: m.userDevice }

function observerOf(hostname: string): object {
  return { identifier: { value: hostname }, display: 'Populus' }
}

interface PersonEntity {
  readonly what: object
  readonly type: Coding
  readonly role: Coding
}

function personEntities({ person }: AuditRow['facts']): readonly PersonEntity[] {
  if (typeof person !== 'string') return []
  return [
    {
      what: { identifier: { system: personSystem, value: person } },
      type: { system: `${hl7}/audit-entity-type`, code: '1', display: 'Person' },
      role: { system: `${hl7}/object-role`, code: '1', display: 'Patient' }
    }
  ]
}

/** What the record says, with its number, so that an event leads back to the record. */
function details({ seq, intent, outcome, facts }: AuditRow): readonly (readonly [string, string | number | boolean])[] {
  const shownFacts = Object.entries(facts).filter(([name]) => name !== 'person')
  return [
    ['seq', seq],
    ...(intent === undefined ? [] : [['intent', intent] as const]),
    ...(outcome === 'intent' ? [['stage', 'announced'] as const] : []),
    // An empty string is no value in FHIR.
    ...shownFacts.filter(([, value]) => value !== '')
  ]
}

function nameOf({ facts, action }: AuditRow): string {
  return typeof facts['what'] === 'string' && facts['what'] !== '' ? facts['what'] : action
}

function failureText({ facts }: AuditRow): string {
  return typeof facts['code'] === 'string' && facts['code'] !== '' ? facts['code'] : 'failed'
}

function purposeOf({ facts }: AuditRow): Concept | undefined {
  const { reason } = facts
  if (typeof reason !== 'string' || reason === '') return undefined
  const known = Object.hasOwn(purposesOfUse, reason) ? purposesOfUse[reason] : undefined
  if (known === undefined) return { text: reason }
  return { coding: [{ system: `${hl7}/v3-ActReason`, ...known }] }
}

function ownCoding(action: string): Coding {
  return { system: actionSystem, code: action, display: auditActionTitle(action) }
}
