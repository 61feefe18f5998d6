/** The parameters of a kick-off request, from the address or from a Parameters resource. */
export interface ExportParameters {
  readonly types: readonly string[]
  readonly since: string | undefined
  readonly until: string | undefined
  /** `Type?query`, one for each filter. */
  readonly typeFilters: readonly string[]
  readonly elements: readonly string[]
  readonly patients: readonly string[]
  readonly associated: readonly string[]
  readonly byPatient: boolean
  readonly partialManifests: boolean
  readonly unknown: readonly string[]
}

/** A parameter that has no meaning here: answered with 400. */
export class WrongParameter extends Error {}

const formats: ReadonlySet<string> = new Set(['application/fhir+ndjson', 'application/ndjson', 'ndjson'])
const instant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})$/

type Pairs = readonly (readonly [name: string, value: string])[]

/** @throws WrongParameter */
export function queryParameters(query: string): ExportParameters {
  return fromPairs([...new URLSearchParams(query)])
}

/** @throws WrongParameter when the body is not a Parameters resource */
export function bodyParameters(body: string): ExportParameters {
  let resource: unknown
  try {
    resource = JSON.parse(body)
  } catch {
    throw new WrongParameter('The body is not JSON')
  }
  const { resourceType, parameter = [] } = resource as {
    resourceType?: unknown
    parameter?: readonly Readonly<Record<string, unknown>>[]
  }
  if (resourceType !== 'Parameters') throw new WrongParameter('The body is not a Parameters resource')
  return fromPairs(parameter.map((item) => [String(item['name']), valueOf(item)]))
}

function valueOf(parameter: Readonly<Record<string, unknown>>): string {
  const [, value] = Object.entries(parameter).find(([name]) => name.startsWith('value')) ?? []
  if (typeof value === 'object' && value !== null) {
    const { reference, code } = value as { reference?: unknown; code?: unknown }
    return typeof reference === 'string' ? reference : typeof code === 'string' ? code : ''
  }
  return typeof value === 'string' || typeof value === 'boolean' ? String(value) : ''
}

const known: ReadonlySet<string> = new Set([
  '_outputFormat',
  '_since',
  '_until',
  '_type',
  '_typeFilter',
  '_elements',
  'patient',
  'includeAssociatedData',
  'organizeOutputBy',
  'allowPartialManifests'
])

function fromPairs(pairs: Pairs): ExportParameters {
  const all = (name: string): string[] => pairs.filter(([key]) => key === name).map(([, value]) => value)
  const split = (name: string): string[] =>
    all(name)
      .flatMap((value) => value.split(','))
      .map((value) => value.trim())
      .filter((value) => value !== '')
  for (const format of all('_outputFormat'))
    if (!formats.has(format)) throw new WrongParameter('_outputFormat is not supported')
  const organized = all('organizeOutputBy')[0]
  if (organized !== undefined && organized !== '' && organized !== 'Patient')
    throw new WrongParameter('organizeOutputBy supports Patient')
  return {
    types: split('_type'),
    since: time(all('_since')[0], '_since'),
    until: time(all('_until')[0], '_until'),
    typeFilters: all('_typeFilter')
      .flatMap((value) => value.split(/,(?=[A-Z][A-Za-z]+\?)/))
      .filter((value) => value !== ''),
    elements: split('_elements'),
    patients: split('patient').map((reference) => reference.replace(/^Patient\//, '')),
    associated: split('includeAssociatedData'),
    byPatient: organized === 'Patient',
    partialManifests: all('allowPartialManifests').includes('true'),
    unknown: pairs.map(([name]) => name).filter((name) => !known.has(name))
  }
}

function time(value: string | undefined, name: string): string | undefined {
  if (value === undefined || value === '') return undefined
  if (!instant.test(value)) throw new WrongParameter(`${name} is not an instant`)
  return value
}
