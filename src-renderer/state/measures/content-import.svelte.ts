import { stateMeasuresMessages as m } from '#messages/state/measures.ts'
import type { AddedCode } from '#engine/base/codes/code-additions.ts'
import type { CodeList } from '#engine/measures/content/code-lists.ts'
import type { ContentDocument } from '#engine/measures/content/document/content-document.ts'
import { AppError, toWireError } from '#shared/app-error.ts'
import type { PackEntry, SentPackFacts } from '#shared/contract/measures.ts'
import type { Transport } from '#shared/contract/contract.ts'
import type { ContentClient } from '../../workers/content/content-client.ts'
import type { ContentHost, ContentReport } from '../../workers/content/content-protocol.ts'
import type { LoadSource } from '../../workers/ingest/load-source.ts'
import { readFileText, requireReadable } from '../files/chosen-file.ts'
import { pairSignatures, signatureLimit, type PairedFile } from '../governance/signed-files.ts'
import type { PickedFile } from '../session/dropped-files.ts'
import { codesOf, reportOf, sentencesOf } from './signed-report.ts'

/** Dependencies of {@link ContentImport}. */
export interface ContentImportDependencies {
  readonly transport: Transport
  /** Lists that codes among the files can be added to. */
  readonly lists: () => Promise<readonly CodeList[]>
  /** Sends a file to an address of the services. */
  readonly sendBytes: (url: string, bytes: Blob) => Promise<void>
  /** Whether the policies let files be without a signature. */
  readonly mayBeUnsigned: () => boolean
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
  /** Who signed its files, in sentences; none where no file is signed. */
  readonly signatures: readonly string[]
  /** It was there before, with the same content. */
  readonly known: boolean
}

