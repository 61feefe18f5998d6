import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { Uint8ArrayReader, Uint8ArrayWriter, ZipWriter } from '@zip.js/zip.js'
import { describe, expect, it } from 'vitest'
import type { Input, MethodName, Output } from '#shared/contract/contract.ts'
import { createContentService } from '../../src-main/services/content/content-service.ts'
import type { Content } from '../../src-main/services/content/content.ts'
import { withSignedPacks } from '../../src-main/services/content/signed-packs.ts'
import {
  digestOfFile,
  makePublisherKey,
  readPublisherKey,
  signDigest
} from '../../src-main/services/publishers/file-signature.ts'
import { signatureRules } from '../../src-main/services/publishers/signed-files.ts'
import { keyFingerprint } from '../../src-main/services/publishers/trusted-publishers.ts'
import { systemRandom } from '../../src-main/ports/system.ts'
import { openContentStore } from '../../src-main/storage/snapshots/content-store.ts'
import { diskFiles } from '../../src-main/storage/sealed/store-files.ts'
import { testAudit } from '../support/audit.ts'
import { streamOf } from '../support/byte-stream.ts'
import { memoryLog } from '../support/memory-log.ts'
import { managedBy, unmanaged } from '../support/policies.ts'
import { fc } from '../support/property.ts'
import { testServices } from '../support/services.ts'
import { exists, measureResources, retrieve } from '../support/small-measures.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

// Measure content and code lists get into the window signed: the services check, read and keep the same bytes.

const publisher = makePublisherKey()
const stranger = makePublisherKey()
const fingerprint = keyFingerprint(publisher.key)
const policies = managedBy({
  RequireSignedPacks: true,
  TrustedPublishers: [{ name: 'Quality Network', key: publisher.key }]
})
const sign = (bytes: Uint8Array, { text } = publisher): string =>
  signDigest(digestOfFile(bytes), readPublisherKey(text), Date.UTC(2026, 10, 28))

const bundle = Buffer.from(
  JSON.stringify({
    resourceType: 'Bundle',
    type: 'collection',
    entry: measureResources(
      [{ name: 'Any', denominator: exists(retrieve('Patient')), numerator: exists(retrieve('Patient')) }],
      {}
    ).map((resource) => ({ resource }))
  })
)
const codes = Buffer.from('list,system,code\nhypertension,http://hl7.org/fhir/sid/icd-10-cm,I10\n')
const map = Buffer.from(
  JSON.stringify({
    resourceType: 'ConceptMap',
    url: 'http://example.org/ConceptMap/local',
    status: 'active',
    group: [
      {
        source: 'http://example.org/local',
        target: 'http://loinc.org',
        element: [{ code: 'A1C', target: [{ code: '4548-4', equivalence: 'equivalent' }] }]
      }
    ]
  })
)
const cql = Buffer.from("library Own version '1'\nusing FHIR version '4.0.1'\ncontext Patient\ndefine X: true\n")
const valueSet = Buffer.from(
  JSON.stringify({
    resourceType: 'ValueSet',
    url: 'http://example.org/ValueSet/own',
    status: 'active',
    expansion: { contains: [{ system: 'http://loinc.org', code: '4548-4' }] }
  })
)

async function zipped(files: readonly (readonly [string, Uint8Array])[]): Promise<Buffer> {
  const writer = new ZipWriter(new Uint8ArrayWriter(), { level: 0, useWebWorkers: false, lastModDate: new Date(0) })
  for (const [name, bytes] of files) await writer.add(name, new Uint8ArrayReader(bytes))
  return Buffer.from(await writer.close())
}

