import { hostMessages as m } from '#messages/host.ts'
import { createInterface } from 'node:readline'
import { writeLaunchFile, type LaunchFile } from '../../storage/sealed/launch-file.ts'
import type { NetServer } from './net-server.ts'
import { openBrowser } from './open-browser.ts'

/** How long an address lets a page in. Somebody copies a printed one by hand; a browser opens the other two by itself. */
const printedLifetimeMs = 15 * 60_000
const openedLifetimeMs = 2 * 60_000

/** Dependencies of {@link launch}. */
export interface LaunchOptions {
  readonly server: Pick<NetServer, 'launchUrl'>
  /** Folder for the page that leads the browser in. */
  readonly folder: string
  readonly open: boolean
  readonly json: boolean
  /** The terminal, when somebody sits at it. */
  readonly input: NodeJS.ReadStream | undefined
  readonly print: (line: string) => void
  readonly complain: (line: string) => void
}

/** Ways into the running program. */
export interface Launch {
  /** An address for one more page. */
  address(): string
  /** Removes what only the start needed. */
  close(): void
}

/** Prints the address, opens the browser where that was asked for, and prints a fresh address for every Enter. */
export async function launch({ server, folder, open, json, input, print, complain }: LaunchOptions): Promise<Launch> {
  const printAddress = (): void => {
    const url = server.launchUrl(printedLifetimeMs)
    print(json ? JSON.stringify({ url }) : m.populusIsRunningOpenThisAddress(url))
  }
  printAddress()
  const lines = input === undefined || json ? undefined : createInterface({ input })
  if (lines !== undefined) {
    print(m.pressEnterForAnotherAddressCtrl)
    lines.on('line', printAddress)
  }
  const file = open ? await openWithFile(server, folder, complain) : undefined
  return {
    address: () => server.launchUrl(openedLifetimeMs),
    close() {
      lines?.close()
      file?.remove()
    }
  }
}

async function openWithFile(
  server: Pick<NetServer, 'launchUrl'>,
  folder: string,
  complain: (line: string) => void
): Promise<LaunchFile> {
  const written: { file?: LaunchFile } = {}
  const address = server.launchUrl(openedLifetimeMs, () => written.file?.remove())
  const file = await writeLaunchFile(folder, address)
  written.file = file
  // Not opened in time: its token is dead, and nobody shall find the file later.
  setTimeout(() => file.remove(), openedLifetimeMs).unref()
  if (!(await openBrowser(file.url))) complain(m.noBrowserCouldBeOpenedOpen)
  return file
}
