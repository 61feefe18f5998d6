import { createHash } from 'node:crypto'
import { join, resolve } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { isContentDocument, type ContentDocument } from '#engine/measures/content/document/content-document.ts'
import { packFacts } from '#engine/measures/content/pack-facts.ts'
import { readContentParts } from '#engine/measures/definition/measure-content.ts'
import { checkMeasure } from '#engine/measures/content/check-measure.ts'
import { runCases } from '#engine/measures/content/run-cases.ts'
import type { PackEntry, SentPackFacts } from '#shared/contract/measures.ts'
import type { Input, MethodName, Output } from '#shared/contract/contract.ts'
import { packBuiltInContent } from '../../../src-main/services/content/built-in-content.ts'
import { createContentService } from '../../../src-main/services/content/content-service.ts'
import { systemRandom } from '../../../src-main/ports/system.ts'
import { openContentStore } from '../../../src-main/storage/snapshots/content-store.ts'
import { diskFiles } from '../../../src-main/storage/sealed/store-files.ts'
import { memoryLog } from '../../support/memory-log.ts'
import { testServices, type TestServices } from '../../support/services.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const core = resolve(import.meta.dirname, '../../../resources/measures/core')
const builtIn = packBuiltInContent(core)

async function services(folder: string): Promise<TestServices> {
  const content = createContentService({
    store: await openContentStore({
      folder: join(folder, 'content'),
      files: diskFiles,
      clock: { now: () => 1000 },
      log: memoryLog()
    }),
    random: systemRandom,
    author: 'tester',
    readBuiltIn: () => builtIn
  })
  return testServices(folder, { content })
}

async function call<M extends MethodName>({ dispatch }: TestServices, name: M, input: Input<M>): Promise<Output<M>> {
  const reply = await dispatch(name, input, { windowId: 1 })
  if (!reply.ok) throw new Error(reply.error.message)
  return reply.value as Output<M>
}

/** Sends bytes to an upload address. @returns the sentence of the refusal, undefined when they were taken */
async function send({ site }: TestServices, url: string, bytes: Uint8Array): Promise<string | undefined> {
  async function* body(): AsyncGenerator<Uint8Array, void> {
    yield bytes
  }
  const { status, body: answer } = await site(url, body())
  return status === 204 ? undefined : (JSON.parse(answer as string) as { message: string }).message
}

async function install(
  app: TestServices,
  document: ContentDocument,
  change: { facts?: Partial<SentPackFacts>; bytes?: Uint8Array } = {}
): Promise<PackEntry | string> {
  const text = Buffer.from(JSON.stringify(document))
  const facts = packFacts(document, {
    hash: createHash('sha256').update(text).digest('hex'),
    textBytes: text.length,
    source: 'import'
  })
  const { draft, url } = await call(app, 'content.upload', { facts: { ...facts, ...change.facts } })
  const refused = await send(app, url, change.bytes ?? gzipSync(text))
  return refused ?? call(app, 'content.commit', { draft })
}

async function documentOf(app: TestServices, id: string): Promise<unknown> {
  const { url } = await call(app, 'content.open', { id })
  const { body } = await app.site(url)
  return JSON.parse(gunzipSync(Buffer.from(await new Response(body as ReadableStream).arrayBuffer())).toString())
}

const document: ContentDocument = {
  format: 'populus-content-1',
  title: 'Two value sets',
  resources: [
    { resourceType: 'ValueSet', url: 'http://example.org/ValueSet/a' },
    { resourceType: 'ValueSet', url: 'http://example.org/ValueSet/b' }
  ],
  cases: []
}

