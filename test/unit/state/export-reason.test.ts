import { describe, expect, it } from 'vitest'
import type { DataExport } from '#shared/contract/audit.ts'
import { createAuditHandlers, type AuditAccess } from '../../../src-main/api/audit-handlers.ts'
import type { AuditReview } from '../../../src-main/services/review/audit-review.ts'
import type { AuditSink } from '../../../src-main/services/collector/audit-sink.ts'
import type { DataPlane } from '../../../src-main/api/data-plane.ts'
import { AskedExportReason } from '../../../src-renderer/state/session/asked-export-reason.svelte.ts'
import { fakeTransport } from '../../support/fake-transport.ts'
import { unmanaged } from '../../support/policies.ts'

const leaving: DataExport = { what: 'figures', format: 'csv', names: false }
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

function opened(isAsked = true) {
  const bare = fakeTransport({ 'data.exporting': () => ({ record: 7 }), 'data.exported': () => undefined })
  const reasons = new AskedExportReason()
  return { bare, reasons, transport: reasons.over(bare, () => isAsked) }
}

describe('the reason of an export', () => {
  it('is asked for before anything is announced, and goes with it', async () => {
    const { bare, reasons, transport } = opened()
    const announced = transport.call('data.exporting', leaving)
    await settle()
    expect([bare.calls, reasons.request?.leaving]).toEqual([[], leaving])
    reasons.answer('Committee of May')
    expect(await announced).toEqual({ record: 7 })
    expect(bare.calls).toEqual([['data.exporting', { ...leaving, reason: 'Committee of May' }]])
    expect([reasons.request, reasons.last]).toEqual([undefined, 'Committee of May'])
  })
  it('that is not given lets nothing leave', async () => {
    const { bare, reasons, transport } = opened()
    const announced = transport.call('data.exporting', leaving)
    const refused = expect(announced).rejects.toMatchObject({ code: 'cancelled' })
    reasons.answer(undefined)
    await refused
    expect(bare.calls).toEqual([])
  })
  it('is not asked for where the settings do not want it, nor for other calls', async () => {
    const { bare, transport } = opened(false)
    await transport.call('data.exporting', leaving)
    expect(bare.calls).toEqual([['data.exporting', leaving]])
    const asked = opened()
    await asked.transport.call('data.exported', { record: 7, done: true })
    expect(asked.reasons.request).toBeUndefined()
  })
  it('is demanded by the services, too', async () => {
    const recorded: DataExport[] = []
    const audit = {
      async beginExport(each: DataExport) {
        recorded.push(each)
        return 1
      }
    } as unknown as AuditAccess
    const handlers = (needed: boolean) =>
      createAuditHandlers(audit, {} as AuditReview, {} as AuditSink, {} as DataPlane, {
        needsReason: () => needed,
        policies: unmanaged,
        checkAgreements: async () => undefined,
        checkDefinitions: async () => undefined
      })
    const context = {} as never
    await expect(handlers(true).data.exporting(leaving, context)).rejects.toMatchObject({ code: 'not-allowed' })
    await expect(handlers(true).data.exporting({ ...leaving, reason: '' }, context)).rejects.toThrow(/require a reason/)
    expect(recorded).toEqual([])
    await handlers(true).data.exporting({ ...leaving, reason: 'Audit' }, context)
    await handlers(false).data.exporting(leaving, context)
    expect(recorded).toEqual([{ ...leaving, reason: 'Audit' }, leaving])
  })
})
