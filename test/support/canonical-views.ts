import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { ViewDefinition } from '#engine/views/view-definition.ts'

/** The canonical ViewDefinitions of a release, by file name. */
export function canonicalViews(release: 'r4' | 'r5'): ReadonlyMap<string, ViewDefinition> {
  const folder = resolve(import.meta.dirname, '../../resources/views', release)
  return new Map(
    readdirSync(folder).map((file) => [file, JSON.parse(readFileSync(join(folder, file), 'utf8')) as ViewDefinition])
  )
}
