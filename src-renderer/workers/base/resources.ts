import type { ReleaseViews } from '#engine/store/model/plan.ts'
import type { ViewDefinition } from '#engine/views/view-definition.ts'

const r4 = import.meta.glob<ViewDefinition>('../../../resources/views/r4/*.json', { eager: true, import: 'default' })
const r5 = import.meta.glob<ViewDefinition>('../../../resources/views/r5/*.json', { eager: true, import: 'default' })
const registries = import.meta.glob<unknown>('../../../resources/registries/*.json', { eager: true, import: 'default' })

function inNameOrder<T>(files: Readonly<Record<string, T>>): T[] {
  return Object.keys(files)
    .sort()
    .map((name) => files[name]!)
}

/** The canonical ViewDefinitions, as bundled. Every worker gets the same ones in the same order. */
export const canonicalViews: ReleaseViews = { r4: inNameOrder(r4), r5: inNameOrder(r5) }

/** The registry definitions, as bundled. */
export const registryDefinitions: readonly unknown[] = inNameOrder(registries)
