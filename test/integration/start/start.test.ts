import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const root = resolve(import.meta.dirname, '../../..')

/** Runs the start script on a machine without a desktop session, unless `env` says otherwise. */
function start(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const { DISPLAY: _x, WAYLAND_DISPLAY: _wayland, ELECTRON_EXEC_PATH: _electron, ...inherited } = process.env
  const child = spawn(process.execPath, [join(root, 'build', 'start.mjs'), ...args], {
    cwd: temporaryFolder(),
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...inherited, CI: '1', POPULUS_DATA: temporaryFolder(), ...env }
  })
  let output = ''
  let errors = ''
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()))
  const ended = once(child, 'close').then(([code]) => code as number | null)
  onTestFinished(async () => {
    child.kill('SIGTERM')
    await ended
  })
  return { child, ended, output: () => output, errors: () => errors }
}

async function addressOf({ child, ended, output, errors }: ReturnType<typeof start>): Promise<string> {
  const pattern = /http:\/\/127\.0\.0\.1:\d+\/#launch=[\w-]+/
  while (!pattern.test(output())) {
    await Promise.race([once(child.stdout, 'data'), ended.then(() => Promise.reject(new Error(errors())))])
  }
  return pattern.exec(output())![0]
}

describe.skipIf(process.platform === 'win32')('npm start', () => {
  it('prints the address and one line why it is not a window, hands the signal on and ends with 0', async () => {
    const run = start([])
    const url = await addressOf(run)
    expect((await fetch(url)).status).toBe(200)
    const lines = run
      .errors()
      .trimEnd()
      .split('\n')
      .filter((line) => line !== 'Building Populus…')
    const expected =
      process.platform === 'linux'
        ? /^There is no desktop session here, so Populus runs in a browser\.$/
        : /so Populus runs in a browser\.$/
    expect(lines).toEqual([expect.stringMatching(expected)])
    run.child.kill('SIGTERM')
    expect(await run.ended).toBe(0)
  })

  it('takes paths relative to the folder in which npm was called', async () => {
    const folder = temporaryFolder()
    mkdirSync(join(folder, 'export'))
    writeFileSync(join(folder, 'export', 'Patient.ndjson'), '{"resourceType":"Patient","id":"a"}\n')
    const url = new URL(await addressOf(start(['--loopback', 'export'], { INIT_CWD: folder })))
    const { origin, hash } = url
    const headers = { origin, 'content-type': 'application/json' }
    const body = JSON.stringify(hash.slice('#launch='.length))
    const launched = await fetch(`${origin}/session`, { method: 'POST', headers, body })
    const authorization = `Bearer ${((await launched.json()) as { secret: string }).secret}`
    const reply = await fetch(`${origin}/rpc`, {
      method: 'POST',
      headers: { ...headers, authorization },
      body: '["imports.pending"]'
    })
    expect(await reply.json()).toMatchObject({ ok: true, value: { files: [{ name: 'Patient.ndjson' }] } })
  })

  it('gives JSON and the exit code of the host on', async () => {
    const run = start(['--json'])
    const url = await addressOf(run)
    expect(JSON.parse(run.output().trim())).toEqual({ url })
    expect(run.errors().replace('Building Populus…\n', '')).toBe('')
    const wrong = start(['--loopback', '--wat'])
    expect(await wrong.ended).toBe(2)
  })

  it('starts Electron with the paths where there is one, and gives its exit code on', async () => {
    const folder = temporaryFolder()
    const electron = join(folder, 'electron')
    writeFileSync(electron, '#!/bin/sh\nfor word in "$@"; do echo "$word"; done\nexit 0\n', { mode: 0o755 })
    const run = start(['a b'], { ELECTRON_EXEC_PATH: electron, INIT_CWD: folder })
    expect(await run.ended).toBe(0)
    expect(run.output().trimEnd().split('\n')).toEqual([root, join(folder, 'a b')])
    writeFileSync(electron, '#!/bin/sh\nexit 7\n', { mode: 0o755 })
    expect(await start(['--electron'], { ELECTRON_EXEC_PATH: electron }).ended).toBe(7)
  })

  it('falls back to the browser when Electron cannot start', async () => {
    const electron = join(temporaryFolder(), 'electron')
    writeFileSync(electron, '#!/bin/sh\nexit 1\n', { mode: 0o755 })
    const run = start([], { ELECTRON_EXEC_PATH: electron })
    await addressOf(run)
    expect(run.errors()).toContain('Electron could not start here, so Populus runs in a browser.')
  })
})
