import { bulkProtocolMessages as m } from '#messages/bulk/protocol.ts'
import { createHash } from 'node:crypto'
import { AppError } from '#shared/app-error.ts'

/** One file that a manifest offers. */
export interface ManifestFile {
  readonly kind: 'output' | 'deleted' | 'error'
  /** Absent where a file holds several types. */
  readonly type: string | undefined
  /** Absent where the manifest has no usable one although it is required; such a file is missing, and counts as listed. */
  readonly url: string | undefined
  readonly count: number | undefined
  readonly bytes: number | undefined
  /** Recognizes the file in a later manifest, whose address may be signed again. Holds nothing of the address itself. */
  readonly key: string
}

/** A file that can be asked for. */
export type AddressedFile<F extends ManifestFile = ManifestFile> = F & { readonly url: string }

/** Whether a file can be asked for. */
export function hasAddress<F extends ManifestFile>(file: F): file is AddressedFile<F> {
  return file.url !== undefined
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
    files: toldApart([
      ...filesOf(json['output'], 'output', from),
      ...filesOf(json['deleted'], 'deleted', from),
      ...filesOf(json['error'], 'error', from),
      ...filesOf(json['outcome'], 'error', from)
    ]),
    next: address(next?.['url'], from)
  }
}

/** Every entry of a list is a file, so that none is missing without a word; but for one of nothing that has no address. */
function filesOf(list: unknown, kind: ManifestFile['kind'], from: string): ManifestFile[] {
  const entries: readonly unknown[] = Array.isArray(list) ? list : []
  return entries.flatMap((item) => {
    const entry = isJson(item) ? item : {}
    const url = address(entry['url'], from)
    const type = text(entry['type'])
    const count = wholeNumber(entry['count'])
    if (url === undefined && count === 0) return []
    const key = url === undefined ? keyWithoutAddress(kind, type, 1) : keyOf(kind, url, isPlain)
    return [{ kind, type, url, count, bytes: wholeNumber(entry['fileSize']), key }]
  })
}

/**
 * Files with a key each. No file may be taken for another one, and so be left out: where what is plain in addresses does not tell them
 * apart, all of it counts, and files without an address are numbered.
 */
export function toldApart<F extends ManifestFile>(files: readonly F[]): F[] {
  const addresses = Map.groupBy(files, ({ key }) => key)
  const isShared = ({ key, url }: F): boolean => addresses.get(key)?.some((other) => other.url !== url) === true
  const numbers = new Map<string, number>()
  return files.map((file) => {
    const { kind, type, url } = file
    if (url !== undefined) return isShared(file) ? { ...file, key: keyOf(kind, url, () => true) } : file
    const group = `${kind} ${type ?? ''}`
    const number = (numbers.get(group) ?? 0) + 1
    numbers.set(group, number)
    return { ...file, key: keyWithoutAddress(kind, type, number) }
  })
}

/** @param number of the file, from 1, among those without an address of its kind and type */
function keyWithoutAddress(kind: ManifestFile['kind'], type: string | undefined, number: number): string {
  return hash(`no-address ${kind} ${type ?? ''} ${number}`)
}

function keyOf(
  kind: ManifestFile['kind'],
  url: string,
  counts: (parameter: readonly [name: string, value: string]) => boolean
): string {
  const { origin, pathname, searchParams } = new URL(url)
  const query = [...searchParams].filter(counts).join('&')
  return hash(`${kind} ${origin}${pathname}?${query}`)
}

function hash(name: string): string {
  return createHash('sha256').update(name).digest('hex').slice(0, 24)
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
  // An empty text would be the address of the manifest.
  const isUsable = typeof value === 'string' && value.trim() !== '' && URL.canParse(value, from)
  return isUsable ? new URL(value, from).href : undefined
}

/** Soarian writes `"true"`. */
function truth(value: unknown): boolean | undefined {
  if (typeof value === 'boolean') return value
  if (typeof value !== 'string') return undefined
  return /^true$/i.test(value.trim()) ? true : /^false$/i.test(value.trim()) ? false : undefined
}

function wholeNumber(value: unknown): number | undefined {
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
