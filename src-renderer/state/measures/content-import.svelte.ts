import { stateMeasuresMessages as m } from '#messages/state/measures.ts'
import type { AddedCode } from '#engine/base/codes/code-additions.ts'
import type { CodeList } from '#engine/measures/content/code-lists.ts'
import type { ContentDocument } from '#engine/measures/content/content-document.ts'
import { AppError, toWireError } from '#shared/app-error.ts'
import type { PackEntry, SentPackFacts } from '#shared/contract/measures.ts'
import type { Transport } from '#shared/contract/contract.ts'
import type { ContentClient } from '../../workers/content/content-client.ts'
import type { ContentHost, ContentReport } from '../../workers/content/content-protocol.ts'
import type { LoadSource } from '../../workers/ingest/load-source.ts'
import type { PickedFile } from '../session/dropped-files.ts'

/** Dependencies of {@link ContentImport}. */
export interface ContentImportDependencies {
  readonly transport: Transport
  /** Lists that codes among the files can be added to. */
  readonly lists: () => Promise<readonly CodeList[]>
  /** Starts a worker that reads files of measure content. */
  readonly startWorker: (host: ContentHost) => ContentClient
}

/** Codes of an import that name no list that is installed. */
export interface CodesWithoutList {
  readonly label: string
  /** They come with an import that waits for the answer, or are those of value sets that are installed already. */
  readonly from: 'codes' | 'value-sets'
  readonly codes: readonly AddedCode[]
  /** Takes the ids of their lists; none ends the import, or leaves the lists as they are. */
  readonly answer: (lists: readonly string[] | undefined) => void
}

/** What an import came to. */
export interface ImportOutcome {
  readonly label: string
  readonly report: ContentReport
  readonly pack: PackEntry
  /** It was there before, with the same content. */
  readonly known: boolean
}

/** Brings packs of measures and value sets into the program. One import at a time. */
export class ContentImport {
  readonly #dependencies: ContentImportDependencies
  #reading = $state.raw<{ readonly label: string; readonly done: number; readonly total: number } | undefined>()
  #outcome = $state.raw<ImportOutcome | undefined>()
  #error = $state.raw<{ readonly label: string; readonly message: string } | undefined>()
  #client: ContentClient | undefined
  #asked = $state.raw<CodesWithoutList | undefined>()

  constructor(dependencies: ContentImportDependencies) {
    this.#dependencies = dependencies
  }

  /** The import that is under way: files that were read, and how many there are (0 while that is not known). */
  get reading(): { readonly label: string; readonly done: number; readonly total: number } | undefined {
    return this.#reading
  }

  /** The last import, until it is dismissed. */
  get outcome(): ImportOutcome | undefined {
    return this.#outcome
  }

  /** Why the last import came to nothing. */
  get error(): { readonly label: string; readonly message: string } | undefined {
    return this.#error
  }

  /** Codes whose list the user has to say. */
  get asked(): CodesWithoutList | undefined {
    return this.#asked
  }

  dismiss(): void {
    this.#outcome = undefined
    this.#error = undefined
  }

  cancel(): void {
    this.#client?.stop()
  }

  /** Imports files that were dropped or picked in the page. */
  async takePicked(files: readonly PickedFile[]): Promise<void> {
    const [first] = files
    if (first === undefined) return
    const folder = first.name.includes('/') ? first.name.slice(0, first.name.indexOf('/')) : undefined
    const label = folder ?? (files.length === 1 ? titleOf(first.name) : m.filesFiles(files.length))
    const sources = files.map(({ name, file }): LoadSource => ({ kind: 'blob', name, blob: file }))
    await this.#take(label, sources, undefined)
  }

  /** Lets the user choose with the host's dialog. */
  async choose(what: 'folder' | 'files'): Promise<void> {
    const { transport } = this.#dependencies
    try {
      const listing = await transport.call('content.choose', { what })
      if (listing === undefined) return
      const { importId, label, files } = listing
      const sources = files.map(({ name, bytes }, file): LoadSource => ({
        kind: 'import',
        name,
        bytes,
        importId,
        file
      }))
      await this.#take(titleOf(label), sources, importId)
    } catch (error) {
      this.#error = { label: m.theChosenFiles, message: toWireError(error).message }
    }
  }

