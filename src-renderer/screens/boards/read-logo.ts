import { screensBoardsMessages as m } from '#messages/screens/boards.ts'
import { AppError } from '#shared/app-error.ts'
import { readFileBytes, type ChosenFile, type FileLimit } from '../../state/files/chosen-file.ts'

/** A logo is stored in the board and in every report. */
const LOGO_LIMIT: FileLimit = { maxBytes: 100_000, advice: m.chooseASmallerPicture }

const signatures = [
  { type: 'image/png', bytes: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] },
  { type: 'image/jpeg', bytes: [0xff, 0xd8, 0xff] }
] as const

/**
 * Reads a logo as a `data:` URL. The bytes decide, not the name.
 * @throws AppError `invalid-input` for what is no picture or too large, `unreadable-file`
 */
export async function readLogo(file: ChosenFile): Promise<string> {
  const bytes = await readFileBytes(file, LOGO_LIMIT)
  const found = signatures.find((signature) => signature.bytes.every((byte, index) => bytes[index] === byte))
  if (found === undefined) throw new AppError('invalid-input', m.theFileIsNeitherPNGNor)
  let text = ''
  for (const byte of bytes) text += String.fromCharCode(byte)
  return `data:${found.type};base64,${btoa(text)}`
}
