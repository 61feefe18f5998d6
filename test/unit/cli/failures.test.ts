import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync
} from 'node:fs'
import { join } from 'node:path'
import { tableFromIPC } from 'apache-arrow'
import { describe, expect, it } from 'vitest'
import { checkDefinition } from '#engine/views/check-definition.ts'
import { AppError } from '#shared/app-error.ts'
import { fc } from '../../support/property.ts'
import { commandFailure } from '../../../src-main/cli/terminal/exit-codes.ts'
import { openOutput } from '../../../src-main/cli/commands/output-file.ts'
import { makeFolder, withFolder } from '../../../src-main/cli/export/results-folder.ts'
import { terminalMessage, terminalText } from '../../../src-main/cli/terminal/terminal-text.ts'
import { headlessProgram, runPopulus } from '../../support/populus-command.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const root = join(import.meta.dirname, '../../..')
const quiet = { err: () => undefined }

function systemError(code: string): Error {
  return Object.assign(new Error(`${code}: /home/someone/secret`), { code })
}

describe('a failure of a command', () => {
  it.each([
    [new AppError('invalid-input', 'Wrong.'), 2],
    [new AppError('not-allowed', 'Locked.', { reason: 'locked' }), 3],
    [new AppError('not-allowed', 'In use.', { reason: 'in-use' }), 4],
    [new AppError('network', 'Cut.'), 5],
    [new AppError('out-of-space', 'Full.'), 6],
    [systemError('EACCES'), 6],
    [systemError('EISDIR'), 6],
    [systemError('ENOSPC'), 6],
    [new AppError('not-allowed', 'Over time.', { reason: 'limit' }), 7],
    [new TypeError('x is undefined'), 70],
    [new RangeError('Maximum call stack size exceeded'), 70],
    [new AppError('cancelled', 'Canceled.'), 130]
  ])('%s ends with %i and a sentence without paths', (error, exitCode) => {
    const failure = commandFailure(error)
    expect(failure.error.exitCode).toBe(exitCode)
    expect(failure.error.message).toMatch(/^[A-Z].*\.$/)
    expect(failure.error.message).not.toMatch(/secret|undefined| at /)
  })
})

