const table = new Int32Array(256)
for (let byte = 0; byte < 256; byte++) {
  let value = byte
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1
  table[byte] = value
}

/**
 * Goes on with a CRC-32 (RFC 1952 §8).
 * @param crc what the call before gave; -1 at the start. The checksum itself is its complement.
 */
export function updateCrc32(crc: number, bytes: Uint8Array): number {
  let value = crc
  for (const byte of bytes) value = (value >>> 8) ^ table[(value ^ byte) & 255]!
  return value
}