async function window(under = policies) {
  const folder = temporaryFolder()
  const audit = testAudit()
  const installed: Content = createContentService({
    store: await openContentStore({
      folder: join(folder, 'content'),
      files: diskFiles,
      clock: { now: () => 1000 },
      log: memoryLog()
    }),
    random: systemRandom,
    author: 'tester',
    readBuiltIn: () => Promise.reject(new Error('not asked for'))
  })
  const content = withSignedPacks(installed, async () => signatureRules(under), audit.folder)
  const chosen: string[] = []
  const services = testServices(folder, {
    content,
    host: { policies: under, dialogs: { choose: async () => chosen } }
  })
  const { dispatch, site, audited } = services
  async function call<M extends MethodName>(name: M, input: Input<M>): Promise<Output<M>> {
    const reply = await dispatch(name, input, { windowId: 1 })
    if (reply.ok) return reply.value as Output<M>
    throw Object.assign(new Error(reply.error.message), { code: reply.error.code })
  }
  const post = async (url: string, bytes: Uint8Array): Promise<number> => (await site(url, streamOf([bytes]))).status
  /** As the page sends files that were picked. */
  async function receive(
    files: readonly { readonly name: string; readonly bytes: Uint8Array; readonly signature?: string }[]
  ): Promise<string> {
    const { signed, url } = await call('content.receive', {
      label: 'Quality 2027',
      files: files.map(({ bytes, ...file }) => ({ ...file, length: bytes.length }))
    })
    for (const [position, { bytes }] of files.entries()) expect(await post(`${url}/${position}`, bytes)).toBe(204)
    return signed
  }
  const lists = [{ id: 'urn:list:hypertension', title: 'Hypertension' }]
  return { call, post, receive, content, installed, audit, audited, chosen, lists }
}

