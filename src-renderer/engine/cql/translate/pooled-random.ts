/** Random bytes that are asked for at a time; the most that the Web Crypto API gives at once. */
const POOL_BYTES = 65_536
const pool = new Uint8Array(POOL_BYTES)
let used = POOL_BYTES

/**
 * Runs something while `crypto.getRandomValues` takes its bytes from a pool, each byte once. The translator asks for 16 bytes
 * for every node of every tree that it makes, which took a quarter of its time.
 *
 * @param work must not be asynchronous: the function of the platform is there again when it returns
 */
export function withPooledRandom<T>(work: () => T): T {
  const { crypto } = globalThis
  const before = Object.getOwnPropertyDescriptor(crypto, 'getRandomValues')
  const fill = crypto.getRandomValues.bind(crypto)
  Object.defineProperty(crypto, 'getRandomValues', {
    configurable: true,
    writable: true,
    value: <A extends Parameters<typeof fill>[0]>(array: A): A => {
      const { byteLength } = array
      if (byteLength > POOL_BYTES) return fill(array)
      if (used + byteLength > POOL_BYTES) {
        fill(pool)
        used = 0
      }
      const bytes = pool.subarray(used, used + byteLength)
      new Uint8Array(array.buffer, array.byteOffset, byteLength).set(bytes)
      bytes.fill(0)
      used += byteLength
      return array
    }
  })
  try {
    return work()
  } finally {
    if (before === undefined) Reflect.deleteProperty(crypto, 'getRandomValues')
    else Object.defineProperty(crypto, 'getRandomValues', before)
  }
}
