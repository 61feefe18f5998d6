import { apiMessages as m } from '#messages/api.ts'
import type { Content, StoredResults } from '../services/content/content.ts'
import { AppError } from '#shared/app-error.ts'
import { PolicyRefusal } from '#shared/policy/policy-refusal.ts'
import { maxPackBytes } from '#shared/contract/measures.ts'
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
  /** Opens files and folders of measure content as an import. */
  openContent(paths: readonly string[]): Promise<ImportListing>
}

/** The handlers for measure content and stored results. */
export function createMeasureHandlers(
  dependencies: MeasureHandlerDependencies
): Pick<ServiceHandlers, 'content' | 'measures'> {
  const { host, dataPlane, content, results } = dependencies
  const changed = (): void => host.emit('content.changed', {})
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
        const { importId, label, files, skipped } = await dependencies.openContent(paths)
        return { importId, label, files, skipped }
      },
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
          mostBytes: maxPackBytes,
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
            mostBytes: maxUploadBytes,
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
