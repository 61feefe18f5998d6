import { defined } from '#shared/language/defined.ts'
import type { OrderedChunk } from '../model/chunk-order.ts'
import type { LabelledResources, SecurityLabels } from '../model/security-labels.ts'
import { STORED, type ArrangedResources } from './arrange-resources.ts'
import { rankTexts } from '../texts/rank-texts.ts'

/**
 * Says of every stored resource which security labels it has; nothing where no resource has any.
 * @param known sorted labels of the population, where the store is one of its shards
 */
export function indexLabels(
  chunks: readonly OrderedChunk[],
  { types, state, place: placeOf }: ArrangedResources,
  known?: readonly string[]
): SecurityLabels | undefined {
  const texts = known ?? rankTexts([...new Set(chunks.flatMap(({ resources }) => resources.labels))]).sorted
  if (texts.length === 0) return undefined
  const codes = new Map(texts.map((text, code) => [text, code]))
  const byType = types.map(() => [] as (readonly [row: number, label: number])[])
  for (const { firstResource, resources } of chunks) {
    const chunkCodes = resources.labels.map((text) => defined(codes.get(text)))
    resources.labelled.forEach((position, entry) => {
      const place = placeOf[firstResource + position]!
      if (state[firstResource + position] !== STORED) return
      const type = types.findIndex(({ first, count }) => place >= first && place < first + count)
      byType[type]!.push([place - types[type]!.first, chunkCodes[resources.label[entry]!]!])
    })
  }
  return {
    texts,
    byType: new Map(
      types.flatMap(({ type }, index): (readonly [string, LabelledResources])[] => {
        const entries = byType[index]!.sort(([a], [b]) => a - b)
        if (entries.length === 0) return []
        const rows = Int32Array.from(entries, ([row]) => row)
        return [[type, { rows, label: Int32Array.from(entries, ([, label]) => label) }]]
      })
    )
  }
}
