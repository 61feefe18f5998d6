import { describe, expect, it } from 'vitest'
import { AppError } from '#shared/app-error.ts'
import type { PackEntry } from '#shared/contract-measures.ts'
import { methods, type MethodName, type Reply } from '#shared/contract.ts'
import type { SnapshotFacts } from '#shared/snapshot.ts'
import { defaultSettings } from '#shared/settings-schema.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { noteOn } from '../../support/worklist.ts'
import { connectionInputs } from '../../support/connection-calls.ts'
import { testImportId, testServices, textStream, type TestServicesOptions } from '../../support/services.ts'

const caller = { windowId: 1 }
const services = (options: TestServicesOptions = {}) => testServices(temporaryFolder(), options)
const one = { name: 'Patient.ndjson', read: () => textStream('{}') }

const keptFacts: SnapshotFacts = { label: 'a', source: 'files', patients: 1, resources: 1, release: 'R4', textBytes: 7 }
const kept = { id: 'snapshot-1', keptAt: 1, keptBytes: 9, facts: keptFacts }
const nothing = async (): Promise<void> => undefined
const snapshots: TestServicesOptions['snapshots'] = {
  createKeyring: nothing,
  unlockKeyring: nothing,
  list: async () => [kept],
  begin: async () => 'snapshot-1',
  take: nothing,
  commit: async () => kept,
  abandon: nothing,
  delete: nothing,
  open: async () => ({
    listing: { importId: testImportId, label: 'a', kind: 'snapshot', files: [], skipped: [] },
    facts: keptFacts,
    openCache: async () => textStream('')
  })
}

const worklist: TestServicesOptions['worklist'] = {
  read: async () => ({ state: 'none', total: 0, events: [], carriedFrom: undefined, setAside: false }),
  add: async () => [],
  carryOn: nothing,
  setViews: async (views) => [...views]
}

const pack: PackEntry = {
  id: 'pack-0001',
  installedAt: 1,
  keptBytes: 9,
  facts: {
    title: 'Pack',
    hash: 'a'.repeat(64),
    textBytes: 7,
    measures: [],
    libraries: 0,
    valueSets: 1,
    source: 'import'
  }
}
const content: TestServicesOptions['content'] = {
  list: async () => [pack],
  read: async () => new Uint8Array(1),
  announce: () => 'draft-0001',
  take: nothing,
  commit: async () => pack,
  remove: nothing
}

function codeOf(reply: Reply): string {
  return reply.ok ? 'ok' : reply.error.code
}