describe('the window', () => {
  it('installs what a trusted publisher signed, and says who that is', async () => {
    const { call, receive, content, audited, lists } = await window()
    const archive = await zipped([['own.json', valueSet]])
    const files = [
      ['measures.json', bundle],
      ['codes.csv', codes],
      ['map.json', map],
      ['value-sets.zip', archive],
      ['own.cql', cql]
    ] as const
    const signed = await receive(files.map(([name, bytes]) => ({ name, bytes, signature: sign(bytes) })))
    const { draft, files: checked, facts, skipped } = await call('content.assemble', { signed, lists })
    expect(skipped).toEqual([])
    expect(checked.map(({ name, sha256 }) => [name, sha256])).toEqual(
      files.map(([name, bytes]) => [name, digestOfFile(bytes).sha256])
    )
    expect(facts).toMatchObject({ title: 'Quality 2027', valueSets: 1, codes: 1, mapped: 1, source: 'import' })
    expect(facts.measures).toHaveLength(1)
    const pack = await call('content.commit', { draft })
    const signers = [{ publisher: 'Quality Network', key: publisher.key, fingerprint }]
    expect(pack.signers).toEqual(signers)
    expect(await content.imported()).toMatchObject([{ id: pack.id, signers }])
    const text = gunzipSync(await content.read(pack.id)).toString()
    expect(text).toContain('http://example.org/ValueSet/own')
    expect(text).toContain('"name":"Own"')
    expect(audited.filter(({ outcome }) => outcome !== 'intent')).toMatchObject([
      {
        action: 'content.verified',
        outcome: 'success',
        facts: { what: 'measure-content', files: 5, state: 'trusted', publisher: 'Quality Network', key: publisher.key }
      },
      { action: 'content.installed', outcome: 'success', facts: { hash: facts.hash, key: publisher.key } }
    ])
  })

  it('refuses what nobody, or somebody else, signed, before it reads anything of it', async () => {
    const { call, receive, audited, lists } = await window()
    // Not even JSON: whoever read it first would say so.
    const bytes = Buffer.from('{')
    for (const [signature, sentence] of [
      [undefined, 'without the signature of a trusted publisher. Ask its publisher for the .sig file'],
      [sign(bytes, stranger), 'signed by a key that is not among the trusted publishers'],
      [sign(Buffer.from('other')), 'not of this file'],
      ['x', 'damaged']
    ] as const) {
      const signed = await receive([
        { name: 'measures.json', bytes, ...(signature === undefined ? {} : { signature }) }
      ])
      await expect(call('content.assemble', { signed, lists })).rejects.toThrow(sentence)
    }
    const { sha256 } = digestOfFile(bytes)
    expect(audited.map(({ action, outcome, facts }) => [action, outcome, facts['code'], facts['sha256']])).toEqual([
      ['content.verified', 'failure', 'not-allowed', sha256],
      ['content.verified', 'failure', 'not-allowed', sha256],
      ['content.verified', 'failure', 'invalid-input', sha256],
      ['content.verified', 'failure', 'invalid-input', sha256]
    ])
  })

  it('refuses all files where one of them is not signed', async () => {
    const { call, receive, lists } = await window()
    const signed = await receive([
      { name: 'measures.json', bytes: bundle, signature: sign(bundle) },
      { name: 'codes.csv', bytes: codes }
    ])
    await expect(call('content.assemble', { signed, lists })).rejects.toThrow('“codes.csv”')
  })

  it('keeps no other bytes than those that were checked', async () => {
    const { call, post, receive, lists } = await window()
    await fc.assert(
      fc.asyncProperty(fc.nat(codes.length - 1), fc.integer({ min: 1, max: 255 }), async (index, flip) => {
        const changed = Buffer.from(codes)
        changed[index]! ^= flip
        const signed = await receive([{ name: 'codes.csv', bytes: changed, signature: sign(codes) }])
        await expect(call('content.assemble', { signed, lists })).rejects.toMatchObject({ code: 'invalid-input' })
      })
    )
    const { signed, url } = await call('content.receive', {
      label: 'x',
      files: [{ name: 'codes.csv', length: codes.length, signature: sign(codes) }]
    })
    for (const bytes of [codes.subarray(1), Buffer.concat([codes, codes])])
      expect(await post(`${url}/0`, bytes)).toBe(500)
    await expect(call('content.assemble', { signed, lists })).rejects.toThrow('did not arrive whole')
    // Once they were checked nothing arrives any more.
    expect(await post(`${url}/0`, codes)).toBe(404)
    const again = await receive([{ name: 'codes.csv', bytes: codes, signature: sign(codes) }])
    const { draft } = await call('content.assemble', { signed: again, lists })
    expect(await call('content.commit', { draft })).toMatchObject({ signers: [{ fingerprint }] })
    // An import that another one followed is given up, and what a page made of files itself has no signature.
    await expect(call('content.assemble', { signed, lists })).rejects.toMatchObject({ code: 'not-found' })
    const facts = { title: 'x', hash: 'a'.repeat(64), textBytes: 2, measures: [], libraries: 0, valueSets: 0 }
    await expect(call('content.upload', { facts: { ...facts, source: 'import' } })).rejects.toThrow('.sig')
  })

  it('takes one archive for another in no case, even where both end alike', async () => {
    const { call, receive, content, lists } = await window(unmanaged)
    // The entry that differs stands first in the directory, of which more than 4 KB follow that are the same.
    const rest = Array.from(
      { length: 60 },
      (_, index) => [`${String(index).padStart(100, 'x')}.txt`, Buffer.from('')] as const
    )
    const [forged, whole] = await Promise.all(
      ['http://example.org/A', 'http://example.org/B'].map((url) => {
        const shell = { ...(JSON.parse(valueSet.toString()) as object), url }
        return zipped([['a.json', Buffer.from(JSON.stringify(shell))], ...rest])
      })
    )
    if (forged === undefined || whole === undefined) throw new Error('two archives are made')
    expect([forged.length, forged.subarray(-4096)]).toEqual([whole.length, whole.subarray(-4096)])
    const unsigned = await receive([{ name: 'a.zip', bytes: forged }])
    await call('content.assemble', { signed: unsigned, lists })
    const signed = await receive([{ name: 'a.zip', bytes: whole, signature: sign(whole) }])
    const { draft } = await call('content.assemble', { signed, lists })
    const { id } = await call('content.commit', { draft })
    expect(gunzipSync(await content.read(id)).toString()).toContain('http://example.org/B')
  })

  it('adds codes that name no list to those that the user names, with the same signature', async () => {
    const { call, receive, content } = await window()
    const loose = Buffer.from('system,code\nhttp://hl7.org/fhir/sid/icd-10-cm,I10\n')
    const signed = await receive([{ name: 'codes.csv', bytes: loose, signature: sign(loose) }])
    const { unassigned } = await call('content.assemble', { signed, lists: [] })
    expect(unassigned).toMatchObject([{ code: 'I10' }])
    const { draft } = await call('content.assign', { signed, lists: ['urn:list:a'] })
    const { id, signers } = await call('content.commit', { draft })
    expect(signers).toMatchObject([{ publisher: 'Quality Network' }])
    expect(gunzipSync(await content.read(id)).toString()).toContain('"list":"urn:list:a"')
  })

  it('finds the signatures next to files that were chosen in a dialog', async () => {
    const { call, chosen, lists } = await window()
    const folder = temporaryFolder()
    const file = join(folder, 'measures.json')
    writeFileSync(file, bundle)
    chosen.push(file)
    const take = async () => {
      const listing = await call('content.choose', { what: 'files' })
      if (listing === undefined || !('signed' in listing)) throw new Error('the page was to read the files')
      return call('content.assemble', { signed: listing.signed, lists })
    }
    await expect(take()).rejects.toThrow('“measures.json” without the signature')
    writeFileSync(`${file}.sig`, sign(bundle))
    expect((await take()).files).toMatchObject([{ verdict: { state: 'trusted' }, fingerprint }])
    // A folder is its files.
    chosen.splice(0, 1, folder)
    expect((await take()).files).toMatchObject([{ name: 'measures.json', verdict: { state: 'trusted' } }])
    writeFileSync(join(folder, 'more.csv'), codes)
    await expect(take()).rejects.toThrow('“more.csv” without the signature')
    writeFileSync(file, Buffer.concat([bundle, Buffer.from(' ')]))
    await expect(take()).rejects.toThrow('not of this file')
  })

  it('uses signed and unsigned files without the policy, and marks only what a trusted publisher signed', async () => {
    const { call, receive, lists } = await window(unmanaged)
    const signed = await receive([{ name: 'codes.csv', bytes: codes, signature: sign(codes) }])
    const { draft, files } = await call('content.assemble', { signed, lists })
    expect(files).toMatchObject([{ verdict: { state: 'unknown', key: publisher.key }, fingerprint }])
    expect((await call('content.commit', { draft })).signers).toBeUndefined()
  })
})

