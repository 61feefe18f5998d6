import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { serviceCommand } from '../../../src-main/cli/service/service.ts'
import { runCommand } from '../../../src-main/cli/terminal/run-command.ts'
import type { ServiceMachine } from '../../../src-main/ports/service-machine.ts'
import { listRecords } from '../../../src-main/services/audit/list-records.ts'
import { managedBy } from '../../support/policies.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

type Answer = (program: string, args: readonly string[]) => string | undefined

/** A machine whose files lie in a folder of the test and whose programs are answered by the test. */
function machine(platform: NodeJS.Platform, answer: Answer) {
  // Paths are appended to the root, and one of Windows begins with no separator: it is still inside of the folder.
  const [root, data] = [join(temporaryFolder(), 'root'), temporaryFolder()]
  const calls: string[] = []
  const fake: ServiceMachine = {
    platform,
    home: '/home/ann',
    account: 501,
    root,
    run(program, args) {
      calls.push([program, ...args].join(' '))
      return answer(program, args)
    }
  }
  const program = '/usr/bin/populus'
  for (const path of [program, '/usr/local/bin/populus', 'C:\\Program Files\\Populus\\populus.cmd']) {
    mkdirSync(dirname(root + path), { recursive: true })
    writeFileSync(root + path, '')
  }
  async function run(...args: readonly string[]) {
    let [text, errors] = ['', '']
    const code = await runCommand(serviceCommand, args, {
      out: (more) => void (text += more),
      err: (more) => void (errors += more),
      terminal: false,
      policies: managedBy({}),
      resources: resolve(import.meta.dirname, '../../../resources'),
      data,
      machine: fake
    })
    return { code, text, errors }
  }
  return { root, data, calls, run }
}

/** systemd as far as it is asked: it has the service while its file is there. */
function systemd(platform: NodeJS.Platform = 'linux') {
  const place: { root: string; exit: string } = { root: '', exit: 'ExecMainExitTimestamp=\nExecMainStatus=0' }
  const made = machine(platform, (_, args) => {
    if (!args.includes('populus-refresh.service')) return ''
    const isThere = existsSync(`${place.root}/etc/systemd/system/populus-refresh.service`)
    return `LoadState=${isThere ? 'loaded' : 'not-found'}\n${place.exit}\n`
  })
  place.root = made.root
  return { ...made, place }
}

const forMachine = ['--system', '--account', 'populus', '--credential', '/etc/populus/passphrase.cred'] as const

beforeEach(() => {
  for (const name of ['POPULUS_DATA', 'XDG_DATA_HOME']) vi.stubEnv(name, undefined)
})

afterEach(() => void vi.unstubAllEnvs())

