import { describe, expect, it } from 'vitest'
import { AppError } from '#shared/app-error.ts'
import { methods, type MethodName } from '#shared/contract/contract.ts'
import { noteOn } from '../../support/worklist.ts'
import { connectionInputs } from '../../support/connection-calls.ts'
import { testImportId } from '../../support/services.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { caller, codeOf, firstFile, services } from './dispatching.ts'
import {
  content,
  approval,
  definitions,
  governance,
  published,
  keptFacts,
  backup,
  keyring,
  pack,
  signedImports,
  snapshots,
  terms,
  worklist
} from '../host/answering-services.ts'

describe('dispatch', () => {
  it('answers every method of the contract', async () => {
    const { dispatch } = services({
      files: [firstFile],
      host: {
        dialogs: { choose: async () => [temporaryFolder()] },
        printer: { pdf: async () => Uint8Array.from(Buffer.from('%PDF-1.7')) }
      },
      snapshots,
      keyring,
      backup,
      content,
      signedImports,
      worklist,
      governance,
      published,
      definitions
    })
    await dispatch('backup.choose', { what: 'open' }, caller)
    const reply = await dispatch('data.exporting', { what: 'people', format: 'csv', names: false }, caller)
    const announced = reply.ok ? (reply.value as { readonly record: number }).record : 0
    const inputs: Readonly<Record<MethodName, unknown>> = {
      ...connectionInputs,
      'page.address': undefined,
      'links.take': undefined,
      'app.misplaced': undefined,
      'app.diagnostics': undefined,
      'page.failed': { kind: 'error', error: 'TypeError' },
      'drafts.list': undefined,
      'drafts.save': { name: 'sql', text: 'x' },
      'drafts.remove': { name: 'sql' },
      'boards.presets': undefined,
      'boards.save': { name: 'board-b1-0', text: 'x' },
      'boards.remove': { name: 'board-b1-0' },
      'app.info': undefined,
      'policies.get': undefined,
      'publishers.list': undefined,
      'publishers.add': { name: 'Quality Network', key: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' },
      'publishers.remove': { key: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' },
      'publishers.check': { what: 'site-pack', sha256: 'a'.repeat(64), bytes: 1 },
      'updates.state': undefined,
      'updates.check': undefined,
      'updates.download': { name: 'populus.deb' },
      'settings.get': undefined,
      'settings.set': { theme: 'dark' },
      'cluster.state': undefined,
      'cluster.start': { input: ['records'], format: 'ndjson', output: 'out', shards: 2, label: 'Plan' },
      'cluster.stop': { id: 'run-00001' },
      'cluster.openRun': { id: 'run-00001' },
      'cluster.openAddress': { address: 'https://storage.example.org/run' },
      'imports.choose': { what: 'folder' },
      'imports.pending': undefined,
      'sample.open': { patients: 1000 },
      'imports.stream': { importId: testImportId, file: 0 },
      'imports.close': { importId: testImportId },
      'progress.show': { fraction: 0.5 },
      'page.pdf': undefined,
      'backup.state': undefined,
      'backup.choose': { what: 'save' },
      'backup.make': { passphrase: 'four unlikely words', snapshots: true },
      'backup.receive': { first: true },
      'backup.check': { passphrase: 'four unlikely words' },
      'backup.restore': undefined,
      'backup.withdraw': undefined,
      'backup.cancel': undefined,
      'keyring.state': undefined,
      'keyring.create': { passphrase: 'four unlikely words' },
      'keyring.unlock': { passphrase: 'four unlikely words' },
      'keyring.unlockByOwner': undefined,
      'keyring.setOwnerLock': { on: true },
      'keyring.usePassphrase': { next: 'four other words' },
      'keyring.lock': undefined,
      'keyring.touch': undefined,
      'keyring.changePassphrase': { old: 'four unlikely words', next: 'four other words' },
      'keyring.makeRecovery': { passphrase: 'four unlikely words' },
      'keyring.recover': { recoveryKey: '0000-0000', next: 'four other words' },
      'keyring.rotate': { passphrase: 'four unlikely words' },
      'keyring.startOver': { confirm: 'START OVER' },
      'snapshots.list': undefined,
      'snapshots.begin': { files: [{ name: 'Patient.ndjson', textBytes: 7 }], textBytes: 7 },
      'snapshots.addFiles': { keepId: 'snapshot-1', files: [{ name: 'Condition.ndjson' }] },
      'snapshots.take': { keepId: 'snapshot-1', raw: 0, importId: testImportId, file: 0 },
      'snapshots.upload': { keepId: 'snapshot-1', part: 'cache', last: true },
      'snapshots.commit': { keepId: 'snapshot-1', facts: keptFacts, skipped: [] },
      'snapshots.abandon': { keepId: 'snapshot-1' },
      'snapshots.open': { id: 'snapshot-1' },
      'snapshots.hold': { id: 'snapshot-01', hold: true },
      'snapshots.accept': { id: 'snapshot-01', reason: 'source-confirmed' },
      'snapshots.retention': undefined,
      'snapshots.delete': { id: 'snapshot-1' },
      'worklist.read': { population: 'clinic', from: 0 },
      'worklist.add': { population: 'clinic', entries: [noteOn('p1', 'a')] },
      'worklist.populations': undefined,
      'worklist.receive': {
        population: 'clinic',
        events: [{ ...noteOn('p1', 'a'), id: 'event-0001', at: '2026-11-25T09:00:00.000Z', by: 'somebody' }]
      },
      'worklist.carryOn': { population: 'november', from: 'october' },
      'worklist.views': undefined,
      'worklist.setViews': [{ title: 'Mine', query: '{}' }],
      'audit.list': { query: {}, limit: 100 },
      'audit.verify': undefined,
      'audit.network': {},
      'published.enter': {
        what: 'figures',
        format: 'csv',
        title: 'People',
        people: [1],
        counts: [{ of: 'people', where: [], asOf: 20_000, current: true, data: 'a', count: 40, label: 'People' }]
      },
      'published.compare': {
        what: 'figures',
        format: 'csv',
        title: 'People',
        people: [1],
        counts: [{ of: 'people', where: [], asOf: 20_000, current: true, data: 'a', count: 40, label: 'People' }]
      },
      'published.cancel': { task: 'job-1' },
      'published.list': undefined,
      'published.acknowledge': { reason: 'The disk was replaced' },
      'published.forget': { entry: 1, reason: 'Sent to nobody' },
      'governance.agreements': undefined,
      'governance.addAgreement': terms,
      'governance.endAgreement': { id: 'agreement-1' },
      'governance.signOffs': undefined,
      'governance.signOff': { snapshot: 'snapshot-1', reason: 'Board of November' },
      'governance.frozen': { id: 'sign-off-01' },
      'governance.definitions': undefined,
      'governance.decideDefinition': { ...approval },
      'audit.reveals': undefined,
      'audit.reviewReveal': { record: 1, finding: 'appropriate' },
      'audit.anomalies': undefined,
      'audit.watch': { person: 'patient-4711', watch: true },
      'audit.sinkState': undefined,
      'audit.sinkSend': undefined,
      'audit.acknowledge': { log: '2026-11-25T12-00-00-000Z', reason: 'crash' },
      'audit.export': { query: {}, format: 'csv' },
      'data.exporting': { what: 'worklist', format: 'csv', rows: 3, names: false },
      'data.exported': { record: announced, done: true },
      'data.read': { what: 'person', names: false, person: 'patient-4711' },
      'content.list': undefined,
      'content.imported': undefined,
      'content.choose': { what: 'files' },
      'content.receive': { label: 'x', files: [{ name: 'x.json', length: 2 }] },
      'content.assemble': { signed: 'import-0001', lists: [] },
      'content.assign': { signed: 'import-0001', lists: [] },
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
      'identity.reveal': { reason: 'care', people: 1 },
      'matching.journal': undefined,
      'shards.open': undefined,
      'shards.openSaved': { snapshot: 'snapshot-1' },
      'shards.openRefresh': { snapshot: 'snapshot-1' },
      'shards.save': { id: 'population-1', snapshot: 'snapshot-1' },
      'shards.check': { id: 'population-1' },
      'shards.close': { id: 'population-1' },
      'matching.decide': { kind: 'same', left: '1@a', right: '2@b' },
      'consent.optOuts': undefined,
      'consent.importOptOuts': { text: 'p1' },
      'consent.recordRules': undefined,
      'consent.setRecordRules': { labels: [{ labels: ['R'], action: 'exclude' }], consents: 'followed' },
      'roles.mine': undefined,
      'roles.list': undefined,
      'roles.assign': { rows: [{ account: 'eve', role: 'admin' }] }
    }
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
    ['identity.reveal', { reason: 'care', people: 1, person: 'x'.repeat(501) }],
    ['data.exporting', { what: 'people', format: 'csv', rows: 1 }],
    ['data.exporting', { what: 'everything', format: 'csv', names: true }],
    ['data.read', { what: 'person', names: false, person: '' }],
    ['audit.list', { query: { actions: ['data.burned'] }, limit: 10 }],
    ['audit.list', { query: { from: 'today' }, limit: 10 }],
    ['audit.acknowledge', { log: '../audit.key', reason: 'crash' }],
    ['audit.acknowledge', { log: '2026-11-25T12-00-00-000Z', reason: 'crash', reference: 'Ann Doe' }]
  ]
  it.each(badInputs)('refuses bad input of %s: %j', async (name, input) => {
    const { dispatch } = services({ files: [firstFile] })
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