describe('a file for results', () => {
  it('appears as a whole, for this user alone, and replaces nothing unless it is told to', async () => {
    const path = join(temporaryFolder(), 'rows.csv')
    const first = await openOutput(path, false, quiet)
    expect(readdirSync(join(path, '..'))).toEqual([])
    await first.write(['a,b\r\n', new TextEncoder().encode('1,2\r\n')])
    expect(readFileSync(path, 'utf8')).toBe('a,b\r\n1,2\r\n')
    expect(statSync(path).mode & 0o777).toBe(0o600)
    await expect(openOutput(path, false, quiet)).rejects.toThrow('--force')
    await (await openOutput(path, true, quiet)).write(['new'])
    expect(readFileSync(path, 'utf8')).toBe('new')
  })

  it('is no symbolic link, folder or device, and is in a folder that is there', async () => {
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'target'), 'old')
    symlinkSync(join(folder, 'target'), join(folder, 'link'))
    await expect(openOutput(join(folder, 'link'), true, quiet)).rejects.toThrow('symbolic link')
    expect(readFileSync(join(folder, 'target'), 'utf8')).toBe('old')
    await expect(openOutput(folder, true, quiet)).rejects.toThrow('is a folder')
    await expect(openOutput(join(folder, 'none', 'x'), false, quiet)).rejects.toThrow('does not exist')
    await expect(openOutput(join(folder, 'target', 'x'), false, quiet)).rejects.toThrow('is a file')
    await expect(openOutput('/dev/null', true, quiet)).rejects.toThrow('no ordinary file')
  })

  it('says so where no folder can be made', async () => {
    const folder = temporaryFolder()
    await makeFolder(join(folder, 'a', 'b'))
    expect(statSync(join(folder, 'a', 'b')).mode & 0o777).toBe(0o700)
    writeFileSync(join(folder, 'file'), '')
    await expect(makeFolder(join(folder, 'file'))).rejects.toThrow('where there is a file')
    if (existsSync('/proc/self')) {
      await expect(makeFolder('/proc/populus/x')).rejects.toMatchObject({ code: 'not-allowed', reason: 'disk' })
    }
    mkdirSync(join(folder, 'closed'))
    chmodSync(join(folder, 'closed'), 0o500)
    if (process.getuid?.() !== 0) {
      await expect(makeFolder(join(folder, 'closed', 'x'))).rejects.toMatchObject({ reason: 'disk' })
    }
  })

  it('leaves no folder that was made for nothing, and keeps what is in one', async () => {
    const folder = temporaryFolder()
    const fail = (): Promise<never> => Promise.reject(systemError('ENOSPC'))
    await expect(withFolder(join(folder, 'a', 'b'), fail)).rejects.toThrow('ENOSPC')
    expect(readdirSync(folder)).toEqual([])
    mkdirSync(join(folder, 'mine'))
    await expect(withFolder(join(folder, 'mine'), fail)).rejects.toThrow('ENOSPC')
    const half = async (): Promise<never> => {
      writeFileSync(join(folder, 'c', 'd', 'of another program'), '')
      return fail()
    }
    await expect(withFolder(join(folder, 'c', 'd'), half)).rejects.toThrow('ENOSPC')
    expect(readdirSync(folder).toSorted()).toEqual(['c', 'mine'])
    expect(readdirSync(join(folder, 'c', 'd'))).toEqual(['of another program'])
  })

  it.each([
    ['ENOSPC', /no room on the disk of --out\. Free some space/],
    ['EDQUOT', /quota of this user on the disk of --out is used up/],
    ['EIO', /The disk of --out or its connection failed/]
  ])('says of which disk it is for %s, without a path', async (code, sentence) => {
    const output = await openOutput(join(temporaryFolder(), 'rows.csv'), false, quiet)
    const parts = async function* (): AsyncGenerator<Uint8Array> {
      yield new Uint8Array(1)
      throw systemError(code)
    }
    const failure = commandFailure(await output.write(parts()).catch((error: unknown) => error))
    expect(failure.error).toMatchObject({ message: expect.stringMatching(sentence) as string, exitCode: 6 })
    expect(failure.error.message).not.toContain('/')
  })
})

it('what comes from outside cannot steer the terminal', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      for (const control of ['\u001b', '\r', '\b', '\u009b', '\u007f', '\u202e', '\u2066']) {
        expect(terminalText(text + control)).not.toContain(control)
      }
    })
  )
  expect(terminalText('a\u001b[31mb\r\u009b2J\u202ec')).toBe('a\ufffd[31mb\ufffd\ufffd2J\ufffdc')
  expect(terminalText('Zoë 日本\tx\n')).toBe('Zoë 日本\tx\n')
  expect(terminalMessage('\r\u001b[Kname \u001b[2J')).toBe('\r\u001b[Kname \ufffd[2J')
})

describe('a view definition', () => {
  it.each([
    ['[]', 'must be a JSON object'],
    ['5', 'must be a JSON object'],
    ['{"resource":"Patent","select":[]}', 'at resource: FHIR has no such resource type'],
    ['{"resource":"Patient","select":null}', 'at select:'],
    ['{"resource":"Patient","select":"x"}', 'at select:'],
    ['{"resource":"Patient","select":[{"column":[null]}]}', 'at select[0].column[0]:'],
    ['{"resource":"Patient","select":[{"column":[{"name":"a"}]}]}', 'at select[0].column[0].path:'],
    ['{"resource":"Patient","select":[{"unionAll":[{"forEach":1}]}]}', 'at select[0].unionAll[0].forEach:'],
    [`{"resource":"Patient","select":[${'{"select":['.repeat(5000)}${']}'.repeat(5000)}]}`, 'nested more than 50 deep']
  ])('%.60s is refused with its place', (text, words) => {
    expect(() => checkDefinition(JSON.parse(text))).toThrow(words)
  })

  it('yields nothing or a sentence, whatever it is', () => {
    const key = fc.constantFrom(
      'resource',
      'select',
      'column',
      'unionAll',
      'forEach',
      'name',
      'path',
      'where',
      'repeat'
    )
    const value = fc.letrec((tie) => ({
      any: fc.oneof({ maxDepth: 4 }, fc.constantFrom(null, 1, 'Patient', true), fc.array(tie('any')), tie('object')),
      object: fc.dictionary(key, tie('any'))
    })).any
    fc.assert(
      fc.property(value, (select) => {
        try {
          checkDefinition({ resource: 'Patient', select })
        } catch (error) {
          expect(error).toMatchObject({ code: 'invalid-input', message: expect.stringMatching(/\.$/) as unknown })
        }
      })
    )
  })
})