describe('populus service', () => {
  it('shows what docs/operate.md shows, for each system', async () => {
    const docs = readFileSync(resolve(import.meta.dirname, '../../../docs/operate.md'), 'utf8')
    const { run, calls } = machine('linux', () => undefined)
    for (const [language, ...args] of [
      ['ini', '--for', 'systemd', ...forMachine],
      ['xml', '--for', 'launchd'],
      ['xml', '--for', 'schtasks']
    ]) {
      const { code, text } = await run('show', ...args)
      expect(code).toBe(0)
      expect(docs).toContain(`populus service show ${args.join(' ')}\``)
      expect(docs).toContain(`\`\`\`${language}\n${text}\`\`\``)
    }
    expect(calls).toEqual([])
  })

  it('installs what it shows, starts it, and removes exactly that', async () => {
    const { run, root, calls, data } = systemd()
    const installed = await run('install', ...forMachine)
    expect([installed.code, installed.errors]).toEqual([0, ''])
    expect(calls).toEqual([
      'systemctl show --property=Version',
      'systemctl daemon-reload',
      'systemctl enable --now populus-refresh.timer'
    ])
    const [service, timer] = ['service', 'timer'].map((kind) => `${root}/etc/systemd/system/populus-refresh.${kind}`)
    const shown = (await run('show', ...forMachine)).text
    for (const path of [service!, timer!]) expect(shown).toContain(readFileSync(path, 'utf8'))
    // A second time replaces what is its own.
    expect((await run('install', ...forMachine, '--at', '03:30')).code).toBe(0)
    expect(readFileSync(timer!, 'utf8')).toContain('OnCalendar=*-*-* 03:30\n')
    const other = join(dirname(service!), 'other.service')
    writeFileSync(other, '[Service]\n')
    expect(await run('remove', '--system')).toMatchObject({ code: 0, errors: '' })
    expect([service, timer, other].map((path) => existsSync(path!))).toEqual([false, false, true])
    expect((await run('remove', '--system')).errors).toContain('no service that was installed')
    const { rows } = await listRecords(join(data, 'audit'), {}, { limit: 20 })
    expect(rows.map(({ action, outcome }) => `${action} ${outcome}`)).toEqual([
      'service.removed failure',
      'service.removed intent',
      'service.removed success',
      'service.removed intent',
      'service.installed success',
      'service.installed intent',
      'service.installed success',
      'service.installed intent'
    ])
  })

  it('neither replaces nor removes a file that is not as it wrote it', async () => {
    const { run, root } = systemd()
    const timer = `${root}/etc/systemd/system/populus-refresh.timer`
    mkdirSync(dirname(timer), { recursive: true })
    writeFileSync(timer, 'of somebody else')
    expect((await run('install', ...forMachine)).errors).toContain('populus-refresh.timer is there and not as')
    expect(existsSync(`${root}/etc/systemd/system/populus-refresh.service`)).toBe(false)
    writeFileSync(timer, '')
    // An empty one is somebody's as well.
    expect((await run('install', ...forMachine)).code).not.toBe(0)
    const { run: again, root: there } = systemd()
    await again('install', ...forMachine)
    const changed = `${there}/etc/systemd/system/populus-refresh.timer`
    writeFileSync(changed, 'by hand')
    expect((await again('status', '--system')).text).toContain('populus-refresh.timer is not as it was written')
    const removed = await again('remove', '--system')
    expect([removed.code, removed.errors]).toEqual([1, expect.stringContaining('was left') as string])
    expect(readFileSync(changed, 'utf8')).toBe('by hand')
  })

  it('says when it ran last and with which exit code', async () => {
    const { run, place } = systemd()
    expect(await run('status', '--system')).toMatchObject({ code: 1, text: 'systemd has no such service.\n' })
    await run('install', ...forMachine)
    expect((await run('status', '--system')).text).toContain('never ran')
    place.exit = 'ExecMainExitTimestamp=Sat 2026-11-28 02:15:09 UTC\nExecMainStatus=1'
    const { code, text } = await run('status', '--system', '--json')
    expect([code, JSON.parse(text)]).toEqual([
      1,
      {
        scheduler: 'systemd',
        installed: true,
        changed: [],
        last: { at: 'Sat 2026-11-28 02:15:09 UTC', exitCode: 1 },
        connections: []
      }
    ])
  })

  it('leaves nothing where the scheduler is not there or refuses', async () => {
    for (const refused of ['show', 'enable']) {
      const { run, root } = machine('linux', (_, args) => (args.includes(refused) ? undefined : ''))
      const { code, errors } = await run('install')
      expect([code, errors]).toEqual([2, expect.stringMatching(/cannot be used on this machine|refused the service/)])
      expect(existsSync(`${root}/home/ann/.config/systemd/user/populus-refresh.timer`)).toBe(false)
    }
    expect((await machine('freebsd', () => '').run('install')).errors).toContain('Services are for Linux')
  })

  it('speaks to launchd, and reads its exit code', async () => {
    let begun = false
    const { run, calls, root } = machine('darwin', (_, [what]) => {
      if (what === 'bootstrap') begun = true
      if (what === 'bootout') begun = false
      return what === 'print' ? (begun ? '\tlast exit code = 2\n' : undefined) : ''
    })
    expect((await run('install')).errors).toBe('')
    const plist = `${root}/home/ann/Library/LaunchAgents/org.populus.refresh.plist`
    expect(calls).toContain(`launchctl bootstrap gui/501 ${plist}`)
    expect((await run('status')).text).toContain('exit code: 2')
    expect((await run('remove')).code).toBe(0)
    expect(existsSync(plist)).toBe(false)
  })

  it('speaks to the Task Scheduler, and takes no task of others', async () => {
    let task: string | undefined
    const { run, calls } = machine('win32', (_, args) => {
      if (args[0] === '/Create') task = readFileSync(args[4]!, 'utf16le')
      if (args[0] === '/Delete') task = undefined
      if (args[0] !== '/Query') return ''
      return (
        task && '"PC","\\Populus refresh","28.11.2026 02:15:00","Bereit","Interaktiv","27.11.2026 02:15:01","5"\r\n'
      )
    })
    expect((await run('install')).errors).toBe('')
    expect(task).toContain('<Arguments>refresh all --json</Arguments>')
    expect((await run('status', '--json')).text).toContain('"last":{"at":"27.11.2026 02:15:01","exitCode":5}')
    expect((await run('remove')).code).toBe(0)
    expect([task, calls.at(-2)]).toEqual([undefined, 'schtasks /Delete /TN Populus refresh /F'])
    task = 'of somebody else'
    expect((await run('install')).errors).toContain('Populus did not make')
    expect((await run('install', '--account', 'EXAMPLE\\svc')).errors).toContain('asks for the password')
  })

  it('names the data folder that only this shell knows of', async () => {
    const { run, root } = systemd()
    vi.stubEnv('POPULUS_DATA', '/srv/populus data')
    const start = 'ExecStart=/usr/bin/populus refresh all --json --data "/srv/populus data"\n'
    expect((await run('show', ...forMachine)).text).toContain(start)
    await run('install', ...forMachine)
    expect(readFileSync(`${root}/etc/systemd/system/populus-refresh.service`, 'utf8')).toContain(start)
    expect((await run('show', ...forMachine, '--data', '/other')).text).toContain('--json --data /other\n')
    // A folder of this system is none of another one, and the usual one is found without its name.
    expect((await run('show', '--for', 'schtasks')).text).not.toContain('--data')
    vi.stubEnv('POPULUS_DATA', '/home/ann/.local/share/populus')
    expect((await run('show', ...forMachine)).text).not.toContain('--data')
    vi.stubEnv('POPULUS_DATA', undefined)
    vi.stubEnv('XDG_DATA_HOME', '/srv/xdg')
    expect((await run('show', ...forMachine)).text).toContain('--data /srv/xdg/populus\n')
  })

  it('lets no path or name add a line or a word', async () => {
    const { run } = machine('linux', () => undefined)
    const { text } = await run('show', '--data', '/data/50% of $HOME/a\\b', '--for', 'systemd')
    expect(text).toContain('ExecStart=/usr/bin/populus refresh all --json --data "/data/50%% of $$HOME/a\\\\b"\n')
    for (const value of ['/a\nUser=root', '/a"b', 'relative']) {
      const refused = await run('show', '--credential', value)
      expect([refused.code, refused.text]).toEqual([2, ''])
    }
    expect((await run('show', '--for', 'launchd', '--data', '/a<b>&c')).text).toContain('/a&lt;b&gt;&amp;c')
    expect((await run('show', '--account', 'ann')).errors).toContain('--system and --account')
    expect((await run('show', '--at', '24:00')).errors).toContain('--at takes a time')
  })
})
