import { expect, it } from 'vitest'
import { AppError } from '#shared/app-error.ts'
import { Backup } from '../../../src-renderer/state/session/backup.svelte.ts'
import { fakeTransport, type FakeAnswers } from '../../support/fake-transport.ts'

const contents = { files: 5, bytes: 7_000, snapshots: 2, connections: 1 }

function open(answers: FakeAnswers, nativeDialogs = false) {
  const transport = fakeTransport(answers)
  const sent: (readonly [string, number])[] = []
  const toasts: string[] = []
  const backup = new Backup({
    transport,
    toasts: { show: (text: string) => void toasts.push(text) },
    nativeDialogs,
    send: async (url, bytes) => void sent.push([url, bytes.size])
  })
  return { backup, sent, toasts, calls: () => transport.calls.map(([name]) => name), transport }
}

it('makes a backup, shows how far it is, and hands its address over', async () => {
  const { backup, transport, calls } = open({
    'backup.make': () => {
      transport.emit('backup.progress', { done: 3, total: 6 })
      expect(backup.progress).toEqual({ done: 3, total: 6 })
      return { bytes: 6, url: '/data/1' }
    }
  })
  backup.ask('make')
  expect(await backup.make('four unlikely words', true)).toBe('/data/1')
  expect(calls()).toEqual(['backup.make'])
  expect(backup.dialog).toBeUndefined()
  expect(backup.progress).toBeUndefined()
})

it('makes none when the user names no file', async () => {
  const { backup, calls } = open({ 'backup.choose': () => undefined }, true)
  backup.ask('make')
  await backup.make('four unlikely words', true)
  expect(calls()).toEqual(['backup.choose'])
  expect(backup.dialog).toBe('make')
})

it('sends the file, has it checked, and asks once before it is restored', async () => {
  const { backup, sent, calls } = open({
    'backup.receive': () => ({ url: '/upload/1' }),
    'backup.check': () => contents,
    'backup.restore': () => ({ folder: '/data/set-aside-1' })
  })
  backup.ask('restore')
  backup.pick('a.populus-backup', new Blob(['sealed']))
  await backup.check('four unlikely words')
  expect(sent).toEqual([['/upload/1', 6]])
  expect(backup.contents).toEqual(contents)
  expect(backup.prepared).toBe(false)
  // The question closes after it was answered: that declines nothing.
  const restored = backup.restore()
  await backup.decline()
  await restored
  expect(calls()).toEqual(['backup.receive', 'backup.check', 'backup.restore'])
  expect([backup.prepared, backup.folder]).toEqual([true, '/data/set-aside-1'])
})

it('says why a backup was refused, and keeps the dialog for another try', async () => {
  const { backup } = open({
    'backup.receive': () => ({ url: '/upload/1' }),
    'backup.check': () => Promise.reject(new AppError('unreadable-file', 'The backup does not open.'))
  })
  backup.ask('restore')
  backup.pick('a.populus-backup', new Blob(['sealed']))
  await backup.check('four other words')
  expect([backup.error, backup.dialog, backup.contents]).toEqual(['The backup does not open.', 'restore', undefined])
})

it('forgets the checked backup when the user leaves everything as it is', async () => {
  const { backup, calls } = open(
    {
      'backup.choose': () => ({ name: 'a.populus-backup' }),
      'backup.check': () => contents,
      'backup.cancel': () => undefined
    },
    true
  )
  await backup.choose()
  await backup.check('four unlikely words')
  await backup.decline()
  expect(calls()).toEqual(['backup.choose', 'backup.check', 'backup.cancel'])
  expect([backup.contents, backup.prepared]).toEqual([undefined, false])
})

it('takes a restore back', async () => {
  const { backup } = open({ 'backup.state': () => ({ prepared: true }), 'backup.withdraw': () => undefined })
  await backup.refresh()
  expect(backup.prepared).toBe(true)
  await backup.withdraw()
  expect(backup.prepared).toBe(false)
})

it('names a file that is gone, and sends nothing of it', async () => {
  class GoneFile extends Blob {
    override slice(): Blob {
      return this
    }
    override async arrayBuffer(): Promise<ArrayBuffer> {
      throw new DOMException('The requested file could not be read.', 'NotReadableError')
    }
  }
  const { backup, calls } = open({})
  backup.ask('restore')
  backup.pick('all.populus-backup', new GoneFile(['x']))
  await backup.check('four unlikely words')
  expect(backup.error).toContain('all.populus-backup could not be read.')
  expect(calls()).toEqual([])
})