describe('dispatch', () => {
  it('answers every method of the contract', async () => {
    const inputs: Readonly<Record<MethodName, unknown>> = {
      ...connectionInputs,
      'app.info': undefined,
      'settings.get': undefined,
      'settings.set': { theme: 'dark' },
      'imports.choose': { what: 'folder' },
      'imports.pending': undefined,
      'sample.open': { patients: 1000 },
      'imports.stream': { importId: testImportId, file: 0 },
      'imports.close': { importId: testImportId },
      'progress.show': { fraction: 0.5 },
      'page.pdf': undefined,
      'keyring.state': undefined,
      'keyring.create': { passphrase: 'four unlikely words' },
      'keyring.unlock': { passphrase: 'four unlikely words' },
      'snapshots.list': undefined,
      'snapshots.begin': { files: [{ name: 'Patient.ndjson', textBytes: 7 }], textBytes: 7 },
      'snapshots.addFiles': { keepId: 'snapshot-1', files: [{ name: 'Condition.ndjson' }] },
      'snapshots.take': { keepId: 'snapshot-1', raw: 0, importId: testImportId, file: 0 },
      'snapshots.upload': { keepId: 'snapshot-1', part: 'cache', last: true },
      'snapshots.commit': { keepId: 'snapshot-1', facts: keptFacts, skipped: [] },
      'snapshots.abandon': { keepId: 'snapshot-1' },
      'snapshots.open': { id: 'snapshot-1' },
      'snapshots.delete': { id: 'snapshot-1' },
      'worklist.read': { population: 'clinic', from: 0 },
      'worklist.add': { population: 'clinic', entries: [noteOn('p1', 'a')] },
      'worklist.populations': undefined,
      'worklist.carryOn': { population: 'november', from: 'october' },
      'worklist.views': undefined,
      'worklist.setViews': [{ title: 'Mine', query: '{}' }],
      'quality.exported': { what: 'worklist', format: 'csv', rows: 3, names: false },
      'content.list': undefined,
      'content.choose': { what: 'files' },
      'content.open': { id: pack.id },
      'content.upload': { facts: pack.facts },
      'content.commit': { draft: 'draft-0001' },
      'content.remove': { id: pack.id },
      'measures.results': { snapshot: 'snapshot-1' },
      'measures.keepResults': { snapshot: 'snapshot-1' },
      'measures.ran': {
        measures: 1,
        periods: 1,
        evaluated: 1,
        patients: 7,
        problems: 0,
        seconds: 0.5,
        packs: [pack.facts.hash]
      },
      'identity.reveal': { reason: 'care', people: 1 }
    }
    const { dispatch } = services({
      files: [one],
      host: {
        dialogs: { choose: async () => ['/a'] },
        printer: { pdf: async () => Uint8Array.from(Buffer.from('%PDF-1.7')) }
      },
      snapshots,
      content,
      worklist
    })
    const codes = await Promise.all(
      Object.entries(inputs).map(async ([name, input]) => [name, codeOf(await dispatch(name, input, caller))])
    )
    expect(Object.fromEntries(codes)).toEqual(Object.fromEntries(Object.keys(methods).map((name) => [name, 'ok'])))
  })

  it.each(['', 'nothing', 'constructor', '__proto__', 'toString', 'hasOwnProperty', 'valueOf'])(
    'knows no method %j',
    async (name) => {
      const { dispatch, audited } = services()
      expect(codeOf(await dispatch(name, undefined, caller))).toBe('not-found')
      expect(audited).toEqual([])
    }
  )

  const badInputs: readonly (readonly [MethodName, unknown])[] = [
    ['app.info', {}],
    ['app.info', null],
    ['imports.choose', { what: 'disk' }],
    ['imports.stream', { importId: '../../etc', file: 0 }],
    ['imports.stream', { importId: testImportId, file: -1 }],
    ['imports.stream', { importId: testImportId, file: 0.5 }],
    ['imports.stream', { importId: testImportId, file: 0, length: 2 ** 40 }],
    ['sample.open', { patients: 0 }],
    ['sample.open', { patients: 2_000_000 }],
    ['sample.open', { patients: '1000' }],
    ['connections.delete', { id: '../../etc' }],
    ['connections.makeKey', { id: 'connection-1', algorithm: 'HS256' }],
    ['exports.start', { connection: 'connection-1', kind: 'half' }],
    ['schedule.preview', { enabled: true, times: ['25:00'] }],
    ['keyring.unlock', { passphrase: 'x'.repeat(1025) }],
    ['snapshots.open', { id: '../../etc/passwd' }],
    ['snapshots.delete', { id: '' }],
    ['snapshots.upload', { keepId: 'snapshot-1', part: { raw: -1 }, last: true }],
    ['snapshots.upload', { keepId: 'snapshot-1', part: 'key', last: true }],
    ['progress.show', { fraction: 2 }],
    ['progress.show', { fraction: Number.NaN }],
    ['identity.reveal', { reason: 'curiosity', people: 1 }],
    ['identity.reveal', { reason: 'care', people: 0 }],
    ['identity.reveal', { reason: 'care', people: 1, note: 'x'.repeat(501) }]
  ]
  it.each(badInputs)('refuses bad input of %s: %j', async (name, input) => {
    const { dispatch } = services({ files: [one] })
    expect(codeOf(await dispatch(name, input, caller))).toBe('invalid-input')
  })

  it('never lets the text of an internal error out', async () => {
    const imports = {
      openSample: () => {
        throw new Error('secret path /home/quimbly')
      }
    }
    const { dispatch, log } = services({ imports })
    const reply = await dispatch('sample.open', { patients: 10 }, caller)
    expect(codeOf(reply)).toBe('internal')
    expect(JSON.stringify([reply, log.entries])).not.toContain('quimbly')
    expect(log.entries).toMatchObject([
      { level: 'error', event: 'call.failed', facts: { method: 'sample.open', error: 'Error' } }
    ])
  })

  it('passes the sentence of an expected error on', async () => {
    const imports = { open: async () => Promise.reject(new AppError('unreadable-file', 'The archive is damaged.')) }
    const { dispatch } = services({ imports, host: { dialogs: { choose: async () => ['/a'] } } })
    expect(await dispatch('imports.choose', { what: 'files' }, caller)).toEqual({
      ok: false,
      error: { code: 'unreadable-file', message: 'The archive is damaged.', retryable: false }
    })
  })

  it('does not send what breaks the contract', async () => {
    const imports = {
      openSample: () => ({ importId: '!', label: 'x', kind: 'sample' as const, files: [], skipped: [] })
    }
    const { dispatch } = services({ imports })
    expect(codeOf(await dispatch('sample.open', { patients: 10 }, caller))).toBe('internal')
  })

  it('drops fields that are not in the contract', async () => {
    const imports = {
      openSample: () => ({
        importId: testImportId,
        label: 'x',
        kind: 'sample' as const,
        files: [],
        skipped: [],
        path: '/home/eve'
      })
    }
    const { dispatch } = services({ imports })
    const reply = await dispatch('sample.open', { patients: 10 }, caller)
    expect(reply.ok).toBe(true)
    expect(JSON.stringify(reply)).not.toContain('eve')
  })
})

