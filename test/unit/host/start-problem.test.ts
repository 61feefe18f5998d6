import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { AppError } from '#shared/app-error.ts'
import { startProblem } from '../../../src-main/host/process/start-problem.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const failing = (code: string, path?: string): Error => Object.assign(new Error('text'), { code, path })

describe('what is said when the program cannot start', () => {
  it('names a full disk, also behind another error', () => {
    expect(startProblem(failing('ENOSPC', '/data/x'), '/data')).toMatch(/no room on the disk/)
    expect(startProblem(new Error('outer', { cause: failing('EDQUOT') }), '/data')).toMatch(/no room on the disk/)
  })

  it('names the file of the data folder, and no other', () => {
    expect(startProblem(failing('EISDIR', '/data/audit/audit.jsonl'), '/data')).toMatch(
      /there is a folder.*"audit\/audit.jsonl"/
    )
    expect(startProblem(failing('EACCES', '/data/settings.json'), '/data')).toMatch(/may not read.*"settings.json"/)
    expect(startProblem(failing('EACCES', '/home/someone/secret'), '/data')).not.toMatch(/secret|someone/)
    expect(startProblem(new TypeError('secret'), '/data')).toMatch(/TypeError/)
  })

  it('repeats a sentence that is one already', () => {
    expect(startProblem(new AppError('not-found', 'The page is not built yet.'), '/data')).toBe(
      'The page is not built yet.'
    )
  })

  it('gets the path from the file system', () => {
    const folder = temporaryFolder()
    mkdirSync(join(folder, 'a.json'))
    let error: unknown
    try {
      readFileSync(join(folder, 'a.json'))
    } catch (caught) {
      error = Object.assign(caught as Error, { path: join(folder, 'a.json') })
    }
    expect(startProblem(error, folder)).toMatch(/"a.json"/)
  })
})
