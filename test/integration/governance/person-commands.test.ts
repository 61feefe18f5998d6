import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createHash } from 'node:crypto'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { CliCommand } from '../../../src-main/cli/terminal/command.ts'
import { eraseCommand } from '../../../src-main/cli/commands/erase.ts'
import { incidentCommand } from '../../../src-main/cli/governance/incident.ts'
import { subjectCommand } from '../../../src-main/cli/commands/subject.ts'
import { openCommandAudit } from '../../../src-main/cli/data/command-audit.ts'
import { openConnectionFiles } from '../../../src-main/services/connections/connection-file.ts'
import {
  createConnectionService,
  type ConnectionService
} from '../../../src-main/services/connections/connection-service.ts'
import { openVendorCatalog } from '../../../src-main/services/connections/vendor-catalog.ts'
import { readKeyFile } from '../../../src-main/storage/keys/key-file.ts'
import { openSealedJournal } from '../../../src-main/storage/sealed/sealed-journal.ts'
import { diskFiles } from '../../../src-main/storage/sealed/store-files.ts'
import { settingsFor } from '../../support/connection-calls.ts'
import { decisionJournal } from '../../../src-main/services/matching/decision-journal.ts'
import { openWorklist } from '../../../src-main/services/worklist/open-worklist.ts'
import { systemClock, systemRandom } from '../../../src-main/ports/system.ts'
import { listRecords } from '../../../src-main/services/audit/list-records.ts'
import { openDraftStore } from '../../../src-main/services/drafts/draft-store.ts'
import { openSnapshotFolder, type SnapshotFolder } from '../../../src-main/services/snapshots/snapshot-folder.ts'
import { createKeyring } from '../../../src-main/storage/keys/keyring.ts'
import { memoryLog } from '../../support/memory-log.ts'
import { unmanaged } from '../../support/policies.ts'
import { quickWork } from '../../support/quick-keyring.ts'
import { keepTexts, textOf } from '../../support/snapshot-store.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { runDirectly } from '../../support/populus-command.ts'

const passphrase = 'four unlikely words together'
const eve = 'canary-person-1'
const lines = (...resources: readonly object[]): string => resources.map((each) => `${JSON.stringify(each)}\n`).join('')
const patients = lines(
  { resourceType: 'Patient', id: eve, name: [{ family: 'Canaryson' }] },
  { resourceType: 'Patient', id: `${eve}2`, name: [{ family: 'Other' }] }
)
const records = lines(
  { resourceType: 'Observation', id: 'o1', subject: { reference: `Patient/${eve}` }, valueString: 'Canary text' },
  { resourceType: 'Observation', id: 'o2', subject: { reference: `Patient/${eve}2` } },
  { resourceType: 'Coverage', id: 'c1', beneficiary: { reference: `https://ehr.example/Patient/${eve}/_history/2` } },
  { resourceType: 'Group', id: 'g', member: [`${eve}2`, eve].map((id) => ({ entity: { reference: `Patient/${id}` } })) }
)
const bundle = JSON.stringify(
  {
    resourceType: 'Bundle',
    type: 'collection',
    entry: [
      { resource: { resourceType: 'Patient', id: eve, name: [{ family: 'Canaryson' }] } },
      { resource: { resourceType: 'Condition', id: 'x', subject: { reference: `Patient/${eve}2` } } }
    ]
  },
  undefined,
  1
)

/** How a command ended, what it printed, and what it said next to that. */
interface Outcome {
  readonly code: number
  readonly text: string
  readonly errors: string
}

interface Place {
  readonly data: string
  readonly out: string
  readonly open: () => Promise<SnapshotFolder>
  run(command: CliCommand, ...args: readonly string[]): Promise<Outcome>
  /** Called with the name of every file before it is written. */
  onDraft(tell: (draft: string) => void): void
  /** What the last command printed, also one that failed. */
  printed(): string
  actions(): Promise<string[]>
}

