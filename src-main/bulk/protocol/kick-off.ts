import { bulkProtocolMessages as m } from '#messages/bulk/protocol.ts'
import { AppError } from '#shared/app-error.ts'
import type { NetRequest } from '../../ports/host.ts'
import type { KickOffStyle } from '../../vendors/vendor.ts'
import type { ExportRequest } from './export-request.ts'

type Pair = readonly [name: string, value: string]

/**
 * The request that starts an export (Bulk Data IG, "Bulk Data Kick-off Request"): GET with commas or with repeated
 * parameters, or POST of a Parameters resource, in which nothing is joined by commas.
 * @throws AppError `invalid-input` for a combination that no server takes
 */
export function kickOffRequest(request: ExportRequest, style: KickOffStyle): NetRequest {
  const { level, group, patients } = request
  if (level === 'group' && (group === undefined || group === ''))
    throw new AppError('invalid-input', m.anExportOfAGroupNeeds)
  if (patients.length > 0 && (level === 'system' || style !== 'post'))
    throw new AppError('invalid-input', m.singlePatientsCanBeAskedFor)
  const place = { system: '', patient: 'Patient/', group: `Group/${encodeURIComponent(group ?? '')}/` }[level]
  const url = `${request.base}/${place}$export`
  const prefer = [
    'respond-async',
    ...(request.lenient ? ['handling=lenient'] : []),
    ...(request.statusApart === true ? ['separate-export-status'] : [])
  ].join(', ')
  const headers = { accept: 'application/fhir+json', prefer }
  if (style === 'post') {
    const parameter = pairs(request, false).map(([name, value]) => ({ name, ...typedValue(name, value) }))
    const body = JSON.stringify({ resourceType: 'Parameters', parameter })
    return { method: 'POST', url, headers: { ...headers, 'content-type': 'application/fhir+json' }, body }
  }
  const query = pairs(request, style === 'get-commas')
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&')
  return { method: 'GET', url: query === '' ? url : `${url}?${query}`, headers }
}

function pairs(request: ExportRequest, joined: boolean): Pair[] {
  const list = (name: string, values: readonly string[]): Pair[] =>
    values.length === 0 ? [] : joined ? [[name, values.join(',')]] : values.map((value): Pair => [name, value])
  const single = (name: string, value: string | undefined): Pair[] => (value === undefined ? [] : [[name, value]])
  // A comma inside a filter would look like the end of it where filters are joined by commas.
  const filters = joined ? request.typeFilters.map((filter) => filter.replaceAll(',', '%2C')) : request.typeFilters
  return [
    ...list('_type', request.types),
    ...single('_since', request.since),
    ...single('_until', request.until),
    ...list('_typeFilter', filters),
    ...list('_elements', request.elements),
    ...list('includeAssociatedData', request.associated),
    ...list('patient', request.patients),
    ...single('organizeOutputBy', request.byPatient ? 'Patient' : undefined),
    ...single('allowPartialManifests', request.partial === true ? 'true' : undefined)
  ]
}

function typedValue(name: string, value: string): Readonly<Record<string, unknown>> {
  if (name === '_since' || name === '_until') return { valueInstant: value }
  if (name === 'patient') return { valueReference: { reference: value } }
  if (name === 'includeAssociatedData' || name === 'organizeOutputBy') return { valueCode: value }
  if (name === 'allowPartialManifests') return { valueBoolean: true }
  return { valueString: value }
}
