import { screensBoardsMessages as m } from '#messages/screens/boards.ts'

/** Bytes of a logo: it is stored in the board and in every report. */
const MAX_LOGO_BYTES = 100_000

const signatures = [
  { type: 'image/png', bytes: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] },
  { type: 'image/jpeg', bytes: [0xff, 0xd8, 0xff] }
] as const

/** Reads a logo as a `data:` URL, or says why it cannot be used. The bytes decide, not the name. */
export async function readLogo(file: Blob): Promise<{ readonly url?: string; readonly problem?: string }> {
  if (file.size > MAX_LOGO_BYTES) return { problem: m.theLogoHasMoreThanKB(MAX_LOGO_BYTES / 1000) }
  const bytes = new Uint8Array(await file.arrayBuffer())
  const found = signatures.find((signature) => signature.bytes.every((byte, index) => bytes[index] === byte))
  if (found === undefined) return { problem: m.theFileIsNeitherPNGNor }
  let text = ''
  for (const byte of bytes) text += String.fromCharCode(byte)
  return { url: `data:${found.type};base64,${btoa(text)}` }
}
