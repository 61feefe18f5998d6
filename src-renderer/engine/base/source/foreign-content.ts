import { engineBaseMessages as m } from '#messages/engine/base.ts'
import { plainBytes, type OpenBytes } from '../ndjson/gunzip.ts'

const LOOKED_AT = 64 * 1024
const decoder = new TextDecoder('latin1')

/**
 * Looks into a file whose name does not promise FHIR data: folders also hold licenses, manifests, logs and other JSON.
 * Files named `.ndjson` or `.jsonl` are always taken, so that damage in them is counted and never hidden.
 * @returns in plain words why to leave the file out, undefined when it is to be read
 */
export async function foreignContent(name: string, open: OpenBytes): Promise<string | undefined> {
  if (/\.(ndjson|jsonl)(\.gz)?$/i.test(name)) return undefined
  const plain = plainBytes(open)
  let text = ''
  for await (const chunk of plain.chunks) {
    text += decoder.decode(chunk.subarray(0, LOOKED_AT - text.length))
    if (text.length >= LOOKED_AT) break
  }
  // What cannot be read is counted when it is loaded.
  if (text === '' || plain.failure() !== undefined) return undefined
  if (!/^(?:\u00ef\u00bb\u00bf)?\s*[[{]/.test(text)) return m.notJSONGoingByItsFirst
  return text.includes('"resourceType"') ? undefined : m.jsonButNoFHIRResourceIn
}