async function place(): Promise<Place> {
  const root = temporaryFolder()
  const data = join(root, 'data')
  const out = join(root, 'out')
  mkdirSync(out)
  const secret = join(root, 'passphrase')
  writeFileSync(secret, `${passphrase}\n`, { mode: 0o600 })
  const open = () =>
    openSnapshotFolder({
      folder: join(data, 'snapshots'),
      secrets: undefined,
      clock: systemClock,
      log: memoryLog(),
      work: quickWork
    })
  const folder = await open()
  await folder.keyring.create(passphrase)
  await keepTexts(await folder.store.begin(0), 'older', { 'Patient.ndjson': patients, 'bundle.json': bundle })
  await keepTexts(await folder.store.begin(0), 'newer', { 'Patient.ndjson': patients, 'all.ndjson': records })
  await keepTexts(await folder.store.begin(0), 'others', {
    'Patient.ndjson': lines({ resourceType: 'Patient', id: 'z' })
  })
  const drafts = openDraftStore({
    folder: join(data, 'drafts'),
    keyring: folder.keyring,
    clock: systemClock,
    log: memoryLog(),
    author: 'test'
  })
  await drafts.save('cohort-all-a-0', `{"ids":["${eve}"]}`, undefined)
  await drafts.save('sql', 'select 1', undefined)
  const worklist = openWorklist({
    folder: join(data, 'worklist'),
    keyring: folder.keyring,
    clock: systemClock,
    random: systemRandom,
    log: memoryLog()
  })
  const note = { kind: 'note', measure: 'm', group: 'g', period: { start: '2026-01-01', end: '2026-12-31' } } as const
  await worklist.worklist.add('november', [
    { ...note, patient: eve, text: 'Canary note' },
    { ...note, patient: `${eve}2`, text: 'Other note' }
  ])
  await worklist.worklist.setViews([{ title: 'Mine', query: JSON.stringify({ text: eve }) }])
  await worklist.release()
  const decisions = decisionJournal({
    data,
    keyring: folder.keyring,
    clock: systemClock,
    random: systemRandom,
    author: 'test'
  })
  const { id } = await decisions.add({ kind: 'same', left: `${eve}@hospital`, right: 'x@clinic' })
  await decisions.add({ kind: 'undo', of: id })
  await decisions.add({ kind: 'apart', left: `${eve}2@hospital`, right: 'x@clinic' })
  const statement = { title: 'One person', description: '', text: `select '${eve}'` }
  writeFileSync(join(data, 'settings.json'), JSON.stringify({ theme: 'dark', savedStatements: [statement] }))
  const audit = await openCommandAudit(data, folder.keyring)
  const person = await audit.pseudonym(eve)
  await audit.record({ action: 'data.read', outcome: 'success', facts: { what: 'person', person: person! } })
  await folder.release()
  let tellDraft: (draft: string) => void = () => undefined
  let text = ''
  return {
    data,
    out,
    open,
    onDraft: (tell) => void (tellDraft = tell),
    printed: () => text,
    async run(command, ...args) {
      text = ''
      let errors = ''
      const io = {
        drafted: (draft: string) => tellDraft(draft),
        out: (part: string) => void (text += part),
        err: (part: string) => void (errors += part),
        terminal: false,
        policies: unmanaged,
        resources: resolve(import.meta.dirname, '../../../resources')
      }
      const code = await runDirectly(
        command,
        [...args, '--data', data, ...(command === incidentCommand ? [] : ['--passphrase-file', secret])],
        io
      )
      return { code, text, errors }
    },
    actions: async () =>
      (await listRecords(join(data, 'audit'), {}, { limit: 100 })).rows.map(
        ({ action, outcome }) => `${action} ${outcome}`
      )
  }
}

/** Everything that the snapshots hold, in the clear. */
async function everything({ open }: Place): Promise<string[]> {
  const folder = await open()
  await folder.keyring.unlock(passphrase)
  const texts: string[] = []
  for (const { id } of await folder.store.list()) {
    const opened = await folder.store.open(id)
    for (const index of opened.inside.files.keys()) texts.push((await textOf(await opened.raw(index)))!)
    await opened.close()
  }
  await folder.release()
  return texts
}

function filesUnder(folder: string): Buffer[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((each) => each.isFile())
    .map((each) => readFileSync(join(each.parentPath, each.name)))
}