/** Brings packs of measures and value sets into the program. One import at a time. */
export class ContentImport {
  readonly #dependencies: ContentImportDependencies
  #reading = $state.raw<{ readonly label: string; readonly done: number; readonly total: number } | undefined>()
  #outcome = $state.raw<ImportOutcome | undefined>()
  #error = $state.raw<{ readonly label: string; readonly message: string } | undefined>()
  #stop: (() => void) | undefined
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
    this.#stop?.()
  }

  /** Imports files that were dropped or picked in the page. @throws AppError `not-allowed` while another import is under way */
  async takePicked(files: readonly PickedFile[]): Promise<void> {
    if (this.#reading !== undefined) throw new AppError('not-allowed', m.anotherImportIsUnderWay)
    const [first] = files
    if (first === undefined) return
    const folder = first.name.includes('/') ? first.name.slice(0, first.name.indexOf('/')) : undefined
    const label = folder ?? (files.length === 1 ? titleOf(first.name) : m.filesFiles(files.length))
    let pairs: readonly PairedFile<PickedFile>[]
    try {
      pairs = pairSignatures(files)
    } catch (error) {
      this.dismiss()
      this.#error = { label, message: toWireError(error).message }
      return
    }
    if (!this.#dependencies.mayBeUnsigned() || pairs.some(({ signature }) => signature !== undefined)) {
      const title = folder ?? (pairs.length === 1 ? titleOf(pairs[0]!.file.name) : label)
      await this.#takeSigned(title, (stopped) => this.#sendPicked(title, pairs, stopped))
      return
    }
    const sources = files.map(({ name, file }): LoadSource => ({ kind: 'blob', name, blob: file }))
    await this.#take(label, sources, undefined)
  }

  /** Lets the user choose with the host's dialog. */
  async choose(what: 'folder' | 'files'): Promise<void> {
    const { transport } = this.#dependencies
    try {
      const listing = await transport.call('content.choose', { what })
      if (listing === undefined) return
      if ('signed' in listing) {
        await this.#takeSigned(titleOf(listing.label), async () => listing.signed)
        return
      }
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
      this.dismiss()
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
      this.#outcome = { label, report: { ...outcome.report, valueSetCodes: [] }, signatures: [], pack, known: false }
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
    if (lists === undefined) throw cancelled()
    return client.api.assign(lists)
  }

  /** Has the page read files that nobody signed. */
  async #take(label: string, sources: readonly LoadSource[], importId: string | undefined): Promise<void> {
    const { transport, startWorker, lists } = this.#dependencies
    if (this.#reading !== undefined) {
      // It was chosen twice, and what was listed first is being read.
      if (importId !== undefined) await transport.call('imports.close', { importId })
      return
    }
    const client = startWorker({
      open: async (request) => (await transport.call('imports.stream', request)).url,
      reading: (done, total) => this.#show(label, done, total)
    })
    this.#stop = () => client.stop()
    try {
      await this.#during(label, async () => {
        const report = await client.api.assemble(label, sources, await lists())
        const facts = await this.#complete(label, report, client)
        return { report, signatures: [], install: () => this.#send(client, facts) }
      })
    } finally {
      client.stop()
      if (importId !== undefined) await transport.call('imports.close', { importId })
    }
  }

  /** Has the services check, read and keep the files. @param begin gives the id of the import */
  async #takeSigned(label: string, begin: (stopped: AbortSignal) => Promise<string>): Promise<void> {
    if (this.#reading !== undefined) return
    const { transport, lists } = this.#dependencies
    const stopping = new AbortController()
    this.#stop = () => stopping.abort()
    await this.#during(label, async () => {
      const signed = await begin(stopping.signal)
      const named = (await lists()).map(({ id, title }) => ({ id, title }))
      const { draft, files, ...read } = await transport.call('content.assemble', { signed, lists: named })
      if (stopping.signal.aborted) throw cancelled()
      const asked = read.unassigned.length === 0 ? [] : await this.#ask(label, 'codes', codesOf(read.unassigned))
      if (asked === undefined) throw cancelled()
      const last =
        asked.length === 0 ? draft : (await transport.call('content.assign', { signed, lists: [...asked] })).draft
      return {
        report: reportOf(read),
        signatures: sentencesOf(files),
        async install() {
          if (stopping.signal.aborted) throw cancelled()
          return transport.call('content.commit', { draft: last })
        }
      }
    })
  }

  /** Sends files that were picked in the page, with their signatures. @returns the id of the import */
  async #sendPicked(label: string, pairs: readonly PairedFile<PickedFile>[], stopped: AbortSignal): Promise<string> {
    const files = await Promise.all(
      pairs.map(async ({ file: { name, file }, signature }) => ({
        name,
        length: file.size,
        ...(signature === undefined ? {} : { signature: await readFileText(signature.file, signatureLimit) })
      }))
    )
    const { signed, url } = await this.#dependencies.transport.call('content.receive', { label, files })
    for (const [index, { file }] of pairs.entries()) {
      if (stopped.aborted) throw cancelled()
      this.#show(label, index, pairs.length)
      await requireReadable(file.name, file.file)
      await this.#dependencies.sendBytes(`${url}/${index}`, file.file)
    }
    return signed
  }

  #show(label: string, done: number, total: number): void {
    if (this.#reading !== undefined) this.#reading = { label, done, total }
  }

  async #during(label: string, read: () => Promise<ReadImport>): Promise<void> {
    const { transport } = this.#dependencies
    this.dismiss()
    this.#reading = { label, done: 0, total: 0 }
    try {
      const { report, signatures, install } = await read()
      const before = await transport.call('content.list', undefined)
      const pack = await install()
      this.#outcome = { label, report, signatures, pack, known: before.some(({ id }) => id === pack.id) }
    } catch (error) {
      const { message, code } = toWireError(error)
      if (code !== 'cancelled') this.#error = { label, message }
    } finally {
      this.#stop = undefined
      this.#reading = undefined
    }
  }
}

/** An import that was read, before it is installed. */
interface ReadImport extends Pick<ImportOutcome, 'report' | 'signatures'> {
  readonly install: () => Promise<PackEntry>
}

function cancelled(): AppError {
  return new AppError('cancelled', m.theImportWasCancelledNothingWas)
}

/** The name of a pack from that of its file. */
function titleOf(name: string): string {
  return name.replace(/(\.pack)?(\.elm)?\.(json|zip|xlsx|csv|tsv|txt|cql)?(\.gz)?$/i, '') || name
}
