import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { commandStarter } from '../../../src-main/host/process/start-command.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

async function appears(path: string): Promise<void> {
  while (!existsSync(path) || readFileSync(path, 'utf8') === '') await setTimeout(20)
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
  } catch {
    return false
  }
}

describe('commands that the window starts', () => {
  it('tell their code and the last line that they said, and have the data folder', async () => {
    const folder = temporaryFolder()
    const program = join(folder, 'command.mjs')
    writeFileSync(
      program,
      `process.stderr.write(['first', process.argv[2] + ' ' + process.env.POPULUS_DATA, ''].join('\\n')); process.exitCode = 3`
    )
    const { ended } = commandStarter(process.execPath, [program], folder).start(['word'])
    expect(await ended).toEqual({ code: 3, problem: `word ${folder}` })
  })

  it.skipIf(process.platform === 'win32')('end with everything that they started', async () => {
    const folder = temporaryFolder()
    const [program, numbers] = [join(folder, 'command.mjs'), join(folder, 'numbers')]
    writeFileSync(
      program,
      `import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'])
writeFileSync(process.argv[2], process.pid + ' ' + child.pid)
setInterval(() => {}, 1000)`
    )
    const command = commandStarter(process.execPath, [program], folder).start([numbers])
    await appears(numbers)
    const pids = readFileSync(numbers, 'utf8').split(' ').map(Number)
    expect(pids.map(isRunning)).toEqual([true, true])
    command.stop()
    await command.ended
    while (pids.some(isRunning)) await setTimeout(20)
    expect(pids.map(isRunning)).toEqual([false, false])
  })

  it('say nothing where the program is not there', async () => {
    const { ended } = commandStarter(join(temporaryFolder(), 'absent'), [], '').start([])
    expect(await ended).toEqual({ code: undefined, problem: '' })
  })
})
