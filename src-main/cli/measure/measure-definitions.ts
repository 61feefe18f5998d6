import { contentHash } from '#engine/measures/content/content-hash.ts'
import type { MeasureContent } from '#engine/measures/definition/measure-content.ts'
import type { GivenDefinition } from '../data/approved-definitions.ts'

/** The measures of some content as the registry of definitions has them. */
export function measureDefinitions(content: MeasureContent): Promise<GivenDefinition[]> {
  return Promise.all(
    content.measures.map(async (measure) => ({
      kind: 'measure' as const,
      title: measure.title ?? measure.url,
      hash: await contentHash(measure, content)
    }))
  )
}
