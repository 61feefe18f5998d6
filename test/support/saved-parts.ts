import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import {
  listName,
  openShardFile,
  openShardFolder,
  readShardList,
  type ShardFolder
} from '../../src-main/storage/shards/shard-folder.ts'
import type { OpenSnapshot } from '../../src-main/storage/snapshots/open-snapshot.ts'
import type { SavedShards } from '../../src-main/storage/snapshots/saved-shards.ts'

/** Files of a population that is open: `count` of them that hold a word each, and random bytes. */
export async function wordParts(parent: string, word: string, count = 3): Promise<ShardFolder> {
  const folder = await openShardFolder(join(parent, 'shards'))
  for (let index = 0; index < count; index++) {
    await folder.write(`shard-${index}`, Buffer.from(word.padEnd(16)))
    await folder.write(`shard-${index}`, randomBytes(300))
    await folder.finish(`shard-${index}`)
  }
  return folder
}

const SHARED = listName('shared')

/** Makes a list that a snapshot's parts have one of these, or a new one where it has none. */
export async function takeShared(parts: ShardFolder, snapshot: OpenSnapshot): Promise<void> {
  const known = (await snapshot.shards().catch(() => undefined))?.get(SHARED)
  if (known !== undefined) return parts.take(SHARED, known)
  await parts.append('shared', Buffer.from('shared'))
  for await (const bytes of parts.read('shared')) if (bytes.toString() !== 'shared') throw new Error('another list')
}

/** The word of the parts of a snapshot, every one of which was read; undefined where there are none. */
export async function wordOf(snapshot: OpenSnapshot): Promise<string | undefined> {
  const parts = await snapshot.shards()
  if (parts === undefined) return undefined
  if (parts.has(SHARED)) {
    const text: Uint8Array[] = []
    for await (const bytes of readShardList({ files: parts }, 'shared')) text.push(bytes)
    if (Buffer.concat(text).toString() !== 'shared') throw new Error('another list')
  }
  return wordIn(new Map([...parts].filter(([name]) => name !== SHARED)))
}

/** The word that parts hold. @throws where they hold different ones */
function wordIn(parts: SavedShards): string {
  const words = Array.from(parts.keys(), (name) => {
    const file = openShardFile({ files: parts }, name)
    try {
      file.read(16, 300)
      return Buffer.from(file.read(0, 16)).toString().trim()
    } finally {
      file.close()
    }
  })
  if (new Set(words).size !== 1) throw new Error(`parts of several populations: ${words.join()}`)
  return words[0]!
}
