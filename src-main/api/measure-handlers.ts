import { apiMessages as m } from '#messages/api.ts'
import { readChosenContent } from '../services/content/chosen-content.ts'
import type { Content, StoredResults } from '../services/content/content.ts'
import type { SignedImports } from '../services/content/signed-imports.ts'
import { labelOfPaths } from '../services/imports/import-catalog.ts'
import { AppError } from '#shared/app-error.ts'
import { PolicyRefusal } from '#shared/policy/policy-refusal.ts'
import { maxPackBytes, maxPackTextBytes } from '#shared/contract/measures.ts'
import type { ServiceHandlers } from '#shared/contract/contract.ts'
import { maxUploadBytes } from '#shared/contract/uploads.ts'
import type { ImportListing } from '#shared/contract/imports.ts'
import type { DataPlane } from './data-plane.ts'
import type { Host } from '../ports/host.ts'

/** The services that the calls about measures reach. */
export interface MeasureHandlerDependencies {
  readonly host: Host
  readonly dataPlane: DataPlane
  readonly content: Content
  readonly results: StoredResults
  readonly signedImports: SignedImports
  /** Opens files and folders of measure content as an import. */
  openContent(paths: readonly string[]): Promise<ImportListing>
}

/** The handlers for measure content and stored results. */
export function createMeasureHandlers(
  dependencies: MeasureHandlerDependencies
): Pick<ServiceHandlers, 'content' | 'measures'> {
  const { host, dataPlane, content, results, signedImports } = dependencies
  /** Where the files of the signed import that goes on arrive. */
  let address: string | undefined
  const changed = (): void => host.emit('content.changed', {})
  const closeAddress = (): void => {
    if (address !== undefined) dataPlane.takeBack(address)
    address = undefined
  }
  return {
    content: {
      async list() {
        return content.list()
      },
      async imported() {
        return content.imported()
      },
      async choose({ what }) {
        if (host.dialogs === undefined) {
          throw new AppError('not-supported', m.thereIsNoFileDialogHereChoose)
        }
        const paths = await host.dialogs.choose(what)
        if (paths === undefined || paths.length === 0) return undefined
        const chosen = await readChosenContent(paths, host.policies.value('RequireSignedPacks'))
        if (chosen !== undefined) {
          const label = labelOfPaths(paths)
          const signed = signedImports.begin(
            label,
            chosen.map(({ bytes, ...file }) => ({ ...file, length: bytes.length }))
          )
          for (const [file, { bytes }] of chosen.entries()) await signedImports.take(signed, file, oneChunk(bytes))
          return { signed, label }
        }
        const { importId, label, files, skipped } = await dependencies.openContent(paths)
        return { importId, label, files, skipped }
      },
      async receive({ label, files }) {
        const signed = signedImports.begin(label, files)
        closeAddress()
        address = dataPlane.lend({
          kind: 'content-upload',
          maxBytes: maxPackTextBytes,
          read: () => Promise.reject(new AppError('not-found', m.filesArriveHereOnly)),
          write: ([file = ''], chunks) => signedImports.take(signed, /^\d+$/.test(file) ? Number(file) : -1, chunks)
        })
        return { signed, url: `/upload/${address}` }
      },
      async assemble({ signed, lists }) {
        closeAddress()
        const { remarks, ...assembled } = await signedImports.assemble(signed, lists)
        return { ...assembled, ...remarks }
      },
      assign: ({ signed, lists }) => signedImports.assign(signed, lists),
      async open({ id }) {
        const bytes = await content.read(id)
        return {
          url: dataPlane.issue({ kind: 'content-pack', open: async () => new Blob([new Uint8Array(bytes)]).stream() })
        }
      },
      async upload({ facts }) {
        // What is made of files that somebody chose has no bytes any more that a publisher signed.
        if (facts.source === 'import' && host.policies.value('RequireSignedPacks'))
          throw new PolicyRefusal('RequireSignedPacks', m.measureContentFromFiles)
        const draft = content.announce(facts)
        const url = dataPlane.accept({
          kind: 'content-upload',
          maxBytes: maxPackBytes,
          take: (chunks) => content.take(draft, chunks)
        })
        return { draft, url }
      },
      async commit({ draft }) {
        const entry = await content.commit(draft)
        changed()
        return entry
      },
      async remove({ id }) {
        await content.remove(id)
        changed()
      }
    },
    measures: {
      async results({ snapshot }) {
        if (!(await results.has(snapshot))) return {}
        return { url: dataPlane.issue({ kind: 'measure-results', open: () => results.read(snapshot) }) }
      },
      async keepResults({ snapshot }) {
        return {
          url: dataPlane.accept({
            kind: 'measure-results-anew',
            maxBytes: maxUploadBytes,
            take: (chunks) => results.replace(snapshot, chunks)
          })
        }
      },
      async ran() {
        // The audit record that the gate writes is all of it.
      }
    }
  }
}

async function* oneChunk(bytes: Uint8Array): AsyncGenerator<Uint8Array, void> {
  yield bytes
}
