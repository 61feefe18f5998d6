import type { ChildProcess } from 'node:child_process'
import { endProcess } from './end-process.ts'

/**
 * Waits until a server says on its standard output that it is ready. One that fails before is ended.
 * @param ready the text that says so @param name of the server, for the message
 */
export async function waitUntilReady(child: ChildProcess, ready: string, name: string): Promise<void> {
  try {
    await new Promise<void>((done, fail) => {
      child.once('exit', (code) => fail(new Error(`${name} ended with ${code} before it was ready.`)))
      child.once('error', fail)
      let printed = ''
      child.stdout!.on('data', (chunk: Buffer) => {
        printed = `${printed}${chunk.toString()}`.slice(-1000)
        if (printed.includes(ready)) done()
      })
    })
  } catch (error) {
    await endProcess(child, 'SIGKILL')
    throw error
  }
}