describe('a command that has to end', () => {
  const run = (...args: readonly string[]) =>
    spawnSync(process.execPath, [headlessProgram, ...args], { encoding: 'utf8' })
  const data = (): string => {
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'Patient.ndjson'), '{"resourceType":"Patient","id":"p"}\n')
    return folder
  }

  it('stops a statement without an end at its time limit, with a sentence and no file', () => {
    const [input, output] = [data(), temporaryFolder()]
    const endless = 'with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) from n'
    const out = join(output, 'answer.csv')
    const { status, stderr } = run('sql', input, endless, '--timeout', '1', '--format', 'csv', '--out', out)
    expect(stderr).toContain('The statement was stopped after 1 second. Ask for less, or raise --timeout.')
    expect(status).toBe(7)
    expect(readdirSync(output)).toEqual([])
  })

  it('cuts an answer at --max-rows and says so', async () => {
    const many = 'with recursive n(i) as (select 1 union all select i + 1 from n) select i from n'
    const { code, out, err } = await runPopulus(['sql', data(), many, '--max-rows', '3', '--json'])
    expect(JSON.parse(out)).toEqual({ columns: ['i'], rows: [[1], [2], [3]], cut: true })
    expect(err).toContain('The answer has more than 3 rows; the rest was left out.')
    expect(code).toBe(1)
    const file = join(temporaryFolder(), 'rows.arrow')
    await runPopulus(['sql', data(), many, '--max-rows', '3', '--format', 'arrow', '--out', file])
    const { metadata } = tableFromIPC(readFileSync(file)).schema
    expect(metadata.get('source')).toContain('rows after the first 3 were left out')
  })

  it('leaves no file when the data cannot be read', async () => {
    const output = temporaryFolder()
    const words = ['view', 'patient', '--data', join(output, 'none'), '--out', join(output, 'rows.csv')]
    expect((await runPopulus(words)).code).toBe(2)
    expect(readdirSync(output)).toEqual([])
  })
})

it('the command tells its version and exit codes', () => {
  const run = (...args: readonly string[]) =>
    spawnSync(process.execPath, [join(root, 'build/populus.mjs'), ...args], { encoding: 'utf8' })
  expect(run('--version').stdout).toMatch(/^Populus \d+\.\d+\.\d+, Node 2/)
  expect(run('--help').stdout).toContain('4  in use by another Populus')
})

it.runIf(process.platform === 'linux')('the command gives the memory of large arrays back to the system', () => {
  const told =
    'process.on("exit", () => process.stderr.write(`size ${process.env.MALLOC_MMAP_THRESHOLD_} of ${process.pid}`))'
  const run = (size: string | undefined) =>
    spawnSync(process.execPath, [join(root, 'build/populus.mjs'), '--version'], {
      encoding: 'utf8',
      env: {
        ...process.env,
        MALLOC_MMAP_THRESHOLD_: size,
        NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(told)}`
      }
    })
  // One process all the way, so that a signal to the command reaches it.
  const { stdout, stderr, pid } = run(undefined)
  expect(stdout).toMatch(/^Populus /)
  expect(stderr).toBe(`size 262144 of ${pid}`)
  // What somebody chose holds.
  expect(run('1000000').stderr).toMatch(/^size 1000000 of /)
})
