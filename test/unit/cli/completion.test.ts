import { spawnSync } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { completedShells } from '../../../src-main/host/arguments/completion.ts'
import { commandEntries } from '../../../src-main/cli/command-line.ts'
import { runPopulus } from '../../support/populus-command.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

describe('populus completion', () => {
  it.each(completedShells)('names every command and option (%s)', async (shell) => {
    const { code, out } = await runPopulus(['completion', shell])
    expect(code).toBe(0)
    const commands = await Promise.all(commandEntries.map((entry) => entry.load()))
    const options = commands.flatMap(({ declarations }) => declarations.flatMap((each) => Object.keys(each.options)))
    for (const word of [...commandEntries.map(({ name }) => name), 'rotate', 'train', ...options])
      expect(out).toMatch(new RegExp(`(?:-l |\\b|--)${word}\\b`))
  })

  it.skipIf(!existsSync('/bin/bash'))('is understood by bash, in groups as well', async () => {
    const script = join(temporaryFolder(), 'populus')
    writeFileSync(script, (await runPopulus(['completion', 'bash'])).out)
    const complete = (...words: string[]): string[] => {
      const line = ['populus', ...words].map((word) => `'${word}'`).join(' ')
      const run = `source "${script}"; COMP_WORDS=(${line}); COMP_CWORD=${words.length}; _populus; printf '%s\\n' "\${COMPREPLY[@]}"`
      const { stdout, stderr } = spawnSync('bash', ['-c', run], { encoding: 'utf8' })
      expect(stderr).toBe('')
      return stdout.split('\n').filter((word) => word !== '')
    }
    expect(complete('mea')).toEqual(['measure'])
    expect(complete('keys', '')).toEqual(['show', 'rotate', 'revoke'])
    expect(complete('keys', 'rotate', '--over')).toEqual(['--overlap-days'])
    expect(complete('load', '--passphrase')).toEqual(['--passphrase-file', '--passphrase-fd'])
    expect(complete('tables', '--')).toEqual(['--json', '--help'])
  })
})

describe('populus help', () => {
  it('is the help of a command, or of one of its actions', async () => {
    expect(await runPopulus(['help', 'load'])).toEqual(await runPopulus(['load', '--help']))
    expect((await runPopulus(['help', 'keys', 'rotate'])).out).toContain('Usage: populus keys rotate CONNECTION')
    expect((await runPopulus(['help'])).out).toContain('Usage: populus <command>')
  })
})
