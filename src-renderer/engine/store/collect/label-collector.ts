import type { ResourceChunk } from '../model/chunk.ts'
import { growableInt32 } from '../model/growable.ts'
import { labelText } from '../model/security-labels.ts'

/** Collects the security labels of the resources of a chunk. */
export interface LabelCollector {
  /**
   * @param resource row in the chunk
   * @param security `Resource.meta.security` as it was read
   */
  add(resource: number, security: unknown): void
  /** The labels so far; the collector starts over. */
  take(): Pick<ResourceChunk, 'labels' | 'labelled' | 'label'>
}

/** Makes the collector of one chunk builder. */
export function createLabelCollector(): LabelCollector {
  const labelled = growableInt32()
  const label = growableInt32()
  let known = new Map<string, number>()
  return {
    add(resource, security) {
      const text = labelText(security)
      if (text === '') return
      const code = known.get(text) ?? known.size
      known.set(text, code)
      labelled.push(resource)
      label.push(code)
    },
    take() {
      const labels = Array.from(known.keys())
      known = new Map()
      return { labels, labelled: labelled.take(), label: label.take() }
    }
  }
}

/** The labels of resources that have none. */
export function noLabels(): Pick<ResourceChunk, 'labels' | 'labelled' | 'label'> {
  return { labels: [], labelled: new Int32Array(0), label: new Int32Array(0) }
}
