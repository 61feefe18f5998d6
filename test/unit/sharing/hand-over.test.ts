import { describe, expect, it } from 'vitest'
import { openHandOver, sealHandOver } from '#engine/sharing/handover/hand-over.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { noteOn, notesOf, testWorklist } from '../../support/worklist.ts'

const passphrase = 'four unlikely words together'

describe('a hand-over', () => {
  it('carries what one person recorded to another, with who and when, and nothing twice', async () => {
    const [first, second] = [testWorklist(temporaryFolder()), testWorklist(temporaryFolder())]
    const events = await first.worklist.add('clinic', [noteOn('p1', 'left a message'), noteOn('p2', 'moved away')])
    const text = await sealHandOver({ population: 'clinic', at: '2026-11-25T09:00:00.000Z', events }, passphrase)
    expect(text).not.toMatch(/message|clinic/)
    const received = await openHandOver(text, passphrase)
    expect(received).toEqual({ population: 'clinic', at: '2026-11-25T09:00:00.000Z', events })
    await second.worklist.add('clinic', [noteOn('p1', 'known here')])
    expect(await second.worklist.receive('clinic', received.events)).toBe(2)
    expect(await second.worklist.receive('clinic', received.events)).toBe(0)
    expect(await notesOf(second.worklist, 'clinic')).toEqual(['known here', 'left a message', 'moved away'])
    expect((await second.worklist.read('clinic', 1)).events).toEqual(events)
  })

  it('is not written where nobody could receive it', async () => {
    const { worklist } = testWorklist(temporaryFolder())
    const [event] = await worklist.add('clinic', [noteOn('p1', 'a')])
    const handOver = (events: number) => ({
      population: 'clinic',
      at: '2026-11-25T09:00:00.000Z',
      events: Array.from({ length: events }, () => event!)
    })
    await expect(sealHandOver(handOver(500_001), passphrase)).rejects.toThrow(
      'at most 500,000 records about gaps, and these gaps have 500,001'
    )
  })

  it('opens with its passphrase alone, and not when anything of it was changed', async () => {
    const { worklist } = testWorklist(temporaryFolder())
    const events = await worklist.add('clinic', [noteOn('p1', 'a')])
    const text = await sealHandOver({ population: 'clinic', at: '2026-11-25T09:00:00.000Z', events }, passphrase)
    await expect(openHandOver(text, `${passphrase}!`)).rejects.toThrow('does not open')
    const sealed = JSON.parse(text) as Record<string, string>
    for (const part of ['nonce', 'data'])
      await expect(
        openHandOver(
          JSON.stringify({
            ...sealed,
            [part]: `${sealed[part]!.startsWith('A') ? 'B' : 'A'}${sealed[part]!.slice(1)}`
          }),
          passphrase
        )
      ).rejects.toThrow('does not open')
    await expect(openHandOver(JSON.stringify({ ...sealed, iterations: 1 }), passphrase)).rejects.toThrow('no hand-over')
    await expect(openHandOver('{}', passphrase)).rejects.toThrow('no hand-over')
  })
})
