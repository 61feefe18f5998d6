import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { WorklistEvent } from '#shared/worklist-event.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { noteOn, notesOf, testWorklist } from '../../support/worklist.ts'

const passphrase = 'four unlikely words together'

describe('the worklist service', () => {
  it('stamps what is recorded, and gives it back to a later process in the same order', async () => {
    const folder = temporaryFolder()
    const first = testWorklist(folder)
    const [event] = await first.worklist.add('clinic', [noteOn('p1', 'left a message'), noteOn('p2', 'second')])
    expect(event).toMatchObject({ kind: 'note', by: 'quality nurse', at: '2026-11-25T09:00:00.000Z', patient: 'p1' })
    expect(v.is(WorklistEvent, event)).toBe(true)
    await first.worklist.add('clinic', [noteOn('p1', 'third')])
    await first.release()
    const later = testWorklist(folder)
    expect(await notesOf(later.worklist, 'clinic')).toEqual(['left a message', 'second', 'third'])
    expect(await notesOf(later.worklist, 'another clinic')).toEqual([])
    expect(await later.worklist.populations()).toEqual([{ population: 'clinic', events: 3 }])
  })

  it('gives long worklists page by page', async () => {
    const { worklist } = testWorklist(temporaryFolder())
    for (let call = 0; call < 3; call += 1) {
      await worklist.add(
        'clinic',
        Array.from({ length: 700 }, (_, index) => noteOn('p', `${call * 700 + index}`))
      )
    }
    const page = await worklist.read('clinic', 1000)
    expect(page.total).toBe(2100)
    expect(page.events).toHaveLength(1000)
    expect(await notesOf(worklist, 'clinic')).toEqual(Array.from({ length: 2100 }, (_, index) => String(index)))
  })

  it('says what is needed: nothing yet, a passphrase, or the passphrase again', async () => {
    const folder = temporaryFolder()
    const { worklist, keyring, release } = testWorklist(folder, undefined, 'passphrase')
    expect(await worklist.read('clinic', 0)).toMatchObject({ state: 'none', total: 0 })
    await expect(worklist.add('clinic', [noteOn('p1', 'a')])).rejects.toThrow(/Choose a passphrase/)
    expect(existsSync(join(folder, 'worklist'))).toBe(false)
    await keyring.create(passphrase)
    await worklist.add('clinic', [noteOn('p1', 'a')])
    await release()

    const later = testWorklist(folder, undefined, 'passphrase')
    expect(await later.worklist.read('clinic', 0)).toMatchObject({ state: 'locked', events: [] })
    await expect(later.worklist.add('clinic', [noteOn('p1', 'b')])).rejects.toThrow(/locked/)
    await later.keyring.unlock(passphrase)
    expect(await notesOf(later.worklist, 'clinic')).toEqual(['a'])
  })

  it('keeps no person, text or author in the clear', async () => {
    const folder = temporaryFolder()
    const { worklist } = testWorklist(folder)
    await worklist.add('clinic on the hill', [noteOn('patient-4711', 'call about her mammogram')])
    await worklist.setViews([{ title: 'Her view', query: '{"search":"patient-4711"}' }])
    for (const name of readdirSync(join(folder, 'worklist'))) {
      const text = readFileSync(join(folder, 'worklist', name)).toString('latin1')
      for (const secret of ['patient-4711', 'mammogram', 'quality nurse', 'clinic on the hill', 'Her view'])
        expect(text.includes(secret), `${secret} in ${name}`).toBe(false)
    }
  })

  it('carries the worklist of a source on under another name, once and in one direction', async () => {
    const folder = temporaryFolder()
    const { worklist, release } = testWorklist(folder)
    await worklist.add('october', [noteOn('p1', 'in October')])
    await worklist.carryOn('november', 'october')
    await worklist.add('november', [noteOn('p1', 'in November')])
    expect(await notesOf(worklist, 'october')).toEqual(['in October', 'in November'])
    expect((await worklist.read('november', 0)).carriedFrom).toBe('october')
    await expect(worklist.carryOn('october', 'november')).rejects.toThrow()
    await expect(worklist.carryOn('november', 'october')).rejects.toThrow(/of their own/)
    await release()
    expect(await notesOf(testWorklist(folder).worklist, 'november')).toEqual(['in October', 'in November'])
  })

  it('keeps saved views', async () => {
    const folder = temporaryFolder()
    const first = testWorklist(folder)
    expect(await first.worklist.views()).toEqual([])
    await first.worklist.setViews([{ title: 'Mine', query: '{}' }])
    await first.worklist.setViews([{ title: 'Mine, due soon', query: '{"a":1}' }])
    await first.release()
    expect(await testWorklist(folder).worklist.views()).toEqual([{ title: 'Mine, due soon', query: '{"a":1}' }])
  })

  it('with a torn end: says so, keeps what is whole, and goes on', async () => {
    const folder = temporaryFolder()
    const first = testWorklist(folder)
    await first.worklist.add('clinic', [noteOn('p1', 'whole')])
    await first.release()
    const path = join(folder, 'worklist', 'journal.sealed')
    writeFileSync(path, Buffer.concat([readFileSync(path), Buffer.from('half a reco')]))
    const later = testWorklist(folder)
    expect(await later.worklist.read('clinic', 0)).toMatchObject({ total: 1, setAside: true })
    await later.worklist.add('clinic', [noteOn('p1', 'after')])
    expect(await notesOf(later.worklist, 'clinic')).toEqual(['whole', 'after'])
    expect(later.log.entries.map(({ event }) => event)).toContain('worklist.set-aside')
    expect(readdirSync(join(folder, 'worklist')).filter((name) => name.includes('.torn-'))).toHaveLength(1)
  })

  it('without its key: nothing can be read, a new worklist begins, the old file stands aside', async () => {
    const folder = temporaryFolder()
    const first = testWorklist(folder)
    await first.worklist.add('clinic', [noteOn('p1', 'old')])
    await first.release()
    rmSync(join(folder, 'worklist', 'key'))
    const later = testWorklist(folder)
    expect(await later.worklist.read('clinic', 0)).toMatchObject({ state: 'open', total: 0 })
    await later.worklist.add('clinic', [noteOn('p1', 'new')])
    expect(await later.worklist.read('clinic', 0)).toMatchObject({ total: 1, setAside: true })
  })

  it('one process records, another may read besides it', async () => {
    const folder = temporaryFolder()
    const holder = testWorklist(folder)
    await holder.worklist.add('clinic', [noteOn('p1', 'one')])
    const other = testWorklist(folder)
    expect(await notesOf(other.worklist, 'clinic')).toEqual(['one'])
    await expect(other.worklist.add('clinic', [noteOn('p1', 'two')])).rejects.toThrow(/Another Populus/)
    await holder.worklist.add('clinic', [noteOn('p1', 'three')])
    expect(await notesOf(other.worklist, 'clinic')).toEqual(['one', 'three'])
    await holder.release()
    await other.worklist.add('clinic', [noteOn('p1', 'four')])
    expect(await notesOf(other.worklist, 'clinic')).toEqual(['one', 'three', 'four'])
  })

  it('records at the same time come one after another', async () => {
    const { worklist } = testWorklist(temporaryFolder())
    await Promise.all(Array.from({ length: 40 }, (_, index) => worklist.add('clinic', [noteOn('p1', String(index))])))
    expect(await notesOf(worklist, 'clinic')).toEqual(Array.from({ length: 40 }, (_, index) => String(index)))
  })
})
