import type { InstalledMeasure } from '#engine/measures/content/installed-measure.ts'

/** A measure as the screens list it, with nothing to say about it but what is given. */
export function installedMeasure(id: string, change: Partial<InstalledMeasure> = {}): InstalledMeasure {
  return {
    id,
    pack: 'built-in',
    packTitle: 'Built-in measures',
    builtIn: true,
    url: `http://example.org/Measure/${id}`,
    version: '1',
    name: id,
    title: id,
    description: undefined,
    steward: undefined,
    copyright: undefined,
    disclaimer: undefined,
    publicDefinition: undefined,
    status: undefined,
    effective: { start: undefined, end: undefined },
    content: 'c',
    rates: [],
    libraries: [],
    valueSets: [],
    requirements: [],
    problems: [],
    runnable: true,
    ...change
  }
}
