import type { ViewColumn, ViewDefinition, ViewSelect } from '../../views/view-definition.ts'
import type { ReleaseViews } from './plan.ts'
import { fedTable } from './view-tags.ts'

/** Tells one view from another: what columns that it made are known by. */
export interface ViewMark {
  readonly release: 'r4' | 'r5'
  readonly resource: string
  /** The table that it feeds; for a view of codings the one whose codings they are. */
  readonly table: string
  /** SHA-256 in hexadecimal of what of the view decides about rows and columns. */
  readonly hash: string
}

/** The marks of views, in their order. */
export async function viewMarks(views: ReleaseViews): Promise<ViewMark[]> {
  const mark = async (release: ViewMark['release'], view: ViewDefinition): Promise<ViewMark> => {
    const text = new TextEncoder().encode(JSON.stringify(decisive(view)))
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', text))
    const hash = Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('')
    return { release, resource: view.resource, table: fedTable(view), hash }
  }
  return Promise.all([...views.r4.map((view) => mark('r4', view)), ...views.r5.map((view) => mark('r5', view))])
}

/** A view without its words for people. */
function decisive({ name, resource, meta, constant, where, select }: ViewDefinition): unknown {
  const column = ({ name: columnName, path, type, collection, tag }: ViewColumn): unknown => [
    columnName,
    path,
    type,
    collection,
    tag
  ]
  const nested = ({ column: columns, select: inner, unionAll, ...rest }: ViewSelect): unknown => [
    rest,
    columns?.map(column),
    inner?.map(nested),
    unionAll?.map(nested)
  ]
  return [name, resource, meta?.tag, constant, where?.map(({ path }) => path), select.map(nested)]
}