describe('audit before reply', () => {
  it('records what the contract says, with counts and without text of the user', async () => {
    const { dispatch, audited } = services({
      files: [one, one],
      host: { dialogs: { choose: async () => ['/home/eve'] } }
    })
    await dispatch('imports.choose', { what: 'folder' }, caller)
    await dispatch('sample.open', { patients: 500 }, caller)
    await dispatch('settings.set', { theme: 'dark', density: 'roomy' }, caller)
    await dispatch('identity.reveal', { reason: 'other', people: 3, note: 'looking for Eve' }, caller)
    expect(audited).toEqual([
      { action: 'data.opened', outcome: 'success', facts: { files: 2, skipped: 0, bytes: 14 } },
      { action: 'sample.opened', outcome: 'success', facts: { patients: 500 } },
      { action: 'settings.changed', outcome: 'success', facts: { settings: 2 } },
      { action: 'identity.revealed', outcome: 'success', facts: { reason: 'other', people: 3, note: true } }
    ])
  })

  it('records nothing when nothing happened', async () => {
    const { dispatch, audited } = services({ host: { dialogs: { choose: async () => undefined } } })
    expect(await dispatch('imports.choose', { what: 'folder' }, caller)).toEqual({ ok: true, value: undefined })
    expect(await dispatch('imports.pending', undefined, caller)).toEqual({ ok: true, value: undefined })
    expect(audited).toEqual([])
  })

  it('records a failed action with its code', async () => {
    const { dispatch, audited } = services()
    await dispatch('imports.choose', { what: 'folder' }, caller)
    await dispatch('identity.reveal', { reason: 'care' }, caller)
    expect(audited).toEqual([
      { action: 'data.opened', outcome: 'failure', facts: { code: 'not-supported' } },
      { action: 'identity.revealed', outcome: 'failure', facts: { code: 'invalid-input' } }
    ])
  })

  it('does not answer an action that could not be recorded', async () => {
    const { dispatch, log } = services({ auditFails: true })
    const reply = await dispatch('identity.reveal', { reason: 'care', people: 1 }, caller)
    expect(codeOf(reply)).toBe('internal')
    expect(JSON.stringify(reply)).not.toContain('untilMs')
    expect(log.entries.map(({ event }) => event)).toEqual(['call.failed', 'audit.unwritable'])
    expect(codeOf(await dispatch('settings.get', undefined, caller))).toBe('ok')
  })
})

