import { expect, it } from 'vitest'
import { closeInOrder } from '../../../src-main/composition/close-in-order.ts'
import { memoryLog } from '../../support/memory-log.ts'

it('ends everything in its order, also where something cannot be ended, which is in the log', async () => {
  const log = memoryLog()
  const ended: string[] = []
  await closeInOrder(log, [
    async () => void ended.push('exports'),
    () => Promise.reject(new TypeError('the disk is gone')),
    async () => void ended.push('folder')
  ])
  expect(ended).toEqual(['exports', 'folder'])
  expect(log.entries).toMatchObject([{ level: 'error', event: 'host.close-failed', facts: { error: 'TypeError' } }])
})