describe('installed packs under the policy', () => {
  it('are used only where the log has a signature of somebody who is trusted now', async () => {
    const { call, receive, installed, audit, lists } = await window(unmanaged)
    const port = await audit.open()
    const rules = { required: true, publishers: [{ name: 'Quality Network', key: publisher.key }] }
    const signed = await receive([{ name: 'codes.csv', bytes: codes }])
    const assembled = await call('content.assemble', { signed, lists })
    const { id, facts } = await call('content.commit', { draft: assembled.draft })
    /** As the program finds it when it starts. */
    const started = () => withSignedPacks(installed, async () => rules, audit.folder)
    const state = async () => (await started().imported()).map(({ unusable, signers }) => unusable ?? signers?.length)
    expect(await state()).toEqual(['unsigned'])
    await expect(started().read(id)).rejects.toMatchObject({ policy: 'RequireSignedPacks' })
    const record = { action: 'content.installed', outcome: 'success' } as const
    await port.record({ ...record, facts: { hash: facts.hash } })
    expect(await state()).toEqual(['unsigned'])
    await port.record({ ...record, facts: { hash: facts.hash, key: publisher.key } })
    expect(await state()).toEqual([1])
    expect((await started().read(id)).length).toBeGreaterThan(0)
    // Somebody else, too, of whom nobody is sure.
    await port.record({ ...record, facts: { hash: facts.hash, key: `${publisher.key} ${stranger.key}` } })
    expect(await state()).toEqual(['unsigned'])
    await port.record({ ...record, facts: { hash: facts.hash, key: publisher.key } })
    rules.publishers[0]!.key = stranger.key
    expect(await state()).toEqual(['unsigned'])
    rules.required = false
    expect(await state()).toEqual([undefined])
  })

  it('that are signed can be used at once, before the log has them', async () => {
    const { call, receive, content, lists } = await window()
    const signed = await receive([{ name: 'codes.csv', bytes: codes, signature: sign(codes) }])
    const { draft } = await call('content.assemble', { signed, lists })
    const { id } = await content.commit(draft)
    expect(await content.imported()).toMatchObject([{ id, signers: [{ fingerprint }] }])
    expect((await content.read(id)).length).toBeGreaterThan(0)
  })
})
