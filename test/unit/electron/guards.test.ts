import type { Session, WebContents } from 'electron'
import { EventEmitter } from 'node:events'
import { existsSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { isPageUrl } from '../../../src-main/host/electron/page-origin.ts'
import type { EndedDownload, FailedDownload } from '#shared/contract/host.ts'
import { memoryLog } from '../../support/memory-log.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { fake } from './fake-electron.ts'
import { FakeSession } from './fake-session.ts'
import { foreign } from './foreign-addresses.ts'
import { FakeContents } from './fake-window.ts'
import { managedBy, unmanaged } from '../../support/policies.ts'

vi.mock('electron', async () => (await import('./fake-electron.ts')).electronModule)
beforeEach(() => fake.reset())
afterEach(() => fake.reset())

const { guardSession } = await import('../../../src-main/host/electron/session-guard.electron.ts')
const { guardContents } = await import('../../../src-main/host/electron/contents-guard.electron.ts')
const pageUrls = ['app://bundle/', 'app://bundle/index.html', 'app://bundle/assets/x.js?y#z']

function guardedSession(policies = unmanaged): FakeSession {
  const session = new FakeSession([])
  guardSession(session as unknown as Session, memoryLog(), policies, {
    failed: () => undefined,
    ended: () => undefined
  })
  return session
}

class FakeDownload extends EventEmitter {
  readonly startedAt = Date.now()
  isCanceled = false
  path = ''
  readonly url: string
  constructor(url: string) {
    super()
    this.url = url
  }
  getURL = (): string => this.url
  getFilename = (): string => 'people.csv'
  getSavePath = (): string => this.path
  getStartTime = (): number => this.startedAt / 1000
  cancel(): void {
    this.isCanceled = true
    this.emit('done', {}, 'cancelled')
  }
}

describe('page address', () => {
  it.each(pageUrls)('is %s', (url) => expect(isPageUrl(url)).toBe(true))
  it.each(foreign)('is not %j', (url) => expect(isPageUrl(url)).toBe(false))
})

describe('session', () => {
  const all = [
    'clipboard-read',
    'display-capture',
    'fileSystem',
    'geolocation',
    'hid',
    'idle-detection',
    'keyboardLock',
    'media',
    'mediaKeySystem',
    'midi',
    'midiSysex',
    'notifications',
    'openExternal',
    'pointerLock',
    'serial',
    'speaker-selection',
    'storage-access',
    'top-level-storage-access',
    'unknown',
    'usb',
    'window-management',
    '__proto__'
  ]

  function asked(session: FakeSession, permission: string, url: string): boolean {
    const contents = new FakeContents()
    contents.mainFrame.url = url
    let answer: boolean | undefined
    session.permissionRequest!(contents, permission, (allowed) => (answer = allowed))
    expect(session.permissionCheck!(contents, permission, url)).toBe(answer)
    return answer!
  }

  it.each(all)('denies %s, to our page too', (permission) => {
    expect(asked(guardedSession(), permission, pageUrls[0]!)).toBe(false)
  })

  it.each(['clipboard-sanitized-write', 'fullscreen'])('allows %s to our page only', (permission) => {
    const session = guardedSession()
    expect(asked(session, permission, pageUrls[0]!)).toBe(true)
    for (const url of foreign) expect(asked(session, permission, url)).toBe(false)
  })

  it('denies copies and downloads where the organization does', () => {
    const session = guardedSession(managedBy({ AllowClipboard: false, AllowCsvExport: false, AllowPrint: false }))
    expect(asked(session, 'clipboard-sanitized-write', pageUrls[0]!)).toBe(false)
    expect(asked(session, 'fullscreen', pageUrls[0]!)).toBe(true)
    let stopped = false
    const download = new FakeDownload('blob:app://bundle/1-2')
    session.emit('will-download', { preventDefault: () => (stopped = true) }, download)
    expect(stopped).toBe(true)
  })

  it('denies devices, screen capture and pairing and asks no server for dictionaries', () => {
    const session = guardedSession()
    expect(session.device!()).toBe(false)
    const streams: object[] = []
    session.display!({}, (granted) => streams.push(granted))
    session.pairing!({}, (granted) => streams.push(granted))
    expect(streams).toEqual([{}, { confirmed: false }])
    expect(session.spellChecker).toBe(false)
  })

  it('blocks every address but its own, whatever asks for it', () => {
    const session = guardedSession()
    const cancelled = (url: string): boolean => {
      let cancel = false
      session.beforeRequest!({ url }, (decision) => (cancel = decision.cancel))
      return cancel
    }
    const allowed = [...pageUrls, 'blob:app://bundle/1-2', 'data:image/png;base64,', 'devtools://devtools/x.js']
    expect(allowed.filter(cancelled)).toEqual([])
    const blocked = [
      ...foreign.filter((url) => !url.startsWith('data:')),
      'wss://evil.test',
      'ftp://x',
      'blob:app://evil/1'
    ]
    expect(blocked.filter((url) => !cancelled(url))).toEqual([])
  })

  it('lets the page save what it made and nothing else', () => {
    const session = guardedSession()
    const prevented = (url: string): boolean => {
      let stopped = false
      session.emit('will-download', { preventDefault: () => (stopped = true) }, new FakeDownload(url))
      return stopped
    }
    expect(prevented('blob:app://bundle/1-2')).toBe(false)
    for (const url of foreign) expect(prevented(url)).toBe(true)
  })
})

describe('a file that the page saves', () => {
  function begun(path: string) {
    const told: FailedDownload[] = []
    const ended: EndedDownload[] = []
    const session = new FakeSession([])
    guardSession(session as unknown as Session, memoryLog(), unmanaged, {
      failed: (failed) => void told.push(failed),
      ended: (each) => void ended.push(each)
    })
    const download = new FakeDownload('blob:app://bundle/1-2')
    download.path = path
    session.emit('will-download', { preventDefault: () => undefined }, download)
    return { told, ended, download }
  }

  it('is told when nobody chose a place for it, or the disk failed, and nothing where it was saved', async () => {
    const saved = begun(join(temporaryFolder(), 'saved.csv'))
    writeFileSync(saved.download.path, 'all of it')
    saved.download.emit('updated', {}, 'progressing')
    saved.download.emit('done', {}, 'completed')
    const dismissed = begun('')
    dismissed.download.emit('done', {}, 'cancelled')
    const failed = begun(join(temporaryFolder(), 'mine.csv'))
    failed.download.emit('done', {}, 'interrupted')
    await vi.waitFor(() => expect(failed.told).toEqual([{ name: 'mine.csv', outcome: 'interrupted', left: false }]))
    expect(dismissed.told).toEqual([{ name: 'people.csv', outcome: 'cancelled', left: false }])
    expect([saved.told, existsSync(saved.download.path)]).toEqual([[], true])
    const url = 'blob:app://bundle/1-2'
    expect([saved, dismissed, failed].map(({ ended }) => ended)).toEqual([
      [{ url, saved: true }],
      [{ url, saved: false }],
      [{ url, saved: false }]
    ])
  })

  it('that waits for somebody to resume it is ended once, and what was written of it is gone', async () => {
    const { told, download } = begun(join(temporaryFolder(), 'people.csv'))
    writeFileSync(download.path, 'half of')
    download.emit('updated', {}, 'interrupted')
    download.emit('updated', {}, 'interrupted')
    await vi.waitFor(() => expect(told).toEqual([{ name: 'people.csv', outcome: 'interrupted', left: false }]))
    expect([download.isCanceled, existsSync(download.path)]).toEqual([true, false])
  })

  it('leaves an earlier file of the name that it could not replace', async () => {
    const { told, download } = begun(join(temporaryFolder(), 'people.csv'))
    writeFileSync(download.path, 'of yesterday')
    const yesterday = Date.now() / 1000 - 86_400
    utimesSync(download.path, yesterday, yesterday)
    download.emit('done', {}, 'interrupted')
    await vi.waitFor(() => expect(told).toHaveLength(1))
    expect(existsSync(download.path)).toBe(true)
  })

  it('says where part of it is left', async () => {
    const { told, download } = begun(join(temporaryFolder(), 'file', 'people.csv'))
    writeFileSync(join(download.path, '..'), 'a file in the place of the folder')
    download.emit('done', {}, 'interrupted')
    await vi.waitFor(() => expect(told).toEqual([{ name: 'people.csv', outcome: 'interrupted', left: true }]))
  })
})

describe('contents', () => {
  function prevented(event: string, details: object): boolean {
    const contents = new FakeContents()
    guardContents(contents as unknown as WebContents, memoryLog())
    let stopped = false
    contents.emit(event, { ...details, preventDefault: () => (stopped = true) })
    return stopped
  }

  it.each(['will-navigate', 'will-redirect', 'will-frame-navigate'])('%s leads only to the page', (event) => {
    for (const url of pageUrls) expect(prevented(event, { url, isMainFrame: true })).toBe(false)
    for (const url of foreign) expect(prevented(event, { url, isMainFrame: true })).toBe(true)
  })

  it('has no frames and no web views', () => {
    expect(prevented('will-frame-navigate', { url: pageUrls[0], isMainFrame: false })).toBe(true)
    expect(prevented('will-attach-webview', {})).toBe(true)
  })

  it.each([...pageUrls, ...foreign])('opens no window for %j', (url) => {
    const contents = new FakeContents()
    guardContents(contents as unknown as WebContents, memoryLog())
    expect(contents.openHandler!({ url })).toEqual({ action: 'deny' })
  })
})
