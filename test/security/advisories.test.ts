import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { findProblems, readExceptions, type Exception, type Report } from '../../build/advisories.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const program = resolve(import.meta.dirname, '../../build/advisories.ts')
const advisory = 'GHSA-aaaa-bbbb-cccc'
const report = (severity: 'moderate' | 'high'): Report => ({
  vulnerabilities: {
    parser: {
      via: [{ name: 'parser', title: 'Endless loop', url: `https://github.com/advisories/${advisory}`, severity }]
    },
    reader: { via: ['parser'] }
  }
})
const exception: Exception = {
  advisory,
  package: 'parser',
  reason: 'Reads files of this repository only.',
  until: '2027-01-31'
}

/** Runs the gate over one package against a registry. @param answer of the registry; undefined for one that has no such answer */
async function gate(answer: object | undefined, ...words: string[]) {
  const folder = temporaryFolder()
  const dependencies = { parser: '1.0.0' }
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'a', version: '1.0.0', dependencies }))
  const packages = { '': { name: 'a', version: '1.0.0', dependencies }, 'node_modules/parser': { version: '1.0.0' } }
  writeFileSync(
    join(folder, 'package-lock.json'),
    JSON.stringify({ name: 'a', version: '1.0.0', lockfileVersion: 3, requires: true, packages })
  )
  const server = createServer((request, response) => {
    request.resume()
    response.statusCode = answer === undefined || request.method !== 'POST' ? 405 : 200
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify(answer ?? {}))
  }).listen(0, '127.0.0.1')
  await new Promise((done) => server.once('listening', done))
  const registry = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  const env = {
    ...process.env,
    npm_config_registry: registry,
    npm_config_cache: join(folder, 'cache'),
    npm_config_fetch_retries: '0'
  }
  try {
    return await new Promise<{ readonly code: number | null; readonly text: string }>((done) => {
      let text = ''
      const child = spawn(process.execPath, [program, folder, ...words], { env })
      for (const stream of [child.stdout, child.stderr]) stream.on('data', (part) => (text += String(part)))
      child.on('close', (code) => done({ code, text }))
    })
  } finally {
    server.close()
    server.closeAllConnections()
  }
}

describe('known weaknesses of packages', () => {
  it('fail when they are serious, unless somebody accepted them up to a day', () => {
    expect(findProblems([report('moderate')], [], '2026-11-28')).toEqual([])
    expect(findProblems([report('high')], [], '2026-11-28')).toEqual([`parser: Endless loop (high, ${advisory}).`])
    expect(findProblems([report('high')], [exception], '2027-01-31')).toEqual([])
    expect(findProblems([report('high')], [exception], '2027-02-01').join()).toContain('ended on 2027-01-31')
    expect(findProblems([report('high')], [{ ...exception, package: 'reader' }], '2026-11-28')).toHaveLength(2)
    expect(findProblems([], [exception], '2026-11-28').join()).toContain('not needed any more')
  })

  it('are accepted with a reason and a day alone', () => {
    expect(readExceptions()).toBeInstanceOf(Array)
    const path = join(temporaryFolder(), 'advisories.json')
    for (const wrong of [
      { ...exception, reason: '' },
      { ...exception, until: 'later' },
      { ...exception, more: 1 }
    ]) {
      writeFileSync(path, JSON.stringify([wrong]))
      expect(() => readExceptions(path)).toThrow()
    }
  })

  it('end the gate with 1, and a registry that does not answer is said loudly', async () => {
    const found = {
      parser: [
        {
          id: 1,
          url: `https://github.com/advisories/${advisory}`,
          title: 'Endless loop',
          severity: 'high',
          vulnerable_versions: '<2'
        }
      ]
    }
    const [failed, clean, skipped, required] = await Promise.all([
      gate(found),
      gate({}),
      gate(undefined),
      gate(undefined, '--require')
    ])
    expect(failed).toMatchObject({ code: 1, text: expect.stringContaining(`(high, ${advisory})`) as string })
    expect(clean).toMatchObject({ code: 0, text: expect.stringContaining('0 problems') as string })
    expect(skipped).toMatchObject({ code: 0, text: expect.stringContaining('SKIPPED: ') as string })
    expect(required).toMatchObject({ code: 1, text: expect.stringContaining('SKIPPED: ') as string })
  })
})
