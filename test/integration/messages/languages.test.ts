import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { withoutAccents } from '../../../src-renderer/shared/messages/pseudo.ts'
import { answersInLocale } from '../../support/answers-in-locale.ts'
import { runPopulus } from '../../support/populus-command.ts'

const root = join(import.meta.dirname, '../../..')
const content = join(root, 'resources/measures/core')

describe('languages', () => {
  it('change words alone: nothing that is counted, found or named', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'populus-languages-'))
    try {
      await runPopulus(['sample', '--patients', '30', '--out', folder])
      const [english, pseudo] = await Promise.all([
        answersInLocale(folder, content),
        promisify(execFile)(process.execPath, [join(root, 'test/support/answers-in-locale.ts'), folder, content], {
          env: { ...process.env, POPULUS_LOCALE: 'en-XA' },
          maxBuffer: 1 << 28
        })
      ])
      const answers = JSON.parse(withoutAccents(pseudo.stdout)) as unknown
      // The other process did speak the other language.
      expect([pseudo.stdout.includes('Ƒéṁáļé'), english.includes('Ƒéṁáļé')]).toEqual([true, false])
      expect(answers).toEqual(JSON.parse(withoutAccents(english)))
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })
})
