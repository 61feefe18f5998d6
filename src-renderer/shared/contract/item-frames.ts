/** Items in a stream of bytes: each is preceded by its length, four bytes with the most significant one first. */

/** What stands before an item. */
export function lengthOfItem(item: Uint8Array): Uint8Array<ArrayBuffer> {
  const length = new Uint8Array(4)
  new DataView(length.buffer).setUint32(0, item.length)
  return length
}

/** Bytes of an item together with its length. */
export function frameItem(item: Uint8Array): Uint8Array<ArrayBuffer> {
  const frame = new Uint8Array(4 + item.length)
  frame.set(lengthOfItem(item))
  frame.set(item, 4)
  return frame
}

/** Cuts a stream into its items. */
export async function* framedItems(stream: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array<ArrayBuffer>, void> {
  const head = new Uint8Array(4)
  let filled = 0
  let item: Uint8Array<ArrayBuffer> | undefined
  for await (const bytes of stream) {
    for (let read = 0; read < bytes.length;) {
      const target: Uint8Array = item ?? head
      const part = bytes.subarray(read, read + target.length - filled)
      target.set(part, filled)
      filled += part.length
      read += part.length
      if (filled < target.length) continue
      filled = 0
      if (item === undefined) item = new Uint8Array(new DataView(head.buffer).getUint32(0))
      else {
        yield item
        item = undefined
      }
    }
  }
}
