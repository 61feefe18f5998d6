import { execFile } from 'node:child_process'
import { realpath, statfs } from 'node:fs/promises'
import { promisify } from 'node:util'

/** File systems of other computers by the numbers that Linux gives them (linux/magic.h): NFS, SMB, CIFS, SMB2, AFS, Coda, 9P and Ceph. */
const networkFileSystems: ReadonlySet<number> = new Set([
  0x6969, 0x517b, 0xff534d42, 0xfe534d42, 0x5346414f, 0x73757245, 0x01021997, 0x00c36400
])

/** The same by the names that macOS gives them. */
const networkMounts: ReadonlySet<string> = new Set(['smbfs', 'nfs', 'afpfs', 'webdav', 'cifs', 'ftp'])

/** What a system tells of a folder. */
interface FolderPlace {
  /** Absolute, as the system resolves it: on Windows a mapped drive has the address of its share then. */
  readonly path: string
  /** The number of its file system. */
  readonly fileSystem: number
  /** Every mounted volume, a line each, as `mount` prints them on macOS; elsewhere nothing. */
  readonly mounts: string
}

/** Whether a folder is known to be on another computer: by its file system on Linux and macOS, by its address on Windows. */
export function isNetworkFolder(platform: NodeJS.Platform, { path, fileSystem, mounts }: FolderPlace): boolean {
  // \\server\share, and \\?\UNC\server\share; \\?\C:\ and \\.\ are of this computer.
  if (platform === 'win32') return /^(?:\\\\[^?.\\]|\\\\\?\\UNC\\)/i.test(path)
  if (platform === 'darwin') return networkMounts.has(mountedBy(path, mounts))
  return platform === 'linux' && networkFileSystems.has(fileSystem >>> 0)
}

/** The kind of the volume that a folder is on; empty where none is told. Of volumes inside of volumes the innermost has it. */
function mountedBy(path: string, mounts: string): string {
  let [innermost, kind] = ['', '']
  for (const [, point = '', type = ''] of mounts.matchAll(/^.+? on (\/.*) \((\w+)(?:, [^()]*)?\)$/gm)) {
    const isWithin = point === '/' || path === point || path.startsWith(`${point}/`)
    if (isWithin && point.length > innermost.length) [innermost, kind] = [point, type]
  }
  return kind
}

/** What is asked of the system about a folder. */
interface FolderSystem {
  readonly platform: NodeJS.Platform
  realpath(path: string): Promise<string>
  statfs(path: string): Promise<{ readonly type: number }>
  mounts(): Promise<string>
}

const thisSystem: FolderSystem = {
  platform: process.platform,
  realpath,
  statfs,
  async mounts() {
    if (process.platform !== 'darwin') return ''
    const { stdout } = await promisify(execFile)('/sbin/mount')
    return stdout
  }
}

/** The same of a folder that is there. @throws what the system says of one that is not */
export async function isOnNetwork(path: string, system: FolderSystem = thisSystem): Promise<boolean> {
  const { type: fileSystem } = await system.statfs(path)
  const place = { path: await system.realpath(path), fileSystem, mounts: await system.mounts() }
  return isNetworkFolder(system.platform, place)
}
