import type { Brushes, ExploreFrame, PivotRequest } from '#engine/explore/explorer.ts'

/** Choices by the names of their values, which stay what they are when the charts are prepared again. */
export type ChoiceValues = Readonly<Record<string, readonly string[]>>

/** The values of chosen codes; dimensions without any are left out. */
export function chosenValues(frame: ExploreFrame | undefined, brushes: Brushes): ChoiceValues {
  return each(brushes, (id, codes) => {
    const values = valuesOf(frame, id)
    return codes.flatMap((code) => values[code]?.value ?? [])
  })
}

/** The codes of chosen values, as far as the charts have them; dimensions without any are left out. */
export function codesOfChoice(frame: ExploreFrame | undefined, chosen: ChoiceValues): Brushes {
  return each(chosen, (id, wanted) =>
    valuesOf(frame, id).flatMap(({ value }, code) => (wanted.includes(value) ? [code] : []))
  )
}

/** The crossed table as near to the wanted one as the charts allow: it crosses two of them. */
export function fittingPivot(wanted: PivotRequest, dimensions: readonly string[]): PivotRequest {
  const rows = dimensions.includes(wanted.rows) ? wanted.rows : (dimensions.at(-1) ?? '')
  const columns =
    dimensions.includes(wanted.columns) && wanted.columns !== rows
      ? wanted.columns
      : (dimensions.find((id) => id !== rows) ?? rows)
  return { ...wanted, rows, columns }
}

function valuesOf(frame: ExploreFrame | undefined, id: string): ExploreFrame['dimensions'][number]['values'] {
  return frame?.dimensions.find((dimension) => dimension.id === id)?.values ?? []
}

function each<A, B>(
  lists: Readonly<Record<string, readonly A[]>>,
  change: (id: string, list: readonly A[]) => readonly B[]
): Readonly<Record<string, readonly B[]>> {
  return Object.fromEntries(
    Object.entries(lists)
      .map(([id, list]) => [id, change(id, list)] as const)
      .filter(([, list]) => list.length > 0)
  )
}