describe('handlers', () => {
  it('keeps settings, tells every window, and falls back for what is damaged', async () => {
    const stored = { theme: 'purple', density: 'roomy', unknown: 1 }
    const settings = { read: () => stored, write: async () => undefined }
    const { dispatch, emitted } = services({ host: { settings } })
    const before = { ...defaultSettings, density: 'roomy' }
    expect(await dispatch('settings.get', undefined, caller)).toEqual({ ok: true, value: before })
    const after = { ...before, theme: 'light' }
    expect(await dispatch('settings.set', { theme: 'light' }, caller)).toEqual({ ok: true, value: after })
    expect(emitted).toEqual([{ name: 'settings.changed', value: after }])
  })

  it('keeps the old settings when the new ones cannot be stored', async () => {
    const full = Object.assign(new Error('no space'), { code: 'ENOSPC' })
    const settings = { read: () => ({}), write: async () => Promise.reject(full) }
    const { dispatch, emitted } = services({ host: { settings } })
    expect(codeOf(await dispatch('settings.set', { theme: 'dark' }, caller))).toBe('out-of-space')
    expect(await dispatch('settings.get', undefined, caller)).toEqual({ ok: true, value: defaultSettings })
    expect(emitted).toEqual([])
  })

  it('uses the defaults when what is stored is no object', async () => {
    const { dispatch } = services({ host: { settings: { read: () => 'x', write: async () => undefined } } })
    expect(await dispatch('settings.get', undefined, caller)).toEqual({ ok: true, value: defaultSettings })
  })

  it('offers what the program was started with until it is closed', async () => {
    const { dispatch, pending, opened, closed } = services({ files: [one] })
    pending.offer(['/a', '/b'])
    const first = await dispatch('imports.pending', undefined, caller)
    expect(await dispatch('imports.pending', undefined, caller)).toEqual(first)
    expect(opened).toEqual([['/a', '/b']])
    pending.offer(['/c'])
    await dispatch('imports.pending', undefined, caller)
    expect(opened).toEqual([['/a', '/b'], ['/c']])
    await dispatch('imports.close', { importId: testImportId }, caller)
    expect(closed).toEqual([testImportId])
    expect(await dispatch('imports.pending', undefined, caller)).toEqual({ ok: true, value: undefined })
  })

  it('takes what cannot be opened off the offer', async () => {
    const imports = { open: async () => Promise.reject(new AppError('not-found', 'There is no such folder.')) }
    const { dispatch, pending } = services({ imports })
    pending.offer(['/a'])
    expect(codeOf(await dispatch('imports.pending', undefined, caller))).toBe('not-found')
    expect(await dispatch('imports.pending', undefined, caller)).toEqual({ ok: true, value: undefined })
  })

  it('hands a range of a file to the data plane', async () => {
    const asked: unknown[] = []
    const imports = {
      read: async (...args: unknown[]) => {
        asked.push(args)
        return textStream('x')
      }
    }
    const { dispatch, site } = services({ files: [one], imports })
    const urlOf = async (input: object): Promise<{ url: string; bytes: number }> => {
      const reply = await dispatch('imports.stream', { importId: testImportId, file: 0, ...input }, caller)
      return (reply as { value: { url: string; bytes: number } }).value
    }
    const [whole, range, start] = [await urlOf({}), await urlOf({ offset: 5, length: 3 }), await urlOf({ length: 3 })]
    expect([whole.bytes, range.bytes, start.bytes]).toEqual([7, 3, 3])
    expect(asked).toEqual([])
    for (const { url } of [whole, range, start]) expect((await site(url)).status).toBe(200)
    expect(asked).toEqual([
      [testImportId, 0, undefined],
      [testImportId, 0, { offset: 5, length: 3 }],
      [testImportId, 0, { offset: 0, length: 3 }]
    ])
  })

  it('gives a reveal of ten minutes and shows progress', async () => {
    const { dispatch, progress, time } = services()
    expect(await dispatch('identity.reveal', { reason: 'care', people: 1 }, caller)).toEqual({
      ok: true,
      value: { untilMs: time.now + 600_000 }
    })
    await dispatch('progress.show', { fraction: 0.25 }, caller)
    await dispatch('progress.show', {}, caller)
    expect(progress).toEqual([0.25, undefined])
  })
})
