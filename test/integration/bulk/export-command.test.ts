import { spawn } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { writeSigningKey } from '../../../src-main/auth/signing-key.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { shownResources, smallHistory, startSandbox, trueResources, type Sandbox } from './sandbox.ts'

const headless = resolve(import.meta.dirname, '../../../src-main/headless.ts')

function populus(
  args: readonly string[],
  killWhen?: () => boolean
): Promise<{ code: number | null; out: string; err: string }> {
  const running = spawn(process.execPath, [headless, 'export', ...args])
  let out = ''
  let err = ''
  running.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()))
  running.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()))
  const watch = setInterval(() => (killWhen?.() === true ? running.kill('SIGKILL') : undefined), 5)
  return new Promise((done) =>
    running.on('close', (code) => {
      clearInterval(watch)
      done({ code, out, err })
    })
  )
}

function argumentsFor(sandbox: Sandbox, out: string): string[] {
  const key = join(temporaryFolder(), 'private.jwks.json')
  writeFileSync(key, JSON.stringify({ keys: [JSON.parse(writeSigningKey(sandbox.key))] }))
  return [
    '--base-url',
    sandbox.base,
    '--client-id',
    'app',
    '--key',
    key,
    '--allow-http-loopback',
    '--plain',
    '--json',
    '--out',
    out
  ]
}

describe('populus export', () => {
  it('prints one object and ends with 0', async () => {
    const sandbox = await startSandbox()
    const out = join(temporaryFolder(), 'new')
    const {
      code,
      out: text,
      err
    } = await populus([
      ...argumentsFor(sandbox, out),
      '--level',
      'group',
      '--group',
      'o0',
      '--type',
      'Patient,Condition'
    ])
    expect(err).toMatch(/in the clear/)
    expect(code).toBe(0)
    const result = JSON.parse(text) as Record<string, unknown>
    expect(Object.keys(result)).toEqual([
      'state',
      'types',
      'files',
      'bytes',
      'deleted',
      'issues',
      'transactionTime',
      'seconds'
    ])
    expect(result).toMatchObject({
      state: 'committed',
      types: { Patient: { resources: 6, rejected: 0 }, Condition: { resources: 6, rejected: 0 } },
      deleted: 0,
      issues: [],
      transactionTime: '2026-01-31T00:00:00Z'
    })
    expect(shownResources(out).size).toBe(12)
  })

  it('goes on with the same export after it was killed', async () => {
    const sandbox = await startSandbox({ pollsBeforeDone: 3, retryAfterSeconds: 1 })
    const out = join(temporaryFolder(), 'new')
    const args = [...argumentsFor(sandbox, out), '--level', 'system']
    const killed = await populus(args, () => sandbox.server.seen.some(({ path }) => path.includes('export-status')))
    expect(killed.code).toBeNull()
    expect(existsSync(join(out, 'fhir'))).toBe(false)
    const { code, out: text } = await populus(args)
    expect(code, text).toBe(0)
    expect(shownResources(out)).toEqual(await trueResources(smallHistory()))
    expect(sandbox.server.seen.filter(({ path }) => path.includes('$export'))).toHaveLength(1)
    const again = await populus(args)
    expect(JSON.parse(again.out)).toEqual(JSON.parse(text))
    const other = await populus([...args, '--type', 'Patient'])
    expect(other.code).toBe(0)
  })

  it('ends with 2 and a sentence when it cannot begin', async () => {
    const sandbox = await startSandbox()
    const args = argumentsFor(sandbox, join(temporaryFolder(), 'new'))
    for (const [wrong, sentence] of [
      [args, /--level/],
      [[...args.filter((one) => one !== '--plain'), '--level', 'system'], /--plain/],
      [[...args.filter((one) => one !== '--allow-http-loopback'), '--level', 'system'], /https/],
      [[...args, '--level', 'group'], /--group/],
      [[...args, '--level', 'system', '--vendor', 'nobody'], /vendor profile/],
      [[...args, '--level', 'system', '--since', 'yesterday'], /zone/]
    ] as const) {
      const { code, err } = await populus(wrong)
      expect(code).toBe(2)
      expect(err).toMatch(sentence)
    }
  })
})