describe('a person who asks for their data', () => {
  it('gets both files or none', async () => {
    const opened = await place()
    const target = join(opened.out, 'report')
    let drafts = 0
    // The second file cannot be begun.
    opened.onDraft((draft) => {
      if (++drafts === 2) symlinkSync('nowhere', draft)
    })
    const asked = ['--person', eve, '--reason', 'R', '--out', target]
    await expect(opened.run(subjectCommand, ...asked)).rejects.toMatchObject({ reason: 'disk' })
    expect([drafts, readdirSync(target)]).toEqual([2, []])
  })

  it('gets every record of every snapshot, to read and as FHIR, and who used them', async () => {
    const opened = await place()
    const target = join(opened.out, 'report')
    const { code, text, errors } = await opened.run(
      subjectCommand,
      '--person',
      `Patient/${eve}`,
      '--out',
      target,
      '--reason',
      'SAR-7'
    )
    expect(errors.match(/health data in the clear/g)).toHaveLength(1)
    expect([code, text]).toEqual([0, '3 records about this person, in report.txt and bundle.json.\n'])
    const { entry } = JSON.parse(readFileSync(join(target, 'bundle.json'), 'utf8')) as {
      readonly entry: readonly { readonly resource: { readonly id: string } }[]
    }
    expect(entry.map(({ resource }) => resource.id).sort()).toEqual(['c1', eve, 'o1'])
    const report = readFileSync(join(target, 'report.txt'), 'utf8')
    expect(report).toContain('Coverage: 1')
    expect(report).toContain('1 other record that mentions the person')
    expect(report).toContain('Worklist: 1 notes')
    expect(report).toContain('Saved views of the worklist: 1')
    expect(report).toContain('of one person: 1')
    expect(report).toContain('Saved statements and views: 1')
    expect(report).toContain('Data shown, success')
    expect((await opened.actions()).slice(0, 2)).toEqual(['subject.reported success', 'subject.reported intent'])
    expect(JSON.stringify(await listRecords(join(opened.data, 'audit'), {}, { limit: 100 }))).not.toContain(eve)
  })

  it('gets no advice that the command does not take where a file is in the way', async () => {
    const opened = await place()
    const target = join(opened.out, 'report')
    const asked = ['--person', eve, '--reason', 'R', '--out', target]
    await opened.run(subjectCommand, ...asked)
    await expect(opened.run(subjectCommand, ...asked)).rejects.toThrow(
      /^The folder of --out has report\.txt already\. Choose another folder\.$/
    )
    await opened.run(incidentCommand, '--evidence', target)
    await expect(opened.run(incidentCommand, '--evidence', target)).rejects.toThrow(
      /^The folder of --evidence has manifest\.json already\. Choose another folder\.$/
    )
    const certificate = join(target, 'report.txt')
    await expect(
      opened.run(eraseCommand, '--person', eve, '--confirm', eve, '--reason', 'R', '--certificate', certificate)
    ).rejects.toThrow(/^The file of --certificate already exists\. Choose another name\.$/)
    expect((await everything(opened)).join('')).toContain('Canaryson')
  })
})

