import { useApp } from '../../state/app.ts'
import { createFormat, type Format } from './format.ts'

/** The formats in force; call it while a component is set up. What it returns follows settings and data. */
export function useFormat(): Format {
  const app = useApp()
  return createFormat({
    locale: navigator.language,
    smallCellLimit: () => app.smallCells.limit,
    release: () => app.smallCells.release,
    dimensions: () => app.session.dimensions,
    label: () => app.session.loaded?.label ?? '',
    notes: () => [app.smallCells.note, app.session.incomplete]
  })
}
