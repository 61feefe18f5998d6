import { describe, expect, it } from 'vitest'
import { auditActions } from '#shared/audit-action.ts'
import { actionsOfKind, auditActionTitle, auditKinds } from '#shared/audit-labels.ts'
import { listRecords } from '../../../src-main/services/audit/list-records.ts'
import { matchesFilter } from '../../../src-main/services/audit/record-filter.ts'
import { sealRecord, type AuditContent } from '../../../src-main/services/audit/record-chain.ts'
import { emptyChain } from '../../../src-main/services/audit/chain-end.ts'
import { testAudit } from '../../support/audit.ts'

const content: AuditContent = {
  time: '2026-11-25T12:00:00.000Z',
  actor: 'quality nurse',
  version: '1.2.3',
  host: 'loopback',
  action: 'identity.revealed',
  outcome: 'success',
  facts: { reason: 'outreach', people: 3, person: 'abc123' }
}
const record = sealRecord(emptyChain, content)
const noon = Date.UTC(2026, 10, 25, 12)

describe('a filter of audit records', () => {
  it.each([
    [{}, true],
    [{ actions: ['identity.revealed'] }, true],
    [{ actions: [] }, false],
    [{ actor: 'quality nurse' }, true],
    [{ actor: 'quality' }, false],
    [{ from: noon }, true],
    [{ from: noon + 1 }, false],
    [{ until: noon }, false],
    [{ from: noon, until: noon + 1 }, true],
    [{ person: 'abc123' }, true],
    [{ person: 'abc' }, false],
    [{ text: '' }, true],
    [{ text: 'Names Revealed' }, true],
    [{ text: 'OUTREACH' }, true],
    [{ text: 'loopback' }, true],
    [{ text: 'export' }, false],
    [{ text: 'outreach', actor: 'somebody else' }, false]
  ])('%j: %s', (filter, wanted) => {
    expect(matchesFilter(record, filter)).toBe(wanted)
  })
})

describe('the list of audit records', () => {
  it('leaves out an announcement whose outcome is in the log, on whatever page that is', async () => {
    const audit = testAudit()
    const port = await audit.open()
    const announce = (): Promise<number> => port.record({ action: 'data.exported', outcome: 'intent', facts: {} })
    const first = await announce()
    const unfinished = await announce()
    await port.record({ action: 'data.exported', outcome: 'success', intent: first, facts: {} })
    const numbers = async (options: Parameters<typeof listRecords>[2]): Promise<number[]> =>
      (await listRecords(audit.folder, {}, options)).rows.map(({ seq }) => seq)
    expect(await numbers({ limit: 10 })).toEqual([4, 3, 2, 1])
    expect(await numbers({ limit: 10, folded: true })).toEqual([4, unfinished, 1])
    expect(await numbers({ limit: 10, folded: true, before: 4 })).toEqual([unfinished, 1])
  })
})

describe('the words for actions', () => {
  it('put every action into one kind, under a title of its own', () => {
    expect(auditKinds.flatMap(actionsOfKind).sort()).toEqual([...auditActions].sort())
    expect(new Set(auditActions.map(auditActionTitle)).size).toBe(auditActions.length)
    expect(auditActionTitle('later.action')).toBe('later.action')
  })
})
