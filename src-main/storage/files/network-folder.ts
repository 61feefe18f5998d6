import { statfs } from 'node:fs/promises'

/** File systems of other computers by the numbers that Linux gives them (linux/magic.h): NFS, SMB, CIFS, SMB2, AFS, Coda, 9P and Ceph. */
const networkFileSystems: ReadonlySet<number> = new Set([
  0x6969, 0x517b, 0xff534d42, 0xfe534d42, 0x5346414f, 0x73757245, 0x01021997, 0x00c36400
])

/**
 * Whether a folder is known to be on another computer: by its file system on Linux, by its address on Windows. What macOS tells does
 * not say it, nor does a drive letter of Windows.
 * @param path absolute
 * @param fileSystem the number of its file system, as the system gives it
 */
export function isNetworkFolder(path: string, platform: NodeJS.Platform, fileSystem: number): boolean {
  // \\server\share, and \\?\UNC\server\share; \\?\C:\ and \\.\ are of this computer.
  if (platform === 'win32') return /^(?:\\\\[^?.\\]|\\\\\?\\UNC\\)/i.test(path)
  return platform === 'linux' && networkFileSystems.has(fileSystem >>> 0)
}

/** The same of a folder that is there. @throws what the system says of one that is not */
export async function isOnNetwork(path: string): Promise<boolean> {
  const { type } = await statfs(path)
  return isNetworkFolder(path, process.platform, type)
}