describe('installed content', () => {
  it('always has the built-in measures: all of them can run, and their cases come out as expected', async () => {
    const app = await services(temporaryFolder())
    const [entry] = await call(app, 'content.list', undefined)
    expect(entry).toMatchObject({ id: 'built-in', facts: { source: 'built-in', title: 'Built-in measures' } })
    const read = await documentOf(app, 'built-in')
    if (!isContentDocument(read)) throw new TypeError('no content document')
    expect(createHash('sha256').update(JSON.stringify(read)).digest('hex')).toBe(entry?.facts.hash)
    const content = readContentParts(read.resources)
    expect(content.measures).toHaveLength(entry?.facts.measures.length ?? 0)
    expect(content.measures.length).toBeGreaterThanOrEqual(22)
    expect(content.problems).toEqual([])
    const options = { policy: 'derive', zone: 'UTC' } as const
    for (const definition of content.measures) {
      expect(checkMeasure(definition, content).problems, definition.title).toEqual([])
      const cases = read.cases.find(({ measure }) => measure === definition.url)
      expect(cases, definition.title).toBeDefined()
      const outcomes = runCases(definition, content, cases!.cases, cases!.period, options)
      expect(
        outcomes.filter(({ passed }) => !passed),
        definition.title
      ).toEqual([])
    }
  })

  it('installs a pack, gives it back as it was, and removes it', async () => {
    const folder = temporaryFolder()
    const app = await services(folder)
    const entry = await install(app, document)
    if (typeof entry === 'string') throw new Error(entry)
    expect(entry).toMatchObject({ installedAt: 1000, facts: { title: 'Two value sets', valueSets: 2 } })
    expect(await documentOf(app, entry.id)).toEqual(document)
    // It is there after a new start, too.
    const later = await services(folder)
    expect((await call(later, 'content.list', undefined)).map(({ id }) => id)).toEqual(['built-in', entry.id])
    await call(later, 'content.remove', { id: entry.id })
    expect(await call(later, 'content.list', undefined)).toHaveLength(1)
    expect(app.audited.map(({ action, outcome }) => `${action} ${outcome}`)).toEqual([
      'content.installed intent',
      'content.installed success'
    ])
    expect(later.audited.map(({ action }) => action)).toEqual(['content.removed', 'content.removed'])
    expect(later.emitted.map(({ name }) => name)).toEqual(['content.changed'])
  })

  it('keeps versions side by side, and takes the same content once', async () => {
    const app = await services(temporaryFolder())
    const first = await install(app, document)
    const again = await install(app, document)
    const other = await install(app, { ...document, title: 'Another' })
    expect(again).toEqual(first)
    expect(other).not.toEqual(first)
    expect(await call(app, 'content.list', undefined)).toHaveLength(3)
  })

  it.each([
    ['was cut off', { bytes: gzipSync(JSON.stringify(document)).subarray(0, 40) }, /changed or cut off on its way/],
    ['is not gzipped', { bytes: Buffer.from(JSON.stringify(document)) }, /changed or cut off on its way/],
    ['is another text', { facts: { hash: 'b'.repeat(64) } }, /changed or cut off on its way/],
    ['is longer than was said', { facts: { textBytes: 3 } }, /changed or cut off on its way/]
  ])('refuses a pack that %s, with a sentence', async (_, change, sentence) => {
    const app = await services(temporaryFolder())
    expect(await install(app, document, change)).toMatch(sentence)
    expect(await call(app, 'content.list', undefined)).toHaveLength(1)
  })

  it.each([
    ['installing what was never sent', 'content.commit', { draft: 'unknown-draft' }, /given up/],
    ['opening what is not there', 'content.open', { id: '0'.repeat(32) }, /no longer installed/],
    ['removing what is not there', 'content.remove', { id: '0'.repeat(32) }, /no longer installed/],
    ['removing the built-in measures', 'content.remove', { id: 'built-in' }, /cannot be removed/],
    ['a dialog where there is none', 'content.choose', { what: 'files' }, /no file dialog/]
  ] as const)('refuses %s, with a sentence', async (_, name, input, sentence) => {
    const app = await services(temporaryFolder())
    await expect(call(app, name, input)).rejects.toThrow(sentence)
  })

  it('writes what ran into the audit log, with the packs', async () => {
    const app = await services(temporaryFolder())
    const hash = 'c'.repeat(64)
    await call(app, 'measures.ran', {
      measures: 2,
      periods: 1,
      evaluated: 2,
      patients: 100,
      problems: 0,
      seconds: 1.5,
      packs: [hash]
    })
    expect(app.audited).toEqual([
      {
        action: 'measures.ran',
        outcome: 'success',
        facts: { measures: 2, periods: 1, evaluated: 2, patients: 100, problems: 0, seconds: 1.5, packs: hash }
      }
    ])
  })
})
