import type { PivotRequest } from '#engine/explore/explorer.ts'
import type { ChoiceValues } from './explore-choices.ts'
import { stateMessages as m } from '#messages/state.ts'
import { withPresentNames } from '#engine/explore/renamed-measures.ts'
import { AppError } from '#shared/app-error.ts'

/** What a saved view keeps: no people, only what is charted and chosen, by the names of the values. */
export interface SavedExploreView {
  readonly title: string
  readonly dimensions: readonly string[]
  readonly chosen: ChoiceValues
  readonly pivot: PivotRequest
}

const FORMAT = 'populus-explore-views'

/** Saved views as a JSON file. */
export function writeViews(views: readonly SavedExploreView[]): string {
  return `${JSON.stringify({ format: FORMAT, version: 1, views }, undefined, 2)}\n`
}

/**
 * Reads what {@link writeViews} wrote.
 * @throws AppError `invalid-input`
 */
export function readExploreViews(content: string): SavedExploreView[] {
  let parsed: unknown
  try {
    parsed = JSON.parse(content)
  } catch (cause) {
    throw new AppError('invalid-input', m.thisFileIsNoJSONChoose, { cause })
  }
  const views = isRecord(parsed) && parsed['format'] === FORMAT ? parsed['views'] : undefined
  if (!Array.isArray(views) || !views.every(isView)) throw new AppError('invalid-input', m.thisFileHoldsNoSavedViews)
  return views.map(withPresentMeasures)
}

/** Reads one view as it is stored; empty when it is not a view. */
export function readView(content: string): SavedExploreView[] {
  let parsed: unknown
  try {
    parsed = JSON.parse(content)
  } catch {
    return []
  }
  return isView(parsed) ? [withPresentMeasures(parsed)] : []
}

/** The view with the present names of its measures. */
function withPresentMeasures({ title, dimensions, chosen, pivot }: SavedExploreView): SavedExploreView {
  return {
    title,
    dimensions: dimensions.map(withPresentNames),
    chosen: Object.fromEntries(Object.entries(chosen).map(([id, values]) => [withPresentNames(id), values])),
    pivot: {
      rows: withPresentNames(pivot.rows),
      columns: withPresentNames(pivot.columns),
      measure: pivot.measure === undefined ? undefined : withPresentNames(pivot.measure)
    }
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((each) => typeof each === 'string')
}

function isView(value: unknown): value is SavedExploreView {
  if (!isRecord(value) || typeof value['title'] !== 'string' || !isTexts(value['dimensions'])) return false
  const { chosen, pivot } = value
  return (
    isRecord(chosen) &&
    Object.values(chosen).every(isTexts) &&
    isRecord(pivot) &&
    typeof pivot['rows'] === 'string' &&
    typeof pivot['columns'] === 'string' &&
    (pivot['measure'] === undefined || typeof pivot['measure'] === 'string')
  )
}
