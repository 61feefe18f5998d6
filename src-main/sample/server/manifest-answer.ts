import type { ExportFile } from './export-files.ts'
import type { FaultKind } from './fault-plan.ts'

/** What a manifest is made of. */
export interface ManifestOptions {
  readonly transactionTime: string
  readonly request: string
  readonly files: readonly { readonly file: ExportFile; readonly url: string }[]
  readonly requiresAccessToken: boolean
  readonly byPatient: boolean
  readonly fault: FaultKind<'manifest'> | undefined
  /** Address of this status request, for the next page. */
  readonly statusUrl: string
  readonly page: number
}

/** The manifest of a finished export (Bulk Data IG, "Response - Output Manifest"), with its fault. */
export function manifestOf(options: ManifestOptions): object {
  const { fault, files, statusUrl, page } = options
  const list = (kind: ExportFile['kind']): object[] =>
    files
      .filter(({ file }) => file.kind === kind)
      .map(({ file, url }) => ({
        ...(file.type === undefined ? {} : { type: file.type }),
        url,
        count: fault === 'wrong-count' && kind === 'output' ? file.count + 1 : file.count,
        ...(fault === 'false-continuation' ? { continuesInFile: `3.${file.type ?? ''}.ndjson` } : {})
      }))
  const all = list('output')
  const paged = fault === 'paged' || fault === 'looping-next'
  const half = Math.ceil(all.length / 2)
  const output = fault === 'empty-output' ? [] : !paged ? all : page === 0 ? all.slice(0, half) : all.slice(half)
  const next = page === 0 ? 1 : fault === 'looping-next' ? 0 : undefined
  const errors = list('error')
  return {
    transactionTime: options.transactionTime,
    request: options.request,
    requiresAccessToken: fault === 'text-booleans' ? String(options.requiresAccessToken) : options.requiresAccessToken,
    ...(options.byPatient ? { outputOrganizedBy: 'Patient' } : {}),
    output,
    deleted: page === 0 ? list('deleted') : [],
    ...(fault === 'neither-error-nor-outcome'
      ? {}
      : fault === 'outcome-for-error'
        ? { outcome: errors }
        : { error: page === 0 ? errors : [] }),
    ...(paged && next !== undefined ? { link: [{ relation: 'next', url: `${statusUrl}?page=${next}` }] } : {})
  }
}
