import { servicesDefinitionsMessages as m } from '#messages/services/definitions.ts'
import { createHash } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { readBoard } from '#engine/boards/read-board.ts'
import { AppError, toWireError } from '#shared/app-error.ts'
import { maxBoardBytes, type PresetBoard } from '#shared/contract/drafts.ts'
import type { FoundDefinition } from '#shared/governance/definition.ts'
import type { PresetFile } from '#shared/policy/policy-values.ts'
import type { LogPort, PolicyPort } from '../../ports/host.ts'
import { checkSignedFile, signatureRules, type SignatureRules } from '../publishers/signed-files.ts'
import { contentDigest } from './content-digest.ts'

/**
 * Reads a board that the organization presets. Its id is made from the hash: another version is another board.
 * @throws AppError `unreadable-file` for a file that is missing, has another hash, is no board, or names cohorts, `invalid-input` for a
 *   wrong signature, PolicyRefusal for a missing one
 */
export function readPresetBoard({ path, sha256 }: PresetFile, rules: SignatureRules): PresetBoard {
  const bytes = bytesOf(path)
  if (createHash('sha256').update(bytes).digest('hex') !== sha256)
    throw new AppError('unreadable-file', m.theBoardHasAnotherHash(path))
  checkSignedFile(path, bytes, m.theBoardOfTheOrganization, rules)
  const { board, cohorts } = boardIn(bytes, path)
  if (cohorts.length > 0) throw new AppError('unreadable-file', m.theBoardNamesCohorts(path))
  return { id: `preset${sha256.slice(0, 24)}`, text: JSON.stringify({ ...board, id: `preset${sha256.slice(0, 24)}` }) }
}

function boardIn(bytes: Buffer, path: string): ReturnType<typeof readBoard> {
  try {
    return readBoard(bytes.toString('utf8'))
  } catch (cause) {
    throw new AppError('unreadable-file', m.theFileIsNoBoard(path, toWireError(cause).message), { cause })
  }
}

function bytesOf(path: string): Buffer {
  try {
    if (statSync(path).size <= maxBoardBytes) return readFileSync(path)
  } catch (cause) {
    throw new AppError('unreadable-file', m.theBoardCannotBeRead(path), { cause })
  }
  throw new AppError('unreadable-file', m.theBoardCannotBeRead(path))
}

/** The boards of the policy Boards. */
export interface PresetBoards {
  /** Those that can be used; the list of policies says why others cannot. */
  list(): readonly PresetBoard[]
}

/** The boards that the policies name now. */
export function createPresetBoards(policies: Pick<PolicyPort, 'value'>, log: LogPort): PresetBoards {
  let known: { readonly key: string; readonly boards: readonly PresetBoard[] } = { key: '', boards: [] }
  return {
    list() {
      const wanted = policies.value('Boards') ?? []
      const rules = signatureRules(policies)
      const key = JSON.stringify([wanted, rules])
      if (known.key !== key) known = { key, boards: wanted.flatMap((file) => readable(file, rules, log)) }
      return known.boards
    }
  }
}

function readable(file: PresetFile, rules: SignatureRules, log: LogPort): PresetBoard[] {
  try {
    return [readPresetBoard(file, rules)]
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    log.write('warn', 'boards.preset-refused', { code: error.code })
    return []
  }
}

/** Preset boards as definitions, which are approved as others are. */
export function presetBoardDefinitions(boards: readonly PresetBoard[]): FoundDefinition[] {
  return boards.map(({ id, text }): FoundDefinition => {
    const board = JSON.parse(text) as { readonly title: string }
    return {
      kind: 'board',
      id,
      hash: contentDigest(board),
      name: board.title,
      source: 'import',
      origin: m.policyBoards
    }
  })
}