  /** Adds codes to lists, as a pack of its own. @throws AppError when it cannot be installed */
  async addCodes(title: string, codes: readonly AddedCode[]): Promise<PackEntry> {
    const client = this.#dependencies.startWorker({
      open: () => Promise.reject(new AppError('not-found', m.thereIsNoFileToBe)),
      reading: () => undefined
    })
    try {
      const document: ContentDocument = { format: 'populus-content-1', title, resources: [], cases: [], codes }
      return await this.#send(client, await client.api.hold(document, 'editor'))
    } finally {
      client.stop()
    }
  }

  async #send(client: ContentClient, facts: SentPackFacts): Promise<PackEntry> {
    const { transport } = this.#dependencies
    const { draft, url } = await transport.call('content.upload', { facts })
    await client.api.send(url)
    return transport.call('content.commit', { draft })
  }

  /** Adds the codes of the value sets of the last import to lists that the user names. */
  async extendLists(): Promise<void> {
    const outcome = this.#outcome
    const codes = outcome?.report.valueSetCodes ?? []
    if (outcome === undefined || codes.length === 0) return
    const lists = await this.#ask(outcome.label, 'value-sets', codes)
    if (lists === undefined) return
    try {
      const label = m.addedToLists(outcome.label).slice(0, 200)
      const pack = await this.addCodes(
        label,
        lists.flatMap((list) => codes.map((code) => ({ ...code, list })))
      )
      this.#outcome = { label, report: { ...outcome.report, valueSetCodes: [] }, pack, known: false }
    } catch (error) {
      this.dismiss()
      this.#error = { label: outcome.label, message: toWireError(error).message }
    }
  }

  /** @returns the ids of the lists that the user names, undefined for none */
  async #ask(
    label: string,
    from: CodesWithoutList['from'],
    codes: readonly AddedCode[]
  ): Promise<readonly string[] | undefined> {
    const { promise, resolve } = Promise.withResolvers<readonly string[] | undefined>()
    this.#asked = { label, from, codes, answer: resolve }
    return promise.finally(() => (this.#asked = undefined))
  }

  /** Asks for the list of codes that name none. @throws AppError `cancelled`, `invalid-input` when nothing is left */
  async #complete(label: string, { facts, unassigned }: ContentReport, client: ContentClient): Promise<SentPackFacts> {
    if (unassigned.length === 0) return facts
    const lists = await this.#ask(label, 'codes', unassigned)
    if (lists === undefined) throw new AppError('cancelled', m.theImportWasCancelledNothingWas)
    return client.api.assign(lists)
  }

  async #take(label: string, sources: readonly LoadSource[], importId: string | undefined): Promise<void> {
    if (this.#reading !== undefined) return
    const { transport, startWorker } = this.#dependencies
    this.dismiss()
    this.#reading = { label, done: 0, total: 0 }
    const client = startWorker({
      open: async (request) => (await transport.call('imports.stream', request)).url,
      reading: (done, total) => {
        if (this.#reading !== undefined) this.#reading = { label, done, total }
      }
    })
    this.#client = client
    try {
      const report = await client.api.assemble(label, sources, await this.#dependencies.lists())
      const facts = await this.#complete(label, report, client)
      const before = await transport.call('content.list', undefined)
      const pack = await this.#send(client, facts)
      this.#outcome = { label, report, pack, known: before.some(({ id }) => id === pack.id) }
    } catch (error) {
      const { message, code } = toWireError(error)
      if (code !== 'cancelled') this.#error = { label, message }
    } finally {
      client.stop()
      this.#client = undefined
      this.#reading = undefined
      if (importId !== undefined) await transport.call('imports.close', { importId })
    }
  }
}

/** The name of a pack from that of its file. */
function titleOf(name: string): string {
  return name.replace(/(\.pack)?(\.elm)?\.(json|zip|xlsx|csv|tsv|txt|cql)?(\.gz)?$/i, '') || name
}
