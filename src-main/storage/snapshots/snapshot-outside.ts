import { createHmac, hkdfSync } from 'node:crypto'
import * as v from 'valibot'
import { Natural } from '#shared/basic-schemas.ts'
import { CompletenessState } from '#shared/completeness.ts'
import { AcceptReason } from '#shared/snapshot.ts'
import type { StoreFiles } from '../sealed/store-files.ts'
import { writeCompleteFile } from '../sealed/write-complete-file.ts'
import { purposes, type SnapshotLayout } from './snapshot-layout.ts'

const Known = {
  id: v.string(),
  /** Milliseconds since 1970. */
  keptAt: Natural,
  /** Bytes of all sealed files. */
  keptBytes: Natural,
  /** Whether an export brought everything; only complete data are opened by themselves. */
  completeness: v.optional(CompletenessState)
}

/** What can be seen of a snapshot without a key: nothing that could name a person. */
const OutsideState = v.object({ ...Known, hold: v.optional(v.literal(true)), accepted: v.optional(AcceptReason) })
export type OutsideState = v.InferOutput<typeof OutsideState>

const Sealed = v.strictObject({
  version: v.literal(2),
  ...OutsideState.entries,
  /** HMAC-SHA-256 of the rest, by a key that comes from the snapshot's; 64 hexadecimal digits. */
  seal: v.string()
})
/** Before what lies next to a snapshot was sealed. */
const Early = v.object({ version: v.literal(1), ...Known })

/** What was found next to a snapshot. */
export type FoundOutside =
  /** `isSealedBy` tells whether it is, byte for byte, what the holder of the snapshot's key wrote. */
  | { readonly kind: 'sealed'; readonly state: OutsideState; isSealedBy(key: Uint8Array): boolean }
  | { readonly kind: 'early'; readonly state: OutsideState }
  | { readonly kind: 'unreadable' }

/** Reads what lies next to a snapshot. @param id which it has to be of */
export async function readOutside(files: StoreFiles, layout: SnapshotLayout, id: string): Promise<FoundOutside> {
  const text = (await files.read(layout.outside))?.toString('utf8')
  if (text === undefined) return { kind: 'unreadable' }
  const read = v.safeParse(v.pipe(v.string(), v.parseJson(), v.variant('version', [Sealed, Early])), text)
  if (!read.success || read.output.id !== id) return { kind: 'unreadable' }
  if (read.output.version === 1) {
    const { version: _version, ...known } = read.output
    return { kind: 'early', state: { ...known, ...(await readEarlyDecisions(files, layout)) } }
  }
  const { version: _version, seal: _seal, ...state } = read.output
  return { kind: 'sealed', state, isSealedBy: (key) => outsideText(state, key) === text }
}

async function readEarlyDecisions(
  files: StoreFiles,
  { earlyHold, earlyAccepted }: SnapshotLayout
): Promise<Pick<OutsideState, 'hold' | 'accepted'>> {
  const reason = v.safeParse(AcceptReason, (await files.read(earlyAccepted))?.toString('utf8'))
  return {
    ...((await files.read(earlyHold)) === undefined ? {} : { hold: true }),
    ...(reason.success ? { accepted: reason.output } : {})
  }
}

/** What is written next to a snapshot: one line of JSON with its seal. @param key of the snapshot, 32 bytes */
export function outsideText(
  { id, keptAt, keptBytes, completeness, hold, accepted }: OutsideState,
  key: Uint8Array
): string {
  const said = JSON.stringify({ version: 2, id, keptAt, keptBytes, completeness, hold, accepted })
  const hmacKey = Buffer.from(hkdfSync('sha256', key, Buffer.alloc(0), `populus outside 2 ${purposes.outside(id)}`, 32))
  const seal = createHmac('sha256', hmacKey).update(said).digest('hex')
  hmacKey.fill(0)
  return `${said.slice(0, -1)},"seal":"${seal}"}\n`
}

/** Puts another outside in the place of the one that is there, in one step. */
export async function replaceOutside(
  files: StoreFiles,
  layout: SnapshotLayout,
  state: OutsideState,
  key: Uint8Array
): Promise<void> {
  await files.destroy(layout.nextOutside)
  await writeCompleteFile(files, layout.nextOutside, Buffer.from(outsideText(state, key)))
  await files.rename(layout.nextOutside, layout.outside)
  await files.syncFolder(layout.folder)
}
