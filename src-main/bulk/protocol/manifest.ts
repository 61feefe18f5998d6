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
  /** Recognizes the file in a later manifest, whose address may be signed again. Holds nothing of the address itself. */
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
  const files = objects(list).flatMap((entry) => {
    const url = address(entry['url'], from)
    if (url === undefined) return []
    const key = keyOf(kind, url, isPlain)
    return [
      { kind, type: text(entry['type']), url, count: whole(entry['count']), bytes: whole(entry['fileSize']), key }
    ]
  })
  return toldApart(files)
}

/**
 * Files with a key each. No file may be taken for another one, and so be left out: where what is plain in addresses does not tell them
 * apart, all of it counts.
 */
export function toldApart<F extends ManifestFile>(files: readonly F[]): F[] {
  const addresses = Map.groupBy(files, ({ key }) => key)
  const isShared = ({ key, url }: F): boolean => addresses.get(key)?.some((other) => other.url !== url) === true
  return files.map((file) => (isShared(file) ? { ...file, key: keyOf(file.kind, file.url, () => true) } : file))
}

function keyOf(
  kind: ManifestFile['kind'],
  url: string,
  counts: (parameter: readonly [name: string, value: string]) => boolean
): string {
  const { origin, pathname, searchParams } = new URL(url)
  const query = [...searchParams].filter(counts).join('&')
  return createHash('sha256').update(`${kind} ${origin}${pathname}?${query}`).digest('hex').slice(0, 24)
}

/**
 * Where the path alone does not tell files apart, the query does. Signatures change, so only short values and names of files count:
 * Pathling tells files apart by `file=Condition.00000.ndjson` alone.
 */
function isPlain([name, value]: readonly [name: string, value: string]): boolean {
  if (/sig|token|expires/i.test(name)) return false
  return value.length < 16 || /^[\w.-]{1,200}\.(?:ndjson|json|gz|parquet)$/i.test(value)
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
