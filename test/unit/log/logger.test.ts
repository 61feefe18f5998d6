import { mkdirSync, readdirSync, readFileSync, rmdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { AppError } from '#shared/app-error.ts'
import { fc } from '../../support/property.ts'
import { errorFacts } from '../../../src-main/log/error-facts.ts'
import { createLogger } from '../../../src-main/log/logger.ts'
import { redact, redacted } from '../../../src-main/log/redact.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const clock = { now: () => Date.UTC(2026, 10, 25) }
const canary = 'Zanzibara Quimbly'

const lines = (file: string): Record<string, unknown>[] =>
  readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>)

describe('log', () => {
  it('writes time, level, event and facts', () => {
    const file = join(temporaryFolder(), 'logs', 'populus.log')
    const log = createLogger(file, clock)
    log.write('info', 'host.started', { host: 'loopback', version: '0.1.0', platform: 'linux', port: 80, open: true })
    expect(lines(file)).toEqual([
      {
        time: '2026-11-25T00:00:00.000Z',
        level: 'info',
        event: 'host.started',
        host: 'loopback',
        version: '0.1.0',
        platform: 'linux',
        port: 80,
        open: true
      }
    ])
  })

  it('tells how an export began and how it ended', () => {
    const words = [
      'full',
      'incremental',
      'asked',
      'schedule',
      'command',
      'committed',
      'partial',
      'failed',
      'empty',
      'smaller'
    ]
    expect(words.map(redact)).toEqual(words)
  })

  it('never holds a name, however it comes in', () => {
    const folder = temporaryFolder()
    const log = createLogger(join(folder, 'populus.log'), clock)
    const nested = new AppError('unreadable-file', canary, {
      cause: new TypeError(`${canary}\n    at ${canary} (/home/${canary}/Quimbly.ts:1:2)`, {
        cause: new RangeError(canary)
      })
    })
    const spoofed = Object.assign(new Error('x'), {
      name: canary,
      code: 'QUIMBLY',
      stack: `${canary}\n at (/a/Quimbly.ts:1:2)`
    })
    const systemError = Object.assign(new Error(`ENOENT: no such file, open '/data/${canary}.ndjson'`), {
      code: 'ENOENT'
    })
    for (const error of [nested, spoofed, systemError, new Error(canary), canary, { name: canary }, Symbol(canary)]) {
      log.write('error', 'call.failed', errorFacts(error))
    }
    log.write('warn', canary, { name: canary, [canary]: 1, path: `/home/x/${canary}`, lower: canary.toLowerCase() })
    log.write('warn', `call.${canary}`)
    const text = readdirSync(folder)
      .map((name) => readFileSync(join(folder, name), 'utf8'))
      .join('')
    expect(text.split('\n')).toHaveLength(10)
    expect(text.toLowerCase()).not.toContain('quimbly')
    expect(text.toLowerCase()).not.toContain('zanzibara')
    expect(text).toContain('"systemCode":"ENOENT"')
  })

  it('replaces every text that is not a known word', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), (text) => {
        const shown = redact(text)
        expect(shown === redacted || /^[\w.:-]+$/.test(String(shown))).toBe(true)
      })
    )
    for (const text of [
      'smith',
      'ESPOSITO',
      'Eve',
      '1980-02-03',
      '555-12-3456',
      'MRN 17',
      '/home/eve/a.ndjson',
      'a@b.c',
      'Eve 1.2.3',
      '1.2.3 Eve',
      '1.2.3\nEve',
      '1.2.3.4',
      'ERR_X Eve',
      'Eve site.ts:4:10',
      ''
    ]) {
      expect(redact(text)).toBe(redacted)
    }
    for (const text of [
      'ENOENT',
      'imports.stream',
      'loopback',
      '1.2.3',
      'ERR_INVALID_ARG',
      'site.ts:4:10',
      'TypeError'
    ]) {
      expect(redact(text)).toBe(text)
    }
  })

  it('says where in the code an error came from', () => {
    const facts = errorFacts(new AppError('internal', 'x', { cause: new TypeError('secret') }))
    expect(facts).toMatchObject({ code: 'internal', error: 'TypeError' })
    expect(facts['place']).toMatch(/^logger\.test\.ts:\d+:\d+$/)
  })

  it('counts entries that could not be written and goes on', () => {
    const file = join(temporaryFolder(), 'populus.log')
    const log = createLogger(file, clock)
    // A folder in the place of the file makes every write fail.
    mkdirSync(file)
    log.write('info', 'a.lost')
    log.write('info', 'a.lost')
    rmdirSync(file)
    log.write('info', 'a.written')
    log.write('info', 'a.written')
    expect(lines(file).map(({ event, lostBefore }) => ({ event, lostBefore }))).toEqual([
      { event: 'a.written', lostBefore: 2 },
      { event: 'a.written', lostBefore: undefined }
    ])
  })
})
