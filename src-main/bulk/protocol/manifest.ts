import { bulkProtocolMessages as m } from '#messages/bulk/protocol.ts'
import { createHash } from 'node:crypto'
import { AppError } from '#shared/app-error.ts'

/** One file that a manifest offers. */
export interface ManifestFile {
  readonly kind: 'output' | 'deleted' | 'error'
  /** Absent where a file holds several types. */
  readonly type: string | undefined
  readonly url: string
  readonly count: number | undefined
  readonly bytes: number | undefined
  /** Recognises the file in a later manifest, whose address may be signed again. Holds nothing of the address itself. */
  readonly key: string
}

/** One page of a manifest. */
export interface Manifest {
  readonly transactionTime: string | undefined
  readonly requiresAccessToken: boolean | undefined
  readonly byPatient: boolean
  readonly files: readonly ManifestFile[]
  readonly next: string | undefined
}

type Json = Readonly<Record<string, unknown>>

/**
 * Reads a manifest of any edition of the standard: `error` or `outcome` or neither, truth values as text, relative
 * addresses.
 * @param json parsed body
 * @param from address of the manifest
 * @throws AppError `not-supported` when it is not a manifest
 */
export function readManifest(json: unknown, from: string): Manifest {
  if (!isJson(json) || !Array.isArray(json['output'])) {
    throw new AppError('not-supported', m.theServerSaysThatTheExport, {
      retryable: true
    })
  }
  const next = objects(json['link']).find(({ relation }) => relation === 'next')
  return {
    transactionTime: text(json['transactionTime']),
    requiresAccessToken: truth(json['requiresAccessToken']),
    byPatient: text(json['outputOrganizedBy']) !== undefined,
    files: [
      ...filesOf(json['output'], 'output', from),
      ...filesOf(json['deleted'], 'deleted', from),
      ...filesOf(json['error'], 'error', from),
      ...filesOf(json['outcome'], 'error', from)
    ],
    next: address(next?.['url'], from)
  }
}

function filesOf(list: unknown, kind: ManifestFile['kind'], from: string): ManifestFile[] {
  return objects(list).flatMap((entry) => {
    const url = address(entry['url'], from)
    if (url === undefined) return []
    const { origin, pathname, searchParams } = new URL(url)
    // Where the path alone does not tell files apart, the query does; signatures change, so only short values count.
    const plain = [...searchParams]
      .filter(([name, value]) => value.length < 16 && !/sig|token|expires/i.test(name))
      .join('&')
    const key = createHash('sha256').update(`${kind} ${origin}${pathname}?${plain}`).digest('hex').slice(0, 24)
    return [
      { kind, type: text(entry['type']), url, count: whole(entry['count']), bytes: whole(entry['fileSize']), key }
    ]
  })
}

function address(value: unknown, from: string): string | undefined {
  return typeof value === 'string' && URL.canParse(value, from) ? new URL(value, from).href : undefined
}

/** Soarian writes `"true"`. */
function truth(value: unknown): boolean | undefined {
  if (typeof value === 'boolean') return value
  if (typeof value !== 'string') return undefined
  return /^true$/i.test(value.trim()) ? true : /^false$/i.test(value.trim()) ? false : undefined
}

function whole(value: unknown): number | undefined {
  const number = typeof value === 'string' && value !== '' ? Number(value) : value
  return typeof number === 'number' && Number.isSafeInteger(number) && number >= 0 ? number : undefined
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function objects(value: unknown): Json[] {
  return Array.isArray(value) ? value.filter(isJson) : []
}
