import { describe, expect, it } from 'vitest'
import { AppError } from '#shared/app-error.ts'
import type { Transport } from '#shared/contract/contract.ts'
import { BackgroundTasks } from '../../../src-renderer/state/feedback/background-tasks.svelte.ts'
import {
  ReportFiles,
  type FileSink,
  type ReportOrder
} from '../../../src-renderer/state/measures/report-files.svelte.ts'
import { Toasts } from '../../../src-renderer/state/feedback/toasts.svelte.ts'
import type { ReportReceiver } from '../../../src-renderer/workers/measures/report-writer.ts'

interface Desk {
  readonly reports: ReportFiles
  readonly tasks: BackgroundTasks
  readonly toasts: Toasts
  readonly steps: string[]
  readonly order: ReportOrder
}

/** Writes as `work` says; what happens is in `steps`. */
function desk(
  work: (receiver: ReportReceiver) => Promise<number>,
  fails: Partial<Record<'audit' | 'write', Error>> = {}
): Desk {
  const steps: string[] = []
  const tasks = new BackgroundTasks()
  const toasts = new Toasts()
  let receiver: ReportReceiver | undefined
  const reports = new ReportFiles({
    transport: {
      call: async (name: string, { rows, done }: { rows?: number; done?: boolean }) => {
        steps.push(`${name} ${String(rows ?? done)}`)
        if (fails.audit !== undefined) throw fails.audit
        return { record: 7 }
      }
    } as unknown as Transport,
    store: {
      writeReports: () => work(receiver!),
      cancelReports: async () => void steps.push('cancel')
    },
    tasks,
    toasts,
    onReport: (next) => (receiver = next)
  })
  const file: FileSink = {
    async write(bytes) {
      steps.push(`write ${bytes.length}`)
      if (fails.write !== undefined) throw fails.write
    },
    async close() {
      steps.push('close')
      return true
    },
    abort: async () => void steps.push('abort')
  }
  const order: ReportOrder = {
    what: 'gaps-bundles',
    label: 'Gaps in care, DEQM',
    exported: 'gaps-bundle',
    period: { start: '2026-01-01', end: '2026-12-31' },
    context: { asOf: 0, filters: [] },
    params: { author: { organization: 'North', date: '2026-11-01T08:00:00Z' } },
    file
  }
  return { reports, tasks, toasts, steps, order }
}

const twoParts = async (receiver: ReportReceiver): Promise<number> => {
  await receiver.reportBegins(3)
  await receiver.reportPart({ bytes: new Uint8Array(5), people: 2 })
  await receiver.reportPart({ bytes: new Uint8Array(4), people: 3 })
  return 3
}

describe('a file about single people', () => {
  it('is recorded before its first byte, and shows how far it is', async () => {
    const seen: (string | undefined)[] = []
    const { reports, tasks, steps, order } = desk(async (receiver) => {
      await receiver.reportBegins(3)
      seen.push(tasks.running?.detail)
      await receiver.reportPart({ bytes: new Uint8Array(5), people: 2 })
      seen.push(tasks.running?.detail)
      expect(reports.progress).toEqual({ what: 'gaps-bundles', people: 2, total: 3 })
      return 3
    })
    await reports.write(order)
    expect(steps).toEqual(['data.exporting 3', 'write 5', 'close', 'data.exported true'])
    expect(seen).toEqual(['0 of 3 people', '2 of 3 people'])
    expect(tasks.last).toEqual({ outcome: 'done', text: 'Exported: Gaps in care, DEQM, 3 people' })
    expect(tasks.running).toBeUndefined()
    expect(reports.progress).toBeUndefined()
  })

  it('is not saved when it cannot be recorded', async () => {
    const audit = new AppError('out-of-space', 'The audit log could not be written.')
    const { reports, tasks, toasts, steps, order } = desk(twoParts, { audit })
    await reports.write(order)
    expect(steps).toEqual(['data.exporting 3', 'abort'])
    expect(tasks.last?.outcome).toBe('failed')
    expect(toasts.items.at(-1)?.text).toMatch(/was not exported\. The audit log could not be written/)
  })

  it('says why it failed, and leaves no half of a file', async () => {
    const write = new AppError('out-of-space', 'The disk is full.')
    const { reports, tasks, toasts, steps, order } = desk(twoParts, { write })
    await reports.write(order)
    expect(steps).toEqual(['data.exporting 3', 'write 5', 'data.exported false', 'abort'])
    expect(tasks.last).toEqual({ outcome: 'failed', text: 'Gaps in care, DEQM was not exported' })
    expect(toasts.items.at(-1)?.text).toMatch(/The disk is full/)
  })

  it('can be cancelled from the status bar', async () => {
    const { reports, tasks, steps, order } = desk(async (receiver) => {
      await receiver.reportBegins(3)
      tasks.running?.cancel?.()
      throw new AppError('cancelled', 'The export was cancelled. No file was saved.')
    })
    await reports.write(order)
    expect(steps).toEqual(['data.exporting 3', 'cancel', 'data.exported false', 'abort'])
    expect(tasks.last?.outcome).toBe('cancelled')
  })
})
