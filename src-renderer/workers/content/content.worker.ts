/// <reference lib="webworker" />
import { workersMessages as m } from '#messages/workers.ts'
import type { AddedCode } from '#engine/base/codes/code-additions.ts'
import { isContentDocument, type ContentDocument } from '#engine/measures/content/document/content-document.ts'
import { importContent, withListsFor } from '#engine/measures/content/import-content.ts'
import { packFacts } from '#engine/measures/content/pack-facts.ts'
import type { TranslationContext } from '#engine/measures/content/translate-files.ts'
import { findModel } from '#engine/cql/translate/cql-models.ts'
import type { FhirModel } from '#engine/cql/translate/fhir-model-info.ts'
import type { CqlTranslation } from '#engine/cql/translate/translate-cql.ts'
import { AppError, fromWireError, type WireError } from '#shared/app-error.ts'
import { maxPackBytes, maxPackTextBytes, type SentPackFacts } from '#shared/contract/measures.ts'
import { listContentFiles } from './content-files.ts'
import type { ContentApi, ContentHost, ContentReport } from './content-protocol.ts'
import { callable, serve } from '#engine/base/threads/rpc.ts'
import { ownPort } from '../base/web-thread.ts'

const port = ownPort(self)
const host = callable<ContentHost>(port)
const models = import.meta.glob<FhirModel>('../../../resources/models/*.json', { import: 'default' })
let packBytes: Uint8Array<ArrayBuffer> | undefined
/** A pack some of whose codes have no list yet. */
let waiting: { readonly document: ContentDocument; readonly codes: readonly AddedCode[] } | undefined
/** What the translator may draw on at the moment. */
let cqlContext: TranslationContext = { libraries: new Map(), models: [] }
let translator: Promise<(text: string) => CqlTranslation> | undefined

/** The translator and the model are large, and few need them. */
async function startTranslator(): Promise<(text: string) => CqlTranslation> {
  const [{ createCqlTranslator }, fhir] = await Promise.all([
    import('#engine/cql/translate/translate-cql.ts'),
    models['../../../resources/models/fhir-4.0.1.json']!()
  ])
  return createCqlTranslator({
    fhir,
    library: (name) => cqlContext.libraries.get(name),
    model: (name, version) => findModel(cqlContext.models, name, version)
  })
}

async function translate(text: string, around: TranslationContext): Promise<CqlTranslation> {
  const run = await (translator ??= startTranslator())
  cqlContext = around
  return run(text)
}

/** @throws AppError when the pack is larger than can be kept */
async function hold(document: ContentDocument, source: SentPackFacts['source']): Promise<SentPackFacts> {
  const bytes = new TextEncoder().encode(JSON.stringify(document))
  if (bytes.length > maxPackTextBytes) throw tooLarge()
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  const zipped = new Blob([bytes]).stream().pipeThrough(new CompressionStream('gzip'))
  packBytes = new Uint8Array(await new Response(zipped).arrayBuffer())
  if (packBytes.length > maxPackBytes) throw tooLarge()
  return packFacts(document, {
    hash: Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join(''),
    textBytes: bytes.length,
    source
  })
}

function tooLarge(): AppError {
  return new AppError('invalid-input', m.theContentIsLargerThanOne)
}

serve(port, {
  async assemble(title, sources, lists): Promise<ContentReport> {
    const listed = await listContentFiles(sources, (request) => host.open(request))
    const { document, remarks } = await importContent(listed, {
      title,
      lists,
      translate,
      reading: (done, total) => void host.reading(done, total)
    })
    waiting = { document, codes: remarks.unassigned }
    return { ...remarks, facts: await hold(document, 'import') }
  },

  async assign(lists) {
    if (waiting === undefined) throw new AppError('not-found', m.thereIsNoContentToAdd)
    const { document, codes } = waiting
    waiting = undefined
    return hold(withListsFor(document, codes, lists), 'import')
  },

  async hold(document, source) {
    if (!isContentDocument(document)) throw new AppError('invalid-input', m.thisIsNoPackOfMeasure)
    return hold(document, source)
  },

  async send(url) {
    if (packBytes === undefined) throw new AppError('not-found', m.thereIsNoContentToSend)
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream' },
      body: packBytes
    })
    if (!response.ok) throw fromWireError((await response.json()) as WireError)
    packBytes = undefined
  },

  translate: (text, libraries) => translate(text, { libraries: new Map(Object.entries(libraries)), models: [] })
} satisfies ContentApi)
