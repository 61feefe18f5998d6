import { describe, expect, it } from 'vitest'
import { auditActions } from '#shared/audit-action.ts'
import type { AuditRow } from '#shared/audit-record.ts'
import { collectorFormats, collectorLine } from '../../../src-main/services/audit/collector-line.ts'

const row: AuditRow = {
  seq: 7,
  time: '2026-11-27T20:40:45.123Z',
  actor: 'CLINIC\\ada',
  version: '0.1.0',
  host: 'electron',
  action: 'data.exported',
  outcome: 'success',
  intent: 6,
  facts: { what: 'worklist', rows: 12, names: true }
}

/** Types of events by category, of Elastic Common Schema 8.11 (event.category, "Expected event types"). */
const allowedTypes: Readonly<Record<string, readonly string[]>> = {
  authentication: ['start', 'end', 'info'],
  configuration: ['access', 'change', 'creation', 'deletion', 'info'],
  database: ['access', 'change', 'info', 'error'],
  file: ['access', 'change', 'creation', 'deletion', 'info'],
  iam: ['admin', 'change', 'creation', 'deletion', 'group', 'info', 'user'],
  network: ['access', 'allowed', 'connection', 'denied', 'end', 'info', 'protocol', 'start'],
  package: ['access', 'change', 'deletion', 'info', 'installation', 'start'],
  process: ['access', 'change', 'end', 'info', 'start']
}

describe('a record for a log collector', () => {
  it('is an event of the Elastic Common Schema', () => {
    expect(JSON.parse(collectorLine(row, 'ecs', 'pc-1'))).toEqual({
      '@timestamp': '2026-11-27T20:40:45.123Z',
      ecs: { version: '8.11.0' },
      event: {
        kind: 'event',
        category: ['database'],
        type: ['access'],
        action: 'data.exported',
        outcome: 'success',
        sequence: 7,
        dataset: 'populus.audit'
      },
      user: { name: 'CLINIC\\ada' },
      host: { hostname: 'pc-1' },
      service: { name: 'populus', version: '0.1.0' },
      populus: { host: 'electron', intent: 6, facts: { what: 'worklist', rows: 12, names: true } }
    })
    const outcomeOf = (outcome: AuditRow['outcome']): unknown =>
      (JSON.parse(collectorLine({ ...row, outcome }, 'ecs', 'pc-1')) as { event: { outcome: string } }).event.outcome
    expect([outcomeOf('intent'), outcomeOf('failure')]).toEqual(['unknown', 'failure'])
  })

  it('is a line of the Common Event Format', () => {
    expect(collectorLine(row, 'cef', 'pc-1')).toBe(
      'CEF:0|Populus|Populus|0.1.0|data.exported|data exported|3|rt=1795812045123 dvchost=pc-1 suser=CLINIC\\\\ada ' +
        'outcome=success externalId=7 cs1Label=host cs1=electron msg=what\\=worklist rows\\=12 names\\=true intent\\=6'
    )
  })

  it('is a message of RFC 5424', () => {
    expect(collectorLine(row, 'syslog', 'pc-1')).toBe(
      '<110>1 2026-11-27T20:40:45.123Z pc-1 populus - data.exported [populus@32473 seq="7" actor="CLINIC\\\\ada" ' +
        'version="0.1.0" host="electron" outcome="success" intent="6"] what=worklist rows=12 names=true'
    )
    expect(collectorLine({ ...row, outcome: 'failure' }, 'syslog', 'pc-1')).toMatch(/^<108>1 /)
  })

  it.each(collectorFormats)('is one line of %s, whatever an account is called', (format) => {
    const line = collectorLine({ ...row, actor: 'a"]|=\\\n<110>1 \u001b[2J' }, format, 'pc 1\n')
    expect(line).not.toMatch(/\p{Cc}/u)
    if (format === 'syslog') expect(line).toContain('actor="a\\"\\]|=\\\\ <110>1  [2J"')
    if (format === 'cef') expect(line).toContain('suser=a"]|\\=\\\\ <110>1')
  })

  it('names the role in each format', () => {
    const ofRole = (format: (typeof collectorFormats)[number]): string =>
      collectorLine({ ...row, role: 'care-manager' }, format, 'pc-1')
    expect(JSON.parse(ofRole('ecs'))).toMatchObject({ user: { roles: ['care-manager'] } })
    expect(ofRole('cef')).toContain(' suser=CLINIC\\\\ada spriv=care-manager outcome=')
    expect(ofRole('syslog')).toContain(' role="care-manager"')
  })

  it('has a category of ECS, with a type that goes with it', () => {
    const eventOf = (action: string): unknown =>
      (JSON.parse(collectorLine({ ...row, action }, 'ecs', 'pc-1')) as { event: unknown }).event
    expect(eventOf('network.called')).toMatchObject({ category: ['network'], type: ['connection'] })
    expect(eventOf('constructor.called')).toMatchObject({ category: ['process'], type: ['info'] })
    for (const action of auditActions) {
      const { category, type } = eventOf(action) as { category: readonly string[]; type: readonly string[] }
      expect(allowedTypes[category[0]!], action).toContain(type[0])
    }
  })

  it.each(auditActions)('fits for the action %s', (action) => {
    const fitting = collectorLine({ ...row, action }, 'syslog', 'pc-1').split(' ')[5]
    expect(fitting).toBe(action)
  })
})
