import { realpath, statfs } from 'node:fs/promises'

/** File systems of other computers by the numbers that Linux gives them (linux/magic.h): NFS, SMB, CIFS, SMB2, AFS, Coda, 9P and Ceph. */
const networkFileSystems: ReadonlySet<number> = new Set([
  0x6969, 0x517b, 0xff534d42, 0xfe534d42, 0x5346414f, 0x73757245, 0x01021997, 0x00c36400
])

/**
 * Whether a folder is known to be on another computer: by its file system on Linux, by its address on Windows. What macOS tells does
 * not say it.
 * @param path absolute; on Windows as the system resolves it, by which a mapped drive has the address of its share
 * @param fileSystem the number of its file system, as the system gives it
 */
export function isNetworkFolder(path: string, platform: NodeJS.Platform, fileSystem: number): boolean {
  // \\server\share, and \\?\UNC\server\share; \\?\C:\ and \\.\ are of this computer.
  if (platform === 'win32') return /^(?:\\\\[^?.\\]|\\\\\?\\UNC\\)/i.test(path)
  return platform === 'linux' && networkFileSystems.has(fileSystem >>> 0)
}

/** What is asked of the system about a folder. */
interface FolderSystem {
  readonly platform: NodeJS.Platform
  realpath(path: string): Promise<string>
  statfs(path: string): Promise<{ readonly type: number }>
}

/** The same of a folder that is there. @throws what the system says of one that is not */
export async function isOnNetwork(
  path: string,
  system: FolderSystem = { platform: process.platform, realpath, statfs }
): Promise<boolean> {
  const [resolved, { type }] = [await system.realpath(path), await system.statfs(path)]
  return isNetworkFolder(resolved, system.platform, type)
}