describe('a person who is erased', () => {
  it('has a certificate all the same where its file cannot be written', async () => {
    const opened = await place()
    const folder = join(opened.out, 'drive')
    mkdirSync(folder)
    const asked = ['--person', eve, '--reason', 'ERASE-9', '--confirm', eve]
    opened.onDraft(() => rmSync(folder, { recursive: true }))
    await expect(opened.run(eraseCommand, ...asked, '--certificate', join(folder, 'c.json'))).rejects.toMatchObject({
      message: expect.stringContaining('It is erased, but the file of --certificate could not be written') as string,
      reason: 'disk'
    })
    expect(JSON.parse(opened.printed())).toMatchObject({ certificate: 'populus-erasure-1', what: 'person' })
    expect((await everything(opened)).join('')).not.toContain('Canaryson')
  })

  it('is nowhere in the data folder, and the others are as they were', async () => {
    const opened = await place()
    const certificate = join(opened.out, 'certificate.json')
    const asked = ['--person', eve, '--reason', 'ERASE-9', '--certificate', certificate]
    await expect(opened.run(eraseCommand, ...asked, '--confirm', 'somebody')).rejects.toThrow('Nothing was erased')
    expect((await everything(opened)).join('')).toContain('Canaryson')
    const { code } = await opened.run(eraseCommand, ...asked, '--confirm', eve)
    expect(code).toBe(0)
    const texts = await everything(opened)
    expect(texts.join('')).not.toMatch(new RegExp(`Canary|${eve}(?!2)`))
    expect(texts.join('')).toContain(`"id":"${eve}2"`)
    expect(texts.some((text) => text.includes('"id":"g"') && text.includes(`Patient/${eve}2`))).toBe(true)
    expect(texts.some((text) => text.includes('"id":"x"'))).toBe(true)
    expect(filesUnder(opened.data).some((bytes) => bytes.includes('Canary') || bytes.includes(eve))).toBe(false)
    const proof = JSON.parse(readFileSync(certificate, 'utf8')) as Record<string, unknown>
    expect(proof).toMatchObject({ what: 'person', reason: 'ERASE-9', drafts: 1 })
    expect(proof['snapshots']).toHaveLength(2)
    expect(JSON.stringify(proof)).not.toContain(eve)
    expect(proof['places']).toEqual({
      worklistEvents: 1,
      worklistViews: 1,
      matchDecisions: 2,
      drafts: 1,
      settings: 1,
      optedOut: false
    })
    expect((await opened.actions())[0]).toBe('data.erased success')
    const folder = await opened.open()
    await folder.keyring.unlock(passphrase)
    const entries = await folder.store.list()
    expect(entries).toHaveLength(3)
    // Ids of the old ones are gone with their keys, and one that did not mention the person stayed.
    const old = (proof['snapshots'] as readonly { readonly snapshot: string }[]).map(({ snapshot }) => snapshot)
    expect(entries.filter(({ id }) => old.includes(id))).toEqual([])
    const drafts = openDraftStore({
      folder: join(opened.data, 'drafts'),
      keyring: folder.keyring,
      clock: systemClock,
      log: memoryLog(),
      author: 'test'
    })
    expect((await drafts.list())?.map(({ name }) => name)).toEqual(['sql'])
    const shared = { keyring: folder.keyring, clock: systemClock, random: systemRandom }
    const worklist = openWorklist({ ...shared, folder: join(opened.data, 'worklist'), log: memoryLog() })
    const { events, cut } = await worklist.worklist.read('november', 0)
    expect([events.map(({ patient }) => patient), cut]).toEqual([[`${eve}2`], false])
    expect(await worklist.worklist.views()).toEqual([])
    await worklist.release()
    const matches = await decisionJournal({ ...shared, data: opened.data, author: 'test' }).read()
    expect(matches.entries.map(({ kind }) => kind)).toEqual(['apart'])
    await folder.release()
  })

  it('is named in the sentence about what was done, and may be named by a reference', async () => {
    const opened = await place()
    const certificate = join(opened.out, 'certificate.json')
    const asked = ['--reason', 'R', '--certificate', certificate, '--confirm', `Patient/${eve}`]
    const { code, text } = await opened.run(eraseCommand, '--person', `Patient/${eve}`, ...asked)
    expect([code, text]).toEqual([
      0,
      'The person was removed from 2 snapshots, 1 entry of the worklist, 1 view of the worklist, 2 decisions about records of one person, 1 draft or saved cohort, board or list, 1 saved statement or view. The certificate is written.\n'
    ])
    expect((await everything(opened)).join('')).not.toContain('Canaryson')
    expect(existsSync(certificate)).toBe(true)
  })

  it('is not certified to be erased where nobody of the id is stored', async () => {
    const opened = await place()
    const before = await everything(opened)
    const asked = ['--person', 'mistyped', '--confirm', 'mistyped', '--reason', 'R']
    await expect(
      opened.run(eraseCommand, ...asked, '--certificate', join(opened.out, 'certificate.json'))
    ).rejects.toThrow('Nothing was erased: no stored snapshot')
    expect(readdirSync(opened.out)).toEqual([])
    expect(await everything(opened)).toEqual(before)
    expect((await opened.actions())[0]).toBe('data.erased failure')
  })

  it.each([
    ['one person', ['--person', eve, '--confirm', eve]],
    ['everything', ['--everything', '--confirm', 'EVERYTHING']]
  ] as const)('stays where a snapshot is on hold, and nothing is changed: %s', async (_, what) => {
    const opened = await place()
    const folder = await opened.open()
    await folder.keyring.unlock(passphrase)
    const before = await folder.store.list()
    await folder.store.hold(before[1]!.id, true)
    await folder.release()
    const asked = [...what, '--reason', 'R', '--certificate', join(opened.out, 'c.json')]
    await expect(opened.run(eraseCommand, ...asked)).rejects.toThrow('A snapshot is on hold, so nothing was erased')
    const again = await opened.open()
    await again.keyring.unlock(passphrase)
    expect((await again.store.list()).map(({ id }) => id)).toEqual(before.map(({ id }) => id))
    await again.release()
    expect(readdirSync(opened.out)).toEqual([])
  })

  it.each([
    ['decisions that were changed', 'not-allowed', 'match-decisions.sealed'],
    ['a worklist that a later version wrote into', 'not-supported', 'A later version of Populus']
  ] as const)('stays where %s may name the person, and nothing is changed', async (what, code, said) => {
    const opened = await place()
    const before = await everything(opened)
    const path = join(opened.data, 'worklist', 'journal.sealed')
    if (code === 'not-allowed') writeFileSync(join(opened.data, 'match-decisions.sealed'), 'changed')
    else {
      const folder = await opened.open()
      await folder.keyring.unlock(passphrase)
      const keyPlace = { folder: join(opened.data, 'worklist'), keyring: folder.keyring, files: diskFiles }
      const key = (await readKeyFile({ ...keyPlace, purpose: 'worklist/key' }))!
      const { journal } = await openSealedJournal({ path, key, files: diskFiles, now: () => 0 })
      await journal.append(Buffer.from('{"type":"letters","letters":[]}'))
      await folder.release()
    }
    const worklist = readFileSync(path)
    const asked = ['--person', eve, '--confirm', eve, '--reason', 'R', '--certificate', join(opened.out, 'c.json')]
    await expect(opened.run(eraseCommand, ...asked), what).rejects.toMatchObject({
      code,
      message: expect.stringContaining(said) as string
    })
    expect(await everything(opened)).toEqual(before)
    expect(readFileSync(path).equals(worklist)).toBe(true)
    expect(readdirSync(opened.out)).toEqual([])
  })

  it('goes from files with lines that cannot be read, too, and from the coverage of a child that stays', async () => {
    const opened = await place()
    const folder = await opened.open()
    await folder.keyring.unlock(passphrase)
    const child = { resourceType: 'Coverage', id: 'c2', beneficiary: { reference: `Patient/${eve}2` } }
    const cut = JSON.stringify({ resourceType: 'Patient', id: eve, name: [{ family: 'Canaryson' }] }).slice(0, -4)
    const other = '{"resourceType":"Patient","id":"x", cut off'
    await keepTexts(await folder.store.begin(0), 'damaged', {
      'Patient.ndjson': `${patients}${other}\n${cut}`,
      'first.ndjson': `${other}\n${cut}\n${lines({ ...child, subscriber: { reference: `Patient/${eve}` } })}`
    })
    await folder.release()
    const asked = ['--person', eve, '--confirm', eve, '--reason', 'R', '--certificate', join(opened.out, 'c.json')]
    expect((await opened.run(eraseCommand, ...asked)).code).toBe(0)
    const texts = await everything(opened)
    expect(texts.join('')).not.toContain('Canaryson')
    expect(texts).toContain(
      `${lines({ resourceType: 'Patient', id: `${eve}2`, name: [{ family: 'Other' }] })}${other}\n`
    )
    expect(texts).toContain(`${other}\n${lines(child)}`)
  })

  it('is certified as far as the erasure came where a later snapshot cannot be read', async () => {
    const opened = await place()
    const folder = await opened.open()
    await folder.keyring.unlock(passphrase)
    const ids = (await folder.store.list()).map(({ id }) => id)
    await folder.release()
    const [newest = '', second = '', oldest = ''] = ids
    const damaged = join(opened.data, 'snapshots', second, 'raw-0.sealed')
    writeFileSync(damaged, readFileSync(damaged).subarray(0, -1))
    const certificate = join(opened.out, 'c.json')
    const asked = ['--person', eve, '--confirm', eve, '--reason', 'R', '--certificate', certificate]
    await expect(opened.run(eraseCommand, ...asked)).rejects.toMatchObject({
      code: 'unreadable-file',
      message: expect.stringMatching(
        / The person was removed from 1 snapshot, as the certificate says\. 2 snapshots/
      ) as string
    })
    expect(JSON.parse(readFileSync(certificate, 'utf8'))).toMatchObject({
      complete: false,
      snapshots: [{ snapshot: oldest }],
      left: [newest, second]
    })
    const [last] = (await listRecords(join(opened.data, 'audit'), {}, { limit: 1 })).rows
    expect(last).toMatchObject({ outcome: 'failure', facts: { code: 'unreadable-file', snapshots: 1, left: 2 } })
  })

  it('everything goes at once, with a certificate', async () => {
    const opened = await place()
    const certificate = join(opened.out, 'all.json')
    await opened.run(
      eraseCommand,
      '--everything',
      '--confirm',
      'EVERYTHING',
      '--reason',
      'R',
      '--certificate',
      certificate
    )
    expect(await everything(opened)).toEqual([])
    expect(JSON.parse(readFileSync(certificate, 'utf8'))).toMatchObject({ what: 'everything' })
    const again = ['--everything', '--confirm', 'EVERYTHING', '--reason', 'R']
    await expect(opened.run(eraseCommand, ...again, '--certificate', join(opened.out, 'b.json'))).rejects.toThrow(
      'no snapshot is stored'
    )
    expect(readdirSync(opened.out)).toEqual(['all.json'])
  })
})

