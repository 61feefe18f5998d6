import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { newBoard } from '#engine/boards/board.ts'
import type { PresetFile } from '#shared/policy/policy-values.ts'
import { createDraftHandlers } from '../../../src-main/api/draft-handlers.ts'
import {
  createPresetBoards,
  presetBoardDefinitions,
  readPresetBoard
} from '../../../src-main/services/definitions/preset-boards.ts'
import type { DraftStore } from '../../../src-main/services/drafts/draft-store.ts'
import { memoryLog } from '../../support/memory-log.ts'
import {
  digestOfFile,
  makePublisherKey,
  readPublisherKey,
  signDigest
} from '../../../src-main/services/publishers/file-signature.ts'
import { createVerifiedFiles } from '../../../src-main/services/publishers/verified-files.ts'
import { policyProblems } from '../../../src-main/composition/policy-problems.ts'
import { managedBy } from '../../support/policies.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const unsigned = { required: false, publishers: [] }

function place() {
  const folder = temporaryFolder()
  function fileWith(name: string, content: string): PresetFile {
    const path = join(folder, name)
    writeFileSync(path, content)
    return { path, sha256: createHash('sha256').update(content).digest('hex') }
  }
  return { folder, fileWith, file: fileWith('quality.board.json', JSON.stringify(newBoard('b1', 'Quality'))) }
}

it('boards of the organization are listed, are definitions, and nobody changes or deletes them', async () => {
  const { file } = place()
  const presets = createPresetBoards(managedBy({ Boards: [file] }), memoryLog())
  const [board] = presets.list()
  expect(JSON.parse(board!.text)).toMatchObject({ id: board!.id, title: 'Quality' })
  expect(presetBoardDefinitions(presets.list())).toMatchObject([
    { kind: 'board', id: board!.id, name: 'Quality', source: 'import', origin: 'the policy Boards' }
  ])
  const saved: string[] = []
  const drafts = {
    save: async (name: string) => {
      saved.push(name)
      return { outcome: 'saved', savedAt: 1 }
    }
  } as unknown as DraftStore
  const { boards } = createDraftHandlers(drafts, presets, createVerifiedFiles(managedBy({})))
  const call = { name: `board-${board!.id}-0`, text: '{}' }
  await expect(boards.save(call, {} as never)).rejects.toMatchObject({ code: 'not-allowed', policy: 'Boards' })
  await expect(boards.remove(call, {} as never)).rejects.toMatchObject({ code: 'not-allowed', policy: 'Boards' })
  await boards.save({ name: 'board-b2-0', text: '{}' }, {} as never)
  expect(saved).toEqual(['board-b2-0'])
})

it('a file that is missing, has another hash, is no board or needs cohorts is refused with a sentence and leaves the others', () => {
  const { folder, fileWith, file } = place()
  const wrong = { ...file, sha256: '0'.repeat(64) }
  const missing = { ...file, path: join(folder, 'absent.json') }
  const other = fileWith('other.json', '{"format":2}')
  const definition = { format: 1, title: 'All', people: 'all', steps: [] }
  const cohorts = fileWith(
    'cohorts.json',
    JSON.stringify({ ...newBoard('b1', 'Quality'), cohorts: [{ id: 'c1', definition }] })
  )
  expect(() => readPresetBoard(wrong, unsigned)).toThrow('another SHA-256 than the policy names')
  expect(() => readPresetBoard(missing, unsigned)).toThrow('cannot be read')
  expect(() => readPresetBoard(other, unsigned)).toThrow('cannot be used')
  expect(() => readPresetBoard(cohorts, unsigned)).toThrow('needs cohorts')
  const presets = createPresetBoards(managedBy({ Boards: [wrong, missing, other, cohorts, file] }), memoryLog())
  expect(presets.list()).toHaveLength(1)
})

it('where files need a signature, a board counts by the publishers that the policies name and by no others', () => {
  const { file } = place()
  const { key, text } = makePublisherKey()
  writeFileSync(`${file.path}.sig`, signDigest(digestOfFile(readFileSync(file.path)), readPublisherKey(text), 0))
  const other = makePublisherKey().key
  const told = (publishers?: readonly string[]) => {
    const policies = managedBy({
      Boards: [file],
      RequireSignedPacks: true,
      ...(publishers === undefined ? {} : { TrustedPublishers: publishers.map((each) => ({ name: 'IT', key: each })) })
    })
    const problems = policyProblems(policies.current()).filter(({ name }) => name === 'Boards')
    return { boards: createPresetBoards(policies, memoryLog()).list().length, problems }
  }
  expect(told([other, key])).toEqual({ boards: 1, problems: [] })
  for (const publishers of [undefined, [], [other]])
    expect(told(publishers)).toMatchObject({
      boards: 0,
      problems: [
        { message: expect.stringContaining('signed by a key that is not among the trusted publishers') as string }
      ]
    })
})
