import type { Store } from './store.ts'

/** What a source has brought. */
export interface SourceCounts {
  readonly name: string
  readonly resources: number
  /** Patient resources, before people were matched. */
  readonly people: number
}

/** Counts the stored resources of each source by the accounts of its files; empty for a population of one source. */
export function resourcesOfSources({ sources, report }: Pick<Store, 'sources' | 'report'>): readonly SourceCounts[] {
  if (sources === undefined) return []
  return sources.sources.map(({ name }, source) => {
    const files = report.files.filter((_, file) => sources.ofFile[file] === source)
    return {
      name,
      resources: files.reduce((sum, { stored }) => sum + stored, 0),
      people: files.reduce((sum, { types }) => sum + (types['Patient']?.stored ?? 0), 0)
    }
  })
}