async function connectionsOf({ data }: Place, { keyring }: SnapshotFolder): Promise<ConnectionService> {
  const log = memoryLog()
  const files = await openConnectionFiles(join(data, 'connections'), diskFiles, log)
  const vendors = await openVendorCatalog(files.folder, log, () => ({}))
  return createConnectionService({ files, keyring, vendors, clock: systemClock, random: systemRandom, log })
}

describe('an incident', () => {
  it('leaves evidence with hashes, and neither keys nor data', async () => {
    const opened = await place()
    const target = join(opened.out, 'evidence')
    const { code } = await opened.run(incidentCommand, '--evidence', target)
    expect(code).toBe(0)
    const { files, auditLog } = JSON.parse(readFileSync(join(target, 'manifest.json'), 'utf8')) as {
      readonly files: readonly { readonly name: string; readonly sha256: string }[]
      readonly auditLog: { readonly result: string }
    }
    expect(auditLog.result).toBe('unchecked')
    expect(files.map(({ name }) => name)).toContain('audit/audit.jsonl')
    const copy = readFileSync(join(target, 'audit_audit.jsonl'))
    const named = files.find(({ name }) => name === 'audit/audit.jsonl')
    expect(createHash('sha256').update(copy).digest('hex')).toBe(named?.sha256)
    expect(files.map(({ name }) => name).filter((name) => /key|secret|snapshots/.test(name))).toEqual([])
  })

  it('replaces nothing, and leaves no evidence without its manifest', async () => {
    const opened = await place()
    const target = join(opened.out, 'evidence')
    mkdirSync(target)
    writeFileSync(join(target, 'settings.json'), 'mine')
    await expect(opened.run(incidentCommand, '--evidence', target)).rejects.toThrow(
      /^The folder of --evidence has settings\.json already\. Choose another folder\.$/
    )
    expect(readdirSync(target)).toEqual(['settings.json'])
    expect(readFileSync(join(target, 'settings.json'), 'utf8')).toBe('mine')
  })

  it('revokes the keys that connections sign with, and leaves the data', async () => {
    const opened = await place()
    const folder = await opened.open()
    await folder.keyring.unlock(passphrase)
    const connections = await connectionsOf(opened, folder)
    const made: string[] = []
    for (const name of ['One', 'Two']) {
      const { id } = await connections.create(
        settingsFor('https://fhir.example.org', { name, auth: 'private_key_jwt' })
      )
      made.push((await connections.makeKey(id, 'ES384')).keys[0]!.kid)
      await connections.setSecret(id, 'stays')
    }
    await folder.release()
    const before = await everything(opened)
    const secret = join(opened.out, 'passphrase')
    writeFileSync(secret, passphrase, { mode: 0o600 })
    const revoke = ['--revoke-keys', '--passphrase-file', secret]
    await expect(opened.run(incidentCommand, ...revoke, '--confirm', 'WIPE')).rejects.toThrow('Nothing was revoked')
    await expect(opened.run(incidentCommand, ...revoke, '--wipe', '--confirm', 'REVOKE')).rejects.toThrow('together')
    const outcome = await opened.run(incidentCommand, ...revoke, '--connection', 'One', '--confirm', 'REVOKE')
    expect([outcome.text.includes(made[0]!), outcome.text.includes(made[1]!)]).toEqual([true, false])
    const { text } = await opened.run(incidentCommand, ...revoke, '--confirm', 'REVOKE')
    expect([text.includes(made[0]!), text.includes(made[1]!)]).toEqual([false, true])
    await expect(opened.run(incidentCommand, ...revoke, '--confirm', 'REVOKE')).rejects.toThrow('no such key')
    const after = await (await connectionsOf(opened, await opened.open())).list()
    expect(after.map(({ keys, hasSecret, endedKeys }) => [keys, hasSecret, endedKeys?.length])).toEqual([
      [[], true, 1],
      [[], true, 1]
    ])
    expect((await opened.actions()).filter((name) => name === 'connection.key-revoked success')).toHaveLength(2)
    expect(await everything(opened)).toEqual(before)
  })

  it('ends with keys that nobody has any more, and a log that says so', async () => {
    const opened = await place()
    await expect(opened.run(incidentCommand, '--wipe', '--confirm', 'yes')).rejects.toThrow('Nothing was wiped')
    expect(await everything(opened)).not.toEqual([])
    // Another keyring, in what was set aside and in a backup that waits to be restored.
    const others = ['restoring', 'set-aside-2026-11-27T00-00-00-000Z', 'backup-work'].map((name) =>
      join(opened.data, name)
    )
    for (const folder of others) {
      mkdirSync(join(folder, 'snapshots'), { recursive: true })
      writeFileSync(join(folder, 'snapshots', 'keyring.json'), '{}')
    }
    writeFileSync(join(opened.data, 'restore.json'), '{"aside":"set-aside-2026-11-28T00-00-00-000Z"}')
    const { code } = await opened.run(incidentCommand, '--wipe', '--confirm', 'WIPE')
    expect(code).toBe(0)
    for (const folder of others) expect(existsSync(join(folder, 'snapshots', 'keyring.json'))).toBe(false)
    expect(existsSync(join(opened.data, 'restore.json'))).toBe(false)
    const keyring = createKeyring(join(opened.data, 'snapshots', 'keyring.json'), undefined)
    expect((await keyring.state()).state).toBe('absent')
    expect(
      readdirSync(join(opened.data, 'snapshots'), { recursive: true })
        .map(String)
        .filter((name) => /(?:^|[/\\])key$/.test(name))
    ).toEqual([])
    expect((await opened.actions())[0]).toBe('incident.wiped success')
  })

  it('names what cannot be read, and destroys the other keys all the same', async () => {
    const opened = await place()
    // Files where folders have to be: as with a folder that is closed to the user, nobody can tell what would be in them.
    writeFileSync(join(opened.data, 'exports'), '')
    writeFileSync(join(opened.data, 'logs'), '')
    await expect(opened.run(incidentCommand, '--evidence', join(opened.out, 'evidence'))).rejects.toThrow('logs')
    await expect(opened.run(incidentCommand, '--wipe', '--confirm', 'WIPE')).rejects.toThrow('exports')
    expect(
      readdirSync(join(opened.data, 'snapshots'), { recursive: true })
        .map(String)
        .filter((name) => /(?:^|[/\\])(?:key|keyring\.json)$/.test(name))
    ).toEqual([])
    expect((await opened.actions()).filter((name) => name.endsWith(' failure'))).toEqual([
      'incident.wiped failure',
      'incident.evidence-saved failure'
    ])
  })
})
